"""What comes late, twice or never is noticed and put right, one thing at a time."""

from __future__ import annotations

from datetime import timedelta

from ivr.agents import actions as a
from ivr.agents import events as e
from ivr.agents import orders, place
from ivr.agents.machine import step

from .world import RULES, World


def test_somebody_elses_telephone_in_a_room_of_the_past_is_hung_up(world: World) -> None:
    waits = world.handoffs["H1"]
    assert step(waits, e.Entered("H1.7", "H1.7", "CA9"), world.now).actions == (a.HangUp("CA9"),)


def test_who_is_in_the_room_and_of_whom_no_word_came_is_asked_for_before_they_are_parted(world: World) -> None:
    joining = world.until("H1", "joining")
    while world.jobs["leg/CA1"]:
        world.work("leg/CA1")
    world.wire.clear()
    clock = next(one for one in world.handoffs["H1"].clocks if one.kind == "join")
    assert clock in joining.clocks
    world.now = clock.at
    world.tell("H1", e.TimeUp("join", clock.at))
    assert world.looks == {"H1"}
    assert world.tell("H1", world.look("H1")).phase == "joined"


def test_who_is_in_no_room_after_twilio_was_asked_waits_again(world: World) -> None:
    world.until("H1", "joining")
    for _ in range(2):
        clock = next(one for one in world.handoffs["H1"].clocks if one.kind == "join")
        world.now = clock.at
        after = world.tell("H1", e.TimeUp("join", clock.at))
    assert after.phase == "waiting"


def test_the_call_that_asked_meets_nobody_once_its_caller_was_called_back(world: World) -> None:
    world.tell("H1", e.CallerChose("CA1", "call_back"))
    joined = world.until("H1", "joined")
    assert joined.caller_leg != "CA1"
    assert place.caller(joined, "CA1") == place.Place("flow", why="call_back")
    assert place.caller(joined, joined.caller_leg).where == "room"


def test_an_old_word_of_the_room_is_not_believed(world: World) -> None:
    talk = world.until("H1", "joined")
    assert world.seqs["H1.1"] == 2
    assert world.tell("H1", e.Left("H1.1", e.CALLER, "CA1", 1)) == talk
    assert world.tell("H1", e.Left("H1.1", "H1.1", "CA2", 1)) == talk


def test_an_order_that_failed_when_it_was_done_again_ends_no_ringing(world: World) -> None:
    ringing = world.until("H1", "ringing")
    assert world.tell("H1", e.RingFailed("H1.1", "twilio")) == ringing


def test_a_caller_who_was_cut_off_late_is_given_a_little_more_time(world: World) -> None:
    talk = world.until("H1", "joined")
    world.now = talk.until + timedelta(minutes=10)
    waits = world.tell("H1", e.Left("H1.1", "H1.1", "CA2", 9, lost=True))
    assert waits.phase == "waiting"
    assert waits.until == world.now + RULES.again


def test_a_wait_that_ran_out_during_an_offer_ends_when_the_offer_comes_to_nothing(world: World) -> None:
    ringing = world.until("H1", "ringing")
    world.now = ringing.until
    assert world.tell("H1", e.NoKey("H1.1", "CA2")).phase == "withdrawn"


def test_a_caller_who_is_not_seen_leaving_the_room_is_asked_out_again_and_not_for_ever(world: World) -> None:
    world.until("H1", "joined")
    world.tell("H1", e.AgentLeft("ana"))
    asked = []
    while back := [clock for clock in world.handoffs["H1"].clocks if clock.kind == "back"]:
        world.jobs.clear()
        world.now = back[0].at
        world.tell("H1", e.TimeUp("back", back[0].at))
        asked += [job for _, job in world.jobs["leg/CA1"]]
    assert 1 < len(asked) < RULES.backs
    assert len({orders.key(job) for job in asked}) == len(asked), "each is a job of its own"


def test_a_call_back_that_rings_after_its_agent_was_lost_is_hung_up(world: World) -> None:
    world.tell("H1", e.CallerChose("CA1", "call_back"))
    world.ends(world.phone("caller"), "hung_up")
    world.until("H1", "calling")
    world.ends(world.phone("ana"), "lost")
    world.tell("H1", e.LegEnded("H1.1", world.phone("ana").sid, "lost"))
    late = step(world.handoffs["H1"], e.Rang("H1.2", "CA9"), world.now)
    assert late.actions == (a.HangUp("CA9"),)


def test_a_caller_found_in_a_room_of_the_past_is_brought_back(world: World) -> None:
    waits = world.handoffs["H1"]
    found = step(waits, e.Found(waits.version, frozenset({"CA1"}), {"CA1": "H1.7"}), world.now)
    assert a.MoveBack("CA1", "H1", waits.version) in found.actions
    assert found.handoff.phase == "waiting"


def test_a_caller_found_in_an_old_room_while_being_moved_is_not_moved_twice(world: World) -> None:
    world.until("H1", "joined")
    world.tell("H1", e.Left("H1.1", "H1.1", "CA2", 9, lost=True))
    world.match("H1", "ben")
    world.tell("H1", e.Pressed("H1.2", "CA3", "1"))
    joining = world.handoffs["H1"]
    truth = e.Found(joining.version, frozenset({"CA1", "CA3"}), {"CA1": "H1.1"})
    assert step(joining, truth, world.now) == step(joining, e.QueueClosed(), world.now)


def test_an_agents_telephone_that_twilio_lost_is_found_out(world: World) -> None:
    world.until("H1", "joined")
    world.ends(world.phone("ana"), "lost")
    world.wire.clear()
    found = world.tell("H1", world.look("H1"))
    assert (found.phase, found.cut_off) == ("waiting", True)
    assert world.presence["ana"] == "away"


def test_a_ring_of_which_no_word_came_is_taken_up_or_ended(world: World) -> None:
    world.match("H1", "ana")
    offered = world.handoffs["H1"]
    truth = e.Found(offered.version, frozenset({"CA1", "CA8", "CA9"}), {}, (("H1.1", "CA8"), ("H1.0", "CA9")))
    found = step(offered, truth, world.now)
    assert (found.handoff.phase, found.handoff.offer and found.handoff.offer.leg) == ("ringing", "CA8")
    assert a.HangUp("CA9") in found.actions


def test_a_webhook_that_comes_twice_makes_nothing_new(world: World) -> None:
    waits = world.handoffs["H1"]
    again = step(waits, e.Asked("CA1", 0, "services", "asked", 3, "en", "CA1"), world.now)
    assert (again.handoff, again.actions) == (waits, ())

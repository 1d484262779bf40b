"""The races that real products got wrong, each by its name, and what else may cross on the way."""

from __future__ import annotations

import pytest

from ivr.agents import actions as a
from ivr.agents import events as e
from ivr.agents import place
from ivr.agents.machine import step

from .world import MORNING, World


def gone(world: World, who: str) -> bool:
    return not world.phone(who).live


# ------------------------------------------------------------------ an offer


def test_the_caller_hangs_up_while_the_agents_phone_still_rings(world: World) -> None:
    world.until("H1", "ringing")
    world.ends(world.phone("caller"), "hung_up")
    after = step(world.handoffs["H1"], e.CallerHungUp("CA1"), world.now)
    assert a.HangUp("CA2", "ana") in after.actions, "the ringing ends in the very step that knows of the hang-up"
    world.rest()
    assert world.handoffs["H1"].phase == "abandoned"
    assert world.presence["ana"] == "available"
    assert gone(world, "ana")


def test_so_an_agent_who_picks_up_in_that_moment_is_not_briefed(world: World) -> None:
    world.until("H1", "ringing")
    world.tell("H1", e.CallerHungUp("CA1"))
    world.picks_up(world.phone("ana"))
    assert gone(world, "ana"), "the whisper is made of the state of that moment"


@pytest.mark.parametrize(
    ("how", "presence"), [("key 2", "available"), ("rings on", "away"), ("voicemail", "away"), ("no key", "away")]
)
def test_the_agent_declines_lets_it_ring_or_voicemail_answers(world: World, how: str, presence: str) -> None:
    world.until("H1", "ringing")
    since = world.handoffs["H1"].since
    phone = world.phone("ana")
    match how:
        case "rings on":
            world.ends(phone, "no_answer")
        case "voicemail":
            world.picks_up(phone, machine=True)
        case _:
            world.picks_up(phone)
            world.presses(phone, "2") if how == "key 2" else world.no_key(phone)
    world.rest()
    waits = world.handoffs["H1"]
    assert (waits.phase, waits.since, waits.caller) == ("waiting", since, "line"), "the caller has noticed nothing"
    assert [one.agent for one in waits.tried] == ["ana"]
    assert world.presence["ana"] == presence
    assert world.phone("caller").at == "queue"
    world.match("H1", "ben")
    assert world.until("H1", "joined").offer.agent == "ben"  # type: ignore[union-attr]


def test_two_callers_at_once_for_one_agent(world: World) -> None:
    second = world.ask(world.inbound("second caller"))
    world.match("H1", "ana")
    world.match(second, "ana")
    assert world.handoffs[second].phase == "waiting", "who is taken is not taken again"
    late = step(world.handoffs["H1"], e.Matched("ben"), world.now)
    assert late.actions == (a.Release("ben", "free", "not needed"),), "nor are two agents for one caller"


def test_an_answer_that_comes_after_the_offer_was_withdrawn(world: World) -> None:
    world.until("H1", "ringing")
    world.tell("H1", e.OfferWithdrawn("H1.1"))
    world.match("H1", "ben")
    ana = world.phone("ana")
    world.presses(ana, "1")
    world.rest()
    assert world.handoffs["H1"].offer.agent == "ben"  # type: ignore[union-attr]
    assert not ana.live
    assert world.until("H1", "joined").room == "H1.2"


def test_an_order_that_was_carried_out_after_the_offer_was_withdrawn_rings_for_nobody(world: World) -> None:
    world.match("H1", "ana")
    world.tell("H1", e.OfferWithdrawn("H1.1"))
    after = step(world.handoffs["H1"], e.Rang("H1.1", "CA9"), world.now)
    assert after.handoff == world.handoffs["H1"]
    assert after.actions == (a.HangUp("CA9"),)


def test_the_key_comes_before_twilio_has_told_that_it_rings(world: World) -> None:
    world.match("H1", "ana")
    world.work("person/ana", "forgotten")
    world.picks_up(world.phone("ana"))
    world.presses(world.phone("ana"), "1")
    world.rest()
    assert world.handoffs["H1"].phase == "joined"
    assert sum(call.who == "ana" for call in world.calls.values()) == 1, "the job looks before it rings again"


def test_a_telephone_that_was_rung_twice_is_taken_by_the_call_that_was_picked_up(world: World) -> None:
    world.match("H1", "ana")
    world.work("person/ana", "forgotten")
    world.work("person/ana")
    first, second = [call for call in world.calls.values() if call.who == "ana"]
    world.picks_up(first)
    world.presses(first, "1")
    world.rest()
    assert world.handoffs["H1"].phase == "joined"
    assert first.room == "H1.1"
    assert not second.live


# ------------------------------------------------------------------ the room


def test_the_agent_leaves_and_the_caller_is_not_cut_off(world: World) -> None:
    world.until("H1", "joined")
    world.ends(world.phone("ana"), "hung_up")
    world.rest()
    assert world.phone("caller").at == "flow"
    assert place.caller(world.handoffs["H1"]) == place.Place("flow", why="completed")
    assert world.handoffs["H1"].writing == ("ana",)
    world.tell("H1", e.Finished("ana"))
    assert (world.handoffs["H1"].phase, world.presence["ana"]) == ("done", "available")


def test_an_agents_broken_line_puts_the_caller_in_front_of_the_queue(world: World) -> None:
    world.until("H1", "joined")
    world.tell("H1", e.Left("H1.1", "H1.1", "CA2", 9, lost=True))
    world.rest()
    waits = world.handoffs["H1"]
    assert (waits.phase, waits.cut_off, world.phone("caller").at) == ("waiting", True, "queue")
    assert world.presence["ana"] == "away"


def test_the_caller_hangs_up_while_being_moved(world: World) -> None:
    world.until("H1", "briefing")
    world.presses(world.phone("ana"), "1")
    world.ends(world.phone("caller"), "hung_up")
    world.wire.clear()
    world.work("leg/CA1")
    assert world.handoffs["H1"].phase == "abandoned", "Twilio's refusal tells that the call is over"
    world.rest()
    assert gone(world, "ana")


def test_the_caller_chooses_a_message_a_moment_after_the_agent_took_it(world: World) -> None:
    world.until("H1", "briefing")
    world.presses(world.phone("ana"), "1")
    after = world.tell("H1", e.CallerChose("CA1", "message"))
    assert place.caller(after).where == "room", "a person is there"


def test_a_word_of_an_earlier_room_moves_nobody(world: World) -> None:
    world.until("H1", "joined")
    world.tell("H1", e.Left("H1.1", "H1.1", "CA2", 9, lost=True))
    world.rest()
    late = step(world.handoffs["H1"], e.Entered("H1.1", e.CALLER, "CA1", 1), world.now)
    assert late.handoff == world.handoffs["H1"]
    assert late.actions == (a.Look(),), "Twilio is asked before a caller is moved on an old word"


@pytest.mark.parametrize("how", ["declines", "does not answer", "voicemail"])
def test_a_transfer_rejected_after_joining(world: World, how: str) -> None:
    world.until("H1", "joined")
    world.invite("H1", "ben", e.CalledIn("ana", "colleague", "ben"))
    world.work("person/ben")
    ben = world.phone("ben")
    if how == "does not answer":
        world.ends(ben, "no_answer")
    else:
        world.picks_up(ben, machine=how == "voicemail")
        if how == "declines":
            world.presses(ben, "2")
    world.rest()
    still = world.handoffs["H1"]
    assert (still.phase, still.offer and still.offer.agent, still.legs) == ("joined", "ana", ())
    assert still.held, "the caller hears music until the agent takes them back"
    assert not world.tell("H1", e.Held("ana", False)).held
    assert world.presence["ben"] == ("available" if how == "declines" else "away")


# ------------------------------------------------------------------ called back


def owed(world: World) -> None:
    """The caller of H1 chose to be called back, and has hung up."""
    world.tell("H1", e.CallerChose("CA1", "call_back"))
    world.ends(world.phone("caller"), "hung_up")
    world.rest()


def test_a_call_back_keeps_the_place_and_has_the_agent_first(world: World) -> None:
    owed(world)
    assert world.handoffs["H1"].since == MORNING
    calling = world.until("H1", "calling")
    assert calling.offer
    assert calling.offer.inside or world.phone("ana").room, "the agent is there before it rings"
    assert world.until("H1", "joined").caller_leg == world.phone("caller back").sid
    world.ends(world.phone("caller back"), "hung_up")
    world.rest()
    world.tell("H1", e.Finished("ana"))
    assert world.handoffs["H1"].phase == "called_back"


def test_a_machine_is_told_once_and_nobody_is_joined_to_it(world: World) -> None:
    owed(world)
    heard = []
    for _ in range(2):
        world.until("H1", "calling")
        world.rest()
        phone = world.phone("caller back")
        handoff = world.tell("H1", e.Answered(phone.tie, phone.sid, "machine"))
        heard.append(place.dialled(handoff, phone.tie, phone.sid, "machine"))
        world.ends(phone, "hung_up")
        world.rest()
    assert heard == ["message", "over"]
    assert (world.handoffs["H1"].phase, world.handoffs["H1"].why) == ("failed", "not_reached")
    assert "H1" in world.drafts


def test_an_agent_lost_while_it_rings_at_the_caller_leaves_nobody_ringing(world: World) -> None:
    owed(world)
    world.until("H1", "calling")
    while world.phone("ana").room == "":
        world.goes_on()
    world.work("tie/H1.2")
    world.ends(world.phone("ana"), "lost")
    world.tell("H1", e.LegEnded("H1.1", world.phone("ana").sid, "lost"))
    answered = world.tell("H1", e.Answered("H1.2", world.phone("caller back").sid, "person"))
    assert (answered.phase, answered.caller, answered.cut_off) == ("waiting", "line", True), "who picked up is next"
    assert place.dialled(answered, "H1.2", answered.caller_leg, "person") == "queue"


# ------------------------------------------------------------------ clocks and truth


def test_a_deadline_that_was_moved_does_nothing(world: World) -> None:
    world.match("H1", "ana")
    due = next(one for _, one in world.deadlines if one.kind == "offer")
    ringing = world.until("H1", "ringing")
    assert world.tell("H1", e.TimeUp("offer", due.at)) == ringing


def test_nobody_in_time_is_a_kind_way_out_and_a_draft(world: World) -> None:
    wait = next(one for _, one in world.deadlines if one.kind == "wait")
    after = world.tell("H1", e.TimeUp("wait", wait.at))
    assert (after.phase, place.caller(after)) == ("withdrawn", place.Place("flow", why="too_long"))


def test_an_agent_who_is_being_asked_at_the_end_of_the_wait_may_still_say_yes(world: World) -> None:
    ringing = world.until("H1", "ringing")
    world.now = ringing.until
    assert world.tell("H1", e.TimeUp("wait", ringing.until)).phase == "ringing"
    assert world.until("H1", "joined").met


def test_truth_that_was_asked_for_before_something_happened_is_not_heard(world: World) -> None:
    truth = world.look("H1")
    ringing = world.until("H1", "ringing")
    assert world.tell("H1", truth) == ringing


def test_after_a_restart_the_reconciler_finds_who_has_gone(world: World) -> None:
    world.until("H1", "joined")
    world.ends(world.phone("caller"), "hung_up")
    world.wire.clear()
    after = world.tell("H1", world.look("H1"))
    assert (after.phase, after.caller) == ("wrap_up", "gone")


def test_a_caller_who_falls_out_of_the_room_comes_back_into_it(world: World) -> None:
    joined = world.until("H1", "joined")
    phone = world.phone("caller")
    world.goes(phone, "flow")
    world.fetch(phone)
    assert phone.room == joined.room
    world.rest()
    assert world.handoffs["H1"].phase == "joined"


def test_an_agent_who_finishes_while_still_talking_leaves_too(world: World) -> None:
    world.until("H1", "joined")
    after = step(world.handoffs["H1"], e.Finished("ana"), world.now)
    assert [action.presence for action in after.actions if isinstance(action, a.Release)] == ["wrap_up", "free"]
    assert a.HangUp("CA2", "ana") in after.actions
    assert (after.handoff.phase, place.caller(after.handoff).where) == ("done", "flow")

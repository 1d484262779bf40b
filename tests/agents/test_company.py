"""More than two in the room: consulted, handed on to, listening; and who keeps the caller when somebody goes."""

from __future__ import annotations

import pytest

from ivr.agents import actions as a
from ivr.agents import events as e
from ivr.agents import place
from ivr.agents.machine import step

from .world import World


def called_in(world: World, who: str = "ben", *, hold: bool = True) -> None:
    """Ana talks to the caller, and has called somebody in, who is there by now."""
    world.until("H1", "joined")
    if who.startswith("desk"):
        world.tell("H1", e.CalledIn("ana", "desk", who, hold))
    else:
        world.invite("H1", who, e.CalledIn("ana", "colleague", who, hold))
    while not world.handoffs["H1"].legs[0].inside:
        world.goes_on()


def gone(world: World, who: str) -> bool:
    return not world.phone(who).live


def test_a_warm_hand_on_leaves_the_caller_with_the_colleague(world: World) -> None:
    world.until("H1", "joined")
    world.invite("H1", "ben", e.CalledIn("ana", "colleague", "ben"))
    for _ in range(6):
        world.goes_on()
    world.tell("H1", e.HandedOn("ana", "person", "ben"))
    world.rest()
    now = world.handoffs["H1"]
    assert (now.phase, now.offer and now.offer.agent, now.held, now.writing) == ("joined", "ben", False, ("ana",))
    assert gone(world, "ana")
    assert world.phone("caller").room == world.phone("ben").room == "H1.1"


def test_a_warm_hand_on_to_somebody_who_is_not_in_yet_changes_nothing(world: World) -> None:
    world.until("H1", "joined")
    world.invite("H1", "ben", e.CalledIn("ana", "colleague", "ben"))
    before = world.handoffs["H1"]
    assert world.tell("H1", e.HandedOn("ana", "person", "ben")) == before


def test_an_agent_whose_line_breaks_in_a_consultation_does_not_leave_the_caller_to_a_stranger(world: World) -> None:
    world.until("H1", "joined")
    world.tell("H1", e.CalledIn("ana", "desk", "desk housing"))
    for _ in range(4):
        world.goes_on()
    assert world.handoffs["H1"].legs[0].inside
    world.ends(world.phone("ana"), "lost")
    world.tell("H1", e.LegEnded("H1.1", "CA2", "lost"))
    world.rest()
    assert world.handoffs["H1"].phase == "waiting", "whoever has not met the caller is no person for them yet"
    assert gone(world, "desk housing")


def test_a_colleagues_telephone_that_is_in_the_room_without_a_key_keeps_no_caller(world: World) -> None:
    world.until("H1", "joined")
    world.invite("H1", "ben", e.CalledIn("ana", "colleague", "ben", hold=False))
    world.work("person/ben")
    voicemail = world.phone("ben")
    world.goes(voicemail, "room H1.1")
    world.rest()
    assert world.handoffs["H1"].legs[0].met
    world.tell("H1", e.AgentLeft("ana"))
    world.rest()
    assert (world.handoffs["H1"].phase, world.phone("caller").at) == ("wrap_up", "flow")
    assert not voicemail.live


def test_cold_to_a_desk_goes_by_the_flows_own_transfer(world: World) -> None:
    world.until("H1", "joined")
    after = world.tell("H1", e.HandedOn("ana", "desk", "police_desk", warm=False))
    assert place.caller(after) == place.Place("flow", why="desk:police_desk")


def test_an_agent_who_leaves_after_bringing_them_together_leaves_the_caller_with_the_colleague(world: World) -> None:
    called_in(world)
    world.tell("H1", e.Held("ana", False))
    world.ends(world.phone("ana"), "hung_up")
    world.rest()
    now = world.handoffs["H1"]
    assert (now.phase, now.offer and now.offer.agent, now.writing) == ("joined", "ben", ("ana",))


def test_so_it_is_while_the_caller_is_on_the_way_back_into_the_room(world: World) -> None:
    called_in(world, hold=False)
    world.tell("H1", e.Left("H1.1", e.CALLER, "CA1", 9))
    after = world.tell("H1", e.AgentLeft("ana"))
    assert (after.phase, after.offer and after.offer.agent) == ("joining", "ben")
    assert [clock.kind for clock in after.clocks if clock.kind in ("join", "talk")] == ["join"]


def test_a_desk_keeps_the_caller_and_when_it_goes_the_line_goes_on(world: World) -> None:
    called_in(world, "desk housing", hold=False)
    alone = world.tell("H1", e.AgentLeft("ana"))
    assert (alone.phase, alone.offer) == ("joined", None)
    world.tell("H1", e.Finished("ana"))
    assert world.handoffs["H1"].phase == "joined", "the note is written, the talk goes on"
    world.ends(world.phone("desk housing"), "hung_up")
    world.rest()
    assert (world.handoffs["H1"].phase, world.phone("caller").at) == ("done", "flow")


def test_an_interpreter_is_no_one_to_be_left_with(world: World) -> None:
    world.until("H1", "joined")
    world.tell("H1", e.CalledIn("ana", "interpreter", "desk language", hold=False))
    while not world.handoffs["H1"].legs[0].inside:
        world.goes_on()
    assert not world.handoffs["H1"].held, "the caller stays in the talk"
    world.tell("H1", e.AgentLeft("ana"))
    world.rest()
    assert world.phone("caller").at == "flow"
    assert gone(world, "desk language")


def test_the_caller_hangs_up_and_everybody_is_free(world: World) -> None:
    called_in(world)
    world.ends(world.phone("caller"), "hung_up")
    world.rest()
    assert gone(world, "ana")
    assert gone(world, "ben")
    assert (world.presence["ana"], world.presence["ben"]) == ("wrap_up", "available")


def test_a_supervisor_listens_then_whispers_then_joins(world: World) -> None:
    world.until("H1", "joined")
    world.invite("H1", "cy", e.SupervisorCame("cy", "listen"))
    while not world.handoffs["H1"].legs[0].inside:
        world.goes_on()
    before, leg = world.handoffs["H1"], world.phone("cy").sid
    whispers = step(before, e.SupervisorCame("cy", "whisper"), world.now)
    assert a.Coach(leg, "H1.1", "whisper", "CA2", before.version) in whispers.actions
    world.tell("H1", e.AgentLeft("ana"))
    world.rest()
    assert gone(world, "cy"), "who only listened keeps no caller"
    assert world.phone("caller").at == "flow"


def test_a_supervisor_who_changes_their_mind_on_the_way_into_the_room_is_heard_as_they_want_to_be(world: World) -> None:
    world.until("H1", "joined")
    world.invite("H1", "cy", e.SupervisorCame("cy", "listen"))
    while not world.handoffs["H1"].legs[0].accepted:
        world.goes_on()
    before = world.tell("H1", e.SupervisorCame("cy", "whisper"))
    leg = before.legs[0]
    enters = step(before, e.Entered("H1.1", leg.id, leg.sid, 9), world.now)
    assert a.Coach(leg.sid, "H1.1", "whisper", "CA2", before.version) in enters.actions


def test_a_supervisor_who_joined_keeps_the_caller(world: World) -> None:
    world.until("H1", "joined")
    world.invite("H1", "cy", e.SupervisorCame("cy", "talk"))
    while not world.handoffs["H1"].legs[0].inside:
        world.goes_on()
    world.ends(world.phone("ana"), "lost")
    world.rest()
    assert world.handoffs["H1"].offer.agent == "cy"  # type: ignore[union-attr]


def test_an_order_by_somebody_who_has_not_got_the_call_is_void(world: World) -> None:
    talk = world.until("H1", "joined")
    for order in (e.Held("ben", True), e.Muted("ben", True), e.HandedOn("ben", "queue", "police", warm=False)):
        assert step(talk, order, world.now) == step(talk, order, world.now)
        assert step(talk, order, world.now).handoff == talk
    refused = step(talk, e.CalledIn("ben", "colleague", "cy"), world.now)
    assert refused.actions == (a.Release("cy", "free", "not needed"),), "who was taken for it is given back"


def test_mute_and_hold_are_asked_for_once(world: World) -> None:
    talk = world.until("H1", "joined")
    held = step(talk, e.Held("ana", True), world.now)
    assert a.Hold("CA1", "H1.1", True, talk.version) in held.actions
    assert step(held.handoff, e.Held("ana", True), world.now).actions == ()
    muted = step(talk, e.Muted("ana", True), world.now)
    assert a.Mute("CA2", "H1.1", True, talk.version) in muted.actions
    assert step(muted.handoff, e.Muted("ana", True), world.now).actions == ()


def test_cold_to_another_queue_the_place_is_kept_and_the_agent_writes(world: World) -> None:
    talk = world.until("H1", "joined")
    after = world.tell("H1", e.HandedOn("ana", "queue", "police", warm=False))
    assert (after.phase, after.queue, after.since, after.writing) == ("waiting", "police", talk.since, ("ana",))
    world.rest()
    assert world.phone("caller").at == "queue"
    waits = world.handoffs["H1"]
    assert world.tell("H1", e.Matched("ana")) == waits, "who gave the caller away is not asked for them"


@pytest.mark.parametrize("what", ["twice", "full"])
def test_who_is_there_is_not_called_in_again_nor_a_crowd(world: World, what: str) -> None:
    called_in(world)
    if what == "full":
        for n in range(3):
            world.tell("H1", e.CalledIn("ana", "desk", f"desk {n}", hold=False))
    before = world.handoffs["H1"]
    who = "desk 9" if what == "full" else "desk"
    again = e.CalledIn("ana", "desk", who) if what == "full" else e.CalledIn("ana", "colleague", "ben")
    assert step(before, again, world.now) == step(before, e.Asked("CA1", 0, "services", "", 3, "en", "CA1"), world.now)

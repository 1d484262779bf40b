"""A call-back at a time of the caller's own: kept from the first key on, put off afterwards, never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.agents import actions as a
from ivr.agents import events as e
from ivr.agents.handoff import Handoff
from ivr.agents.machine import step
from ivr.agents.matching import is_due

from .world import RULES, World

LATER = timedelta(hours=5)


@pytest.fixture
def world() -> World:
    world = World(presence={"ana": "available"})
    world.ask(world.inbound("caller"))
    return world


def chooses(world: World, after: timedelta | None = None) -> Handoff:
    return world.tell("H1", e.CallerChose("CA1", "call_back", world.now + after if after else None))


def test_who_chose_to_be_called_may_choose_another_time_and_nobody_calls_before_it(world: World) -> None:
    assert is_due(chooses(world), world.now + RULES.choose)
    put_off = chooses(world, LATER)
    assert not is_due(put_off, world.now + LATER - timedelta(seconds=1))
    assert is_due(put_off, world.now + LATER)
    assert put_off.since == world.handoffs["H1"].since, "the place is kept"


def test_it_is_kept_as_long_after_that_time_as_any_call_back(world: World) -> None:
    chooses(world)
    put_off = chooses(world, timedelta(days=5))
    assert put_off.until == world.now + timedelta(days=5) + RULES.owed
    assert [clock.at for clock in put_off.clocks if clock.kind == "wait"] == [put_off.until]


def test_an_agent_who_is_being_asked_meanwhile_is_let_go(world: World) -> None:
    chooses(world)
    world.now += RULES.choose
    world.match("H1", "ana")
    put_off = chooses(world, LATER)
    assert (put_off.phase, put_off.offer, world.presence["ana"]) == ("waiting", None, "available")


def test_once_somebody_dials_or_has_called_in_vain_it_is_too_late(world: World) -> None:
    chooses(world)
    world.ends(world.phone("caller"), "hung_up")
    world.until("H1", "calling")
    called = world.handoffs["H1"]
    late = e.CallerChose("CA1", "call_back", world.now + LATER)
    assert step(called, late, world.now, RULES).handoff == called
    owed = called.call_back
    assert owed
    tried = replace(called, phase="waiting", offer=None, call_back=replace(owed, tries=1), dial="")
    assert step(tried, late, world.now, RULES).handoff == tried


def test_who_would_rather_wait_is_called_no_more_and_nothing_else_takes_a_call_back_away(world: World) -> None:
    waits = world.handoffs["H1"]
    rather = e.CallerChose("CA1", "wait")
    assert step(waits, rather, world.now, RULES).handoff == waits
    chooses(world)
    assert step(world.handoffs["H1"], e.CallerChose("CA1", "go_on"), world.now, RULES).handoff == world.handoffs["H1"]
    assert world.tell("H1", rather).phase == "withdrawn"


def test_a_time_that_is_over_is_as_soon_as_may_be(world: World) -> None:
    chooses(world)
    put_off = chooses(world, timedelta(minutes=-10))
    assert put_off.call_back
    assert put_off.call_back.due == world.now + RULES.settle


def test_who_hangs_up_before_they_say_when_is_called_all_the_same(world: World) -> None:
    chooses(world)
    world.ends(world.phone("caller"), "hung_up")
    kept = world.handoffs["H1"]
    assert (kept.phase, kept.caller) == ("waiting", "none")
    assert a.Match() in step(kept, e.TimeUp("due", kept.clocks[-1].at), world.now + RULES.choose, RULES).actions


def test_who_has_hung_up_is_called_soon_and_not_before_the_time_they_chose(world: World) -> None:
    on_the_line = chooses(world)
    assert not is_due(on_the_line, world.now + RULES.choose - timedelta(seconds=1)), "their telephone is busy"
    gone = e.CallerHungUp("CA1")
    hung_up = step(on_the_line, gone, world.now, RULES).handoff
    assert is_due(hung_up, world.now + RULES.settle)
    assert step(hung_up, gone, world.now + timedelta(seconds=30), RULES).handoff == hung_up, "told twice"
    put_off = chooses(world, LATER)
    assert step(put_off, gone, world.now, RULES).handoff == put_off

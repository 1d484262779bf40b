"""For every hand-off and every event there is an outcome, said twice it is said once, and no lie breaks a promise."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.agents import actions as a
from ivr.agents import events as e
from ivr.agents.handoff import Handoff
from ivr.agents.machine import begin, step

from .world import MORNING, RULES, World

PEOPLE = st.sampled_from(["ana", "ben"])
TIES = st.sampled_from(["H1.1", "H1.2", "H1.3", "H1.4", "H0.1", e.CALLER])
LEGS = st.sampled_from(["CA1", "CA2", "CA3", "CA4"])
MEANT: dict[Any, st.SearchStrategy[Any]] = {
    "tie": TIES, "room": TIES, "leg": LEGS, "agent": PEOPLE, "who": PEOPLE | st.just("desk"), "at": st.none(),
    "seq": st.integers(0, 6), "live": st.frozensets(LEGS), "rooms": st.dictionaries(LEGS, TIES, max_size=3),
    "legs": st.lists(st.tuples(TIES, LEGS), max_size=3).map(tuple), "version": st.integers(0, 30),
}  # fmt: skip


def made(kind: Any) -> st.SearchStrategy[e.Event]:
    """Any event of this kind, also one that cannot be."""
    known = {name: MEANT[name] for name in kind.__dataclass_fields__ if name in MEANT}
    return st.builds(kind, **known)


KINDS = [kind for kind in get_args(e.Event) if kind not in (e.TimeUp, e.Asked)]
LIKELY = st.sampled_from([
    e.Matched("ana"), e.Matched("ben"), e.PickedUp("H1.1", "CA2"), e.Pressed("H1.1", "CA2", "1"),
    e.Entered("H1.1", e.CALLER, "CA1"), e.Entered("H1.1", "H1.1", "CA2"), e.CallerFetched("CA1"),
    e.CallerHungUp("CA1"), e.LegEnded("H1.1", "CA2", "hung_up"), e.Left("H1.1", e.CALLER, "CA1"),
    e.Left("H1.1", "H1.1", "CA2"), e.Finished("ana"), e.CalledIn("ana", "colleague", "ben"),
    e.CalledIn("ana", "desk", "desk"), e.Entered("H1.1", "H1.2", "CA3"),
])  # fmt: skip
USUAL = [
    e.Matched("ana"), e.PickedUp("H1.1", "CA2"), e.Pressed("H1.1", "CA2", "1"), e.Entered("H1.1", e.CALLER, "CA1"),
    e.Entered("H1.1", "H1.1", "CA2"), e.CalledIn("ana", "colleague", "ben"), e.Pressed("H1.2", "CA3", "1"),
    e.Entered("H1.1", "H1.2", "CA3"), e.Held("ana", False), e.HandedOn("ana", "person", "ben"),
]  # fmt: skip
EVENTS = st.lists(st.one_of(LIKELY, LIKELY, LIKELY, *map(made, KINDS), st.integers(0, 5)), max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(USUAL)), EVENTS, st.sampled_from(["CA1", "CA1", ""]))
def test_any_event_in_any_phase_has_an_outcome_that_keeps_the_promises(usual: int, told: list[Any], leg: str) -> None:
    world, handoff = World(), begin("H1", e.Asked("CA1", 0, "services", "asked", 3, "en", leg), MORNING, RULES).handoff
    world.drafts.add("H1")
    now = MORNING
    for event in [*USUAL[:usual], *told]:
        heard = _clock(handoff, event) if isinstance(event, int) else event
        if heard is None:
            continue
        now = max(now, heard.at) if isinstance(heard, e.TimeUp) else now
        after = step(handoff, heard, now, RULES)
        assert step(after.handoff, heard, now, RULES).handoff == after.handoff, f"said twice: {heard}"
        handoff = after.handoff
        world.deadlines = [("H1", a.Deadline(clock.kind, clock.at, clock.who)) for clock in handoff.clocks]
        world.holds(handoff)


def _clock(handoff: Handoff, nth: int) -> e.TimeUp | None:
    """One of its clocks has run out."""
    if not handoff.clocks:
        return None
    clock = handoff.clocks[nth % len(handoff.clocks)]
    return e.TimeUp(clock.kind, clock.at, clock.who)


@settings(max_examples=60, deadline=None)
@given(st.one_of(*map(made, KINDS)))
def test_of_a_hand_off_that_has_ended_nothing_more_becomes(event: Any) -> None:
    begun = begin("H1", e.Asked("CA1", 0, "services", "asked", 3, "en", "CA1"), MORNING).handoff
    ended = step(begun, e.CallerHungUp("CA1"), MORNING).handoff
    after = step(ended, event, MORNING)
    assert after.handoff.phase == "abandoned"
    kept = (a.HangUp, a.Release, a.Look)
    assert all(isinstance(action, kept) for action in after.actions), after.actions

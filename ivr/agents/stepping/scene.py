"""One step: the moment, the rules, what is to be done so far; and the clocks, which every step winds or stops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ivr.agents.actions import Action, Deadline, HangUp
from ivr.agents.handoff import Clock, ClockKind, Handoff
from ivr.agents.rules import Rules

STAGES: tuple[ClockKind, ...] = ("offer", "pick_up", "key", "join", "dial", "talk")
"""Of these one runs at a time: how far the agent's part is."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of the hand-off, and what is to be done about it, in this order."""

    handoff: Handoff
    actions: tuple[Action, ...] = ()


@dataclass(slots=True)
class Scene:
    now: datetime
    rules: Rules
    out: list[Action] = field(default_factory=list)

    def do(self, *actions: Action) -> None:
        self.out += actions

    def hang_up(self, leg: str, who: str = "") -> None:
        """Ends a telephone. who: whose, so that it is done before theirs is rung again."""
        self.do(HangUp(leg, who, self.now))


def wind(
    scene: Scene, handoff: Handoff, kind: ClockKind, at: datetime, who: str = "", *, asked: bool = False
) -> Handoff:
    """Sets this clock, in the place of one of the same kind and owner."""
    others = tuple(clock for clock in handoff.clocks if (clock.kind, clock.who) != (kind, who))
    scene.do(Deadline(kind, at, who))
    return replace(handoff, clocks=(*others, Clock(kind, at, who, asked)))


def stage(scene: Scene, handoff: Handoff, kind: ClockKind, lasts: timedelta) -> Handoff:
    """The agent's part has come so far: the clock of the step before stops."""
    return wind(scene, stop(handoff, STAGES), kind, scene.now + lasts)


def stop(handoff: Handoff, kinds: Iterable[ClockKind], who: str | None = None) -> Handoff:
    """Without these clocks; with `who` only theirs."""
    named = frozenset(kinds)
    kept = tuple(clock for clock in handoff.clocks if clock.kind not in named or (who is not None and clock.who != who))
    return replace(handoff, clocks=kept)


def tie(handoff: Handoff) -> tuple[Handoff, str]:
    """A new tie, and the hand-off that has given it out."""
    numbered = replace(handoff, serial=handoff.serial + 1)
    return numbered, f"{handoff.id}.{numbered.serial}"

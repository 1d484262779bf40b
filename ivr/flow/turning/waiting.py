"""The problems that wait for their turn: of several that were told at once, those after the one in hand.

The next one is in the slots `also` (the caller's words) and `next_service` (its code), the rest in `later`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.flow.state import State

WORDS = 120
"""Characters that are kept of what was said of each: the state is small."""
MOST = 4

Waiting = tuple[str, str]
"""The code of a service, and what was said of it."""


def slots_of(problems: Sequence[Waiting]) -> Mapping[str, str]:
    """The slots in which these wait, and no others."""
    lines = [f"{code}={' '.join(text.split())[:WORDS]}" for code, text in problems[:MOST]]
    code, _, text = lines[0].partition("=") if lines else ("", "", "")
    return {"also": text, "next_service": code, "later": "\n".join(lines[1:])}


def of(state: State) -> tuple[Waiting, ...]:
    """Those that wait, the next one first."""
    text, code = state.slots.get("also", ""), state.slots.get("next_service", "")
    later = [line.partition("=") for line in state.slots.get("later", "").splitlines()]
    return (((code, text),) if text else ()) + tuple((code, text) for code, _, text in later)


def without_next(state: State) -> Mapping[str, str]:
    """The slots after the next one was begun, or left."""
    return slots_of(of(state)[1:])

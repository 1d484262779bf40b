"""The way a call has come: where "go back" leads."""

from __future__ import annotations

from msgspec.structs import replace

from ivr.flow.state import Frame, State

KEPT = 3


def mark(state: State) -> State:
    """The state with this question remembered as the latest one answered; what was named before it stands."""
    frames = ";".join(f"{f.at},{f.index},{f.then}" for f in state.frames)
    entry = f"{state.at}/{state.index}|{frames}"
    return replace(state, history=(*state.history, entry)[-KEPT:], passing=())


def back(state: State) -> State | None:
    """The state at the question before this one; None at the beginning."""
    if not state.history:
        return None
    place, _, frames = state.history[-1].partition("|")
    at, _, index = place.rpartition("/")
    return replace(
        state,
        at=at,
        index=int(index),
        frames=tuple(_frame(f) for f in frames.split(";") if f),
        history=state.history[:-1],
        phase="ask",
        pending="",
        offered=(),
        passing=(),
        part=None,
        silences=0,
        misses=0,
    )


def without(state: State, flow: str) -> State:
    """The state with the questions of `flow` taken out of the way back: a visit to the operator is no step of it."""
    return replace(state, history=tuple(entry for entry in state.history if entry.partition(".")[0] != flow))


def _frame(text: str) -> Frame:
    at, index, then = text.split(",")
    return Frame(at, int(index), "ask" if then == "ask" else "next")

"""The whole state of a call between two turns: one small value that travels in the next URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

Phase = Literal[
    "ask",
    "confirm",
    "which",
    "busy",
    "offer",
    "recall",
    "where",
    "pick",
    "anew",
    "moved",
    "beside",
    "amend",
    "parts",
    "first",
    "second",
    "whole",
    "order",
    "right",
    "keep",
    "calm",
    "talked",
]
"""ask: the node's question is open · confirm: a value is being read back · which: "which part is wrong?" is open ·
offer: two or three answers that may be meant are on offer. Never between turns: busy: work is under way · recall: do
the words take back what was just named in passing? · where: or the place that was named with it? · pick: an offered
place is looked up again · anew: what was said to an offer is heard as an answer to the question itself · moved: another
place is looked up instead of the one that is known · beside: words that are no yes to a need are heard as its place or
its number · amend: more than a no at the review is heard as another place · parts: a part of a sentence is heard by
itself · first, second: of several problems, whose place is known? · whole: the sentence is about one thing after all ·
order: which of several that were named comes first? · right: do the words put an earlier answer right? ·
keep: who waits for a person chose to wait on, and need not hear the choices again · calm: more than a no to whether
there is danger is heard as a need · talked: they come out of a room."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a subdialog returns to: the node, its field or part, and whether to go on (`next`) or ask again (`ask`)."""

    at: str
    index: int = 0
    then: Literal["next", "ask"] = "next"


class Part(msgspec.Struct, frozen=True):
    """A part of an answer that is asked for by itself: the house number of a street.

    ask: its question code (see Meaning.ask). said: what was said to the question before. times: how often parts of this
    answer have been asked for.
    """

    ask: str
    said: str = ""
    times: int = 1


class Sought(msgspec.Struct, frozen=True):
    """A person is waited for. turn: of the asking (Seek.turn). since: when that was, in seconds since 1970 (UTC).

    told: the caller has heard that they wait. by_line: a telephone is called instead.
    """

    turn: int
    since: int
    told: bool = False
    by_line: bool = False


class State(msgspec.Struct, frozen=True):
    """A value; changed by msgspec.structs.replace, which a turn asks for some ten times: ten times faster than
    that of dataclasses.

    version: the published flows the call began with (12 hex digits). at: `flow.node`. index: field, part or page.

    slots: what is known, canonical values (yes/no, ISO dates, E.164, codes, free text).
    started: seconds since 1970 (UTC) when the call was answered. turns: webhooks answered so far.
    silences, misses: consecutive noinput and nomatch at this question. pending: a value waiting for its yes.
    filed: requests filed in this call. history: earlier questions for "go back", newest last, as `flow.node/index`.
    offered: in phase offer the answers on offer, in phase confirm what else may be meant, best first.
    passing: what was named in passing at the question before, then what else it may have been, best first.
    part: the part of an answer that is asked for, None: the whole.
    told: the sentence a need was last heard in, until that need is taken.
    sought: a person is waited for. idle: turns that were only waiting for one: they are no part of the line's own.
    """

    version: str = ""
    at: str = ""
    index: int = 0
    phase: Phase = "ask"
    language: str = "en"
    slots: Mapping[str, str] = msgspec.field(default_factory=dict)
    frames: tuple[Frame, ...] = ()
    silences: int = 0
    misses: int = 0
    pending: str = ""
    started: int = 0
    turns: int = 0
    filed: int = 0
    history: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    part: Part | None = None
    told: str = ""
    sought: Sought | None = None
    idle: int = 0

"""What the journal is told: a turn, words that are no turn yet, an end, a recording, a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ivr.calls.gathered import Gathered
from ivr.flow.directives import Ending


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One answered webhook of one call. `at` is aware, in UTC.

    n: State.turns. event: the event's class name (`Digits`, `Utterance` …). before, after: `flow.node`.
    version: the flows the call is answered with. phone: the caller's number (E.164), or "" when none is shown; it is
        stored as a keyed hash, and sealed in a draft.
    heard: keys or words as they came; kept encrypted, and not kept at all when `private`.
    meaning: what was understood, with the keys of Meaning; intent, link, emergency and confidence are kept in clear for
        the measures, the rest (`value`, `because` …) is the caller's and shares the fate of `heard`.
    said, gathered: what the line answered, and what it understood (calls.gathered); they share the fate of `heard` too.
    known: what drafts.known says of the state after the turn.
    private: the answer was personal data. secret: names of the slots in `known` that are.
    ending: how the call ended, when this turn ended it.
    """

    call_sid: str
    n: int
    at: datetime
    event: str
    before: str
    after: str
    language: str
    version: str
    phone: str = field(default="", repr=False)
    heard: str = field(default="", repr=False)
    private: bool = False
    confidence: float | None = None
    meaning: Mapping[str, str | float] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    milliseconds: float = 0.0
    said: str = field(default="", repr=False)
    gathered: Mapping[str, Gathered] = field(default_factory=dict, repr=False)
    known: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: frozenset[str] = frozenset()
    filed: int = 0
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Overheard:
    """What was said at the question that turn `n` asked: if the caller is gone before it becomes an answer, these are
    their last words. phone: E.164, or "" when none is shown, or none is to be kept."""

    call_sid: str
    n: int
    language: str
    at: datetime
    text: str = field(repr=False)
    phone: str = field(default="", repr=False)


# Twilio's CallStatus values after which nothing more happens.
FINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True, slots=True)
class CallEnded:
    """Twilio's word that a call is over: its CallStatus (one that is not FINAL is no end, and is not kept), its length
    in seconds (None: not told), and when."""

    call_sid: str
    status: str
    seconds: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordingArrived:
    """Twilio's word about a recording: `status` is completed or absent, `seconds` its length.

    kind: message | answer, as its callback's address says; "" where it says nothing.
    """

    call_sid: str
    sid: str
    status: str
    seconds: int
    at: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The language to greet this caller in next time. `phone` in E.164; it is stored as a keyed hash alone."""

    phone: str = field(repr=False)
    language: str
    at: datetime


Other = CallEnded | RecordingArrived | LanguageChosen | Overheard
Record = TurnRecord | Other


@dataclass(slots=True)
class Batch:
    """What is written in one transaction. `calls` holds each call's newest turn: its snapshot, even where the turn
    itself was dropped for want of room."""

    turns: list[TurnRecord] = field(default_factory=list)
    calls: dict[str, TurnRecord] = field(default_factory=dict)
    others: list[Other] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.turns) + len(self.calls) + len(self.others)

    def singles(self) -> Iterator[Batch]:
        """The same records, one to a batch."""
        yield from (Batch(turns=[turn]) for turn in self.turns)
        yield from (Batch(calls={sid: turn}) for sid, turn in self.calls.items())
        yield from (Batch(others=[other]) for other in self.others)


def cost(record: Record) -> int:
    """About how many bytes of memory a record keeps busy (an estimate from above for ordinary turns)."""
    if isinstance(record, Overheard):
        return 400 + 4 * len(record.text)
    if not isinstance(record, TurnRecord):
        return 400
    words = len(record.heard) + len(record.said) + sum(len(v) for v in record.known.values() if v)
    return 1200 + 4 * words + 100 * (len(record.known) + len(record.meaning) + 2 * len(record.gathered))

"""What the screens of the people show: frozen values. The floor makes them with the reader's rights, pages show them.

Codes stand here, never names: the pages know what a service, a slot or a queue is called in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.agents.handoff import Kind, Mode, Phase
from ivr.requests.filing import Place

State = Literal["available", "busy", "wrap_up", "away"]
"""busy: somebody is asked, or talks · wrap_up: after-call work."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One's own. wanted: what one is after the call in hand. reason: of `away`, like `missed`, or chosen by oneself.

    telephone: E.164, sip:…, browser; "" none, and then no call comes.
    """

    state: State
    wanted: Literal["available", "away"]
    since: datetime
    reason: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the conversation before the agent. n: which, growing. live: not at its end yet; its words may change.

    sure: 0…1, how well it was heard; None: not known. keyed: the text is the keys that were pressed. Live without a
    text: it was recorded, and is being written down.
    """

    n: int
    who: Literal["caller", "line"]
    text: str = field(repr=False)
    language: str
    live: bool = False
    sure: float | None = None
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A slot of the call, as the line took it down. sure: 0…1; None: the caller confirmed it, or keyed it.

    others: what else it may have been and how surely, the likeliest first. taken: False for a need that the line heard
    and was not sure enough of to go on with.
    """

    slot: str
    value: str = field(repr=False)
    sure: float | None = None
    others: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """What a call's journal tells: the conversation so far, and each slot as it was understood last."""

    said: tuple[Said, ...] = ()
    understood: tuple[Understood, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is. words: as it is read back. lat, long: WGS 84 degrees; None: not found on the map."""

    words: str = field(repr=False)
    lat: float | None = None
    long: float | None = None


@dataclass(frozen=True, slots=True)
class Nearby:
    """A request: an open one near the spot, or an earlier one of this number. metres: None where that is not known."""

    number: str
    service: str
    status: str
    requested: datetime
    place: str = field(default="", repr=False)
    metres: int | None = None
    lat: float | None = None
    long: float | None = None


@dataclass(frozen=True, slots=True)
class OnFile:
    """A request that was filed, or followed, in this talk. due: aware; None where the service promises no date.

    answers: by code, in the order asked; private ones are not among them.
    """

    number: str
    service: str
    status: str
    requested: datetime
    due: datetime | None = None
    place: str = field(default="", repr=False)
    details: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Another telephone of the hand-off. who: a person's id, or a line of city.yaml; name: of a person, else "".

    met: caller and they were brought together. mode: of a supervisor.
    """

    kind: Kind
    who: str
    name: str = ""
    inside: bool = False
    met: bool = False
    mode: Mode = "talk"


@dataclass(frozen=True, slots=True)
class Card:
    """A hand-off as its agent sees it, from the offer to the note. danger: an emergency was told, or marked.

    since: the moment of this phase; asked: when the caller first asked for a person; until: by when the phase is
    settled (it rings, the note is written), None where nothing is waited for. phone: E.164, "" for who withholds it.
    service: a code, "" when none is known. slots: what is known for its form, by code.
    near, earlier: the nearest and the newest first. filed: numbers of requests filed or followed in this talk, on_file:
    the same as they stand in the register, without those that are still on their way to it. beside: who looks was
    called in, or listens, and `agent` (a name) has the caller; None: the caller is theirs. parties: without who looks.
    """

    handoff: str
    phase: Phase
    queue: str
    reason: str
    language: str
    asked: datetime
    since: datetime
    until: datetime | None = None
    phone: str = field(default="", repr=False)
    service: str = ""
    spot: Spot | None = None
    said: tuple[Said, ...] = ()
    understood: tuple[Understood, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict, repr=False)
    near: tuple[Nearby, ...] = ()
    earlier: tuple[Nearby, ...] = ()
    parties: tuple[Party, ...] = ()
    filed: tuple[str, ...] = ()
    on_file: tuple[OnFile, ...] = ()
    danger: bool = False
    held: bool = False
    muted: bool = False
    call_back: bool = False
    beside: Kind | None = None
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A call that broke off, to be called back. taken: an agent has it in hand; who: their name. phone: where the
    caller is reached, "" for nobody. tries: how often somebody has called back in vain.
    """

    id: str
    at: datetime
    language: str
    service: str = ""
    spot: Spot | None = None
    said: str = field(default="", repr=False)
    taken: bool = False
    who: str = ""
    phone: str = field(default="", repr=False)
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else at work. person: their id."""

    person: str
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Screen:
    """All of one agent's screen. number: of the newest line of floor_events it knows; later ones are still to come.

    drafts; waiting: callers in the queues this agent works for; owed: call-backs there, the earliest first: none of
    them beside a card. colleagues: beside a card those who are free, without one those at work, the free ones first;
    more: how many others are at work, who are not named.
    """

    number: int
    presence: Presence
    card: Card | None = None
    drafts: tuple[Draft, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    more: int = 0
    waiting: int = 0
    owed: tuple[Owed, ...] = ()


# ------------------------------------------------------------------ the wall


@dataclass(frozen=True, slots=True)
class QueueNow:
    """waiting: on the line, without a person, also while an agent is being asked. longest: since when the one waits who
    waits longest; None: nobody does. open: by its hours."""

    queue: str
    waiting: int
    longest: datetime | None = None
    call_backs: int = 0
    open: bool = True


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who is to be called. due: not before this. tries: dialled and not reached so often. in_hand: an agent is
    being asked, or their telephone rings."""

    queue: str
    language: str
    due: datetime
    tries: int = 0
    in_hand: bool = False


@dataclass(frozen=True, slots=True)
class AtWork:
    """An agent on the wall. handoff: the one they are in, "" for none; phase: its, as it is for them: who writes is in
    `wrap_up` while somebody else talks. danger, held: of that one. beside: they were called in, or listen; None: it is
    theirs.
    """

    person: str
    name: str
    state: State
    since: datetime
    reason: str = ""
    handoff: str = ""
    phase: Phase | None = None
    queue: str = ""
    language: str = ""
    danger: bool = False
    held: bool = False
    beside: Kind | None = None


@dataclass(frozen=True, slots=True)
class HalfHour:
    """What became of the hand-offs that were asked for in the half hour that begins at `at`.

    answered: on the line; in_time: of those, within the target. abandoned: hung up before a person came. called_back:
    chose to be called, called by now or not. elsewhere: left a message, went on by machine, were sent away. The rest
    still wait. waited: seconds on average until a person came. longest: seconds anybody waited on the line, so far.
    """

    at: datetime
    asked: int
    answered: int
    in_time: int
    abandoned: int
    waited: float = 0.0
    called_back: int = 0
    elsewhere: int = 0
    longest: float = 0.0


@dataclass(frozen=True, slots=True)
class Alert:
    """Danger that was found after the call. recording: its RE-sid, "" where there is none. call: CallSid."""

    at: datetime
    call: str
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Wall:
    """The floor. target: seconds within which a person should come, and share: of how many callers (0…1).

    halves: of today, the oldest first, none left out. owed: call-backs, by their time.
    """

    number: int
    at: datetime
    queues: tuple[QueueNow, ...]
    agents: tuple[AtWork, ...]
    halves: tuple[HalfHour, ...] = ()
    alerts: tuple[Alert, ...] = ()
    drafts: int = 0
    target: int = 20
    share: float = 0.8
    owed: tuple[Owed, ...] = ()


def level(halves: tuple[HalfHour, ...]) -> float | None:
    """The service level: of all who were answered or gave up, the share that a person answered in time.

    None: there was nobody. Who chose to be called back, to leave a message or to go on by machine counts neither way.
    """
    counted = sum(half.answered + half.abandoned for half in halves)
    return sum(half.in_time for half in halves) / counted if counted else None


# ------------------------------------------------------------------ what an agent may do beside the call


@dataclass(frozen=True, slots=True)
class Written:
    """A request as the agent wrote it. answers: by the service's own codes; place: as written; details: a sentence.

    found: where that place is on the city's map; None: as the line knew it already, or nobody knows.
    """

    service: str
    place: str = field(default="", repr=False)
    details: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    found: Place | None = field(default=None, repr=False)


class NotYours(Exception):
    """This caller is not with this person any more, or never was: nothing was done."""


class NoSuchNumber(Exception):
    """There is no request with this number."""

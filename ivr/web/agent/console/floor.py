"""The floor, as the console needs it: what it reads, and what it is told. ivr.agents implements it.

Each method is one transaction; it may raise what the database raises, and then nothing has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, Protocol

from ivr.agents.events import OfAgent
from ivr.agents.handoff import Mode
from ivr.agents.people.person import Person
from ivr.agents.screens import Screen, Wall, Written
from ivr.requests.filing import Place


class Line(Protocol):
    """A line of floor_events (agents.store.told.Line). kind: handoff | presence | words | draft | alert …"""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def agent(self) -> str:
        """Whose screen it changes, "" for nobody's but the wall."""
        ...

    @property
    def audience(self) -> str:
        """everybody | a person's id."""
        ...


class Lines(Protocol):
    """Where the wire reads what changed, of everybody: whose it is, it decides itself."""

    def newest(self) -> int: ...
    def since(self, number: int, limit: int) -> Sequence[Line]:
        """Those after `number`, in order."""
        ...

    def listen(self, rang: Callable[[], None]) -> Callable[[], None]:
        """Calls `rang` from a thread of its own when there may be something new, also after a lost connection.

        Returns at once; what it returns ends it.
        """
        ...


class Floor(Protocol):
    """NotYours: the hand-off is not with this person, any more; every method that names one may raise it."""

    def screen(self, person: Person) -> Screen:
        """All that this person's screen needs, and nothing of anybody else's callers."""
        ...

    def wall(self, now: datetime) -> Wall: ...

    def be(self, person: Person, state: Literal["available", "away"], reason: str) -> None:
        """Whoever is busy is that afterwards; who writes a note is done with it (`Finished` without a note)."""
        ...

    def alive(self, person: Person) -> None:
        """Their screen is there; told every half minute while it is."""
        ...

    def ask(self, person: Person) -> None:
        """Whether any process has a page of theirs is asked, by a line of the kind `here`."""
        ...

    def gone(self, person: Person, since: datetime, signed_in: bool) -> None:
        """No page of theirs was seen since then: whoever is only being asked for a caller is asked no longer."""
        ...

    def decline(self, person: Person, handoff: str) -> None:
        """As key 2 is: the next agent is asked."""
        ...

    def tell(self, person: Person, handoff: str, event: OfAgent) -> None:
        """An event whose `agent` is this person."""
        ...

    def supervise(self, person: Person, handoff: str, mode: Mode | None) -> None:
        """They listen, whisper, join; None: they leave."""
        ...

    def withdraw(self, handoff: str) -> None:
        """A supervisor takes the standing offer back."""
        ...

    def file(self, person: Person, handoff: str, it: Written, key: str) -> str:
        """The new request's number. key: of the form; sent twice, it is filed once, and the number is the same."""
        ...

    def follow(self, person: Person, handoff: str, number: str) -> None:
        """The caller follows this request: their number stands beside the first one's. NoSuchNumber."""
        ...

    def place(self, person: Person, handoff: str, place: Place) -> None:
        """Where it is, as this person has found it on the map."""
        ...

    def danger(self, person: Person, handoff: str) -> None:
        """Marked as an emergency."""
        ...

    def finish(self, person: Person, handoff: str, reason: str, note: str) -> None:
        """Reason (one of flows/desk.yaml) and note are kept, and `Finished` is told."""
        ...

    def call_back(self, person: Person, draft: str) -> None:
        """A draft becomes a call-back that this person is asked for first. NotYours: somebody else took it, or it has
        no number to call."""
        ...

"""Where a call is while others decide what becomes of it: a conference, a queue, or a talk with one other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from ivr.simulator.document import Element

if TYPE_CHECKING:
    from ivr.simulator.call import PhoneCall
    from ivr.simulator.course import Course

Kind = Literal["conference", "queue", "talk"]
Why = Literal["hung up", "redirected", "star", "leave", "error", "removed", "over", "waited"]
"""How a stay ends: the call did, a REST request moved it, its own key or verb, its document was refused, it was taken
out, the others' part is over, nobody came in time."""

Absolute = Callable[[str], str]
"""A URL as the document under way means it."""


@dataclass(frozen=True)
class Music:
    """A document that is played to who stays. url: as the document that led here means it; "" = Twilio's own music.

    again: asked for whenever it has run out, and not only where it ends with a <Redirect>.
    """

    url: str = ""
    method: str = "POST"
    again: bool = False


class Stay(Protocol):
    """One call's place. name: of the room or the queue. allowed: verbs of the documents that are played here.

    timeout: seconds that one `wait` of the caller lets pass.
    """

    name: str
    timeout: int

    @property
    def kind(self) -> Kind: ...

    @property
    def allowed(self) -> frozenset[str]: ...

    @property
    def music(self) -> Music | None:
        """What is to be heard here now; None: the others, or silence."""
        ...

    @property
    def talks(self) -> bool:
        """Somebody else is heard here."""
        ...

    def form(self) -> Mapping[str, str]:
        """What a request for the music carries."""
        ...

    def idle(self) -> None:
        """The document that was played has run out."""
        ...

    def lingered(self) -> Why | None:
        """The caller has waited `timeout` seconds; why that ends the stay, or None."""
        ...

    def left(self, why: Why) -> Mapping[str, str] | None:
        """Takes the call out, if it is not out yet. What the verb's action is told; None: it is not asked at all."""
        ...


class Office(Protocol):
    """What several calls share, as one call sees it."""

    def began(self, call: PhoneCall) -> None: ...

    def ended(self, sid: str) -> None: ...

    def dial(self, course: Course, dial: Element, absolute: Absolute) -> Stay | Mapping[str, str] | None:
        """The place a <Dial> leads to; what its action is told where there is none; None: nobody here is dialled."""
        ...

    def enqueue(self, course: Course, enqueue: Element, absolute: Absolute) -> Stay | Mapping[str, str]: ...

    def hears(self, sid: str) -> frozenset[str]:
        """Whom this call hears: labels, or sids where there are none."""
        ...

    def said(self, sid: str, words: str) -> bool:
        """Words for whoever hears this call; False: nobody does."""
        ...

    def tell(self, sid: str, event: str, url: str, form: Mapping[str, str]) -> None:
        """A callback about a call, in the office's own time."""
        ...

    def changed(self) -> None:
        """Whoever waits for something may look again."""
        ...


class Staff(Office, Protocol):
    """An office with telephones of its own, as those see it who show its calls."""

    def watch(self, holds: Callable[[], bool], timeout: float) -> bool:
        """Whether that came about in time; looked at whenever something has changed."""
        ...

    def people(self, sid: str) -> frozenset[str]:
        """Whom this call hears: the numbers of telephones, or `caller`."""
        ...

    def who(self, name: str) -> str:
        """The number of the telephone that is called so in a room or a talk, or `caller`."""
        ...

"""What the console's pages share: the parts that know, what was opened, and how an answer leads back to the page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from flask import Response, request

from ivr.flow.book import Book
from ivr.web import pages
from ivr.web.agent.console.finding import Find
from ivr.web.agent.console.floor import Floor
from ivr.web.agent.console.naming import Naming
from ivr.web.agent.console.sketch import Sketcher
from ivr.web.agent.console.wire import Wire
from ivr.web.agent.desk import Desk, led
from ivr.web.agent.here import person, standing

REMEMBERED = 5000


class Openings:
    """What each sign-in has opened, so that a page that is renewed every second is one line of the audit.

    Of this process: another one writes a line of its own. One too many is no harm, one missing would be.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, str, str], None] = OrderedDict()
        self._lock = Lock()

    def known(self, who: object, what: str, about: str) -> bool:
        return (who, what, about) in self._known

    def remember(self, who: object, what: str, about: str) -> None:
        with self._lock:
            self._known[who, what, about] = None
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


@dataclass(frozen=True)
class Console:
    """book: the flows as they are now. sketcher, find: draw the city's map, and look words in a language up on it.

    wire: streams to the pages what changes; without one, they look once a minute.
    """

    desk: Desk
    floor: Floor
    book: Callable[[], Book]
    sketcher: Sketcher
    find: Find
    wire: Wire | None = None
    openings: Openings = field(default_factory=Openings)

    def naming(self) -> Naming:
        """In the reader's language."""
        return Naming(self.book(), pages.reader_language())

    def opened(self, what: str, about: str) -> None:
        """In the audit when this returns; call it before anything about a person is shown."""
        who = standing().id
        if not self.openings.known(who, what, about):
            self.desk.audit.opened(person(), what, about, self.desk.here(), self.desk.now())
            self.openings.remember(who, what, about)


def back(endpoint: str, *, note: str = "", trouble: str = "") -> Response:
    """To the page, which says what was done or why not. The service that was chosen stays chosen."""
    told = {"note": note, "trouble": trouble, "service": request.form.get("service", "")}
    return led(endpoint, **{name: value for name, value in told.items() if value})


def phone(number: str) -> str:
    """As it is read: (410) 555-0123; of another country, and an address, as it is written."""
    if number.startswith("+1") and len(number) == 12 and number[1:].isdigit():
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number

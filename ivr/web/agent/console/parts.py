"""What the console's pages share: the parts that know, what was opened, and how an answer leads back to the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

    def naming(self) -> Naming:
        """In the reader's language."""
        return Naming(self.book(), pages.reader_language())

    def opened(self, what: str, about: str) -> None:
        """In the audit when this returns; call it before anything about a person is shown."""
        who, openings = standing().id, self.desk.openings
        if not openings.known(who, what, about):
            self.desk.audit.opened(person(), what, about, self.desk.here(), self.desk.now())
            openings.remember(who, what, about)


def back(endpoint: str, *, note: str = "", trouble: str = "") -> Response:
    """To the page, which says what was done or why not. The service that was chosen stays chosen."""
    told = {"note": note, "trouble": trouble, "service": request.form.get("service", "")}
    return led(endpoint, **{name: value for name, value in told.items() if value})


def phone(number: str) -> str:
    """As it is read: (410) 555-0123; of another country, and an address, as it is written."""
    if number.startswith("+1") and len(number) == 12 and number[1:].isdigit():
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number

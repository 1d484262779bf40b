"""The door for residents: the line's front page, and one request as everybody may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import Blueprint, Response, request, url_for

from ivr.flow.book import Book
from ivr.requests import numbers
from ivr.requests.request import PublicRequest
from ivr.web import pages
from ivr.web.shown import shown

Find = Callable[[str], PublicRequest | None]
POLICE = "police"
_LONGEST_NUMBER = 24
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Telephone:
    """How the line is reached: `dial` in the city, `direct` (E.164) from elsewhere; `test`: the test phone's page."""

    dial: str = "311"
    direct: str = ""
    test: str = ""

    @property
    def direct_shown(self) -> str:
        """+14105550100 → 410-555-0100; another country's number as it is."""
        n = self.direct
        return f"{n[2:5]}-{n[5:8]}-{n[8:]}" if n.startswith("+1") and len(n) == 12 else n


@dataclass(frozen=True, slots=True)
class Group:
    """A group of city services as the front page lists it."""

    name: str
    services: tuple[str, ...]


def door(find: Find, book: Callable[[], Book], now: Callable[[], datetime], telephone: Telephone) -> Blueprint:
    """find: a number in its full form → what the public may see, None when there is no such request; may raise.

    now: an aware datetime in the city's time zone; dates are shown in that zone.
    """
    blueprint = Blueprint("portal", __name__)

    def page(template: str, status: int = 200, **values: object) -> Response:
        return pages.page(template, status, city=book().city.city, phone_url=telephone.test, **values)

    def trouble(kind: str, asked: str, status: int = 404) -> Response:
        example = numbers.reference(now().year, 1234)
        return page("lookup.html", status, trouble=kind, asked=asked, example=example)

    @blueprint.get("/")
    def home() -> Response:
        listed = groups(book(), pages.reader_language())
        count = sum(len(group.services) for group in listed)
        example = numbers.reference(now().year, 1234)
        return page("home.html", groups=listed, count=count, telephone=telephone, example=example)

    @blueprint.get("/requests")
    def look_up() -> Response:
        asked = request.args.get("number", "").strip()[:_LONGEST_NUMBER]
        return answer(asked) if asked else trouble("", "", 200)

    @blueprint.get("/requests/<number>")
    def show(number: str) -> Response:
        return answer(number.strip()[:_LONGEST_NUMBER])

    def answer(asked: str) -> Response:
        candidates = numbers.candidates(asked, now().date())
        if not candidates:
            return trouble(_wrong(asked), asked)
        try:
            hit = next(((number, it) for number in candidates if (it := find(number))), None)
        except Exception as problem:  # whatever is wrong with the database, a resident reads a sentence
            log.error("requests cannot be read", problem=type(problem).__name__)
            return trouble("find_away", asked, 503)
        if hit is None:
            return trouble("find_missing", candidates[0])
        number, it = hit
        if request.endpoint != "portal.show" or asked != number:
            return _moved(number)
        alias = number if number != it.number else ""
        return page("request.html", it=shown(it, book(), pages.reader_language(), now()), asked=alias)

    return blueprint


def groups(book: Book, language: str) -> tuple[Group, ...]:
    """The services by group, in the order of city.yaml, police last; the likeliest first; empty groups left out."""
    named = [(code, names) for code, names in book.city.groups.items() if code != POLICE]
    police = book.city.groups.get(POLICE) or {code: str(pages.words(code)("home_police")) for code in pages.LANGUAGES}
    found = []
    for code, names in [*named, (POLICE, police)]:
        services = [s for s in book.services.values() if s.group == code]
        services.sort(key=lambda s: (-s.likelihood, s.code))
        heading = names.get(language) or code
        found.append(Group(heading[:1].upper() + heading[1:], tuple(s.name.get(language) or s.code for s in services)))
    return tuple(group for group in found if group.services)


def _wrong(asked: str) -> str:
    """Why no number of ours can be read in `asked`: its shape, or its check digit."""
    return "find_wrong" if len(numbers.digits(asked)) in (8, 10) else "find_shape"


def _moved(number: str) -> Response:
    language = request.args.get("lang")
    address = url_for("portal.show", number=number, lang=language if language in pages.LANGUAGES else None)
    return pages.secure(Response("", 303, {"Location": address}))

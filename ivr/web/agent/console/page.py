"""The agent's page: who one is for the floor, the offer, the call with all that is known, the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask import Blueprint, Response, request

from ivr.agents.handoff import OFFERING
from ivr.agents.screens import Card, Nearby, Screen
from ivr.requests.status import WORDS, in_words
from ivr.web import pages
from ivr.web.agent.console.form import Forms
from ivr.web.agent.console.naming import Naming
from ivr.web.agent.console.parts import Console, phone
from ivr.web.agent.console.script import ask, procedure, script
from ivr.web.agent.console.sketch import HIGH, METRES, WIDE, pins
from ivr.web.agent.console.written import Filled
from ivr.web.agent.here import person
from ivr.web.shown import When, when

View = Literal["idle", "offer", "talk", "write"]
NOTES = {
    "filed", "followed", "declined", "left", "handed_on", "finished", "presence", "danger", "call_back", "consulting",
    "held", "back", "muted", "unmuted", "let_go", "place_found",
}  # fmt: skip
TROUBLES = {
    "not_yours", "no_number", "too_long", "no_reason", "no_who", "draft_gone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A request in a list. open: it is being worked on."""

    number: str
    service: str
    status: str
    open: bool
    day: When
    place: str
    metres: int | None


def hang(door: Blueprint, console: Console) -> None:
    @door.get("/floor")
    def page() -> Response:
        screen = console.floor.screen(person())
        note, trouble = request.args.get("note", ""), request.args.get("trouble", "")
        note, trouble = note if note in NOTES else "", trouble if trouble in TROUBLES else ""
        return console.desk.page("console.html", note=note, trouble=trouble, **shown(console, screen))


def again(console: Console, filled: Filled, status: int = 200, note: str = "") -> Response:
    """The page as it is now, with a form that was sent and is not done with."""
    screen = console.floor.screen(person())
    trouble = "unfit" if filled.problems else ""
    return console.desk.page("console.html", status, note=note, trouble=trouble, **shown(console, screen, filled))


def view(card: Card | None) -> View:
    """What the page is about."""
    if card is None:
        return "idle"
    if card.phase in OFFERING:
        return "offer"
    return "write" if card.phase == "wrap_up" else "talk"


def shown(console: Console, screen: Screen, filled: Filled | None = None) -> dict[str, Any]:
    """What console.html says. What is about a person is in the audit when this returns."""
    naming, card = console.naming(), screen.card
    if card:
        console.opened("opened_handoff", f"handoff:{card.handoff}")
    for draft in screen.drafts:
        console.opened("opened_draft", f"draft:{draft.id}")
    return {
        "screen": screen,
        "card": card,
        "view": view(card),
        "who": person(),
        "own": phone(screen.presence.telephone),
        "naming": naming,
        "phone": phone,
        "now": console.desk.now(),
        "ago": lambda moment: ago(moment, console.desk.now()),
        "when": lambda moment: when(moment, naming.language, console.desk.now()),
        "away": tuple(naming.book.desk.away),
        "reasons": tuple(naming.book.desk.reasons),
        "procedure": procedure(naming),
        "live": console.wire is not None,
        "known_words": pages.all_words(),
        **(_matter(console, naming, card, filled) if card else {}),
    }


def _matter(console: Console, naming: Naming, card: Card, filled: Filled | None) -> dict[str, Any]:
    book, who, asked = console.book(), person(), request.args
    place, which = (ask(book.desk, what, card.language) for what in ("place", "which"))
    marked = pins(card.spot, card.near) if card.spot else ()
    forms = Forms(book, naming, console.desk.now(), place, which)
    return {
        "form": forms.form(card, asked.get("service", ""), "more" in asked, filled),
        "kept": filled is not None,
        "services": forms.services(),
        "theirs": pages.words(_spoken(card.language)),
        "their_day": lambda moment: when(moment, _spoken(card.language), console.desk.now()),
        "script": script(card, who.profile.heard, naming),
        "near": rows(card.near, naming, console),
        "earlier": rows(card.earlier, naming, console),
        "streets": console.sketcher.streets(card.spot, marked) if card.spot else None,
        "pins": marked,
        "sketch": {"wide": int(WIDE), "high": int(HIGH), "metres": int(METRES)},
        "lines": lines(naming),
    }


def _spoken(language: str) -> str:
    """The caller's, where the pages have words in it."""
    return language if language in pages.LANGUAGES else pages.LANGUAGES[0]


def rows(requests: Sequence[Nearby], naming: Naming, console: Console) -> list[Row]:
    """Requests in the reader's words."""
    now, language = console.desk.now(), naming.language

    def row(one: Nearby) -> Row:
        status = next((in_words(word, language) for word in WORDS if word == one.status), one.status)
        day = when(one.requested, language, now)
        is_open = not one.status.startswith("Closed")
        return Row(one.number, naming.service(one.service), status, is_open, day, one.place, one.metres)

    return [row(one) for one in requests]


def lines(naming: Naming) -> list[tuple[str, str, str]]:
    """Kind, code and name of every line of city.yaml that can be called in. A line's code tells what it is for."""
    city = naming.book.city
    kinds = {code: _kind(code) for code in city.lines}
    return [(kind, code, naming.line(code)) for code, kind in kinds.items()]


def _kind(code: str) -> str:
    return next((kind for kind in ("police", "interpreter") if code.startswith(kind)), "desk")


def ago(moment: datetime, now: datetime) -> str:
    """Minutes and seconds since then, as a clock shows them: 4:05, 1:02:40."""
    seconds = max(0, int((now - moment).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

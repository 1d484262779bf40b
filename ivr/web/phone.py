"""The door of the test phone: its page, and the calls it makes. Registered only where the simulator is switched on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from babel.dates import format_datetime
from flask import Blueprint, Response, request, url_for

from ivr.calls.hearing.hearing import Hearing
from ivr.flow.book import Book
from ivr.simulator.door import dialled, number
from ivr.simulator.leaving import Leaving
from ivr.simulator.snapshot import Snapshot
from ivr.web import pages
from ivr.web.handset import answer, answered, same_site, told
from ivr.web.labels import labels

LETTERS = ("", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", "")
KEYS = tuple(zip("123456789*0#", LETTERS, strict=True))
CALLER = "+14105550123"
MOST_SOUND = 64 * 1024
"""Bytes of one piece of sound: eight seconds."""


class Calls(Protocol):
    """What the door needs of ivr.simulator.sessions.Sessions, or of ivr.simulator.far.Far where another process keeps
    the calls; the shapes are told there."""

    def dial(
        self, from_: str, language: str | None = None, now: str | None = None, speaks: bool = False
    ) -> Snapshot: ...

    def act(self, id_: str, action: Mapping[str, Any]) -> Snapshot: ...

    def look(self, id_: str) -> Snapshot: ...

    def news(self, id_: str, after: int, seen: str) -> Snapshot: ...

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None: ...


class Pages(Protocol):
    """What becomes of the calls of pages that are closed: ivr.simulator.leaving.Leaving, or Far."""

    def begin(self, id_: str, speaking: bool = False) -> Snapshot: ...

    def back(self, id_: str) -> Snapshot: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment the caller may choose to call at. kind: day | night | weekend | holiday."""

    kind: str
    at: str
    shown: str


def door(
    sessions: Calls,
    book: Callable[[], Book],
    svg: Callable[[Book], str],
    now: Callable[[], datetime],
    holidays: Callable[[int], Mapping[date, str]] = lambda year: {},
    leaving: Pages | None = None,
    live: Callable[[str], Sequence[Hearing]] = lambda sid: (),
    names: Callable[[], Mapping[str, str]] = lambda: {},
    agents: bool = False,
) -> Blueprint:
    """svg: the book's graph, its nodes marked data-node="flow.node". now: aware, in the city's time zone.

    holidays: the city's holidays of a year, for the clock. leaving: what becomes of calls whose page is closed. live:
    what the line's own ear makes of a call's sound while it is spoken, the latest answer last. names: whose telephones
    there are, by number. agents: these have a page.
    """
    blueprint = Blueprint("phone", __name__)
    drawn: dict[str, str] = {}
    pages_gone = leaving or Leaving(sessions)

    @blueprint.get("/phone")
    def page() -> Response:
        current, language = book(), pages.reader_language()
        languages = {code: voice.name for code, voice in current.city.languages.items()}
        data = {
            "language": language,
            "calls": url_for("phone.dial"),
            "capture": url_for("pages.static", name=pages.built("capture.js")),
            "graph": url_for("phone.graph"),
            "start": f"main.{current.flows['main'].start}",
            "requests": url_for("portal.look_up"),
            "names": names(),
            "words": {key: text for key, text in pages.all_words().items() if key in _SCRIPT_ALSO or "phone_" in key},
            "labels": labels(current),
            "rules": {"sure": current.city.understanding.sure, "fair": current.city.understanding.fair},
        }
        times = clocks(now(), holidays, language)
        return pages.page(
            "phone.html",
            city=current.city.city,
            languages=languages,
            keys=KEYS,
            caller=CALLER,
            clocks=times,
            data=data,
            agents=agents,
        )

    @blueprint.get("/phone/graph.svg")
    def graph() -> Response:
        current = book()
        if current.version not in drawn:
            drawn.clear()
            drawn[current.version] = svg(current)
        response = Response(drawn[current.version], content_type="image/svg+xml; charset=utf-8")
        response.headers["Cache-Control"] = "no-cache"
        response.set_etag(current.version)
        response.make_conditional(request)
        return pages.secure(response)

    @blueprint.post("/phone/calls")
    def dial() -> Response:
        return answered(lambda asked: sessions.dial(*dialled(asked)))

    @blueprint.route("/phone/calls/<id_>", methods=["GET", "POST"])
    def act(id_: str) -> Response:
        if request.method == "GET" and (seen := request.args.get("seen")):
            return told(lambda: sessions.news(id_, number(request.args.get("after", "")), seen))
        if request.method == "GET":
            return told(lambda: pages_gone.back(id_))
        return answered(lambda asked: left(id_, asked) if "leave" in asked else act_on(id_, asked))

    def left(id_: str, asked: Mapping[str, Any]) -> Snapshot:
        return pages_gone.begin(id_, speaking=asked.get("speaking") is True)

    def act_on(id_: str, asked: Mapping[str, Any]) -> Snapshot:
        snapshot = sessions.act(id_, asked)
        return snapshot | _heard(live(id_)) if "microphone" in asked else snapshot

    @blueprint.post("/phone/calls/<id_>/sound")
    def sound(id_: str) -> Response:
        """A piece of what the microphone brings; the answer: what was made out so far."""
        if not same_site():
            return answer({"error": "only this page may speak"}, 403)
        if (request.content_length or 0) > MOST_SOUND:
            return answer({"error": f"at most {MOST_SOUND} bytes at a time"}, 413)
        said, end = request.get_data(), request.args.get("end", "")

        def speak() -> Snapshot:
            sessions.sound(id_, said, end)
            return _heard(live(id_))

        return told(speak)

    return blueprint


def _heard(hearings: Sequence[Hearing]) -> Snapshot:
    """The latest answer, as the page shows it while it is spoken."""
    if not hearings:
        return {"hearing": None}
    latest = hearings[-1]
    return {"hearing": {"state": latest.state, "text": latest.text, "language": latest.language}}


_SCRIPT_ALSO = frozenset({"other_language"})


def clocks(now: datetime, holidays: Callable[[int], Mapping[date, str]], language: str) -> list[Clock]:
    """The next working morning, the night after it, the next Saturday and the next holiday, each at a telling hour."""
    days = [now.date() + timedelta(days=ahead) for ahead in range(1, 366)]
    free = {**holidays(now.year), **holidays(now.year + 1)}
    working = next(day for day in days if day.weekday() < 5 and day not in free)
    weekend = next(day for day in days if day.weekday() == 5 and day not in free)
    found = [("day", working, time(10)), ("night", working, time(2, 30)), ("weekend", weekend, time(15))]
    if holiday := next((day for day in days if day in free), None):
        found.append(("holiday", holiday, time(11)))
    return [_clock(kind, datetime.combine(day, hour), language) for kind, day, hour in found]


def _clock(kind: str, at: datetime, language: str) -> Clock:
    locale = {"en": "en_US", "es": "es_US"}[language]
    return Clock(kind, at.isoformat(timespec="minutes"), format_datetime(at, "EEE d MMM, H:mm", locale=locale))

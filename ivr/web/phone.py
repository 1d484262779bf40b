"""The door of the test phone: its page, and the calls it makes. Registered only where the simulator is switched on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from babel.dates import format_datetime
from flask import Blueprint, Response, jsonify, request, url_for

from ivr.calls.hearing.hearing import Hearing
from ivr.flow.book import Book
from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.web import pages
from ivr.web.labels import labels

LETTERS = ("", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", "")
KEYS = tuple(zip("123456789*0#", LETTERS, strict=True))
CALLER = "+14105550123"
GRACE = 4.0
_LONGEST = 40
MOST_SOUND = 64 * 1024
"""Bytes of one piece of sound: eight seconds."""
Snapshot = dict[str, Any]


class Calls(Protocol):
    """What the door needs of ivr.simulator.sessions.Sessions; the shapes are told there."""

    def dial(
        self, from_: str, language: str | None = None, now: str | None = None, speaks: bool = False
    ) -> Snapshot: ...

    def act(self, id_: str, action: Mapping[str, Any]) -> Snapshot: ...

    def look(self, id_: str) -> Snapshot: ...

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None: ...


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
    grace: float = GRACE,
    live: Callable[[str], Sequence[Hearing]] = lambda sid: (),
) -> Blueprint:
    """svg: the book's graph, its nodes marked data-node="flow.node". now: aware, in the city's time zone.

    holidays: the city's holidays of a year, for the clock. grace: seconds a page may be away before its call ends.
    live: what the line's own ear makes of a call's sound while it is spoken, the latest answer last.
    """
    blueprint = Blueprint("phone", __name__)
    drawn: dict[str, str] = {}
    leaving = Leaving(sessions, grace)

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
            "words": {key: text for key, text in pages.all_words().items() if key in _SCRIPT_ALSO or "phone_" in key},
            "labels": labels(current),
            "rules": {"sure": current.city.understanding.sure, "fair": current.city.understanding.fair},
        }
        times = clocks(now(), holidays, language)
        return pages.page(
            "phone.html", city=current.city.city, languages=languages, keys=KEYS, caller=CALLER, clocks=times, data=data
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
        return _answered(lambda asked: sessions.dial(*_dialled(asked)))

    @blueprint.route("/phone/calls/<id_>", methods=["GET", "POST"])
    def act(id_: str) -> Response:
        if request.method == "GET":
            return _told(lambda: leaving.back(id_))
        return _answered(lambda asked: left(id_, asked) if "leave" in asked else act_on(id_, asked))

    def left(id_: str, asked: Mapping[str, Any]) -> Snapshot:
        return leaving.begin(id_, speaking=asked.get("speaking") is True)

    def act_on(id_: str, asked: Mapping[str, Any]) -> Snapshot:
        snapshot = sessions.act(id_, asked)
        return snapshot | _heard(live(id_)) if "microphone" in asked else snapshot

    @blueprint.post("/phone/calls/<id_>/sound")
    def sound(id_: str) -> Response:
        """A piece of what the microphone brings; the answer: what was made out so far."""
        if not _same_site():
            return _json({"error": "only this page may speak"}, 403)
        if (request.content_length or 0) > MOST_SOUND:
            return _json({"error": f"at most {MOST_SOUND} bytes at a time"}, 413)
        said, end = request.get_data(), request.args.get("end", "")

        def speak() -> Snapshot:
            sessions.sound(id_, said, end)
            return _heard(live(id_))

        return _told(speak)

    return blueprint


class Leaving:
    """Calls whose page is gone: hung up after `grace` seconds, unless the page was only loaded again."""

    def __init__(self, sessions: Calls, grace: float) -> None:
        self._sessions, self._grace = sessions, grace
        self._timers: dict[str, threading.Timer] = {}

    def begin(self, id_: str, speaking: bool = False) -> Snapshot:
        """speaking: into a microphone that nothing comes from any more; what was said until now counts."""
        if speaking:
            with suppress(NoSuchCall):
                self._sessions.sound(id_, b"", "away")
        timer = threading.Timer(self._grace, self._hang_up, [id_])
        timer.daemon = True
        self._timers[id_] = timer
        timer.start()
        return {}

    def back(self, id_: str) -> Snapshot:
        """The call as it is, everything heard from its beginning. NoSuchCall."""
        if timer := self._timers.pop(id_, None):
            timer.cancel()
        return self._sessions.look(id_)

    def _hang_up(self, id_: str) -> None:
        self._timers.pop(id_, None)
        with suppress(BadAction, NoSuchCall):
            self._sessions.act(id_, {"hangup": True})


def _heard(hearings: Sequence[Hearing]) -> Snapshot:
    """The latest answer, as the page shows it while it is spoken."""
    if not hearings:
        return {"hearing": None}
    latest = hearings[-1]
    return {"hearing": {"state": latest.state, "text": latest.text, "language": latest.language}}


def _same_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


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


def _answered(work: Callable[[Mapping[str, Any]], Snapshot]) -> Response:
    """The snapshot as JSON; 403 another site's page, 400 what cannot be understood, 404 no such call."""
    if not _same_site():
        return _json({"error": "only this page may call"}, 403)
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        return _json({"error": "send a JSON object"}, 400)
    return _told(lambda: work(asked))


def _told(work: Callable[[], Snapshot]) -> Response:
    try:
        return _json(work(), 200)
    except BadAction as problem:
        return _json({"error": str(problem)}, 400)
    except NoSuchCall as problem:
        return _json({"error": str(problem)}, 404)


def _dialled(asked: Mapping[str, Any]) -> tuple[str, str | None, str | None, bool]:
    """(from, language, now, speaks) of a dial; BadAction: one of them is no short text."""
    values = [asked.get(name) or "" for name in ("from", "language", "now")]
    for value in values:
        if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
            raise BadAction("from, language and now are short texts")
    caller, language, moment = values
    return caller, language or None, moment or None, asked.get("speaks") is True


def _json(value: object, status: int) -> Response:
    response = jsonify(value)
    response.status_code = status
    return pages.secure(response)

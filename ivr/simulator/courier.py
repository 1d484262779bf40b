"""The requests of one call: documents, callbacks and sounds, each with what Twilio sends along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from ivr.simulator.course import Course
from ivr.simulator.document import Element
from ivr.simulator.http import Page, Wire
from ivr.simulator.refusal import Refusal
from ivr.simulator.turn import read_trace
from ivr.speech.audio import read
from ivr.speech.errors import NotAudio

MOST_AUDIO = 40_000_000


class Courier:
    """url: of the current document, which relative URLs start from."""

    def __init__(self, course: Course) -> None:
        self.url = course.line.url(course.line.voice)
        self._course = course
        self._wire = Wire(course.line)
        self._sounds: dict[str, float] = {}
        self._later: list[tuple[str, str, Mapping[str, str]]] = []

    def absolute(self, url: str) -> str:
        """As the current document means it; "" is the document itself."""
        return urljoin(self.url, url) if url else self.url

    def fetch(self, url: str, method: str, form: Mapping[str, str]) -> Page:
        """A document. Refusal."""
        page = self._wire.fetch(url, method, self._form(form), self._headers())
        turn = self._course.turn
        turn.ms = round(turn.ms + page.ms, 1)
        turn.trace = read_trace(page.headers.get("X-OneCall-Trace")) or turn.trace
        return page

    def notify(self, url: str, method: str, form: Mapping[str, str]) -> None:
        """A callback whose answer is no document. A wrong answer is remembered (15003), and changes nothing."""
        try:
            self._wire.fetch(url, method, self._form(form), self._headers())
        except Refusal as refusal:
            self._course.refused(Refusal(15003, refusal.message, refusal.place))

    def later(self, url: str, method: str, form: Mapping[str, str]) -> None:
        """A callback Twilio sends in its own time: after the document this turn leads to."""
        self._later.append((url, method, form))

    def deliver(self) -> None:
        """All callbacks that were left for later."""
        while self._later:
            self.notify(*self._later.pop(0))

    def sound(self, play: Element) -> float | None:
        """Fetches the app's own sounds, as Twilio does: a missing one is found here, not by a caller. Refusal.

        How many seconds it lasts; None: it is not the app's, or of no kind that can be read.
        """
        url = self.absolute(play.text)
        if not url.startswith(self._course.line.public):
            return None
        if url in self._sounds:
            return self._sounds[url] or None
        page = self._wire.fetch(url, "GET", {}, self._headers(), MOST_AUDIO)
        if not page.kind.startswith("audio/"):
            code = 13325 if "/Gather" in play.path else 13420
            raise Refusal(code, f"the sound at {urlsplit(url).path} is {page.kind or 'of no type'}", play.place)
        self._sounds[url] = _seconds(page.body)
        return self._sounds[url] or None

    def close(self) -> None:
        self._wire.close()

    def _form(self, form: Mapping[str, str]) -> dict[str, str]:
        return {**self._course.parties.form(self._course.status), **form}

    def _headers(self) -> dict[str, str]:
        """What only a simulating app listens to: the caller's language and voice, and the city's clock."""
        course = self._course
        headers = {"X-OneCall-Language": course.language} if course.language else {}
        if not course.speaks:
            headers["X-OneCall-Voice"] = "none"
        if course.now:
            headers["X-OneCall-Now"] = (course.now + timedelta(seconds=int(course.elapsed))).isoformat()
        return headers


def _seconds(sound: bytes) -> float:
    """Of a WAV file; 0: it is none."""
    try:
        return round(read(sound).seconds, 1)
    except NotAudio:
        return 0.0

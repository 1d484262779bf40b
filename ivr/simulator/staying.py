"""How one call stays somewhere: what is played to it meanwhile, and how its own document goes on afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from ivr.simulator.courier import Courier
from ivr.simulator.course import Course
from ivr.simulator.document import Element
from ivr.simulator.heard import Heard
from ivr.simulator.refusal import Refusal
from ivr.simulator.stay import Music, Stay, Why
from ivr.simulator.waits import Ask, GoOn, Outcome, Staying

MUSIC = Heard("play", "", "", "(music)", 3.0)
"""What Twilio plays by itself."""


@dataclass
class _Place:
    """todo, url: the document that led here, and its address. again: what is asked for when the caller waits on.

    heard: whether anything was, since the document that is played was asked for.
    """

    stay: Stay
    element: Element
    todo: list[Element]
    url: str
    again: Music | None = None
    heard: bool = False


class Stays:
    """The place of a call; there is at most one at a time."""

    def __init__(self, course: Course, courier: Courier) -> None:
        self._course, self._courier = course, courier
        self._here: _Place | None = None

    def __bool__(self) -> bool:
        return self._here is not None

    def at(self, stay: Stay) -> bool:
        """Whether the call is still there."""
        return self._here is not None and self._here.stay is stay

    @property
    def wait(self) -> Staying:
        here = self._at()
        return Staying(here.element, here.stay.kind, here.stay.name, here.stay.timeout)

    def enter(self, stay: Stay, element: Element, todo: list[Element]) -> Outcome:
        """todo: the rest of the document, for afterwards."""
        self._here = _Place(stay, element, todo, self._courier.url)
        return self.play()

    def play(self) -> Outcome:
        """What is to be heard here now, from its beginning."""
        here = self._at()
        music = here.stay.music
        here.again, here.heard = music if music and music.again else None, False
        if music and music.url:
            return Ask(urljoin(here.url, music.url), music.method, here.stay.form())
        if music:
            self._course.hears(MUSIC)
        return self.wait

    def may(self, element: Element) -> None:
        """Refusal: this verb must not stand in a document that is played here."""
        stay = self._at().stay
        if element.name not in stay.allowed:
            allowed = ", ".join(sorted(stay.allowed))
            raise Refusal(12200, f"<{element.name}> is not played in a {stay.kind}, only {allowed}", element.place)
        self._at().heard |= element.name in ("Say", "Play", "Pause", "Gather")

    def redirect(self, url: str, method: str) -> Outcome:
        """A <Redirect> is followed when the caller waits on: time passes at once here, and music never ends."""
        here = self._at()
        if not here.heard:
            return Ask(url, method, here.stay.form())
        here.again, here.heard = Music(url, method), False
        return self.wait

    def ran_out(self) -> Staying:
        """The document is over."""
        here = self._at()
        waits = self.wait
        here.stay.idle()
        return waits

    def lingered(self) -> Why | None:
        """The caller waited: why they go on now, or None."""
        return self._at().stay.lingered()

    def again(self) -> Outcome:
        """The caller waits on: the music is asked for once more, where there is more of it."""
        here = self._at()
        again = here.again
        if again is None or not again.url:
            return self.wait
        here.again, here.heard = again if again.again else None, False
        return Ask(urljoin(here.url, again.url), again.method, here.stay.form())

    def out(self, why: Why) -> tuple[Outcome, list[Element]]:
        """The call leaves: what it is asked for next, and the rest of the document that led here."""
        here, self._here = self._at(), None
        self._course.bridged |= here.stay.talks
        form = here.stay.left(why)
        self._courier.url = here.url
        if form is None or not (action := here.element.get("action")):
            return GoOn(), here.todo
        return Ask(action, here.element.get("method", "POST"), form), here.todo

    def _at(self) -> _Place:
        assert self._here is not None  # asked only where the call stays somewhere
        return self._here

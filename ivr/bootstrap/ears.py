"""The ears of a process: opened beside its start where the flows stream, changed when the city's words do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from ivr.calls import hearing_model
from ivr.calls.hearing import wanted
from ivr.config import Settings
from ivr.flow.book import Book
from ivr.places.gazetteer import Gazetteer
from ivr.speech.ears import FEW_WORDS, Ears, open_ears
from ivr.speech.transcript import Expected

log = structlog.get_logger(__name__)

LOOK = 1.0
RETIRED = 900.0
"""Seconds for which ears that were replaced are kept: streams may still be heard by them."""
FIRST = 8.0
"""Seconds a test phone rings at most while the first ear is opened; a model that was never made takes longer."""
OFFLINE_KNOWS = "en"
AGAIN = 60.0  # seconds after a model could not be made


class EarsOfLine:
    """`current` answers at once, None while there are none; a thread opens them, and looks for newer words.

    Nothing of the ears is loaded while no question of the flows is streamed and nobody asks for one by `at_hand`.
    book, gazetteer: those in force.
    """

    def __init__(self, settings: Settings, book: Callable[[], Book], gazetteer: Callable[[], Gazetteer]) -> None:
        self._settings, self._book, self._gazetteer = settings, book, gazetteer
        self._ears: Ears | None = None
        self._made_of = self._model_of = ""
        self._model: Path | None = None
        self._model_again = 0.0
        self._retired: list[tuple[float, Ears]] = []
        self._stop = threading.Event()
        self._asked, self._opened = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Call it after a fork."""
        self._thread = threading.Thread(target=self._look, name="ears", daemon=True)
        self._thread.start()

    def current(self) -> Ears | None:
        return self._ears

    def at_hand(self) -> Ears | None:
        """The same, for a test phone's microphone: opened now where no question needs them; waits a little for them."""
        self._asked.set()
        if self._ears is None and self._settings.heard_by:
            self._opened.wait(FIRST)
        return self._ears

    def can(self, locale: str, closed: bool) -> bool:
        """Whether a stream in this language (BCP-47) may be had now; no ear is asked."""
        ears = self._ears
        if ears is None or (locale[:2] != OFFLINE_KNOWS and set(ears.working) <= FEW_WORDS):
            return False
        return ears.can_listen(Expected((locale,), (), closed))

    def close(self) -> None:
        self._stop.set()
        for _, ears in [*self._retired, *([(0.0, self._ears)] if self._ears else [])]:
            ears.close()

    def _look(self) -> None:
        while not self._stop.is_set():
            try:
                book = self._book()
                if self._asked.is_set() or wanted.streams(book):
                    self._open(book)
                self._let_go(time.monotonic())
            except Exception as problem:
                log.error("ears_not_opened", error=type(problem).__name__)
                self._stop.wait(AGAIN / 4)
            self._stop.wait(LOOK)

    def _open(self, book: Book) -> None:
        if self._made_of == "" and "google" in self._settings.heard_by:
            self._change(book, self._model)  # Google at once; the model takes its time
        self._find_model(book)
        if self._made_of != _stamp(book, self._model):
            self._change(book, self._model)

    def _change(self, book: Book, model: Path | None) -> None:
        ears = open_ears(self._settings, model, book.city.hearing.models)
        if ears is not None:
            ears.warm()
        if self._ears is not None:
            self._retired.append((time.monotonic(), self._ears))
        self._ears, self._made_of = ears, _stamp(book, model)
        if ears is not None:
            self._opened.set()

    def _let_go(self, now: float) -> None:
        while self._retired and now - self._retired[0][0] > RETIRED:
            self._retired.pop(0)[1].close()

    # ------------------------------------------------------------------ what the offline ear knows of the city

    def _find_model(self, book: Book) -> None:
        gazetteer = self._gazetteer()
        of = f"{book.version} {gazetteer.about.version}"
        now = time.monotonic()
        if "offline" not in self._settings.heard_by or of == self._model_of or now < self._model_again:
            return
        try:
            self._model = hearing_model.made(book, gazetteer, self._settings.cache_dir)
            self._model_of = of
        except Exception as problem:
            self._model_again = now + AGAIN
            log.error("offline_ear_not_made", error=type(problem).__name__, remedy="make room in ONECALL_CACHE")


def _stamp(book: Book, model: Path | None) -> str:
    return f"{sorted(book.city.hearing.models.items())} {model}"

"""The worker's ears: made when the first recording is to be heard, and anew when the flows or the map are."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from pathlib import Path

import structlog

from ivr.calls.recordings.lending import Lender
from ivr.config import Settings
from ivr.flow.book import Book
from ivr.places import keeping
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter
from ivr.places.problems import PlacesError
from ivr.speech.ears import Ears, open_ears

log = structlog.get_logger(__name__)

AGAIN = 60.0
"""Seconds after which a model that could not be made is tried again."""


def lender(settings: Settings, book: Callable[[], Book]) -> Lender[Ears | None]:
    """Lends the ears the settings name, None where they name none; book: the flows in force."""
    maker = _Maker(settings, book)
    return Lender("ears", maker.of, maker.make, lambda ears: ears.close() if ears else None)


class _Maker:
    def __init__(self, settings: Settings, book: Callable[[], Book]) -> None:
        self._settings, self._book = settings, book
        self._failed: float | None = None

    def of(self) -> Hashable:
        """What the ears are made of: the flows, and the file of the map; and whether it is time to try once more."""
        again = self._failed is not None and time.monotonic() - self._failed > AGAIN
        return self._book().version, _stamp(self._settings.gazetteer), again

    def make(self) -> Ears | None:
        book = self._book()
        return open_ears(self._settings, self._model(book), book.city.hearing.models if book.city.hearing else {})

    def _model(self, book: Book) -> Path | None:
        """What the offline ear learned of this city; None where it is not asked, or where that cannot be made now."""
        if "offline" not in self._settings.heard_by:
            return None
        from ivr.calls import hearing_model

        self._failed = None
        try:
            return hearing_model.made(book, _gazetteer(self._settings), self._settings.cache_dir)
        except Exception as problem:  # also that of a process that was killed for its memory
            self._failed = time.monotonic()
            log.error("offline_ear_left_out", error=type(problem).__name__, remedy="make room in ONECALL_CACHE")
            return None


def _gazetteer(settings: Settings) -> Gazetteer | None:
    try:
        known = settings.gazetteer.exists()
        return keeping.load(settings.gazetteer) if known else starter.build(settings.starter_map)
    except (PlacesError, OSError):
        return None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
        return told.st_mtime_ns, told.st_size
    except OSError:
        return 0, 0

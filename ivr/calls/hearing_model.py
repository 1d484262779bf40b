"""What the offline ear knows of the city, made in a process of its own: it is ten seconds of work and much memory."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ivr.flow.book import Book
from ivr.places.gazetteer import Gazetteer


def made(book: Book, gazetteer: Gazetteer | None, cache: Path) -> Path:
    """The model's folder, found in the cache or made there. OSError: the cache cannot be written."""
    from ivr.calls.hearing_words import words_of
    from ivr.speech.offline.building import build

    phrases, names = words_of(book, gazetteer)
    apart = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=apart, initializer=_step_back) as maker:
        return maker.submit(build, phrases, names, cache).result()


def _step_back() -> None:
    os.nice(10)

"""What the offline ear knows of the city, made in a process of its own: it is ten seconds of work and much memory."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ivr.flow.book import Book
from ivr.places.gazetteer import Gazetteer

LOOK = 1.0  # seconds between two looks after the process that asked


def made(book: Book, gazetteer: Gazetteer | None, cache: Path) -> Path:
    """The model's folder, found in the cache or made there. OSError: the cache cannot be written."""
    from ivr.calls.hearing_words import words_of
    from ivr.speech.offline.building import build

    phrases, names = words_of(book, gazetteer)
    with apart() as maker:
        return maker.submit(build, phrases, names, cache).result()


def apart() -> ProcessPoolExecutor:
    """A process for work that callers must not feel: it steps back before all others, and ends with this one."""
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=spawned, initializer=_begin, initargs=(os.getpid(),))


def _begin(parent: int) -> None:
    os.nice(10)
    threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()


def _end_with(parent: int) -> None:
    """A process that was killed tells nobody; without this its maker would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)

"""Collecting: sound that web processes kept on this machine goes where recordings are kept, and gets its job."""

from __future__ import annotations

import threading

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from ivr.calls import jobs
from ivr.calls.recordings import kept, store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.kept import Kept
from ivr.speech.audio import Audio

log = structlog.get_logger(__name__)

EVERY = 2.0
"""Seconds between two looks into the folder."""


def collect(desk: Desk) -> int:
    """Takes in everything that waits; how many. Raises what database and storage raise: what waits, waits on.

    A piece that another worker has just taken, or that cannot be taken at all, keeps none behind it waiting.
    """
    kept.tidy(desk.folder, desk.now().timestamp())
    taken = 0
    for one in kept.waiting(desk.folder):
        try:
            _take(desk, one)
            taken += 1
        except FileNotFoundError:
            continue
        except (DataError, IntegrityError, ValueError) as problem:
            log.error("sound_not_taken", recording=one.sid, error=type(problem).__name__)
    return taken


def _take(desk: Desk, one: Kept) -> None:
    """Safe in its new place before it is forgotten in the old one; a process killed between does it again."""
    sound = Audio(one.path.read_bytes())
    key = f"{one.sid}.wav"
    size = desk.storage.put(key, [sound.wav()])
    desk.step("collected")
    with desk.engine.begin() as connection:
        store.arrive(
            connection,
            one.sid,
            one.call_sid,
            one.at,
            seconds=round(sound.seconds),
            kind="stream",
            turn=one.turn,
            language=one.language,
            media_type="audio/wav",
            size=size,
            key=key,
        )
        jobs.defer(connection, jobs.HEAR, once=one.sid, sid=one.sid)
    kept.done(one)


class Collector:
    """Looks into the folder from a thread of its own, in the worker of the machine."""

    def __init__(self, desk: Desk, every: float = EVERY) -> None:
        self._desk, self._every, self._stop = desk, every, threading.Event()
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, seconds: float = 5.0) -> None:
        """No piece of sound is lost by it: what waits is taken in at the next start."""
        self._stop.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                collect(self._desk)
            except Exception as problem:
                log.warning("sound_not_collected", error=type(problem).__name__)
            self._stop.wait(self._every)

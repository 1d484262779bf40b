"""All that one process listens to at this moment."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import msgspec
import structlog

from ivr.calls.hearing import counted
from ivr.calls.hearing.hearing import Hearing
from ivr.calls.hearing.listening import Asked, Listening
from ivr.calls.hearing.near import Near
from ivr.calls.hearing.notice import Notice
from ivr.calls.hearing.telling import Elsewhere, Telling
from ivr.db.errors import CellarError
from ivr.speech.recognizer import Recognizer

log = structlog.get_logger(__name__)

LINGER = 5.0  # seconds a settled answer is at hand without a look into the file
Keep = Callable[[str, int, bytes, str], object]
"""Keeps sound no ear could hear, for later: call's sid, turn, 8 kHz µ-law, language. May take its time, and raise."""


class NotListened(Exception):
    """This stream is not listened to: no ear, no room for more, or it is listened to already."""


class ListeningRoom:
    """Begins listenings, tells where they stand, and ends them; safe for many threads, made before or after a fork.

    ear: None while there is none. limit: listenings at once.
    """

    def __init__(
        self, ear: Callable[[], Recognizer | None], near: Near, far: Elsewhere | None, keep: Keep, *, limit: int = 200
    ) -> None:
        self._ear, self._near, self._keep, self.limit = ear, near, keep, limit
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._live: dict[tuple[str, int], Listening] = {}
        self._over: dict[tuple[str, int], float] = {}
        self._begun: dict[tuple[str, int], float] = {}
        self._open = 0
        self._owner = ""
        self._keeper: ThreadPoolExecutor | None = None
        self._telling_now: Telling | None = None
        self._far = far

    @property
    def listening(self) -> int:
        """How many are not settled yet."""
        return self._open

    def begin(self, asked: Asked) -> Listening:
        """Begins to listen. NotListened: there is no ear, no room, or this answer is or was listened to already.
        Raises what the ear raises."""
        ear, key = self._ear(), (asked.call_sid, asked.turn)
        if ear is None or self._open >= self.limit:
            raise NotListened
        now = time.time()
        language = asked.expected.languages[0]
        notice = Notice(*key, "waiting", now, now, now, self._name(), language=language)
        try:
            if not self._near.claim(notice):
                raise NotListened
        except CellarError as problem:  # without the file this process alone knows: better than not to listen
            log.error("hearing_not_told", remedy=str(problem))
        with self._lock:
            if key in self._live:
                raise NotListened
            self._open += 1
            self._begun[key] = now
        counted.now.inc()
        self._telling().announce(notice)
        try:
            listening = Listening(asked, ear, self._changed, time.monotonic)
        except Exception:
            self._not_begun(notice)
            raise
        with self._lock:
            self._live[key] = listening
        return listening

    def _not_begun(self, notice: Notice) -> None:
        """The ear did not even begin: the place is free again, and whoever asks is told at once."""
        with self._lock:
            self._open -= 1
            self._begun.pop((notice.call_sid, notice.turn), None)
        counted.now.dec()
        counted.ended.labels("broken").inc()
        self._telling().put(msgspec.structs.replace(notice, standing="broken"))

    def hearing(self, call_sid: str, turn: int) -> Hearing | None:
        """Where it stands, if it is or was just now listened to here."""
        listening = self._live.get((call_sid, turn))
        return listening.hearing() if listening is not None else None

    def announce(self, notice: Notice) -> None:
        """Tells other machines that a stream is on its way."""
        self._telling().announce(notice)

    def tick(self) -> bool:
        """To be called ten times a second or so; true while anything is, or was just now, listened to."""
        now = time.monotonic()
        for key, listening in list(self._live.items()):
            if key not in self._over:
                _tick(listening)
        for key, at in list(self._over.items()):
            if now - at > LINGER:
                with self._lock:
                    self._live.pop(key, None)
                    self._over.pop(key, None)
                    self._begun.pop(key, None)
        return bool(self._live)

    def close(self) -> None:
        """The process ends: what is final is told, what no ear has heard is kept."""
        for listening in list(self._live.values()):
            listening.close()
        if self._telling_now is not None:
            self._telling_now.close()
        if self._keeper is not None:
            self._keeper.shutdown(wait=True)

    def _changed(self, listening: Listening) -> None:
        asked = listening.asked
        key = (asked.call_sid, asked.turn)
        with self._lock:  # one after the other: what is told later is newer
            hearing, now = listening.hearing(), time.time()
            settled = hearing.settled and key not in self._over
            began = self._begun.get(key, now)
            self._telling().put(_notice(key, hearing, listening.final, began, now, self._name()))
            if settled:
                self._over[key] = time.monotonic()
                self._open -= 1
        if settled:
            counted.now.dec()
            counted.ended.labels(hearing.state).inc()
        if settled and listening.final:
            asked.told(listening.final)
        if settled and (sound := listening.unheard):
            self._keep_for_later(asked, sound)

    def _keep_for_later(self, asked: Asked, sound: bytes) -> None:
        def keep() -> None:
            try:
                self._keep(asked.call_sid, asked.turn, sound, asked.expected.languages[0])
            except Exception as problem:
                log.error("sound_not_kept", error=type(problem).__name__)

        with self._lock:
            self._keeper = self._keeper or ThreadPoolExecutor(1, thread_name_prefix="keeping")
        try:
            self._keeper.submit(keep)
        except RuntimeError:  # the process ends, and starts no more threads
            keep()

    def _name(self) -> str:
        """This process, among all that listen."""
        if not self._owner:
            self._owner = f"{socket.gethostname()[:40]}.{os.getpid()}.{os.urandom(4).hex()}"
        return self._owner

    def _telling(self) -> Telling:
        with self._making:
            if self._telling_now is None:
                self._telling_now = Telling(self._near, self._far, self._name(), lambda: self._open)
            return self._telling_now


def _tick(listening: Listening) -> None:
    """One that fails is given up, and disturbs no other."""
    try:
        listening.tick()
    except Exception as problem:
        log.error("listening_failed", error=type(problem).__name__)
        with suppress(Exception):
            listening.close()


def _notice(key: tuple[str, int], hearing: Hearing, final: str, began: float, now: float, owner: str) -> Notice:
    speaking = hearing.state == "speaking"
    text = hearing.text if speaking else final
    quiet = (now - hearing.quiet if hearing.quiet else 0.0) if speaking else now - hearing.since
    sure, language, doubtful = hearing.confidence, hearing.language, hearing.doubtful
    return Notice(*key, hearing.state, began, quiet, now, owner, text, final, sure, language, doubtful)

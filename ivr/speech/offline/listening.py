"""Listening while somebody speaks: what was said is told when the voice falls silent, and a guess of it before."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import replace

from ivr.speech.audio import RATE, Audio, decoded
from ivr.speech.errors import EarAway, SpeechError
from ivr.speech.offline.endpoints import BEGIN, FRAME, Endpoints
from ivr.speech.recognizer import Broke, Ended, Final, Interim, SpeechBegan, SpeechEnded, Tell
from ivr.speech.transcript import Transcript

EVERY = 1.0
"""Seconds of voice between two guesses."""
LONGEST = 20.0
"""Seconds of voice that are heard as one piece."""
MOST = 60 * RATE
"""Bytes that may wait unheard; a stream that is fed more is broken."""
BEFORE = int(0.3 * RATE)
Hear = Callable[[Audio], Transcript]


class Listening:
    """A stream (`ivr.speech.recognizer.Stream`) with a thread of its own, which begins with the first sound.

    trouble: why it cannot be heard; told at once.
    """

    def __init__(self, hear: Hear, trouble: SpeechError | None, tell: Tell) -> None:
        self._hear, self._tell, self._trouble = hear, tell, trouble
        self._fed: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._waiting = 0
        self._over = threading.Event()
        self._shut = threading.Event()
        self._lock = threading.Lock()
        threading.Thread(target=self._run, name="offline-ear", daemon=True).start()

    def feed(self, mulaw: bytes) -> None:
        with self._lock:
            if self._over.is_set():
                return
            self._waiting += len(mulaw)
            if self._waiting > MOST:
                self._trouble = EarAway("the offline ear has fallen a minute behind")
                mulaw = b""
            self._fed.put(mulaw)

    def finish(self) -> None:
        with self._lock:
            if not self._over.is_set():
                self._over.set()
                self._fed.put(None)

    def close(self) -> None:
        self._shut.set()
        self.finish()

    def _run(self) -> None:
        try:
            self._listen()
            self._say(Ended())
        except SpeechError as error:
            self._say(Broke(error))
        except Exception as error:  # a stream never raises: whoever listens must be told
            self._say(Broke(EarAway(f"the offline ear failed: {type(error).__name__}")))
        finally:
            self._over.set()

    def _say(self, told: SpeechBegan | SpeechEnded | Interim | Final | Ended | Broke) -> None:
        if not self._shut.is_set():
            self._tell(told)

    def _listen(self) -> None:
        ends, sound, rest = Endpoints(), bytearray(), b""
        begin: int | None = None
        asked = 0
        while (piece := self._next()) is not None:
            rest += piece
            whole = len(rest) // FRAME * FRAME
            for at in range(0, whole, FRAME):
                sound += rest[at : at + FRAME]
                change = ends.feed(decoded(rest[at : at + FRAME]))
                if change is True:
                    begin = asked = max(len(sound) - BEFORE - int(BEGIN * RATE), 0)
                    self._say(SpeechBegan(begin / RATE))
                elif begin is not None and (change is False or len(sound) - begin > LONGEST * RATE):
                    self._final(bytes(sound), begin, ended=change is False)
                    begin = None if change is False else len(sound)
                    asked = len(sound)
            rest = rest[whole:]
            if begin is not None and len(sound) - asked > EVERY * RATE and self._fed.empty():
                asked = len(sound)
                self._guess(bytes(sound[begin:]))
        if begin is not None and not self._shut.is_set():
            self._final(bytes(sound + rest), begin, ended=True)

    def _next(self) -> bytes | None:
        if self._trouble is not None:
            raise self._trouble
        piece = self._fed.get()
        if self._trouble is not None:
            raise self._trouble
        with self._lock:
            self._waiting -= len(piece or b"")
        return None if self._shut.is_set() else piece

    def _guess(self, mulaw: bytes) -> None:
        heard = self._hear(Audio(mulaw))
        if heard.text:
            self._say(Interim(heard.text, heard.language, None))

    def _final(self, sound: bytes, begin: int, *, ended: bool) -> None:
        if ended:
            self._say(SpeechEnded(len(sound) / RATE))
        heard = self._hear(Audio(sound[begin:]))
        if heard.text:
            self._say(Final(_later(heard, begin / RATE)))


def _later(heard: Transcript, by: float) -> Transcript:
    """The same with its words' times counted from the beginning of the stream."""
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in heard.words)
    return replace(heard, words=words)

"""Decoders of pocketsphinx: as many as there is work for, no more than a bound, each used by one thread at a time."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ivr.speech.errors import EarAway
from ivr.speech.offline import features, narrow
from ivr.speech.offline.sounds import acoustic_model

if TYPE_CHECKING:
    from pocketsphinx import Decoder


@dataclass(frozen=True, slots=True)
class Heard:
    """One word as a decoder heard it. start, end: seconds. score: log likelihood of its sound."""

    word: str
    start: float
    end: float


class Pool:
    """Lends decoders. make: takes a fraction of a second; called when all that were made are lent, up to `most`."""

    def __init__(self, make: Callable[[], Decoder], most: int) -> None:
        self._make = make
        self._free: queue.LifoQueue[Decoder] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._left = most

    @contextmanager
    def lent(self, timeout: float) -> Iterator[Decoder]:
        """EarAway: none came free in time."""
        decoder = self._take(timeout)
        try:
            yield decoder
        finally:
            self._free.put(decoder)

    def _take(self, timeout: float) -> Decoder:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            pass
        with self._lock:
            making, self._left = self._left > 0, max(self._left - 1, 0)
        if making:
            return self._made()
        try:
            return self._free.get(timeout=max(timeout, 0.0))
        except queue.Empty:
            raise EarAway("every decoder of the offline ear is at work") from None

    def _made(self) -> Decoder:
        try:
            return self._make()
        except BaseException:
            with self._lock:
                self._left += 1
            raise

    def close(self) -> None:
        """What is free is let go; what is lent goes when it comes back and nobody asks again."""
        while True:
            try:
                self._free.get_nowait()
            except queue.Empty:
                return


def decoder(dictionary: Path | str, **given: object) -> Decoder:
    """One of American English on a telephone, with this dictionary: a file, or its lines. given: its other settings."""
    from pocketsphinx import Decoder

    settings: dict[str, object] = {"loglevel": "FATAL", "lm": None}
    with tempfile.TemporaryDirectory() as folder:
        narrow.write(acoustic_model(), Path(folder), features.heard())
        if isinstance(dictionary, str):
            own = Path(folder) / "own.dict"
            own.write_text(dictionary, encoding="ascii")
            dictionary = own
        return Decoder(hmm=folder, dict=str(dictionary), **(settings | given))


def words(decoder: Decoder) -> list[Heard]:
    """What was heard in the utterance that was ended last: words alone, without silences and noises."""
    if decoder.hyp() is None:
        return []
    return [
        Heard(segment.word.partition("(")[0], segment.start_frame / 100, (segment.end_frame + 1) / 100)
        for segment in decoder.seg()
        if segment.word and segment.word[0] not in "<[+("
    ]

"""Streams to Google's stand-in: `python -m bench.google_streams [STREAMS]`: last sound → final words, memory, CPU.

The server is a process of its own on the same machine and answers at once; sound is fed as Twilio sends it, 20 ms
fifty times a second, from one thread. What is left is what the ear itself adds.
"""

from __future__ import annotations

import resource
import sys
import threading
import time
from pathlib import Path

import numpy as np

from ivr.speech.google import Google
from ivr.speech.recognizer import Broke, Ended, Final, Told
from ivr.speech.transcript import Expected
from tests.speech.google.listener import DIGITS, quiet, said
from tests.speech.google_server import GoogleServer

EXPECTED = Expected(("en-US", "es-US"), tuple(f"{word} street" for word in DIGITS))


class Caller:
    """One stream, and when its last word came."""

    def __init__(self, google: Google) -> None:
        self.finished = self.last = 0.0
        self.words = 0
        self.over = threading.Event()
        self.error = ""
        self.stream = google.listen(EXPECTED, self._told)

    def _told(self, told: Told) -> None:
        match told:
            case Final():
                self.last = time.monotonic()
                self.words += len(told.transcript.text.split())
            case Ended() | Broke():
                self.error = "" if isinstance(told, Ended) else str(told.error)
                self.over.set()

    def finish(self) -> None:
        self.finished = time.monotonic()
        self.stream.finish()


def memory() -> float:
    """Resident, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main(streams: int = 50) -> None:
    sound = said("one two three four five", "six seven eight", pause=1.0)[: -len(quiet(0.9))]
    with GoogleServer.process("--phrase", "one two three four five", "--phrase", "six seven eight") as address:
        google = Google("a-project", endpoint=address)
        rounds(google, 2, sound)
        before, cpu = memory(), time.process_time()
        begun = time.monotonic()
        callers, high = rounds(google, streams, sound)
        took = time.monotonic() - begun
        late = sorted(1000 * (one.last - one.finished) for one in callers)
        assert not any(one.error for one in callers), {one.error for one in callers}
        assert all(one.words == 8 for one in callers), sorted({one.words for one in callers})
        print(f"{streams} streams, {len(sound) / 8000:.1f} s of sound each, all words heard")
        print(f"last sound -> final words: p50 {np.percentile(late, 50):.1f} ms, p99 {np.percentile(late, 99):.1f} ms")
        print(f"memory: {(high - before) / streams:.3f} MB a stream ({before:.0f} MB before)")
        print(f"CPU: {100 * (time.process_time() - cpu) / took:.0f} % of one core, feeding included")
        google.close()


def rounds(google: Google, streams: int, sound: bytes) -> tuple[list[Caller], float]:
    """All callers speak at once; the most memory meanwhile."""
    callers = [Caller(google) for _ in range(streams)]
    begun, high = time.monotonic(), 0.0
    for nth, at in enumerate(range(0, len(sound), 160)):
        time.sleep(max(0.0, begun + nth * 0.02 - time.monotonic()))
        for one in callers:
            one.stream.feed(sound[at : at + 160])
        high = max(high, memory()) if nth % 20 == 0 else high
    for one in callers:
        one.finish()
    for one in callers:
        assert one.over.wait(15), "a stream did not end"
    return callers, high


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

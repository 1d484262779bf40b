"""The sound of a stream that Google has not yet made words of: kept, so that it can be sent again."""

from __future__ import annotations

import threading


class Kept:
    """Positions are bytes (samples) from the beginning of the stream. Fed from one thread, read from another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._data = bytearray()
        self._start = 0

    @property
    def start(self) -> int:
        """What lies before is words already, or was nothing."""
        return self._start

    @property
    def end(self) -> int:
        """What was fed so far."""
        return self._start + len(self._data)

    def add(self, mulaw: bytes) -> None:
        with self._lock:
            self._data += mulaw

    def take(self, at: int, most: int) -> bytes:
        """The next bytes from a position, which must not lie before `start`."""
        with self._lock:
            skip = at - self._start
            return bytes(self._data[skip : skip + most])

    def forget(self, before: int) -> None:
        """What lies before a position will not be sent again."""
        with self._lock:
            gone = min(max(before - self._start, 0), len(self._data))
            del self._data[:gone]
            self._start += gone

    def rest(self) -> tuple[bytes, int]:
        """All that is kept, and where it begins."""
        with self._lock:
            return bytes(self._data), self._start

"""The sound of one answer that no ear has made words of yet: for another ear, or for later."""

from __future__ import annotations

from ivr.calls.hearing.voice import RATE


class Unheard:
    """8 kHz µ-law. Positions are bytes (samples) of the whole sound. start: where what is kept begins."""

    def __init__(self) -> None:
        self.start = 0
        self._sound = bytearray()

    @property
    def sound(self) -> bytes:
        return bytes(self._sound)

    @property
    def end(self) -> int:
        return self.start + len(self._sound)

    @property
    def seconds(self) -> float:
        """Where it begins."""
        return self.start / RATE

    def add(self, mulaw: bytes, most: int) -> None:
        """Of more than `most` the oldest go."""
        self._sound += mulaw
        self.forget(self.end - most)

    def forget(self, before: int) -> None:
        """What lies before a position is words, or was nothing. Times of an ear may lie a little beside the sound."""
        gone = min(max(before - self.start, 0), len(self._sound))
        del self._sound[:gone]
        self.start += gone

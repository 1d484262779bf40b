"""What a stream costs: what Google tells of it, or else the sound that was sent, rounded up to seconds."""

from __future__ import annotations

import math

from ivr.speech import counted
from ivr.speech.google.reading import ENGINE


class Paying:
    """Of one listening; it may take several Google streams, each of which is paid for by itself."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._told = self._shared = 0.0
        self.total = 0.0

    def told(self, seconds: float) -> None:
        """Google's own count for the stream that is open; it grows."""
        self._told = max(self._told, seconds)

    def share(self, sent: float) -> float:
        """What falls to the words that just became final. sent: seconds of the open stream up to their end."""
        share = max(0.0, max(self._told, sent) - self._shared)
        self._shared += share
        return round(share, 3)

    def settle(self, sent: float) -> None:
        """The open stream has ended. sent: seconds of sound it got; nothing is paid for where it got none."""
        paid = max(self._told, float(math.ceil(sent)))
        self._told = self._shared = 0.0
        self.total += paid
        if paid:
            counted.billed.labels(ENGINE, self._language).inc(paid)

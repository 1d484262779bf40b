"""How long Google is waited for, and how much is kept meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.speech.audio import RATE
from ivr.speech.google.limits import STREAM_SECONDS


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, all of them.

    answer: a voice was sent and nothing at all came back. closing: the sound has ended and the last word has not come.
    life: a stream is begun anew before Google ends it; from `early` of it on at the first quiet moment. unsent: of
    sound that the server does not take. kept: of sound that was sent and is not final yet. retry: between two tries.
    """

    answer: float = 3.0
    closing: float = 2.5
    life: float = STREAM_SECONDS - 15
    early: float = 0.8
    unsent: float = 20.0
    kept: float = 55.0
    retry: float = 0.1

    @property
    def most(self) -> int:
        """Bytes a stream may ever keep."""
        return int((self.kept + self.unsent + 5) * RATE)

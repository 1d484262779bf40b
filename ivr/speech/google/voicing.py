"""Whether a voice is in the sound: loud against the noise of the line, told from µ-law without decoding it.

A µ-law byte is nearly a logarithm already: 16 codes are 6 dB. So the mean code of 20 ms is its level, and a sum over
bytes is all it takes (1 µs), where decoding would take ten. It need not be exact: it tells a server that fell silent
from a caller who did.
"""

from __future__ import annotations

from ivr.speech.audio import RATE

FRAME = 160
LEAST = 24.0
"""A mean code under this is silence on any line (42 dB under full scale)."""
ABOVE = 20.0
"""Codes above the noise: 7.5 dB."""
CREEP = 0.06
"""Codes a frame by which the noise may rise: 1 dB a second."""
_LEVEL = bytes(127 - (code & 0x7F) for code in range(256))


class Voicing:
    """Fed in order, pieces of any length; what is left of a frame waits for the next piece."""

    def __init__(self) -> None:
        self._rest = b""
        self._noise = 60.0

    def feed(self, mulaw: bytes) -> float:
        """Seconds of voice in it."""
        data = self._rest + mulaw if self._rest else mulaw
        whole = len(data) - len(data) % FRAME
        self._rest = data[whole:]
        voiced = 0
        for at in range(0, whole, FRAME):
            level = sum(data[at : at + FRAME].translate(_LEVEL)) / FRAME
            voiced += level > max(LEAST, self._noise + ABOVE)
            self._noise = min(level, self._noise + CREEP)
        return voiced * FRAME / RATE

"""Is somebody speaking? By loudness alone: a safety net under the ear's own sense of when an answer has ended."""

from __future__ import annotations

RATE = 8000
FRAME = 160  # samples: 20 ms
QUIETEST = 16
"""Of the µ-law scale 0..127, on which 16 are twice the amplitude: whatever is below is no voice (-48 dB)."""
ABOVE = 12  # a voice is louder than the line's own noise by this much: 4.5 dB
RISE, FALL = 0.02, 0.1  # a frame: noise grows by one step a second at most, and falls by a tenth of the way
NOISIEST = 70.0
BEGINS = 4  # frames: 80 ms; a click is shorter
# A µ-law byte is the logarithm of its sample already: its loudness is its code, turned round, without the sign.
_LOUDNESS = bytes(~code & 0x7F for code in range(256))


class Voice:
    """Takes sound in its order. Times are seconds of sound since the beginning."""

    def __init__(self) -> None:
        self.heard = False
        self.last = 0.0  # when a voice was last heard
        self._left = b""
        self._frames = 0
        self._noise = 20.0
        self._run = 0

    @property
    def at(self) -> float:
        """How much sound there was."""
        return (self._frames * FRAME + len(self._left)) / RATE

    @property
    def silence(self) -> float:
        """Seconds since a voice was last heard; since the beginning when none was."""
        return self.at - self.last

    def feed(self, mulaw: bytes) -> None:
        sound = self._left + mulaw if self._left else mulaw
        whole = len(sound) - len(sound) % FRAME
        for start in range(0, whole, FRAME):
            self._frame(sum(sound[start : start + FRAME].translate(_LOUDNESS)) / FRAME)
        self._left = sound[whole:]

    def forget(self) -> None:
        """What was heard was no answer: begins anew."""
        self.heard, self._run = False, 0

    def _frame(self, loudness: float) -> None:
        self._frames += 1
        change = RISE if loudness > self._noise else (loudness - self._noise) * FALL
        self._noise = min(self._noise + change, NOISIEST)
        if loudness < max(QUIETEST, self._noise + ABOVE):
            self._run = max(0, self._run - 1)
            return
        self._run = min(BEGINS, self._run + 1)
        if self._run == BEGINS:
            self.heard, self.last = True, self._frames * FRAME / RATE

"""Where a voice begins and where it has ended, by its energy over that of the line."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ivr.speech.audio import RATE, Samples

FRAME = RATE // 50
"""20 ms."""
ABOVE = 4.0
"""How far a voice stands above the line in energy (6 dB)."""
FAINTEST = 100.0**2
BEGIN, PAUSE = 0.10, 0.8
"""Seconds of voice that make a beginning; seconds without that make an end."""


@dataclass
class Endpoints:
    """Fed frames of 20 ms, in order. speaking: whether a voice is heard now. Times are seconds of what was fed."""

    pause: float = PAUSE
    speaking: bool = False
    at: float = 0.0
    _floor: float = 0.0
    _voiced: float = 0.0
    _quiet: float = 0.0
    _rest: list[float] = field(default_factory=list)

    def feed(self, frame: Samples) -> bool | None:
        """True: a voice began about BEGIN seconds ago. False: it ended `pause` seconds ago. None: nothing changed."""
        energy = float(np.mean(frame.astype(np.float64) ** 2)) if len(frame) else 0.0
        self.at += len(frame) / RATE
        voice = energy > max(self._line(energy) * ABOVE, FAINTEST)
        step = len(frame) / RATE
        self._voiced = self._voiced + step if voice else max(self._voiced - step / 2, 0.0)
        self._quiet = 0.0 if voice else self._quiet + step
        if not self.speaking and self._voiced >= BEGIN:
            self.speaking = True
            return True
        if self.speaking and self._quiet >= self.pause:
            self.speaking, self._voiced = False, 0.0
            return False
        return None

    def _line(self, energy: float) -> float:
        """The energy of the line alone: the quietest of the last two seconds, a little smoothed."""
        self._rest = [*self._rest[-99:], energy]
        self._floor = sorted(self._rest)[len(self._rest) // 10] * 1.2
        return self._floor


def utterances(samples: Samples, pause: float = PAUSE, most: float = 20.0) -> list[tuple[int, int]]:
    """Begin and end, in samples, of each piece with a voice in it: cut in pauses, and at `most` seconds in any case."""
    ear, found, begin = Endpoints(pause), list[tuple[int, int]](), None
    margin = int(0.3 * RATE)
    for at in range(0, len(samples), FRAME):
        change = ear.feed(samples[at : at + FRAME])
        if change is True:
            begin = max(at - margin - int(BEGIN * RATE), found[-1][1] if found else 0)
        elif begin is not None and change is False:
            found.append((begin, max(at + FRAME - int(pause * RATE) + margin, begin)))
            begin = None
        elif begin is not None and at - begin > most * RATE:
            found.append((begin, at))
            begin = at
    if begin is not None:
        found.append((begin, len(samples)))
    return found

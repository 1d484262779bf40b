"""The sound of a stream in its order: late pieces are waited for a little, lost ones become silence."""

from __future__ import annotations

from ivr.telephony.media import RATE, Sound

WINDOW = 10
"""Pieces that may come before a missing one does; at 20 ms each, a fifth of a second."""
LONGEST_GAP = 5 * RATE
SLACK = RATE // 10  # a tenth of a second: clocks at the other end are not exact
SILENCE = b"\xff"


class Order:
    """Takes the pieces of one track as they come, and gives them as they were spoken.

    Pieces are counted by `chunk`, from 1. One that was there already is dropped; one that is not there when WINDOW
    later ones are is taken for lost, and silence stands for it, so that later times are true.
    """

    def __init__(self) -> None:
        self._next = 1
        self._early: dict[int, Sound] = {}
        self._given = 0  # samples
        self._origin: int | None = None  # the first piece's place by its own timestamp, in samples
        self.lost = 0
        self.repeated = 0

    def take(self, sound: Sound) -> bytes:
        """What can be heard now that this piece is here; empty: it is early, or was here before."""
        if sound.chunk == self._next and not self._early:  # nearly always
            self._next += 1
            return self._placed(sound)
        if sound.chunk < self._next or sound.chunk in self._early:
            self.repeated += 1
            return b""
        self._early[sound.chunk] = sound
        ready = self._ready()
        while len(self._early) >= WINDOW:
            ready += self._skip()
        return ready

    def rest(self) -> bytes:
        """All that is still held back: nothing more will come."""
        ready = self._ready()
        while self._early:
            ready += self._skip()
        return ready

    def _ready(self) -> bytes:
        ready = b""
        while self._next in self._early:
            ready += self._placed(self._early.pop(self._next))
            self._next += 1
        return ready

    def _skip(self) -> bytes:
        """Gives up what is missing before the earliest piece that is there."""
        first = min(self._early)
        missing, self._next = first - self._next, first + 1
        self.lost += missing
        return self._placed(self._early.pop(first), missing) + self._ready()

    def _placed(self, sound: Sound, missing: int = 0) -> bytes:
        """The piece, behind as much silence as its timestamp says that there was no sound."""
        place, behind = sound.timestamp * RATE // 1000, missing * len(sound.payload)
        if self._origin is not None and sound.timestamp:
            behind = place - self._origin - self._given
        gap = max(0, min(behind, LONGEST_GAP)) if missing or behind > SLACK else 0
        if self._origin is None or behind > LONGEST_GAP:
            self._origin = place - self._given - gap
        self._given += gap + len(sound.payload)
        return SILENCE * gap + sound.payload if gap else sound.payload

"""The sound of one listening on its way to Google: fed from any thread, sent in the loop, kept until it is words."""

from __future__ import annotations

import asyncio

from ivr.speech.audio import RATE
from ivr.speech.google.keeping import Kept
from ivr.speech.google.limits import CHUNK_BYTES
from ivr.speech.google.loop import Loop

SPOON = RATE // 25
"""Bytes of sound in a message, at least: 40 ms. Smaller ones cost more than they win."""


class Supply:
    """Positions are bytes from the beginning of the listening. most: bytes that are kept.

    sent: what the open stream got. finished: no more comes. spilt: more came than may be kept.
    """

    def __init__(self, loop: Loop, most: int) -> None:
        self._loop, self._most = loop, most
        self.kept = Kept()
        self.sent = 0
        self.finished = self.spilt = self._asleep = False
        self._wake = asyncio.Event()

    # From any thread

    def feed(self, mulaw: bytes) -> None:
        if self.kept.end - self.kept.start > self._most:
            self.spilt = True
            return
        self.kept.add(mulaw)
        if self._asleep and self.kept.end - self.sent >= SPOON:
            self._asleep = False
            self._loop.soon(self.wake)

    # In the loop

    @property
    def unsent(self) -> int:
        return self.kept.end - self.sent

    @property
    def unheard(self) -> int:
        """What was sent, and no words were made of."""
        return self.sent - self.kept.start

    def again(self) -> int:
        """A new stream gets all that is kept; where that begins."""
        self.sent = self.kept.start
        return self.sent

    def piece(self) -> bytes | None:
        """What is to be sent next; empty: not enough is there yet; None: nothing comes any more."""
        finished = self.finished
        piece = self.kept.take(self.sent, CHUNK_BYTES)
        if len(piece) >= SPOON or (piece and finished):
            self.sent += len(piece)
            return piece
        return None if finished else b""

    async def more(self, than: int) -> None:
        """Until there is more sound than up to a position, or there never will be, or somebody wakes it."""
        self._wake.clear()
        self._asleep = True  # `feed` takes it back: the sender of a stream that has ended would do so too late
        if self.kept.end - than < SPOON and not self.finished:
            await self._wake.wait()

    def wake(self) -> None:
        self._wake.set()

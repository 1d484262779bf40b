"""What gets lost on the way: of a media stream messages, lost, doubled, out of order, or the line; of recordings the
word that they are there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """drop, repeat, reorder: how many of the media messages, 0..1. cut: the connection dies after so many seconds
    of a stream's sound, without a farewell; how often: of the call's first `cuts` streams. tells: the callbacks of
    recordings arrive. seed: chance, repeatable.
    """

    drop: float = 0.0
    repeat: float = 0.0
    reorder: float = 0.0
    cut: float | None = None
    cuts: int = 1
    tells: bool = True
    seed: int = 311


CLEAR = Network()


class Way:
    """The way of one stream: what arrives of each message that is sent."""

    def __init__(self, network: Network, stream: int) -> None:
        self._network, self._chance = network, random.Random(network.seed + stream)  # noqa: S311
        self._held: str | None = None
        self.cut = network.cut if stream < network.cuts else None

    def passes(self, message: str) -> Iterator[str]:
        """What arrives now; a message that is late arrives after the next one."""
        it, chance = self._network, self._chance
        if it.drop and chance.random() < it.drop:
            return
        late, self._held = self._held, None
        if it.reorder and late is None and chance.random() < it.reorder:
            self._held = message
            return
        yield message
        if it.repeat and chance.random() < it.repeat:
            yield message
        if late is not None:
            yield late

    def rest(self) -> Iterator[str]:
        """What was late when the stream ends."""
        if self._held is not None:
            yield self._held
            self._held = None

"""What was said, looked at once a turn: its text, its plain words, its features, its vector, and its gravest part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ivr.flow.spoken import clean
from ivr.understanding.encoder import Encoder
from ivr.understanding.features import Apart, Sparse
from ivr.understanding.saying import said_words

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """Words first..end of a long story, between spaces, and their features."""

    first: int
    end: int
    features: Sparse


class Utterance:
    """Any text, at most `spoken.LONGEST` characters of it."""

    def __init__(
        self,
        text: str,
        encoder: Encoder | None = None,
        part_of: Callable[[Utterance], Part | None] | None = None,
    ) -> None:
        """part_of: finds the part of a story that is looked at by itself."""
        self.text = clean(text)
        self.said = said_words(self.text)
        self._encoder = encoder
        self._part_of = part_of

    @property
    def vector(self) -> Vector | None:
        """Where its meaning lies, (512,), of length 1; None without an encoder. Made when it is first asked for."""
        return None if self.vectors is None else self.vectors[0]

    @cached_property
    def part(self) -> Part | None:
        """The part that is looked at by itself; None of most."""
        return self._part_of(self) if self._part_of else None

    @cached_property
    def apart(self) -> Apart:
        """Its text taken apart, for the features of the whole and of any part."""
        return Apart(self.text)

    @cached_property
    def features(self) -> Sparse:
        """What it is made of, one row."""
        return self.apart.whole()

    @cached_property
    def vectors(self) -> Vector | None:
        """Of the whole and, if it has one, of the part: (1, 512) or (2, 512)."""
        if not self._encoder:
            return None
        if part := self.part:
            return self._encoder.encode_with_part(self.text, part.first, part.end)
        return self._encoder.encode([self.text])

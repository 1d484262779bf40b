"""What was said, looked at once a turn: its text, its plain words, its features, and its vector."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ivr.flow.spoken import clean
from ivr.understanding.encoder import Encoder
from ivr.understanding.features import Sparse, features
from ivr.understanding.saying import said_words


class Utterance:
    """Any text, at most `spoken.LONGEST` characters of it."""

    def __init__(self, text: str, encoder: Encoder | None) -> None:
        self.text = clean(text)
        self.said = said_words(self.text)
        self._encoder = encoder

    @cached_property
    def vector(self) -> NDArray[np.float32] | None:
        """Where its meaning lies, (512,), of length 1; None without an encoder. Made when it is first asked for."""
        return self._encoder.encode([self.text])[0] if self._encoder else None

    @cached_property
    def features(self) -> Sparse:
        """What it is made of, one row."""
        return features([self.text])

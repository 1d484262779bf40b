"""Matrices of small integers: most of a turn is memory that has to be read, and this is a quarter of it.

A number is kept as one of 255 steps, and products are added up as whole numbers: they are the same on every machine.
"""

from __future__ import annotations

import numkong
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Small = NDArray[np.int8]
Whole = NDArray[np.int32]

STEPS = 127
"""The greatest number on either side of 0."""
_TINY = np.float32(1e-9)


def quantized(rows: Floats) -> tuple[Small, Floats]:
    """Rows as steps, and (rows, 1) what a step of each is worth: its greatest number is STEPS."""
    worth = np.maximum(np.abs(rows).max(axis=-1, keepdims=True, initial=0), _TINY) / np.float32(STEPS)
    return np.rint(rows / worth).astype(np.int8), worth


class Packed:
    """(n, m): n rows of steps that many others are multiplied with; immutable, in this process's own memory."""

    def __init__(self, rows: Small) -> None:
        self._packed = numkong.dots_pack(np.ascontiguousarray(rows), dtype="int8")

    def products(self, rows: Small) -> Whole:
        """(k, n) of (k, m): each row with each. Rows may lie in memory as they like, but for their numbers' order."""
        return np.asarray(numkong.dots_packed(rows, self._packed))


class Weights:
    """(m, n): what turns m numbers into n; immutable."""

    def __init__(self, weights: Floats) -> None:
        steps, worth = quantized(weights.T)
        self._packed = Packed(steps)
        self._worth = worth[:, 0]

    def of(self, rows: Floats) -> Floats:
        """(k, n) of (k, m), each row in steps of its own."""
        steps, worth = quantized(rows)
        return self.of_steps(steps) * worth

    def of_steps(self, rows: Small) -> Floats:
        """(k, n) of (k, m): as many times what a step is worth as the product counts."""
        return np.multiply(self._packed.products(rows), self._worth, dtype=np.float32)

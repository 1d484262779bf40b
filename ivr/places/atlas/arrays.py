"""Lists of lists and texts as flat arrays, so that a map lies in one file and is shared between processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]
Arrays = Mapping[str, Array]

MICRO = 1_000_000
"""Coordinates are kept in whole millionths of a degree: 11 cm."""


def ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def rows(lists: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    """(where each list begins, one more at the end; their values, one after the other)."""
    at: list[int] = [0]
    values: list[int] = []
    for each in lists:
        values.extend(each)
        at.append(len(values))
    return ints(at), ints(values)


class Texts:
    """Texts while a map is built: each once, by number; 0 is the empty text."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {"": 0}

    def number(self, text: str) -> int:
        return self._number.setdefault(text, len(self._number))

    def arrays(self) -> dict[str, Array]:
        pieces = [text.encode() for text in self._number]
        ends = np.cumsum([0, *(len(piece) for piece in pieces)]).astype(np.int32)
        return {"text": np.frombuffer(b"".join(pieces), np.uint8), "text_at": ends}


class Shelf:
    """Texts of a finished map, read where they lie."""

    def __init__(self, arrays: Arrays) -> None:
        self._bytes, self._at = arrays["text"], arrays["text_at"]

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._at[number] : self._at[number + 1]].tobytes().decode()

"""What a file of open data is, whatever its format: rows of texts, each with a shape or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Spot = tuple[float, float]
"""Latitude, longitude in degrees."""
Form = Literal["point", "line", "area"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A point, the pieces of a line, or the rings of an area (outer and inner alike)."""

    form: Form
    parts: tuple[tuple[Spot, ...], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """row: the line of a CSV, the number of a feature or shape, from 1."""

    row: int
    values: Mapping[str, str]
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file, opened. `records` reads it from its beginning each time; `count` is how many there are, if known."""

    path: Path
    columns: tuple[str, ...]
    form: Form | None
    records: Callable[[], Iterator[Record]]
    count: int | None = None


class BadShape(ValueError):
    """A shape that is none; the row is skipped."""


def text(value: object) -> str:
    """A cell as text: 2400.0 is "2400", nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

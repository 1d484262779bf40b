"""Publishing: what may become a version of the line, and what is said when it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ivr.calls.folders import Files
from ivr.flow.book import Book
from ivr.flow.problems import Problem, errors, summary


class LoadedFiles(Protocol):
    """What ivr.flow.loader.load gives: no book when a problem is an error."""

    @property
    def book(self) -> Book | None: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


Load = Callable[[Files], LoadedFiles]


@dataclass(frozen=True, slots=True)
class Published:
    """`problems` are warnings. fresh: False when this version had been published before and is only current again."""

    version: str
    problems: tuple[Problem, ...]
    fresh: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was published; `problems` are errors and warnings."""

    problems: tuple[Problem, ...]

    @property
    def line(self) -> str:
        """The first mistake, how many there are, and the remedy, in one line."""
        first = next(iter(sorted(errors(self.problems))), "the files hold no flow")
        return f"{first} ({summary(self.problems)}): run `ivr check` and mend what it names"


def examine(load: Load, files: Files) -> tuple[Book, tuple[Problem, ...]] | Refused:
    """The book these files make and its warnings, or why they make none."""
    loaded = load(files)
    if loaded.book is None or errors(loaded.problems):
        return Refused(tuple(loaded.problems))
    return loaded.book, tuple(loaded.problems)

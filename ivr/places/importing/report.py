"""What an import came to: how much was read, and what was left out and why, with the first examples of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

EXAMPLES = 3


@dataclass(slots=True)
class Skipped:
    """Rows of one file left out for one reason."""

    file: str
    reason: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


class Ledger:
    """Counts, while the files are read."""

    def __init__(self) -> None:
        self._skipped: dict[tuple[str, str], Skipped] = {}
        self.read: dict[str, int] = {}

    def skip(self, path: Path, row: int, reason: str, what: str = "") -> None:
        """One row, or a part of it, is left out."""
        entry = self._skipped.setdefault((path.name, reason), Skipped(path.name, reason))
        entry.count += 1
        if len(entry.examples) < EXAMPLES:
            entry.examples.append(f"{path.name}:{row}" + (f" {what[:60]}" if what else ""))

    @property
    def skipped(self) -> list[Skipped]:
        """The most numerous first."""
        return sorted(self._skipped.values(), key=lambda each: (-each.count, each.file, each.reason))


@dataclass(frozen=True, slots=True)
class Report:
    """What was made. `roles`: each file, and what it was taken for. `to`: None: a dry run."""

    city: str
    version: str
    to: str | None
    bytes: int
    roles: Mapping[str, str]
    counts: Mapping[str, int]
    skipped: list[Skipped]
    warnings: tuple[str, ...] = ()

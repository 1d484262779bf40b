"""What an import came to: how much was read, and what was left out and why, with the first examples of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ivr.places.atlas.ground import LAYERS
from ivr.places.atlas.sheet import Sheet

EXAMPLES = 3
LABELS = {
    "neighborhood": "neighborhood areas",
    "council_district": "council districts",
    "police_district": "police districts",
    "city": "boundaries",
}


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


def counts(sheet: Sheet) -> dict[str, int]:
    """How much of everything a map has."""
    arrays = sheet.arrays
    return {
        "streets": len(arrays["street_kind"]),
        "segments": len(arrays["segment_rough"]),
        "numbered sides": int((arrays["segment_parity"] > 0).sum()),
        "corners": len(arrays["corner"]),
        **{LABELS[layer]: int((arrays["area_layer"] == n).sum()) for n, layer in enumerate(LAYERS)},
        "neighborhoods": len(sheet.legend.neighborhoods),
        "landmarks": len(sheet.legend.landmarks),
        "towns around": len(sheet.legend.outside),
    }

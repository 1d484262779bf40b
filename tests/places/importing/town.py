"""What the tests of the import share: the fixtures, and an import in a line."""

from __future__ import annotations

from pathlib import Path

from ivr.places.importing.making import Job, Made, make
from ivr.places.importing.roles import Role

HERE = Path(__file__).parent / "fixtures"


def imported(*files: Path | str, told: dict[str, Role] | None = None, **columns: str) -> Made:
    """The import of these files; a name alone is a fixture's."""
    paths = [HERE / each if isinstance(each, str) else each for each in files]
    return make(Job([(path, (told or {}).get(path.name)) for path in paths], columns))


def skipped(made: Made) -> dict[str, int]:
    """Reason → how many, over all files."""
    counts: dict[str, int] = {}
    for each in made.ledger.skipped:
        counts[each.reason] = counts.get(each.reason, 0) + each.count
    return counts

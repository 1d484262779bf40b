"""What an import came to, and what is in a map: as JSON values, and for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ivr.places.atlas.atlas import Atlas
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing.making import Made
from ivr.places.importing.report import counts


def plain(made: Made, target: Path | None, seconds: float) -> dict[str, Any]:
    """The import as JSON values; "to" is null after a dry run."""
    return {
        **about(made.atlas, target),
        "to": str(target) if target else None,
        "files": {str(source.path): source.role for source in made.sources},
        "skipped": [asdict(each) for each in made.ledger.skipped],
        "seconds": round(seconds, 1),
    }


def about(gazetteer: Gazetteer, path: Path | None) -> dict[str, Any]:
    """The map as JSON values; "bytes" is null where it lies in no file."""
    told = gazetteer.about
    return {
        "city": told.city,
        "complete": told.complete,
        "version": told.version,
        "path": str(path) if path else None,
        "bytes": path.stat().st_size if path else None,
        "source": list(told.source),
        "has": counts(gazetteer.sheet) if isinstance(gazetteer, Atlas) else {},
    }


def show(told: Mapping[str, Any]) -> None:
    """The import on standard output."""
    console = Console(width=110)
    files = Table(title="Read", title_justify="left", show_header=False)
    for path, role in told["files"].items():
        files.add_row(role.replace("_", " "), path)
    console.print(files)
    if told["skipped"]:
        console.print(_skipped(told["skipped"]))
    console.print(_has(told))
    if told["to"]:
        size = (told["bytes"] or 0) / 1e6
        line = f"Version {told['version']} of {told['city'] or 'the city'} is in {told['to']}: {size:.1f} MB"
        console.print(f"{line}, {told['seconds']} s.", soft_wrap=True, highlight=False)
    else:
        console.print(f"Nothing was written (--dry-run); {told['seconds']} s.", highlight=False)


def _skipped(skipped: list[dict[str, Any]]) -> Table:
    table = Table(title="Left out", title_justify="left")
    for name in ("rows", "why", "for example"):
        table.add_column(name, justify="right" if name == "rows" else "left", overflow="fold")
    for each in skipped:
        table.add_row(f"{each['count']:,}", each["reason"], "\n".join(each["examples"]))
    return table


def _has(told: Mapping[str, Any]) -> Table:
    table = Table(title=f"The map of {told['city'] or 'the city'}", title_justify="left", show_header=False)
    for name, number in told["has"].items():
        table.add_row(name, f"{number:,}")
    return table


def show_about(told: Mapping[str, Any]) -> None:
    """A map on standard output."""
    console = Console(width=110)
    console.print(_has(told))
    where = told["path"] or "made from the starter's files"
    kind = "complete" if told["complete"] else "a starter: it knows the main streets alone"
    console.print(f"Version {told['version']}, {kind}; {where}", soft_wrap=True, highlight=False)
    for source in told["source"]:
        console.print(f"  from {source}", soft_wrap=True, highlight=False)

"""Documents generated from the code, so that they cannot lie: written by `ivr docs`, compared by CI."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ivr.agents import picture
from ivr.calls.folders import read
from ivr.flow import graph, loader, manual
from ivr.understanding import telling


def documents(home: Path) -> Mapping[str, str]:
    """Path → text of every generated document, from the code and the flows under `home`."""
    made = {**manual.documents(), "docs/handoff.md": picture.page()}
    book = loader.load(read(home)).book
    if book is not None:
        made["docs/emergency-words.md"] = telling.page(book.emergency, tuple(book.city.languages))
        made["docs/flows.svg"] = graph.svg(book)
        made["docs/flows.md"] = f"# The flows\n\n```mermaid\n{graph.mermaid(book)}\n```\n"
    return made


def stale(home: Path) -> list[str]:
    """The documents that are not what the code generates now."""
    return [name for name, text in documents(home).items() if _text(home / name) != text]


def write(home: Path) -> list[str]:
    """Writes what is stale; what was written."""
    made = documents(home)
    names = stale(home)
    for name in names:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(made[name], encoding="utf-8")
    return names


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""

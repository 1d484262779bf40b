"""The documents as the tests see them: pages, fenced blocks, links, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
_FENCE = re.compile(r"^( *)```(\w+) ?(.*)\n((?:.*\n)*?)\1```$", re.M)


@dataclass(frozen=True)
class Block:
    """A fenced block. info: what follows the language; of an `sh` block, why it is not run."""

    page: str
    line: int
    language: str
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(language: str) -> Iterator[Block]:
    """Every fenced block of this language, page by page."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _FENCE.finditer(text):
            indent, kind, info, body = found.groups()
            if kind == language:
                line = text.count("\n", 0, found.start()) + 1
                inner = "".join(each.removeprefix(indent) for each in body.splitlines(keepends=True))
                yield Block(page.relative_to(ROOT).as_posix(), line, kind, info.strip(), inner)


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table whose header row begins with this cell."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found

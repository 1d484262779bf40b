"""What can be wrong with a city's files: one line, with the place and the remedy."""

from __future__ import annotations

from pathlib import Path


class PlacesError(Exception):
    """The map could not be read or made."""


class BadFile(PlacesError):
    """A file is not what it must be; nothing was replaced."""

    def __init__(self, path: Path | str, what: str, row: int | None = None, remedy: str = "") -> None:
        place = f"{path}:{row}" if row else str(path)
        super().__init__(f"{place}: {what}" + (f"; {remedy}" if remedy else ""))


class NotAGazetteer(PlacesError):
    """The file is no gazetteer of this version; make it again with: ivr places import"""

"""The import from beginning to end: open every file, say what is wrong with all of them at once, make the map."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ivr.places.atlas.atlas import Atlas
from ivr.places.atlas.builder import Builder
from ivr.places.importing import areas, columns, intersections, landmarks
from ivr.places.importing.records import Table
from ivr.places.importing.report import Ledger
from ivr.places.importing.roles import AREAS, Role, Source, opened
from ivr.places.importing.streets import Inside, Streets
from ivr.places.problems import BadFile, PlacesError

ORDER: tuple[Role, ...] = ("boundary", *AREAS, "streets", "intersections", "landmarks")
"""Corners name streets, and landmarks lie in areas: those must be there first."""


class BadFiles(PlacesError):
    """What is wrong with the files, a line each; nothing was replaced."""

    def __init__(self, problems: Sequence[BadFile]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each) for each in problems))


class NoStreets(PlacesError):
    """There is no street with a name and a line in these files; nothing was replaced."""


@dataclass(frozen=True, slots=True)
class Job:
    """`files`: each with what it was told to be for, or None. `columns`: role → column, for files of other makers."""

    files: Sequence[tuple[Path, Role | None]]
    columns: Mapping[str, str] = field(default_factory=dict)
    city: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    atlas: Atlas
    sources: tuple[Source, ...]
    ledger: Ledger


Progress = Callable[[str, int, int | None], None]
"""(what is being done, how far, of how much)"""


def quiet(_what: str, _done: int, _of: int | None) -> None:
    """No progress."""


def make(job: Job, progress: Progress = quiet) -> Made:
    """The map of these files. BadFiles: one or more cannot be used. NoStreets: no street came of them."""
    sources = _opened(job, progress)
    ledger = Ledger()
    builder = Builder(job.city)
    for source in sources:
        builder.source(f"{source.path.name} {_fingerprint(source.path)}")
    inside = _edge(sources, builder, ledger)
    _put(sources, builder, inside, ledger, progress)
    if not builder.streets:
        raise NoStreets(NoStreets.__doc__)
    progress("drawing the map", 0, None)
    return Made(builder.build(), sources, ledger)


def _opened(job: Job, progress: Progress) -> tuple[Source, ...]:
    """In the order of their roles, so that equal files give an equal map however they are named."""
    sources, problems = [], []
    for path, told in job.files:
        progress(f"opening {path.name}", 0, None)
        try:
            sources.append(opened(path, told, job.columns))
        except BadFile as problem:
            problems.append(problem)
        except columns.NoSuchColumn as problem:
            raise PlacesError(str(problem)) from None
    if problems:
        raise BadFiles(problems)
    return tuple(sorted(sources, key=lambda source: (ORDER.index(source.role), source.path.name)))


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _edge(sources: Sequence[Source], builder: Builder, ledger: Ledger) -> Inside:
    """What counts as in the city: everything, where no boundary is given."""
    rings = []
    for source in sources:
        if source.role == "boundary" and source.table:
            found, name = areas.boundary(source.table, source.columns, ledger)
            rings += found
            builder.called(name.removesuffix(" city").removesuffix(" town"))
    if not rings:
        return lambda spot: True
    builder.boundary(rings)
    return areas.within(rings)


def _put(sources: Sequence[Source], builder: Builder, inside: Inside, ledger: Ledger, progress: Progress) -> None:
    problems = []
    for source in sources:
        try:
            _put_one(source, builder, inside, ledger, progress)
        except BadFile as problem:
            problems.append(problem)
    if problems:
        raise BadFiles(problems)


def _put_one(source: Source, builder: Builder, inside: Inside, ledger: Ledger, progress: Progress) -> None:
    what, total = f"reading {source.path.name}", source.table.count if source.table else None
    progress(what, 0, total)
    match source:
        case Source(role="landmarks", path=path):
            landmarks.add(path, builder, inside, ledger)
        case Source(role="streets", table=Table() as table, columns=roles):
            Streets(table, roles, ledger).add(builder, inside, lambda done: progress(what, done, total))
        case Source(role="intersections", table=Table() as table, columns=roles):
            intersections.add(table, roles, builder, inside, ledger)
        case Source(role=role, table=Table() as table, columns=roles) if role in AREAS:
            areas.add(table, roles, role, builder, ledger)

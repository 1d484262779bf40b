"""`ivr places import` and `show`: the city's own map, made from its open data."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.places_publish import publish, published
from ivr.cli.settings import DATA
from ivr.config import Settings

if TYPE_CHECKING:
    from ivr.places.importing.making import Progress
    from ivr.places.importing.roles import Role

FILE = click.Path(path_type=Path)
KINDS = ("neighborhood", "council_district", "police_district")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")


@click.group()
def places() -> None:
    """Makes the city's map from its open data, and tells what is in it."""


places.add_command(publish)


@places.command("import")
@click.argument("files", type=FILE, nargs=-1)
@click.option("--streets", type=FILE, multiple=True, help="Street centrelines with house numbers.")
@click.option("--intersections", type=FILE, multiple=True, help="Corners with their streets' names.")
@click.option("--areas", metavar="KIND=FILE", multiple=True, help=f"Polygons; KIND: {', '.join(KINDS)}.")
@click.option("--boundary", type=FILE, multiple=True, help="The city's edge; what lies outside is left out.")
@click.option("--landmarks", type=FILE, multiple=True, help="YAML, as in gazetteer/ (default: the files there).")
@click.option(
    "--columns", metavar="WHAT=COLUMN,…", default="", help="Columns with names of their own: name=STREET_NAM."
)
@click.option("--city", default="", help="The city's name (default: the boundary's).")
@click.option("--to", type=FILE, help="Where the map is written (default: the data directory).")
@click.option("--dry-run", is_flag=True, help="Reads and tells everything, and writes nothing.")
@AS_JSON
@DATA
def import_(
    files: tuple[Path, ...],
    columns: str,
    city: str,
    to: Path | None,
    dry_run: bool,
    as_json: bool,
    data: Path | None,
    **told: tuple[Any, ...],
) -> None:
    """Makes the map of the city from FILES: streets, corners, areas, landmarks.

    CSV (also .gz), GeoJSON, shapefiles (.shp or .zip), YAML. What a file is for is found out from its columns, its
    shapes and its name; the options say it where that fails. The old map stays until the new one is whole.

    \b
    ivr places import streets.csv.gz neighborhoods.geojson council.zip police.zip city.geojson
    ivr places import tl_2025_24510_addrfeat.zip --boundary city.geojson
    """
    began = time.monotonic()
    settings = _settings(data)
    job = _job(settings, files, told, _pairs(columns, "--columns"), city)
    made = _made(job, as_json)
    target = to or settings.gazetteer
    if not dry_run:
        _save(made.atlas.sheet, target)
    _tell(made, None if dry_run else target, time.monotonic() - began, as_json)
    if settings.database_url and not dry_run and to is None:
        click.echo(published(settings), err=as_json)


def _settings(data: Path | None) -> Settings:
    settings = Settings.from_env(os.environ)
    return replace(settings, data_dir=data) if data else settings


def _pairs(written: str, option: str) -> dict[str, str]:
    """ "name=STREET_NAM,full=LABEL" """
    pairs = {}
    for each in filter(None, (part.strip() for part in written.split(","))):
        name, sign, value = each.partition("=")
        if not (name and sign and value):
            raise click.UsageError(f"{option} {each!r}: write it as {option} name=COLUMN,…")
        pairs[name.strip()] = value.strip()
    return pairs


def _job(
    settings: Settings, files: Sequence[Path], told: Mapping[str, Any], columns: Mapping[str, str], city: str
) -> Any:
    from ivr.places.importing.making import Job

    named: list[tuple[Path, Role | None]] = [(path, None) for path in files]
    roles: tuple[Role, ...] = ("streets", "intersections", "boundary", "landmarks")
    for role in roles:
        named += [(path, role) for path in told[role]]
    for each in told["areas"]:
        kind, sign, path = each.partition("=")
        if kind not in KINDS or not sign or not path:
            raise click.UsageError(f"--areas {each!r}: write it as --areas KIND=FILE, KIND one of {', '.join(KINDS)}.")
        named.append((Path(path), kind))
    if not named:
        raise click.UsageError("There is no file to import; docs/places.md tells where a city's files are found.")
    if not any(role == "landmarks" or path.suffix.lower() in (".yaml", ".yml") for path, role in named):
        named += [(path, "landmarks") for path in settings.starter_map]
    return Job(tuple(named), columns, city)


def _made(job: Any, as_json: bool) -> Any:
    """ClickException: the files are no good; a line for each of them."""
    from ivr.places.importing.making import make
    from ivr.places.problems import PlacesError

    try:
        with _progress(as_json) as progress:
            return make(job, progress)
    except PlacesError as problem:
        raise click.ClickException(str(problem)) from None


@contextmanager
def _progress(as_json: bool) -> Iterator[Progress]:
    """A bar on standard error where somebody looks; else nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, done, total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _save(sheet: Any, path: Path) -> None:
    from ivr.places.keeping import save

    try:
        save(sheet, path)
    except OSError as problem:
        raise click.ClickException(
            f"{path} could not be written: {problem.strerror}; the old map is as it was"
        ) from None


def _tell(made: Any, target: Path | None, seconds: float, as_json: bool) -> None:
    from ivr.cli.places_report import plain, show

    told = plain(made, target, seconds)
    (_echo_json if as_json else show)(told)


def _echo_json(told: Mapping[str, Any]) -> None:
    import json

    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@places.command()
@click.argument("file", type=FILE, required=False)
@AS_JSON
@DATA
def show(file: Path | None, as_json: bool, data: Path | None) -> None:
    """What is in the map of this machine, or in FILE: which city, how much of everything, what it was made from.

    Where none was imported it is the starter map, which knows the main streets alone.
    """
    from ivr.bootstrap.atlas import gazetteer_of
    from ivr.cli.places_report import about, show_about
    from ivr.places.problems import PlacesError

    settings = _settings(data)
    try:
        found = gazetteer_of(settings, file)
    except (PlacesError, OSError) as problem:
        raise click.ClickException(str(problem)) from None
    path = file or (settings.gazetteer if found.complete else None)
    told = about(found, path)
    (_echo_json if as_json else show_about)(told)

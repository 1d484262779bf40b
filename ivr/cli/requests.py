"""`ivr requests list`, `show`, `export`: what was filed, for agencies, spreadsheets and programs; nothing personal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from ivr.cli import people
from ivr.cli.settings import DATA, timezone, with_database
from ivr.config import Settings
from ivr.requests.request import NoSuchRequest

if TYPE_CHECKING:
    from ivr.requests.listing import Format
    from ivr.requests.store import Query

JSON = click.option("--json", "as_json", is_flag=True, help="JSON, in Open311's words.")


@dataclass(frozen=True, slots=True)
class _City:
    url: str
    zone: ZoneInfo
    keys: tuple[str, ...]

    @property
    def now(self) -> datetime:
        return datetime.now(self.zone)


@click.group()
def requests() -> None:
    """Lists, shows and exports service requests and drafts."""


for _each in (people.drafts, people.contact, people.forget, people.reseal):
    requests.add_command(_each)


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """The filters that `list` and `export` share."""
    for option in (
        click.option("--status", help="open, closed, or one of the city's: New, Pending, Hold …"),
        click.option("--service", help="A service code: pothole."),
        click.option("--agency", help="An agency's code: transportation."),
        click.option("--since", help="2026-11-01, today, 7d, 24h."),
        click.option("--kind", type=click.Choice(["request", "message"]), help="Requests, or messages callers left."),
    ):
        command = option(command)
    return command


@requests.command("list")
@filters
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@JSON
@DATA
def list_(limit: int, as_json: bool, data: Path | None, **asked: str | None) -> None:
    """The newest requests, as a table.

    One line each: number, service, place, status, when it came and when it is due, in the city's time.
    """
    from ivr.requests import report

    with _city(data) as city:
        click.echo(report.listed(city.url, _query(city, asked), city.zone, limit=limit, as_json=as_json))


@requests.command()
@click.argument("number")
@JSON
@DATA
def show(number: str, as_json: bool, data: Path | None) -> None:
    """One request with what was recorded of it and its history, by NUMBER.

    26-00000012, or the eight digits alone. Exit 1: there is none; a slip in a digit is noticed.
    """
    from ivr.calls.recordings.spoken import speaking
    from ivr.requests import report

    with _city(data) as city, speaking(city.url, city.keys) as spoken:
        try:
            click.echo(report.shown(city.url, number, city.now, city.zone, as_json=as_json, spoken=spoken))
        except NoSuchRequest as problem:
            if as_json:
                click.echo(json.dumps({"error": str(problem)}))
            click.echo(str(problem), err=True)
            sys.exit(1)


@requests.command()
@filters
@click.option("--format", "form", type=click.Choice(["csv", "json", "ndjson"]), default="csv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@DATA
def export(form: Format, as_json: bool, data: Path | None, **asked: str | None) -> None:
    """All requests that answer, oldest first, to standard output, for spreadsheets and programs."""
    from ivr.requests import report

    with _city(data) as city:
        for piece in report.exported(city.url, _query(city, asked), "json" if as_json else form, city.zone):
            sys.stdout.write(piece)


@contextmanager
def _city(data: Path | None) -> Iterator[_City]:
    settings = Settings.from_env(os.environ)
    with with_database(settings, data) as ready:
        yield _City(ready.database_url, timezone(settings), ready.secret_keys)


def _query(city: _City, asked: dict[str, str | None]) -> Query:
    from ivr.requests import report

    try:
        return report.asked(city.now, **asked)
    except report.BadQuery as problem:
        raise click.UsageError(str(problem)) from None

"""`ivr understand review` and `teach`: what callers said in vain, and how the line learns it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivr.cli.settings import DATA, with_database
from ivr.config import Settings

if TYPE_CHECKING:
    from ivr.calls.review import Vain


@click.command()
@click.option("--since", default="7d", show_default=True, help="2026-11-01, today, 7d, 24h.")
@click.option("--language", type=click.Choice(["en", "es"]), help="Only what was said in this language.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="JSON lines, for programs.")
@DATA
def review(since: str, language: str | None, limit: int, as_json: bool, data: Path | None) -> None:
    """Lists what callers said in vain: it ended in a reprompt, a correction or a person; the newest first.

    With each: what it was taken for, and what the call came to in the end. Numbers, places, addresses and names that
    follow "my name is" are masked; read the rest with care. What is to be learned from it is one command:
    `ivr understand teach --said CA…/3 pothole`.
    """
    from ivr.bootstrap.rooms import Rooms
    from ivr.calls.review import said_in_vain
    from ivr.requests.report import BadQuery, asked

    with with_database(Settings.from_env(os.environ), data) as ready:
        rooms = Rooms(ready)
        rooms.library.glance()
        try:
            begin = asked(rooms.now(), since=since).since
        except BadQuery as wrong:
            raise click.UsageError(str(wrong)) from None
        found = said_in_vain(rooms.engine, rooms.secrets, begin or datetime.min, language or "", limit)
        _show(found, as_json)
        rooms.library.close()
        rooms.engine.dispose()


def _show(found: list[Vain], as_json: bool) -> None:
    if as_json:
        for one in found:
            click.echo(json.dumps(asdict(one) | {"at": one.at.isoformat()}, ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing was said in vain.")
        return
    from ivr.cli.tables import show_vain

    show_vain(found)


@click.command()
@click.argument("code")
@click.argument("phrase", required=False)
@click.option("--said", metavar="ID", help="Teach what a caller said, by its id in `ivr understand review`.")
@click.option("--language", type=click.Choice(["en", "es"]), help="The language of PHRASE (default: en).")
@click.option("--anyway", is_flag=True, help="Even if danger is heard in it: you know that it is none.")
@DATA
def teach(
    code: str, phrase: str | None, said: str | None, language: str | None, anyway: bool, data: Path | None
) -> None:
    """Adds an example to what callers say when they mean a service or a topic.

    CODE: a service's or a topic's code, such as pothole. PHRASE: the words. The example becomes the last line of that
    list in its YAML file, and the flows are checked; with a mistake, or with danger in it, nothing is changed (exit 1).

    \b
    ivr understand teach pothole "the road swallowed my wheel"
    ivr understand teach --said CA0123456789abcdef0123456789abcdef/3 pothole
    """
    if (phrase is None) == (said is None):
        raise click.UsageError('Name either a PHRASE ("in quotes") or --said ID.')
    settings = Settings.from_env(os.environ)
    spoken = (language or "en", phrase) if phrase is not None else _said(settings, data, said or "")
    example = language or spoken[0], spoken[1]
    if not anyway:
        _refuse_danger(settings, code, *example)
    _teach(settings.home, code, *example)


def _said(settings: Settings, data: Path | None, id_: str) -> tuple[str, str]:
    from ivr.bootstrap.rooms import Rooms
    from ivr.calls.review import words_of

    with with_database(settings, data) as ready:
        rooms = Rooms(ready)
        found = words_of(rooms.engine, rooms.secrets, id_)
        rooms.engine.dispose()
    if found is None:
        raise click.ClickException(f"nothing with the id {id_} is kept; see: ivr understand review")
    if "[" in found[1]:
        raise click.ClickException(f"something in it is masked: “{found[1]}”; write the PHRASE without it")
    return found


def _refuse_danger(settings: Settings, code: str, language: str, phrase: str) -> None:
    """Exits with 1 where danger is heard in the phrase: as an example of a service it would be asked about no more."""
    from ivr.calls import checking
    from ivr.calls.folders import read
    from ivr.understanding import danger_in

    book = checking.load(read(settings.home)).book
    service = book.services.get(code) if book else None
    if book is None or (service and service.group == "police"):  # those are no harmless sentences
        return
    if because := danger_in(phrase, language, book, settings.cache_dir):
        click.echo(f"“{phrase}” sounds like {because}.", err=True)
        click.echo(f"Taught for {code}, it would not be asked about any more. If it is none: --anyway", err=True)
        sys.exit(1)


def _teach(home: Path, code: str, language: str, phrase: str) -> None:
    from ivr.calls import checking
    from ivr.calls.folders import read
    from ivr.flow import problems
    from ivr.flow.teaching import CannotTeach, add_example

    path = _file_of(home, code)
    before = path.read_text(encoding="utf-8")
    try:
        after = add_example(before, code, language, phrase)
    except CannotTeach as wrong:
        raise click.ClickException(f"{path}: {wrong}") from None
    _replace(path, after)
    if wrong_now := problems.errors(checking.load(read(home)).problems):
        _replace(path, before)
        click.echo(problems.render_text(wrong_now).rstrip(), err=True)
        click.echo(f"Nothing was changed in {path}.", err=True)
        sys.exit(1)
    click.echo(f"{path}: {code} hears “{phrase}”. `ivr run` publishes it by itself; elsewhere: ivr flows publish")


def _file_of(home: Path, code: str) -> Path:
    """Where a code's examples stand. ClickException: there is no such code, and which may have been meant."""
    from ivr.calls import checking
    from ivr.calls.folders import read
    from ivr.flow.problems import nearest

    service = home / "flows" / "services" / f"{code}.yaml"
    if service.is_file():
        return service
    book = checking.load(read(home)).book
    if book is None:
        raise click.ClickException("the flows hold mistakes; see: ivr check")
    if code in book.topics:
        return home / "flows" / "topics.yaml"
    meant = nearest(code, [*book.services, *book.topics])
    hint = f"; did you mean '{meant}'?" if meant else ""
    raise click.ClickException(f"there is no service or topic '{code}'{hint}")


def _replace(path: Path, content: str) -> None:
    """Written beside and renamed, so that nobody reads half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)

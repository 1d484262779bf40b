"""`ivr flows`: draw them, describe them, publish them."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

import click

from ivr.calls import checking
from ivr.calls.folders import read
from ivr.cli.settings import DATA, with_database
from ivr.config import Settings
from ivr.flow import problems
from ivr.flow.book import Book


@click.group()
def flows() -> None:
    """Draws the conversation, writes its manual, publishes it."""


@flows.command()
@click.option("--format", "kind", type=click.Choice(["svg", "mermaid"]), default="svg", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="A file; default: standard output.")
def graph(kind: str, output: Path | None) -> None:
    """Draws the flows: SVG to look at, or Mermaid text for documents."""
    from ivr.flow import graph as drawing

    book = book_on_disk(Settings.from_env(os.environ))
    _write(drawing.svg(book) if kind == "svg" else drawing.mermaid(book), output)


@flows.command()
@click.option("--output", "-o", type=click.Path(path_type=Path), help="A file; default: standard output.")
def manual(output: Path | None) -> None:
    """The flow language's manual, generated from its model and its checks."""
    from ivr.flow import manual as writing

    _write(writing.manual(), output)


@flows.command()
@DATA
def publish(data: Path | None) -> None:
    """Publishes the flows for the calls that begin from now on; calls under way keep theirs.

    Exit 1: they hold errors, which are listed, and nothing has changed. `ivr run` publishes by itself what is saved.
    """
    from ivr.bootstrap.rooms import Rooms
    from ivr.calls.publish import Published, Refused

    settings = Settings.from_env(os.environ)
    with with_database(settings, data) as ready:
        rooms = Rooms(ready)
        result = rooms.library.publish(read(ready.home), getuser(), datetime.now(UTC))
        rooms.engine.dispose()
        match result:
            case Published(version, warnings, fresh):
                if warnings:
                    click.echo(problems.render_text(warnings).rstrip(), err=True)
                click.echo(f"Published version {version}." if fresh else f"Version {version} is published already.")
            case Refused(found):
                click.echo(problems.render_text(found).rstrip(), err=True)
                click.echo("Not published.", err=True)
                sys.exit(1)


def book_on_disk(settings: Settings) -> Book:
    """The flows of this folder (or ONECALL_HOME). Exits 1 when they hold mistakes, which it lists."""
    loaded = checking.load(read(settings.home))
    if loaded.book is None:
        click.echo(problems.render_text(loaded.problems), err=True)
        sys.exit(1)
    return loaded.book


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as problem:
            raise click.ClickException(f"{output} cannot be written: {problem.strerror}") from None
        click.echo(f"Wrote {output}.", err=True)

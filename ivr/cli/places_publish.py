"""`ivr places publish`: the gazetteer of this machine becomes that of every machine of the city."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

import click

from ivr.cli.settings import DATA, with_database
from ivr.config import Settings


@click.command()
@DATA
def publish(data: Path | None) -> None:
    """Publishes the imported gazetteer; every machine takes it within seconds, and calls go on.

    `ivr places import` does so by itself where DATABASE_URL is set.
    """
    with with_database(Settings.from_env(os.environ), data) as ready:
        click.echo(published(ready))


def published(settings: Settings) -> str:
    """Publishes, and says so in a line. ClickException: the file is damaged. CallsError, CellarError: it cannot."""
    from ivr.calls.mapshelf import publish_file
    from ivr.places.problems import PlacesError

    try:
        version = publish_file(settings.database_url, settings.gazetteer, getuser(), datetime.now(UTC))
    except PlacesError as problem:
        raise click.ClickException(str(problem)) from None
    return f"Published gazetteer {version}; every machine answers with it within seconds."

"""Settings as the commands need them: with a database, the embedded one where DATABASE_URL is not set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from ivr.config import Settings
from ivr.db.embedded import Server
from ivr.db.secrets import own_key


@contextmanager
def with_database(settings: Settings, data: Path | None = None) -> Iterator[Settings]:
    """The settings with a database that answers and keys to read it with; `data` overrides the data directory."""
    settings = replace(settings, data_dir=data or settings.data_dir)
    keys = settings.secret_keys or (own_key(settings.data_dir),)
    if settings.database_url:
        yield replace(settings, secret_keys=keys)
        return
    with Server.start(settings.data_dir, lambda line: click.echo(line, err=True)) as server:
        yield replace(settings, database_url=server.url, secret_keys=keys)

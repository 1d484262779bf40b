"""Settings as the commands need them: with a database, the embedded one where DATABASE_URL is not set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ivr.config import BadSetting, Settings

DATA = click.option("--data", type=click.Path(path_type=Path), help="The data directory of `ivr run` (default: var).")


@contextmanager
def with_database(settings: Settings, data: Path | None = None) -> Iterator[Settings]:
    """The settings with a database that answers and keys to read it with; `data` overrides the data directory.

    BadSetting, DatabaseUnavailable: there is none; one line with the remedy.
    """
    settings = replace(settings, data_dir=data or settings.data_dir)
    if settings.database_url:
        yield replace(settings, secret_keys=_keys(settings))
        return
    if not (settings.data_dir / "postgres").is_dir():
        where = settings.data_dir.absolute()
        raise BadSetting(f"there is no database in {where}; start the line once (make run), or name its --data folder")
    from ivr.db.embedded import Server

    with Server.start(settings.data_dir, lambda line: click.echo(line, err=True)) as server:
        yield replace(settings, database_url=server.url, secret_keys=_keys(settings))


def timezone(settings: Settings) -> ZoneInfo:
    """The city's zone, as city.yaml names it: what is on file must be readable also while the flows have mistakes."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        written = (settings.home / "flows" / "city.yaml").read_text(encoding="utf-8")
        named = str(YAML(typ="safe").load(written)["timezone"])
    except (OSError, YAMLError, KeyError, TypeError):
        named = "America/New_York"
    return ZoneInfo(settings.city_timezone or named)


def _keys(settings: Settings) -> tuple[str, ...]:
    from ivr.db.secrets import own_key

    return settings.secret_keys or (own_key(settings.data_dir),)

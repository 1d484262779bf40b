"""`ivr run`, `worker`, `release` and `docs`: the engineer's commands."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from ivr.bootstrap import generated, run as running
from ivr.bootstrap.demo import publish
from ivr.calls import worker as working
from ivr.config import Settings
from ivr.db.migrate import upgrade


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8311, show_default=True, help="Port of the web server.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the embedded database (default: var).")
@click.option("--no-simulator", is_flag=True, help="Without the test phone: what a city runs.")
@click.option(
    "--demo/--no-demo", default=True, show_default=True, help="Some requests to look at, in an empty database."
)
def run(port: int, data: Path | None, no_simulator: bool, demo: bool) -> None:
    """Starts the whole line in the foreground: database, web, worker and the test phone. Ctrl-C stops all of it.

    With DATABASE_URL set it uses that server; otherwise PostgreSQL from a package, under --data.
    """
    settings = Settings.from_env(os.environ)
    settings = replace(settings, data_dir=data or settings.data_dir)
    options = running.Options(port=port, simulator=not no_simulator, demo=demo)
    sys.exit(running.run(settings, options, lambda line: click.echo(line)))


@click.command()
def worker() -> None:
    """Runs the durable jobs until SIGTERM (the `worker` of the Procfile)."""
    working.run(Settings.from_env(os.environ))


@click.command()
def release() -> None:
    """Brings the database up to date and publishes the flows (the `release` of the Procfile)."""
    settings = Settings.from_env(os.environ)
    upgrade(settings.database_url, lambda line: click.echo(line))
    publish(settings, lambda line: click.echo(line))


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file is not what it should be.")
def docs(only_check: bool) -> None:
    """Writes the generated documents again: the flow manual, the schemas, the picture of the flows."""
    stale = generated.stale(Path.cwd())
    if only_check:
        for name in stale:
            click.echo(f"{name} is not what the code generates; run: ivr docs", err=True)
        sys.exit(1 if stale else 0)
    for name in generated.write(Path.cwd()):
        click.echo(f"Wrote {name}.")

"""`ivr run`, `worker`, `release` and `docs`: the engineer's commands."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from ivr.config import BadSetting, Settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8311, show_default=True, help="Port of the web server.")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of the embedded database and the outbox (default: var)."
)
@click.option("--no-simulator", is_flag=True, help="Without the test phone: what a city runs.")
@click.option(
    "--demo/--no-demo", default=True, show_default=True, help="Some requests to look at, in an empty database."
)
def run(port: int, data: Path | None, no_simulator: bool, demo: bool) -> None:
    """Starts the whole line in the foreground: database, web, worker and the test phone.

    Ctrl-C stops all of it. With DATABASE_URL set it uses that server; otherwise PostgreSQL from a package, under
    --data. With the test phone it listens on this machine alone, without it on every address; BIND=HOST says
    otherwise. A change in flows/ or prompts/ is checked and published as soon as it is saved.
    """
    from ivr.bootstrap import run as running

    settings = Settings.from_env(os.environ)
    settings = replace(settings, data_dir=data or settings.data_dir)
    host = os.environ.get("BIND", "").partition(":")[0]
    options = running.Options(port=port, simulator=not no_simulator, demo=demo, host=host)
    sys.exit(running.run(settings, options, lambda line: click.echo(line)))


@click.command()
def worker() -> None:
    """Runs the durable jobs until it is told to stop.

    The `worker` of the Procfile: it joins recordings to messages, closes calls nobody told the end of, forgets what is
    past its time, and delivers what waits in this machine's outbox. SIGTERM or Ctrl-C ends it; a job under way is
    finished, or done again by the next worker.
    """
    from ivr.bootstrap.logs import configure
    from ivr.calls import worker as working

    settings = _in_production()
    configure(settings.log_level)
    working.run(settings)


@click.command()
def release() -> None:
    """Brings the database up to date and publishes the flows.

    The `release` of the Procfile: run it before the new version answers. Flows with errors are not published, and
    exit 2 keeps the release from going on. Calls under way keep the flows they began with.
    """
    from ivr.bootstrap.demo import publish
    from ivr.db.migrate import upgrade

    settings = _in_production()
    upgrade(settings.database_url, lambda line: click.echo(line))
    publish(settings, lambda line: click.echo(line))


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a file is not what it should be.")
def docs(only_check: bool) -> None:
    """Writes the generated documents again, or tells which are out of date.

    The flow manual, the schemas that editors read, the pictures of the flows.
    """
    from ivr.bootstrap import generated

    stale = generated.stale(Path.cwd())
    if only_check:
        for name in stale:
            click.echo(f"{name} is not what the code generates; run: make docs", err=True)
        sys.exit(1 if stale else 0)
    for name in generated.write(Path.cwd()):
        click.echo(f"Wrote {name}.")


def _in_production() -> Settings:
    """The settings of a process that brings no database of its own. BadSetting: what it needs is not set."""
    settings = Settings.from_env(os.environ)
    if not settings.database_url:
        raise BadSetting("DATABASE_URL is not set; set it, or start everything at once with: ivr run")
    if not settings.secret_keys:
        raise BadSetting("SECRET_KEYS is not set; make a secret with: openssl rand -hex 32")
    return settings

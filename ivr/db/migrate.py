"""Brings a database to this version of the program; any number of processes may ask for it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from ivr.db import jobs
from ivr.db.engine import connect, unanswered
from ivr.db.errors import DatabaseUnavailable

_LOCK = 311_311_001


def upgrade(url: str, progress: Callable[[str], None] = lambda line: None) -> None:
    """All tables of every room, and those of the durable jobs, in one transaction: all of it or nothing.

    DatabaseUnavailable: the server is not there, or refuses us.
    """
    engine = connect(url, name="onecall migrate", statement_timeout_ms=0)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = configuration(connection)
            if waiting(connection, config):
                progress("Bringing the database up to date …")
                command.upgrade(config, "head")
            jobs.bring_up_to_date(connection)
    except OperationalError as error:
        raise DatabaseUnavailable(unanswered(error)) from None
    finally:
        engine.dispose()


def downgrade(url: str, revision: str) -> None:
    """Back to a revision (`base`: nothing of ours is left). For development: data of newer tables is gone."""
    engine = connect(url, name="onecall migrate", statement_timeout_ms=0)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), revision)
    engine.dispose()


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, from inside the package: there is no ini file to find or to lose."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def waiting(connection: Connection, config: Config) -> bool:
    """Whether there are migrations this database has not had."""
    heads = set(ScriptDirectory.from_config(config).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) != heads

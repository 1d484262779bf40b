"""The tables of the durable jobs (procrastinate's), as the installed version of procrastinate wants them."""

from __future__ import annotations

from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

_APPLIED = "CREATE TABLE IF NOT EXISTS job_schema (applied text NOT NULL)"


def bring_up_to_date(connection: Connection) -> None:
    """Makes the tables, or applies those of procrastinate's changes that came with a newer version of it.

    The name of the newest change is kept in the table job_schema: procrastinate leaves that to its users.
    """
    changes = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    connection.execute(text(_APPLIED))
    applied = connection.execute(text("SELECT max(applied) FROM job_schema")).scalar()
    if applied is None:
        _run(connection, SchemaManager.get_schema())
    for change in changes:
        if applied is not None and change.name > applied:
            _run(connection, change.read_text(encoding="utf-8"))
    if applied != changes[-1].name:
        connection.execute(text("DELETE FROM job_schema"))
        connection.execute(text("INSERT INTO job_schema VALUES (:name)"), {"name": changes[-1].name})


def _run(connection: Connection, script: str) -> None:
    # Many statements with % in them: only the driver, without parameters, takes that as it is.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(script)

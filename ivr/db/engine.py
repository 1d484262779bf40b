"""Connections to PostgreSQL: one engine a process, sessions that commit or roll back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from ivr.db.errors import DatabaseUnavailable


def address(url: str) -> URL:
    """DATABASE_URL as SQLAlchemy wants it: `postgres://` and `postgresql://` mean psycopg 3.

    DatabaseUnavailable: it is not the address of a PostgreSQL server. The message never holds the address: it has a
    password in it.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUnavailable(
            "DATABASE_URL is not an address; write postgresql://user:password@host/name."
        ) from None
    if parsed.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise DatabaseUnavailable(f"DATABASE_URL begins with {parsed.drivername}://; it must be postgresql://.")
    return parsed.set(drivername="postgresql+psycopg")


def libpq(url: str) -> str:
    """The same address as psycopg and procrastinate want it."""
    return address(url).set(drivername="postgresql").render_as_string(hide_password=False)


def connect(
    url: str,
    *,
    name: str = "onecall",
    pool_size: int = 5,
    connect_timeout: int = 5,
    statement_timeout_ms: int = 15_000,
    ping: bool = True,
) -> Engine:
    """An engine; nothing is connected before it is used, so that it may be made before a fork only if unused there.

    name: shown in pg_stat_activity. connect_timeout: seconds, at least 2 (libpq). statement_timeout_ms: 0 is none.
    A caller waits at most `connect_timeout` for a connection of the pool too. ping: ask whether a pooled connection
    still lives before using it; one round trip that whoever tries again anyway can save.
    """
    target = address(url)
    given = target.query.get("options", ())
    asked = " ".join([given] if isinstance(given, str) else given)
    return create_engine(
        target.difference_update_query(["options"]),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=connect_timeout,
        pool_pre_ping=ping,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": connect_timeout,
            "application_name": name,
            "options": f"{asked} -c statement_timeout={statement_timeout_ms} -c timezone=UTC".strip(),
            # A server that vanished without a word is noticed in seconds, not in the kernel's two hours.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 20_000,
        },
    )


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that is committed when the block ends well, and rolled back when it does not."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def commit_with(session: Session, statement: str, values: Mapping[str, Any]) -> None:
    """A last statement, and the commit with it: one message to the server, so that no lock which the statement takes is
    held while this process is waited for. statement: psycopg's own, values by name.

    Raises what SQLAlchemy raises where a commit fails; then nothing has happened. What follows is a new transaction.
    """
    session.flush()
    connection = session.connection()
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        with driver.pipeline():
            driver.execute(statement, values)
            driver.execute("COMMIT")
    except psycopg.Error as problem:
        raise DBAPIError.instance(statement, None, problem, psycopg.Error, dialect=connection.dialect) from problem


@contextmanager
def once(url: str, name: str = "onecall") -> Iterator[Session]:
    """A transaction on a connection of its own, for a command that asks one thing and ends.

    DatabaseUnavailable: the server does not answer, or the database has not been migrated.
    """
    engine = connect(url, name=name, pool_size=1, statement_timeout_ms=60_000)
    try:
        with transaction(engine) as session:
            yield session
    except OperationalError as error:
        raise DatabaseUnavailable(unanswered(error)) from None
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != "42P01":
            raise
        raise DatabaseUnavailable("The database is empty; run the release step of the Procfile first.") from None
    finally:
        engine.dispose()


def unanswered(error: OperationalError) -> str:
    """Why the server does not answer, in one line with the remedy."""
    lines = str(error.orig).strip().splitlines() or ["no answer"]
    return f"The database does not answer ({lines[-1].strip()}); check DATABASE_URL and the server."

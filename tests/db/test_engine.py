"""Connections: every way to write an address, and trouble that is told in one line without the password."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from ivr.db.engine import address, connect, libpq, once, transaction
from ivr.db.errors import DatabaseUnavailable


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_name_of_the_scheme_means_the_same(scheme: str) -> None:
    url = f"{scheme}://me:p%40ss@db.example.org:6432/city?sslmode=require"
    assert address(url).drivername == "postgresql+psycopg"
    assert libpq(url) == "postgresql://me:p%40ss@db.example.org:6432/city?sslmode=require"


@pytest.mark.parametrize(
    "url", ["", "city", "mysql://me:geheim@db/city", "//me:geheim@db", "postgres://me:geheim@db:x/y"]
)
def test_what_is_no_address_of_postgresql_is_told_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="postgresql://") as caught:
        address(url)
    assert "geheim" not in str(caught.value)


def test_a_connection_says_who_it_is_and_keeps_the_options_of_the_address(database_url: str) -> None:
    with once(f"{database_url}&options=-c%20work_mem%3D5MB", name="the test") as session:
        shown = [session.scalar(text(f"SHOW {name}")) for name in ("application_name", "work_mem", "timezone")]
    assert shown == ["the test", "5MB", "UTC"]


def test_a_statement_that_takes_too_long_is_ended(database_url: str) -> None:
    engine = connect(database_url, statement_timeout_ms=50)
    with pytest.raises(OperationalError, match="statement timeout"), engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(5)"))
    engine.dispose()


def test_a_connection_that_the_server_ended_is_replaced_unnoticed(database: Engine) -> None:
    with database.connect() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    other = connect(database.url.render_as_string(hide_password=False))
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    other.dispose()
    with database.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_transaction_is_all_or_nothing(database: Engine) -> None:
    def add() -> None:
        with transaction(database) as session:
            session.execute(text("INSERT INTO request_counters VALUES (2026, 1)"))
            raise KeyError

    with pytest.raises(KeyError):
        add()
    with transaction(database) as session:
        assert session.scalar(text("SELECT count(*) FROM request_counters")) == 0


def test_a_server_that_is_away_and_a_database_that_is_empty_are_told_with_the_remedy(empty_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="check DATABASE_URL"), once("postgresql://127.0.0.1:9/x") as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(DatabaseUnavailable, match="release step"), once(empty_url) as session:
        session.execute(text("SELECT * FROM service_requests"))

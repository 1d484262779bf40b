"""Migrations: the tables are what the models say, however often and by however many they are asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from ivr.db.engine import connect
from ivr.db.errors import DatabaseUnavailable
from ivr.db.migrate import downgrade, upgrade
from ivr.db.tables import ours, target


def test_migrations_make_exactly_the_tables_of_the_models(database: Engine) -> None:
    metadata = target()
    with database.connect() as connection:
        options = {"include_name": ours, "compare_server_default": True, "target_metadata": metadata}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_several_processes_may_migrate_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [empty_url] * 4))
    assert {"service_requests", "procrastinate_jobs", "job_schema"} <= tables(empty_url)


def test_going_down_leaves_nothing_of_ours_and_up_again_works(database_url: str) -> None:
    downgrade(database_url, "base")
    left = {name for name in tables(database_url) if not name.startswith("procrastinate")}
    assert left == {"alembic_version", "job_schema"}
    upgrade(database_url)
    assert "service_requests" in tables(database_url)


def test_what_was_filed_before_places_were_found_is_kept_on_the_way_up_and_down(database_url: str) -> None:
    downgrade(database_url, "0002")
    run(database_url, FILED_BEFORE)
    upgrade(database_url)
    areas = "SELECT address, neighborhood, council_district, police_district FROM service_requests"
    assert run(database_url, areas) == [("2417 North Charles Street", None, None, None)]
    run(database_url, "UPDATE service_requests SET neighborhood = 'Charles Village'")
    downgrade(database_url, "0002")
    assert run(database_url, "SELECT address FROM service_requests") == [("2417 North Charles Street",)]
    assert not {"gazetteers", "gazetteer_current"} & tables(database_url)
    upgrade(database_url)
    assert run(database_url, "SELECT neighborhood FROM service_requests") == [(None,)]


def test_progress_is_told_when_there_is_work_and_not_otherwise(empty_url: str) -> None:
    told: list[str] = []
    upgrade(empty_url, told.append)
    upgrade(empty_url, told.append)
    assert told == ["Bringing the database up to date …"]


def test_the_history_of_a_request_can_only_grow(database: Engine) -> None:
    with database.connect() as connection:
        sql = "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only' AND tgenabled = 'O'"
        assert connection.execute(text(sql)).scalar() == 1


def test_a_server_that_is_not_there_is_one_line_with_the_remedy_and_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        upgrade("postgresql://me:geheim@127.0.0.1:9/none")
    assert "check DATABASE_URL" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


FILED_BEFORE = """
INSERT INTO service_requests (service_request_id, filing_key, kind, service_code, status, city_status,
    agency_responsible, requested_datetime, updated_datetime, address, language, channel)
VALUES ('26-20000006', 'CA1/0', 'request', 'pothole', 'open', 'New',
    'transportation', now(), now(), '2417 North Charles Street', 'en', 'phone')
"""


def run(url: str, sql: str) -> list[tuple[object, ...]]:
    """The rows of one statement, committed."""
    engine = connect(url)
    with engine.begin() as connection:
        done = connection.execute(text(sql))
        found = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return found


def tables(url: str) -> set[str]:
    engine = connect(url)
    with engine.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        found = set(names)
    engine.dispose()
    return found

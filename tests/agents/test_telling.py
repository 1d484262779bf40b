"""Telling the screens: numbers in the order of commits, nobody waits for who dawdles, all of it or nothing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from ivr.agents.store import told
from ivr.agents.store.told import CHANNEL, Change, Line
from ivr.agents.tables import FloorEventRow
from ivr.db.engine import commit_with, transaction

NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)


def lines(database: Engine) -> list[Line]:
    with transaction(database) as session:
        return list(told.all_since(session, 0, 1000))


def test_what_is_told_has_its_number_its_order_and_is_told_once(database: Engine) -> None:
    first, second = Change("handoff", "h1", "7"), Change("presence", agent="7", audience="7")
    with transaction(database) as session:
        told.show(session, [first, second, first], NOW)
    found = lines(database)
    assert [(one.kind, one.handoff, one.agent, one.audience) for one in found] == [
        ("handoff", "h1", "7", "everybody"), ("presence", "", "7", "7"),
    ]  # fmt: skip
    assert found[0].id < found[1].id
    assert {one.at for one in found} == {NOW}


def test_nobody_waits_for_who_has_told_and_does_not_come_to_an_end(database: Engine) -> None:
    with transaction(database) as dawdles, transaction(database) as session:
        told.show(dawdles, [Change("handoff", "h1")], NOW)
        session.execute(text("SET LOCAL statement_timeout = '5s'"))
        told.show(session, [Change("handoff", "h2")], NOW)
        assert [one.handoff for one in lines(database)] == ["h1", "h2"]


def test_the_bell_rings_with_the_newest_number_when_the_lines_can_be_read(database: Engine) -> None:
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        with transaction(database) as session:
            told.show(session, [Change("handoff", "h1"), Change("handoff", "h2")], NOW)
        bell = next(listening.notifies(timeout=20))
    assert int(bell.payload) == lines(database)[-1].id


def test_numbers_grow_in_the_order_in_which_lines_can_be_read(database: Engine) -> None:
    """Whoever has seen a number has seen all below it: asked again and again, no line turns up behind another."""
    over, seen = threading.Event(), list[int]()

    def tell() -> None:
        for n in range(25):
            with transaction(database) as session:
                session.execute(select(func.count()).select_from(FloorEventRow))
                told.show(session, [Change("handoff", f"h{n}")], NOW)

    def read() -> None:
        while not over.is_set():
            with transaction(database) as session:
                seen.extend(one.id for one in told.all_since(session, seen[-1] if seen else 0, 1000))

    reader, tellers = threading.Thread(target=read), [threading.Thread(target=tell) for _ in range(4)]
    for one in (reader, *tellers):
        one.start()
    for one in tellers:
        one.join()
    over.set()
    reader.join()
    everything = [one.id for one in lines(database)]
    assert len(everything) == 100
    assert seen == everything[: len(seen)]


def test_a_telling_that_fails_takes_the_whole_transaction_along_and_leaves_the_connection_fit(database: Engine) -> None:
    nothing: str = None  # type: ignore[assignment]  # what no column takes
    with Session(database) as session:
        session.add(FloorEventRow(at=NOW, kind="before"))
        with pytest.raises(IntegrityError):
            told.show(session, [Change(nothing)], NOW)
    with transaction(database) as session:
        assert session.scalar(select(func.count()).select_from(FloorEventRow)) == 0
        told.show(session, [Change("handoff", "h1")], NOW)
    assert len(lines(database)) == 1


def test_a_server_that_is_lost_at_the_commit_is_told_as_a_lost_server(database: Engine) -> None:
    with pytest.raises(OperationalError), transaction(database) as session:
        commit_with(session, "SELECT pg_terminate_backend(pg_backend_pid())", {})
    assert lines(database) == []


def test_nothing_to_tell_commits_nothing(database: Engine) -> None:
    with Session(database) as session:
        session.add(FloorEventRow(at=NOW, kind="open"))
        told.show(session, [], NOW)
        session.rollback()
    assert lines(database) == []

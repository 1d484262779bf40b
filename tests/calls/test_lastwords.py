"""Callers who hang up in mid-sentence: what was heard of it is in their draft, unless it became an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ivr.calls import drafts, spool, store
from ivr.calls.journal import Journal
from ivr.calls.records import Batch, CallEnded, Overheard, Record
from ivr.db.secrets import Secrets

from .build import CALLER, NOON, turn

LATER = NOON + timedelta(seconds=9)
KNOWN = {"service": "pothole", "place": "2400 North Charles"}
SAID = "it has eaten two of my"
END = CallEnded("CA1", "completed", 9, LATER)


def overheard(n: int, words: str = SAID, phone: str = CALLER) -> Overheard:
    return Overheard("CA1", n, "en", LATER, words, phone)


@pytest.fixture
def journal(database: Engine, secrets: Secrets) -> Iterator[Journal]:
    made = Journal(partial(store.write, database, secrets))
    yield made
    made.close()


def put(journal: Journal, *records: Record) -> None:
    for record in records:
        journal.put(record)
        assert journal.flush()


def left(engine: Engine, secrets: Secrets) -> list[tuple[Any, ...]]:
    """State, what is known, the number and the rest that is sealed, of each draft."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM drafts")).all()
    hidden = [drafts.opened(row.sealed, row.call_sid, secrets) for row in rows]
    return [(row.state, row.snapshot, h.phone, dict(h.private)) for row, h in zip(rows, hidden, strict=True)]


@pytest.mark.parametrize("end_first", [True, False])
def test_last_words_stand_beside_what_is_known(
    journal: Journal, database: Engine, secrets: Secrets, end_first: bool
) -> None:
    last: list[Record] = [END, overheard(4)] if end_first else [overheard(4), END]
    put(journal, turn(n=4, known=KNOWN), *last)
    assert left(database, secrets) == [("left", KNOWN, CALLER, {"said": SAID})]


def test_a_caller_of_whom_nothing_else_is_known_can_be_called_back(
    journal: Journal, database: Engine, secrets: Secrets
) -> None:
    put(journal, turn(n=1), overheard(1), END)
    assert left(database, secrets) == [("left", {}, CALLER, {"said": SAID})]


def test_words_that_became_an_answer_are_last_words_no_more(
    journal: Journal, database: Engine, secrets: Secrets
) -> None:
    put(journal, turn(n=1), overheard(1), turn(n=2, known=KNOWN), overheard(1), END)
    assert left(database, secrets) == [("left", KNOWN, CALLER, {})]


def test_an_answer_that_tells_nothing_takes_the_draft_away(
    journal: Journal, database: Engine, secrets: Secrets
) -> None:
    put(journal, turn(n=1), overheard(1), turn(n=2), END)
    assert left(database, secrets) == []


def test_what_is_said_after_a_request_was_filed_is_of_the_next_one(
    journal: Journal, database: Engine, secrets: Secrets
) -> None:
    put(journal, turn(n=4, known=KNOWN), turn(n=5, filed=1), overheard(5), END)
    assert left(database, secrets) == [("left", {}, CALLER, {"said": SAID})]


def test_who_stays_anonymous_leaves_words_and_no_number(journal: Journal, database: Engine, secrets: Secrets) -> None:
    put(journal, turn(n=4, known=KNOWN | {"anonymous": "yes"}), overheard(4, phone=""), END)
    assert left(database, secrets)[0][2:] == ("", {"said": SAID})


def test_last_words_are_sealed_wherever_they_are_kept(
    journal: Journal, database: Engine, secrets: Secrets, tmp_path: Path
) -> None:
    put(journal, turn(n=1), overheard(1))
    with database.connect() as connection:
        assert "eaten" not in str(connection.execute(text("SELECT * FROM drafts")).all())
    spool.keep(tmp_path, Batch(others=[overheard(1)]), secrets)
    assert b"eaten" not in next(tmp_path.iterdir()).read_bytes()
    assert list(spool.fetch(tmp_path, secrets)) == [overheard(1)]

"""The journal: what happened in every call, in the database within a moment, whatever the database does."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ivr.calls import drafts, rows, store
from ivr.calls.journal import Journal
from ivr.calls.records import Batch, CallEnded, LanguageChosen, Record
from ivr.db.secrets import Secrets

from .build import CALLER, NOON, turn
from .conftest import until
from .proxy import Proxy

KNOWN = {"service": "pothole", "place": "2400 North Charles", "plate": "7AB1234"}


@pytest.fixture
def journal(database: Engine, secrets: Secrets) -> Iterator[Journal]:
    made = Journal(partial(store.write, database, secrets))
    yield made
    made.close()


def all_of(engine: Engine, query: str, **values: object) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(query), values).mappings())


def one(engine: Engine, query: str, **values: object) -> Any:
    found = all_of(engine, query, **values)
    assert len(found) == 1, found
    return found[0]


def put_all(journal: Journal, *records: Record) -> None:
    for record in records:
        journal.put(record)
    assert journal.flush()


def test_a_turn_is_in_the_database_with_its_words_sealed(journal: Journal, database: Engine, secrets: Secrets) -> None:
    put_all(journal, turn(notes=("emergency_told",)))
    row = one(database, "SELECT * FROM turns")
    assert (row["node_before"], row["node_after"], row["event"]) == ("main.need", "place.ask", "Utterance")
    assert row["meaning"] == {"intent": "service", "confidence": 0.8}
    assert b"pothole" not in row["words"]
    assert rows.opened_words(row["words"], "CA1", secrets) == {"heard": "there is a pothole", "value": "pothole"}
    assert one(database, "SELECT note FROM call_notes")["note"] == "emergency_told"


def test_private_words_are_not_kept_at_all(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(heard="4105550199", private=True, meaning={"value": "+14105550199", "confidence": 1.0}))
    row = one(database, "SELECT * FROM turns")
    assert row["words"] is None
    assert row["meaning"] == {"confidence": 1.0}


def test_no_number_of_a_caller_is_anywhere_in_the_tables(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(known=KNOWN), LanguageChosen(CALLER, "es", NOON))
    for table in ("calls", "turns", "call_notes", "callers", "drafts"):
        assert CALLER not in str(all_of(database, f"SELECT {table}::text FROM {table}"))
    assert one(database, "SELECT language FROM callers")["language"] == "es"


def test_a_retried_turn_is_kept_once_and_another_event_of_the_same_turn_beside_it(
    journal: Journal, database: Engine
) -> None:
    put_all(journal, turn(n=3), turn(n=3), turn(n=3, event="HungUp", heard=""))
    put_all(journal, turn(n=3))
    assert len(all_of(database, "SELECT * FROM turns")) == 2


def test_a_call_is_told_from_its_turns_in_whatever_order_they_come(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=5, language="es", filed=1, ending="completed"))
    put_all(journal, turn(n=0, language="en", event="Answered", heard=""))
    call = one(database, "SELECT * FROM calls")
    assert call["started_at"] == NOON
    assert (call["language"], call["filed"], call["ending"]) == ("es", 1, "completed")
    assert call["ended_at"] == NOON + timedelta(seconds=5)


def test_characters_a_database_cannot_hold_lose_no_turn(journal: Journal, database: Engine) -> None:
    put_all(
        journal,
        turn(n=1, notes=("a\0b",), meaning={"intent": "\\u0000 as text"}),
        turn(n=2, heard="nul \0 and half \ud800 a pair", known={"details": "a\0b\ud800"}),
    )
    assert len(all_of(database, "SELECT * FROM turns")) == 2
    assert one(database, "SELECT snapshot FROM drafts")["snapshot"]["details"] == "ab?"


def test_a_record_that_can_never_be_stored_is_counted_and_holds_nothing_up(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=1), turn(n=1 << 63, call_sid="CA2"), turn(n=2))
    assert [row["n"] for row in all_of(database, "SELECT n FROM turns ORDER BY n")] == [1, 2]
    assert journal.health().refused == 2  # the turn, and the snapshot of its call


def test_putting_takes_next_to_no_time_and_what_was_put_is_stored_when_it_is_flushed(
    journal: Journal, database: Engine
) -> None:
    put_all(journal, turn(call_sid="CA0"))
    took = []
    for n in range(40):
        before = time.perf_counter()
        journal.put(turn(n=n))
        took.append(time.perf_counter() - before)
        assert journal.flush()
        assert one(database, "SELECT max(n) AS n FROM turns WHERE call_sid = 'CA1'")["n"] == n
    assert statistics.median(took) < 0.02  # a transaction takes longer


def test_a_caller_who_hangs_up_leaves_a_draft_with_everything_known(
    journal: Journal, database: Engine, secrets: Secrets
) -> None:
    put_all(journal, turn(n=4, known=KNOWN, secret=frozenset({"plate"})))
    assert one(database, "SELECT state FROM drafts")["state"] == "open"
    put_all(journal, CallEnded("CA1", "completed", 41, NOON + timedelta(seconds=41)))
    draft = one(database, "SELECT * FROM drafts")
    assert (draft["state"], draft["service_code"]) == ("left", "pothole")
    assert draft["snapshot"] == {"service": "pothole", "place": "2400 North Charles"}
    assert drafts.opened(draft["sealed"], "CA1", secrets) == drafts.Hidden(CALLER, {"plate": "7AB1234"})
    assert one(database, "SELECT ending, status, seconds FROM calls") == {
        "ending": "hung_up",
        "status": "completed",
        "seconds": 41,
    }


def test_the_end_may_come_before_the_last_turns_and_twice(journal: Journal, database: Engine) -> None:
    end = CallEnded("CA1", "completed", 9, NOON + timedelta(seconds=9))
    put_all(journal, end)
    put_all(journal, turn(n=2, known=KNOWN), end)
    put_all(journal, turn(n=3, known=KNOWN | {"details": "deep"}), end)
    assert one(database, "SELECT state, snapshot->>'details' AS details FROM drafts") == {
        "state": "left",
        "details": "deep",
    }
    assert one(database, "SELECT ending FROM calls")["ending"] == "hung_up"


def test_a_turn_knows_better_than_the_line_how_the_call_ended(journal: Journal, database: Engine) -> None:
    put_all(journal, CallEnded("CA1", "completed", 9, NOON))
    put_all(journal, turn(n=7, ending="completed"))
    assert one(database, "SELECT ending FROM calls")["ending"] == "completed"


def test_what_was_filed_leaves_no_draft_to_call_back_about(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=4, known=KNOWN))
    put_all(journal, turn(n=5, filed=1))
    put_all(journal, CallEnded("CA1", "completed", 60, NOON))
    assert one(database, "SELECT state FROM drafts")["state"] == "filed"


def test_a_second_request_of_the_call_is_a_draft_again(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=5, known=KNOWN), turn(n=6, filed=1), turn(n=7, filed=1, known={"service": "graffiti"}))
    put_all(journal, CallEnded("CA1", "completed", 60, NOON), turn(n=4, known=KNOWN))
    assert one(database, "SELECT state, service_code, nth FROM drafts") == {
        "state": "left",
        "service_code": "graffiti",
        "nth": 1,
    }


def test_starting_over_leaves_nothing_to_call_back_about(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(n=4, known=KNOWN))
    put_all(journal, turn(n=5))
    assert all_of(database, "SELECT * FROM drafts") == []


def test_who_stays_anonymous_leaves_a_draft_without_a_number(journal: Journal, database: Engine) -> None:
    put_all(journal, turn(known={**KNOWN, "anonymous": "yes"}))
    assert one(database, "SELECT phone_hash, sealed FROM drafts") == {"phone_hash": None, "sealed": None}


def test_a_database_that_is_away_delays_no_put_and_everything_is_there_when_it_is_back(
    proxy: Proxy, far: Engine, database: Engine, secrets: Secrets
) -> None:
    journal = Journal(partial(store.write, far, secrets))
    put_all(journal, turn(n=0))
    proxy.cut()
    slowest = max(timed(partial(journal.put, turn(n=n))) for n in range(1, 200))
    until(lambda: journal.health().failures > 1)
    proxy.restore()
    assert journal.flush(15)
    journal.close()
    assert slowest < 1.0
    assert one(database, "SELECT count(*) AS n FROM turns")["n"] == 200


def test_a_slow_database_delays_no_put(proxy: Proxy, far: Engine, database: Engine, secrets: Secrets) -> None:
    journal = Journal(partial(store.write, far, secrets))
    proxy.delay = 0.5
    slowest = max(timed(partial(journal.put, turn(n=n))) for n in range(100))
    proxy.restore()
    assert journal.flush(20)
    journal.close()
    assert slowest < 0.4
    assert one(database, "SELECT count(*) AS n FROM turns")["n"] == 100


def test_a_database_that_went_silent_is_given_up_and_asked_again(
    proxy: Proxy, far: Engine, database: Engine, secrets: Secrets
) -> None:
    journal = Journal(partial(store.write, far, secrets))
    put_all(journal, turn(n=0))
    proxy.silent = True
    journal.put(turn(n=1))
    until(lambda: journal.health().failures > 0)
    proxy.restore()
    assert journal.flush(15)
    journal.close()
    assert one(database, "SELECT count(*) AS n FROM turns")["n"] == 2


def test_when_room_runs_out_the_oldest_turns_go_and_the_drafts_stay(database: Engine, secrets: Secrets) -> None:
    away = [True]

    def write(batch: Batch) -> None:
        if away[0]:
            raise ConnectionError
        store.write(database, secrets, batch)

    journal = Journal(write, limit=200_000)
    for call in range(20):
        for n in range(20):
            journal.put(turn(f"CA{call}", n, known=KNOWN))
    end = CallEnded("CA7", "completed", 20, NOON)
    journal.put(end)
    health = journal.health()
    assert health.bytes <= 200_000
    assert health.dropped > 0
    away[0] = False
    assert journal.flush(15)
    journal.close()
    assert one(database, "SELECT count(*) AS n FROM drafts")["n"] == 20
    assert one(database, "SELECT state FROM drafts WHERE call_sid = 'CA7'")["state"] == "left"
    kept = [row["call_sid"] for row in all_of(database, "SELECT DISTINCT call_sid FROM turns")]
    assert "CA19" in kept
    assert "CA0" not in kept


def test_closing_writes_what_is_left(database: Engine, secrets: Secrets) -> None:
    journal = Journal(partial(store.write, database, secrets))
    for n in range(1200):
        journal.put(turn(n=n))
    assert not journal.close()
    assert one(database, "SELECT count(*) AS n FROM turns")["n"] == 1200


def test_closing_without_a_database_ends_in_time_and_hands_back_what_is_left() -> None:
    def write(batch: Batch) -> None:
        raise ConnectionError

    journal = Journal(write)
    journal.put(turn(n=1))
    began = time.monotonic()
    left = journal.close(seconds=1)
    assert time.monotonic() - began < 10
    assert [t.n for t in left.turns] == [1]


def test_a_forked_process_journals_its_own_calls_and_none_of_its_parents(secrets: Secrets) -> None:
    written: list[int] = []
    journal = Journal(lambda batch: written.extend(turn.n for turn in batch.turns))
    put_all(journal, turn(n=1))
    child = os.fork()
    if child == 0:
        try:
            written.clear()
            journal.put(turn(n=2))
            os._exit(0 if journal.flush(5) and written == [2] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    put_all(journal, turn(n=3))
    journal.close()
    assert written == [1, 3]


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began

"""Callers who hang up in mid-sentence, in danger: people are told of their last words as of a recording."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from ivr.calls.recordings import alerting, overhearing, store
from ivr.calls.recordings.reading import Cabinet
from ivr.calls.recordings.recording import Alert, last_words
from ivr.calls.records import CallEnded, Overheard, Record
from ivr.understanding import Mind
from tests.calls.build import CALLER, NOON, turn

from .conftest import City
from .desk import MAYOR, Killed, dies_at
from .test_alerts import FIRE, raised, storm

LATER = NOON + timedelta(seconds=9)
DOUBTFUL = "i want to kill myself tonight"


def overheard(words: str = FIRE, n: int = 1, call_sid: str = "CA1", language: str = "en") -> Overheard:
    return Overheard(call_sid, n, language, LATER, words, CALLER)


def end(call_sid: str = "CA1") -> CallEnded:
    return CallEnded(call_sid, "completed", 9, LATER)


def put(city: City, *records: Record) -> None:
    for record in records:
        city.journal.put(record)
        assert city.journal.flush()


def hung_up(city: City, words: str = FIRE, call_sid: str = "CA1", language: str = "en") -> None:
    """A caller said this to the first question, and was gone."""
    put(city, turn(call_sid, n=1), end(call_sid), overheard(words, 1, call_sid, language))


def alerts(city: City) -> list[Alert]:
    return Cabinet(city.engine, city.secrets).alerts(10)


def test_danger_in_last_words_is_told_once_to_the_citys_number(city: City) -> None:
    hung_up(city)
    city.work()
    hung_up(city)
    city.work()
    (sent,) = city.rest.messages
    assert sent.to == MAYOR
    assert sent.body.startswith("Baltimore 311, alert 1: what was said last in call CA1 tells of danger, ")
    assert "ivr requests drafts" in sent.body
    assert "fire" not in sent.body
    assert CALLER not in sent.body
    (alert,) = alerts(city)
    assert (alert.kind, alert.outcome, alert.source, alert.recording) == ("danger", "sent", "said/danger", "")


def test_danger_in_spanish_is_told_too(city: City) -> None:
    hung_up(city, "hay un incendio en mi casa y mi hijo está adentro", language="es")
    city.work()
    assert [alert.kind for alert in alerts(city)] == ["danger"]


def test_listeners_are_notified_with_the_commit(city: City) -> None:
    with psycopg.connect(city.url, autocommit=True) as listening:
        listening.execute("LISTEN onecall_alerts")
        hung_up(city)
        city.work()
        (told,) = list(listening.notifies(timeout=5, stop_after=1))
    assert told.payload == str(alerts(city)[0].id)


def test_ordinary_last_words_alert_nobody(city: City) -> None:
    hung_up(city, "it has eaten two of my")
    city.work()
    assert (alerts(city), city.rest.messages) == ([], [])


def test_words_are_searched_though_nobody_tells_of_the_end(city: City) -> None:
    put(city, turn(n=1), overheard())
    (due,) = city.run("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'calls.search_last_words'")
    assert due.scheduled_at < LATER + timedelta(seconds=10)
    city.hurry()
    city.work()
    assert len(city.rest.messages) == 1


def test_words_that_became_an_answer_in_time_are_the_lines_own_to_search(city: City) -> None:
    put(city, turn(n=1), overheard(), turn(n=2, known={"service": "pothole"}))
    city.hurry()
    city.work()
    put(city, end())
    city.work()
    assert alerts(city) == []


def test_last_words_that_were_filed_after_all_alert_nobody(city: City) -> None:
    put(city, turn(n=1), overheard(), turn(n=2, filed=1), end())
    city.hurry()
    city.work()
    assert alerts(city) == []


def test_what_is_recorded_is_searched_when_it_is_heard_and_not_by_its_mark(city: City) -> None:
    city.ear.words = FIRE
    put(city, turn(n=1, known={"said": "recording:RE1"}, secret=frozenset({"said"})), end())
    assert overhearing.search(city.desk(step=dies_at("searched")), "CA1") is None
    city.record()
    city.work()
    assert [alert.source for alert in alerts(city)] == ["RE1"]


def test_of_a_call_people_are_told_again_only_of_something_graver(city: City) -> None:
    put(city, turn(n=1), overheard(DOUBTFUL))
    city.hurry()
    city.work()
    put(city, overheard(DOUBTFUL))
    city.hurry()
    city.work()
    put(city, end(), overheard(FIRE))
    city.work()
    assert [alert.outcome for alert in alerts(city)] == ["sent", "sent"]
    raised(city, source="RE1", kind="danger")
    assert alerting.tell(city.desk(), alerts(city)[0].id) == "same_call"


def test_searching_again_changes_nothing_and_a_killed_search_is_done_again(city: City) -> None:
    hung_up(city)
    with pytest.raises(Killed):
        overhearing.search(city.desk(step=dies_at("searched")), "CA1")
    assert alerts(city) == []
    assert overhearing.search(city.desk(), "CA1") == 1
    assert overhearing.search(city.desk(), "CA1") is None
    assert overhearing.search(city.desk(), "CA404") is None


def test_a_search_that_cannot_be_done_is_tried_until_it_is(city: City) -> None:
    def away() -> AbstractContextManager[Mind]:
        raise OperationalError("", None, Exception())

    hung_up(city)
    for _ in range(2):
        city.work(replace(city.desk(), mind=away))
        city.hurry()
    assert [status for status, _ in city.jobs("calls.search_last_words")] == ["todo"]
    city.work()
    assert len(city.rest.messages) == 1


def test_a_message_killed_after_sending_is_sent_once(city: City) -> None:
    hung_up(city)
    overhearing.search(city.desk(), "CA1")
    city.run("UPDATE alerts SET found_at = now()")
    with pytest.raises(Killed):
        alerting.tell(city.desk(step=dies_at("texted")), 1)
    assert alerting.tell(city.desk(), 1) == "sent"
    assert len(city.rest.messages) == 1


def test_in_a_storm_last_words_wait_for_the_summary(city: City) -> None:
    storm(city, 10)
    with city.engine.begin() as connection:
        assert store.alert(connection, "CA77", last_words("danger"), "danger", NOON)
    assert alerting.tell(city.desk(), 11) == "held"
    city.clock.on(alerting.SOON)
    city.hurry()
    city.work()
    *_, last = city.rest.messages
    assert "1 more callers since" in last.body
    assert "Look first: CA77. All of them: ivr recordings alerts" in last.body

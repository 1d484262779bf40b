"""Danger that is found after the fact: noted once, told once, to everybody who listens and to the city's number."""

from __future__ import annotations

from datetime import datetime, timedelta

import psycopg
import pytest

from ivr.calls.recordings import alerting, reconciling, searching, store, summing, texting
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.reading import Cabinet
from ivr.calls.recordings.recording import Alert
from tests.calls.build import NOON
from tests.understanding.hearing import mind

from .conftest import City
from .desk import MAYOR, Killed, dies_at

FIRE = "there is a fire in the kitchen and my mother is still inside"


def alerts(city: City) -> list[Alert]:
    return Cabinet(city.engine, city.secrets).alerts(10)


def test_danger_in_a_recording_is_told_once_to_the_citys_number(city: City) -> None:
    city.ear.words = FIRE
    city.record()
    city.call()
    number = city.file(details="recording:RE1")
    city.work()
    city.tell()
    city.work()
    (sent,) = city.rest.messages
    assert (sent.to, sent.sender) == (MAYOR, city.rest.numbers[0])
    assert sent.body.startswith("Baltimore 311, alert 1: ")
    assert number in sent.body
    assert "ivr recordings listen RE1" in sent.body
    assert "fire" not in sent.body
    assert "mother" not in sent.body
    (alert,) = alerts(city)
    assert (alert.kind, alert.outcome, alert.source) == ("danger", "sent", "RE1")
    assert alert.told


def test_listeners_are_notified_with_the_commit(city: City) -> None:
    with psycopg.connect(city.url, autocommit=True) as listening:
        listening.execute("LISTEN onecall_alerts")
        city.ear.words = FIRE
        city.record()
        city.work()
        (told,) = list(listening.notifies(timeout=5, stop_after=1))
    assert told.payload == str(alerts(city)[0].id)


def test_an_ordinary_recording_alerts_nobody(city: City) -> None:
    city.record()
    city.work()
    assert alerts(city) == []
    assert city.rest.messages == []
    assert city.heard().recording.searched


def test_a_cry_for_help_in_the_middle_of_a_long_story_is_found() -> None:
    story = "the trash truck did not come again this week and the alley is full of bags " * 30
    assert searching.danger(mind(), f"{story} please he is not breathing {story}", "en", NOON)
    assert searching.danger(mind(), story, "en", NOON) == ""


def test_danger_in_spanish_is_found() -> None:
    assert searching.danger(mind(), "hay un incendio en mi casa y mi hijo está adentro", "es", NOON) == "danger"


@pytest.mark.parametrize(
    ("words", "kind"), [(FIRE, "danger"), ("i want to kill myself tonight", "possible_crisis"), ("", "")]
)
def test_what_kind_it_is(words: str, kind: str) -> None:
    assert searching.danger(mind(), words, "en", NOON).endswith(kind.removeprefix("possible_"))


def test_it_is_noted_once(city: City) -> None:
    raised(city)
    with city.engine.begin() as connection:
        assert store.alert(connection, "CA1", "RE1", "danger", NOON) is None


def test_without_a_number_it_is_noted_and_nobody_is_texted(city: City) -> None:
    raised(city)
    assert alerting.tell(city.desk(alert=None), 1) == "no_number"
    assert city.rest.messages == []


def test_what_nobody_could_be_told_of_is_told_once_the_city_names_a_number_and_older_ones_stay_listed(
    city: City,
) -> None:
    raised(city)
    raised(city, "CA2", at=NOON - timedelta(days=2))
    deaf = city.desk(alert=None)
    assert [alerting.tell(deaf, id_) for id_ in (1, 2)] == ["no_number", "no_number"]
    assert reconciling.alerts(deaf, city.clock.at) == 0, "there still is none"
    for _ in range(2):
        reconciling.alerts(city.desk(), city.clock.at)
        city.work()
    (sent,) = city.rest.messages
    assert "alert 1:" in sent.body
    assert [one.outcome for one in alerts(city)] == ["sent", "no_number"]


def test_people_are_told_once_of_a_call_and_again_only_of_something_graver(city: City) -> None:
    for source, kind in (("RE1", "possible_danger"), ("RE2", "possible_danger"), ("RE3", "danger"), ("RE4", "crisis")):
        raised(city, source=source, kind=kind)
    assert [alerting.tell(city.desk(), id_) for id_ in (1, 2, 3, 4)] == ["sent", "same_call", "sent", "same_call"]
    assert len(city.rest.messages) == 2


def test_a_call_of_which_nobody_could_be_told_does_not_silence_what_is_found_later(city: City) -> None:
    raised(city)
    alerting.tell(city.desk(alert=None), 1)
    raised(city, source="RE2")
    assert alerting.tell(city.desk(), 2) == "sent"


def storm(city: City, many: int = 100) -> None:
    """So many dangerous calls at once, the last one the gravest; all of it done that is due."""
    for n in range(many):
        kind = "danger" if n == many - 1 else "possible_danger"
        raised(city, f"CA{n}", f"RE{n}", kind)
    reconciling.alerts(city.desk(), NOON + timedelta(hours=2))
    city.work()


def test_a_storm_floods_nobody_and_nothing_of_it_is_lost(city: City) -> None:
    storm(city)
    assert len(city.rest.messages) == alerting.MOST
    city.clock.on(alerting.SOON)
    city.hurry()
    city.work()
    *_, last = city.rest.messages
    assert len(city.rest.messages) == alerting.MOST + 1
    assert "90 more recordings" in last.body
    assert "1 tells of danger, 89 may tell of danger" in last.body
    assert "Listen first: RE99, " in last.body, "the gravest first"
    assert len(last.body) < 320
    told = Cabinet(city.engine, city.secrets).alerts(200)
    assert sorted(one.outcome for one in told) == ["sent"] * 10 + ["summed"] * 90
    assert all(one.told for one in told)


def test_there_is_one_summary_in_ten_minutes(city: City) -> None:
    storm(city, 12)
    summing.sum_up(city.desk())
    raised(city, "CA100", "RE100")
    assert alerting.tell(city.desk(), 13) == "held"
    assert summing.sum_up(city.desk()) is None, "the last one is too young"
    city.clock.on(alerting.WINDOW)
    assert summing.sum_up(city.desk()) == "sent"
    assert summing.sum_up(city.desk()) is None
    assert len(city.rest.messages) == alerting.MOST + 2
    raised(city, "CA101", "RE101")
    assert alerting.tell(city.desk(), 14) == "sent", "the storm is over"


def test_a_summary_killed_after_sending_is_sent_once_and_takes_in_nobody_else(city: City) -> None:
    storm(city, 12)
    city.run("UPDATE alerts SET found_at = now()")
    with pytest.raises(Killed):
        summing.sum_up(city.desk(step=dies_at("texted")))
    raised(city, "CA100", "RE100")
    assert alerting.tell(city.desk(), 13) == "held"
    assert summing.sum_up(city.desk()) == "sent"
    assert len(city.rest.messages) == alerting.MOST + 1
    assert [one.outcome for one in alerts(city) if one.id == 13] == ["held"], "it waits for the next"


def test_a_summary_that_twilio_does_not_take_is_tried_again_with_the_same_alerts(city: City) -> None:
    storm(city, 12)
    city.rest.trouble(503)
    with pytest.raises(NotNow):
        summing.sum_up(city.desk())
    assert store_held(city)
    assert summing.sum_up(city.desk()) == "sent"
    assert not store_held(city)


def test_a_number_that_answered_stop_is_not_tried_again(city: City) -> None:
    city.rest.opted_out.add(MAYOR)
    raised(city)
    assert alerting.tell(city.desk(), 1) == "opted_out"
    assert alerting.tell(city.desk(), 1) is None
    assert reconciling.alerts(city.desk(), city.clock.at) == 0


def test_an_account_without_a_number_is_told_so(city: City) -> None:
    city.rest.numbers.clear()
    raised(city)
    assert alerting.tell(city.desk(), 1) == "no_sender"


def test_twilio_away_is_tried_again_until_it_is_told(city: City) -> None:
    raised(city)
    city.rest.trouble(503, times=2)
    for _ in range(2):
        with pytest.raises(NotNow):
            alerting.tell(city.desk(), 1)
    assert alerting.tell(city.desk(), 1) == "sent"
    assert len(city.rest.messages) == 1


def test_a_process_killed_after_sending_sends_no_second_message(city: City) -> None:
    raised(city)
    city.run("UPDATE alerts SET found_at = now()")
    with pytest.raises(Killed):
        alerting.tell(city.desk(step=dies_at("texted")), 1)
    assert alerts(city)[0].told is None
    assert alerting.tell(city.desk(), 1) == "sent"
    assert len(city.rest.messages) == 1


def test_a_message_is_short_and_plain(city: City) -> None:
    alert = Alert(17, "CA" + "0" * 32, "RE" + "0" * 32, "possible_danger", NOON)
    text, marks = texting.single(alert, "26-00000012", city.desk().book("").city)
    assert all(mark in text for mark in marks)
    assert text == (
        "Baltimore 311, alert 17: a recording of request 26-00000012 may tell of danger, found Nov 24, 12:00. "
        f"Listen: ivr recordings listen RE{'0' * 32} --by NAME"
    )
    assert text.isascii()


def raised(city: City, call_sid: str = "CA1", source: str = "RE1", kind: str = "danger", at: datetime = NOON) -> None:
    """An alert nobody was told of."""
    with city.engine.begin() as connection:
        assert store.alert(connection, call_sid, source, kind, at)


def store_held(city: City) -> bool:
    with city.engine.connect() as connection:
        return store.held(connection)

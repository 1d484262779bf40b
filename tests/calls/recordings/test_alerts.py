"""Danger that is found after the fact: noted once, told once, to everybody who listens and to the city's number."""

from __future__ import annotations

import psycopg
import pytest

from ivr.calls.recordings import alerting, reconciling, searching, store
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


def test_without_a_number_it_is_noted_and_nobody_is_texted(city: City) -> None:
    raised(city)
    assert alerting.tell(city.desk(alert=None), 1) == "no_number"
    assert city.rest.messages == []


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
    text = alerting.text_of(alert, "26-00000012", city.desk().edition("").book.city)
    assert text == (
        "Baltimore 311, alert 17: a recording of request 26-00000012 may tell of danger, found Nov 24, 12:00. "
        f"Listen: ivr recordings listen RE{'0' * 32} --by NAME"
    )
    assert text.isascii()


def raised(city: City) -> None:
    """An alert nobody was told of."""
    with city.engine.begin() as connection:
        assert store.alert(connection, "CA1", "RE1", "danger", NOON) == 1
        assert store.alert(connection, "CA1", "RE1", "danger", NOON) is None

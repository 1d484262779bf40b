"""Deleting: after the city's days or on somebody's wish, at Twilio and here, with a record that it was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivr.calls import housekeeper
from ivr.calls.recordings import deleting
from ivr.calls.recordings.errors import NotNow
from tests.calls.build import CALLER

from .conftest import City
from .desk import Killed, dies_at


def expire(city: City, days: int, **keep: int) -> int:
    city.clock.on(timedelta(days=days))
    desk = city.desk(keep=keep)
    due = deleting.expire(desk, city.clock())
    city.work(desk)
    return due


def sounds(city: City) -> list[str]:
    return [path.name for path in (city.folder / "recordings").rglob("*.wav")]


def test_a_recording_is_deleted_at_twilio_and_here_when_its_days_are_over(city: City) -> None:
    city.record()
    city.call()
    number = city.file(details="recording:RE1")
    city.work()
    assert sounds(city) == ["RE1.wav"]
    assert expire(city, 89, answers=90) == 0
    assert expire(city, 2, answers=90) == 1
    recording = city.heard().recording
    assert sounds(city) == []
    assert city.rest.shelf.find("RE1") is None
    assert recording.deleted == recording.deleted_at_twilio == city.clock()
    assert recording.deleted_by == "retention"
    assert city.request(number).description == "the hydrant leaks", "the words are the city's record"


def test_each_kind_has_its_days(city: City) -> None:
    for sid, kind in (("RE1", "message"), ("RE2", "answer"), ("RE3", "stream")):
        city.record(sid)
        city.run("UPDATE recordings SET kind = :kind WHERE sid = :sid", sid=sid, kind=kind)
    city.call(filed=0)
    city.work()
    assert expire(city, 31, messages=365, answers=90, streams=30) == 1
    assert city.heard("RE3").recording.deleted
    assert expire(city, 60, messages=365, answers=90, streams=30) == 1
    assert city.heard("RE2").recording.deleted
    assert not city.heard("RE1").recording.deleted


def test_none_days_is_as_soon_as_the_words_are_known(city: City) -> None:
    city.record()
    city.call(filed=0)
    city.run("UPDATE recordings SET kind = 'answer'")
    assert expire(city, 1, answers=0) == 0, "nobody has heard it yet"
    city.work()
    assert expire(city, 1, answers=0) == 1
    assert city.heard().transcript, "its words outlive it for 90 days"
    assert expire(city, 91, answers=0) == 0
    assert city.heard().transcript is None


def test_twilio_away_keeps_the_job_and_nothing_is_noted_that_was_not_done(city: City) -> None:
    city.record()
    city.work()
    city.rest.trouble(503, path="RE1.json")
    with pytest.raises(NotNow):
        deleting.delete(city.desk(), "RE1", "retention")
    assert not city.heard().recording.deleted_at_twilio
    assert deleting.delete(city.desk(), "RE1", "retention")
    assert not deleting.delete(city.desk(), "RE1", "retention")


@pytest.mark.parametrize("step", ["deleted_at_twilio", "deleted_here"])
def test_killed_in_the_middle_it_is_deleted_by_the_next_worker(city: City, step: str) -> None:
    city.record()
    city.work()
    with pytest.raises(Killed):
        deleting.delete(city.desk(step=dies_at(step)), "RE1", "retention")
    assert not city.heard().recording.deleted
    assert deleting.delete(city.desk(), "RE1", "retention")
    assert city.heard().recording.deleted
    assert city.heard().recording.deleted_at_twilio


def test_a_wish_takes_the_transcript_too(city: City) -> None:
    city.record()
    city.work()
    deleting.request(city.engine, ["RE1"], "Dana Reyes")
    city.work()
    assert city.heard().transcript is None
    assert city.heard().recording.deleted_by == "Dana Reyes"


def test_a_caller_who_is_forgotten_is_heard_no_more(city: City) -> None:
    city.record()
    city.call(phone=CALLER)
    city.work()
    housekeeper.forget_caller(city.engine, city.secrets, CALLER)
    city.work()
    assert sounds(city) == []
    assert city.rest.shelf.find("RE1") is None
    assert city.heard().transcript is None


def test_what_was_deleted_is_not_fetched_again(city: City) -> None:
    city.record()
    city.work()
    deleting.delete(city.desk(), "RE1", "retention")
    city.record()
    city.work()
    assert sounds(city) == []

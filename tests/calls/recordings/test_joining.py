"""Words that were recorded, and the request never filed: they stand in what the caller left unfinished."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from ivr.calls import drafts, housekeeper
from ivr.requests import store as requests
from tests.calls.build import CALLER, NOON

from .conftest import City
from .desk import silence

MARK = "recording:RE1"
KNOWN = {"service": "pothole", "place": "2400 North Charles", "details": MARK}


def draft(city: City) -> tuple[dict[str, str], drafts.Hidden]:
    with Session(city.engine) as session:
        left = requests.draft(session, "CA1")
    assert left
    return dict(left.slots), drafts.opened(left.sealed, "CA1", city.secrets)


def test_words_come_to_stand_in_the_draft(city: City) -> None:
    city.record()
    city.call(filed=0, known=KNOWN)
    city.work()
    slots, hidden = draft(city)
    assert slots == KNOWN | {"details": "the hydrant leaks"}
    assert (hidden.phone, city.heard().recording.kind) == (CALLER, "answer")
    assert city.heard().recording.joined


def test_private_words_stay_sealed_in_the_draft(city: City) -> None:
    city.record()
    city.call(filed=0, known=KNOWN, secret=frozenset({"details"}))
    city.work()
    slots, hidden = draft(city)
    assert ("details" in slots, hidden.private["details"]) == (False, "the hydrant leaks")


def test_words_that_were_waited_for_when_the_caller_went_are_their_last_words(city: City) -> None:
    city.record()
    city.call(filed=0, known={drafts.SAID: MARK}, secret=frozenset({drafts.SAID}))
    city.work()
    assert draft(city) == ({}, drafts.Hidden(CALLER, {drafts.SAID: "the hydrant leaks"}))


def test_a_turn_that_is_written_late_does_not_take_the_words_out_again(city: City) -> None:
    city.record()
    city.call(filed=0, ended=False, known=KNOWN)
    city.work()
    assert draft(city)[0]["details"] == "the hydrant leaks"
    city.call(filed=0, known=KNOWN | {"lane": "travel"})
    city.hurry()
    city.work()
    assert draft(city)[0] == KNOWN | {"lane": "travel", "details": "the hydrant leaks"}


def test_a_draft_that_holds_the_words_is_not_asked_for_a_message(city: City) -> None:
    city.record()
    city.call(filed=1, known=KNOWN)
    message = city.file(kind="message", details="", recordings=("RE2",))
    city.work()
    assert housekeeper.attach(city.engine, "RE1")
    assert city.request(message).recordings == ("RE2",)


def test_where_nothing_was_heard_the_mark_stays(city: City) -> None:
    city.record(sound=silence())
    city.call(filed=0, known=KNOWN)
    city.work()
    assert draft(city)[0]["details"] == MARK


def test_a_draft_is_as_old_as_its_caller_left_it(city: City) -> None:
    city.record()
    city.call(filed=0, known=KNOWN)
    city.clock.on(timedelta(days=1))
    city.work()
    with Session(city.engine) as session:
        left = requests.draft(session, "CA1")
    assert left
    assert left.updated < NOON + timedelta(hours=1)

"""Words that were recorded, and the request never filed: they stand in what the caller left unfinished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from ivr.calls import drafts, housekeeper
from ivr.calls.recordings import joining, spoken
from ivr.calls.recordings.reading import Cabinet
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


def given_up(city: City, **what: Any) -> None:
    """A question waited for the words, and was asked again; they come ten seconds later."""
    city.clock.on(timedelta(seconds=10))
    city.record(kind="answer")
    city.call(notes=("not_heard",), **what)


def test_words_that_were_waited_for_in_vain_stand_beside_the_request(city: City) -> None:
    given_up(city, filed=1)
    number = city.file(details="a pothole")
    city.work()
    assert city.request(number).recordings == ("RE1",)
    (told,) = spoken.of(Cabinet(city.engine, city.secrets), city.request(number))
    assert told.text == "the hydrant leaks"
    assert city.request(number).description == "a pothole"


def test_words_that_were_waited_for_in_vain_stand_in_the_draft_once(city: City) -> None:
    known = {"service": "pothole", drafts.SAID: "hello"}
    given_up(city, filed=0, known=known, secret=frozenset({drafts.SAID}))
    city.work()
    assert draft(city) == ({"service": "pothole"}, drafts.Hidden(CALLER, {drafts.SAID: "the hydrant leaks … hello"}))
    city.run("UPDATE recordings SET joined_at = NULL")
    joining.join(city.desk(), "RE1")
    assert draft(city)[1].private[drafts.SAID] == "the hydrant leaks … hello"


def test_who_hangs_up_at_the_question_that_is_asked_again_leaves_the_words_once(city: City) -> None:
    given_up(city, filed=0, known={drafts.SAID: MARK}, secret=frozenset({drafts.SAID}))
    city.work()
    assert draft(city)[1].private == {drafts.SAID: "the hydrant leaks"}


def test_words_that_came_in_time_are_no_remark(city: City) -> None:
    city.record(kind="answer")
    city.work()
    city.call(notes=("not_heard",), filed=1, at=NOON + timedelta(minutes=2))
    number = city.file(details="a pothole")
    city.hurry()
    city.work()
    assert city.heard().recording.joined
    assert city.request(number).recordings == ()

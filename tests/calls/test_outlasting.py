"""A database that is away for a while sends nobody out of line; one that stays away does."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.calls.outlasting import KEPT, LONGEST, Outlasting
from ivr.calls.people import FAILED, Answer, Nobody
from ivr.flow.directives import Seek
from ivr.flow.events import Place
from ivr.flow.state import Sought, State
from ivr.telephony.webhook import Call

CALL, SEEK = Call("CA1"), Seek("services", 3, "asked", "services", "en")
NEW, WAITS = State(sought=Sought(3, 0)), State(sought=Sought(3, 0, told=True))


@dataclass
class Told(Nobody):
    answer: Answer = FAILED

    def seek(self, call: Call, seek: Seek, state: State, /) -> Answer:
        return self.answer


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_waits_keeps_the_place_and_who_comes_is_connected_by_telephone() -> None:
    people = Outlasting(Told())
    assert people.seek(CALL, SEEK, WAITS) == KEPT
    assert people.seek(CALL, SEEK, NEW) == FAILED


def test_who_comes_out_of_a_room_is_not_sent_back_into_the_line() -> None:
    talked = State(sought=Sought(3, 0, told=True), phase="talked")
    assert Outlasting(Told()).seek(CALL, SEEK, talked) == FAILED


def test_an_answer_is_passed_on() -> None:
    assert Outlasting(Told(Place(2, 5))).seek(CALL, SEEK, WAITS) == Place(2, 5)


def test_when_nobody_was_answered_for_long_the_telephone_is_better_than_music() -> None:
    told, clock = Told(), Clock()
    people = Outlasting(told, clock)
    assert people.seek(CALL, SEEK, WAITS) == KEPT
    clock.now = LONGEST - 1
    assert people.seek(CALL, SEEK, WAITS) == KEPT
    clock.now = LONGEST
    assert people.seek(CALL, SEEK, WAITS) == FAILED
    told.answer = Place(1)
    people.seek(CALL, SEEK, WAITS)
    told.answer = FAILED
    assert people.seek(CALL, SEEK, WAITS) == KEPT  # another outage

"""The people as a turn asks for them: in time, or nobody; and a place that came too late is given back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest

from ivr.calls.deadlines import Deadline
from ivr.calls.people import Answer, InTime, Nobody
from ivr.flow.directives import Leave, Seek
from ivr.flow.events import Place, Resolved
from ivr.flow.state import State
from ivr.telephony.webhook import Call

CALL, STATE = Call("CA1", caller="+14105550123"), State()
SEEK = Seek("services", 7, "key_0", "services", "en")
FAILED, LEFT = Resolved("failed"), Resolved("left")


@dataclass
class Slow:
    """People who answer when they are let to, and keep what they were told."""

    may_answer: Event = field(default_factory=Event)
    was_left: Event = field(default_factory=Event)
    told: list[object] = field(default_factory=list)
    breaks: bool = False

    def seek(self, call: Call, seek: Seek, state: State) -> Answer:
        self.may_answer.wait(10)
        if self.breaks:
            raise ConnectionError("the words of a caller at +14105550123")
        return Place(3, 4)

    def leave(self, call: Call, leave: Leave, state: State) -> Resolved:
        self.told.append(leave)
        self.was_left.set()
        return LEFT

    def keep(self, call: Call, token: str) -> None:
        self.told.append(token)

    def gone(self, call: Call) -> None:
        self.told.append(call.sid)


@pytest.fixture
def deadline() -> Iterator[Deadline]:
    made = Deadline(5.0, rest=0.0)
    yield made
    made.close()


def ready(breaks: bool = False) -> Slow:
    people = Slow(breaks=breaks)
    people.may_answer.set()
    return people


def test_who_answers_in_time_is_asked_once_and_left_alone(deadline: Deadline) -> None:
    people = ready()
    asked = InTime(people, deadline)
    assert asked.seek(CALL, SEEK, STATE) == Place(3, 4)
    assert asked.leave(CALL, Leave(7, "call_back"), STATE) == LEFT
    asked.keep(CALL, "TOKEN")
    asked.gone(CALL)
    assert people.told == [Leave(7, "call_back"), "TOKEN", "CA1"]


def test_a_place_that_comes_too_late_is_given_back(deadline: Deadline) -> None:
    people = Slow()
    deadline.seconds = 0.01
    assert InTime(people, deadline).seek(CALL, SEEK, STATE) == FAILED
    people.may_answer.set()
    assert people.was_left.wait(10)
    assert people.told == [Leave(7, "too_late")]


def test_a_database_that_breaks_is_nobody_and_its_words_are_in_no_log(
    deadline: Deadline, capsys: pytest.CaptureFixture[str]
) -> None:
    people = ready(breaks=True)
    assert InTime(people, deadline).seek(CALL, SEEK, STATE) == FAILED
    assert people.told == []
    logged = capsys.readouterr()
    assert "ConnectionError" in logged.out + logged.err
    assert "410555" not in logged.out + logged.err


def test_while_the_database_rests_nobody_is_asked_and_no_call_waits_for_it() -> None:
    deadline = Deadline(5.0, rest=60.0)
    people = ready(breaks=True)
    asked = InTime(people, deadline)
    asked.seek(CALL, SEEK, STATE)
    people.breaks = False
    assert asked.seek(CALL, SEEK, STATE) == FAILED
    assert asked.leave(CALL, Leave(7, "message"), STATE) == FAILED
    asked.keep(CALL, "TOKEN")
    asked.gone(CALL)
    assert people.told == []
    deadline.close()


def test_nobody_takes_nobody() -> None:
    nobody = Nobody()
    assert nobody.seek(CALL, SEEK, STATE) == nobody.leave(CALL, Leave(7, "call_back"), STATE) == FAILED
    nobody.keep(CALL, "TOKEN")
    nobody.gone(CALL)

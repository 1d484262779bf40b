"""A caller comes to a person: the real line, its worker, and telephones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from ivr.simulator.call import PhoneCall
from ivr.simulator.switch.telephone import AgentPhone
from ivr.simulator.turn import Turn
from tests.calls.conftest import until

from .conftest import Published
from .floor import ANN, BEN, Floor, opened


@pytest.fixture(scope="module")
def floor(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    with opened(published, tmp_path_factory.mktemp("floor")) as made:
        yield made


def said(turn: Turn) -> str:
    return " ".join(item.text for item in turn.heard if item.kind == "say")


def heard(call: PhoneCall) -> str:
    """All that was said to it since its last act."""
    return " ".join(item.text for item in call.heard_since_last() if item.kind == "say")


@pytest.fixture
def ann(floor: Floor) -> Iterator[AgentPhone]:
    yield from at_work(floor, ANN)


@pytest.fixture
def ben(floor: Floor) -> Iterator[AgentPhone]:
    yield from at_work(floor, BEN)


def at_work(floor: Floor, number: str) -> Iterator[AgentPhone]:
    """Somebody who is free, and has gone home afterwards."""
    yield floor.agent(number)
    floor.account.until(lambda: not floor.account.live() or floor.all_hang_up())
    floor.go_home(number)


def joined(floor: Floor, caller: PhoneCall, phone: AgentPhone) -> None:
    """The agent takes it, and they talk."""
    floor.rings(phone)
    phone.answer()
    phone.press("1")
    until(lambda: floor.phase(caller) == "joined")


def test_a_caller_waits_is_taken_talks_and_goes_on_where_they_were(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    assert "Press 1" in said(ann.answer())
    ann.press("1")
    until(lambda: floor.phase(caller) == "joined")
    until(lambda: ann.hears == {"caller"})
    ann.hang_up()
    until(lambda: "anything else" in heard(caller))
    assert floor.phase(caller) == "wrap_up"


def test_who_declines_is_not_asked_again_and_the_next_one_is(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    caller = floor.caller()
    until(lambda: "ringing" in (ann.state, ben.state))
    first, second = (ann, ben) if ann.state == "ringing" else (ben, ann)
    first.answer()
    first.press("2")
    joined(floor, caller, second)
    assert floor.state(first) == "available"
    assert len(first.calls) == 1


def test_a_voicemail_takes_no_call(floor: Floor, ann: AgentPhone, ben: AgentPhone) -> None:
    caller = floor.caller()
    until(lambda: "ringing" in (ann.state, ben.state))
    first, second = (ann, ben) if ann.state == "ringing" else (ben, ann)
    first.answer("machine_start")
    while first.state != "idle":  # it hears the whisper twice, and presses nothing
        first.wait()
    joined(floor, caller, second)
    assert floor.state(first) == "away"


def test_who_hangs_up_while_it_rings_is_briefed_about_to_nobody(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    caller.hang_up()
    until(lambda: ann.state == "idle")
    assert floor.phase(caller) == "abandoned"
    until(lambda: floor.state(ann) == "available")


def test_an_answer_after_the_caller_has_gone_hears_that_they_have(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    floor.rest.trouble(503, times=3, path="/Calls/")  # the telephone cannot be told to stop
    caller.hang_up()
    until(lambda: floor.phase(caller) == "abandoned")
    assert "no longer waits" in said(ann.answer())


def test_of_two_callers_one_agent_gets_one_and_the_other_keeps_waiting(floor: Floor, ann: AgentPhone) -> None:
    first, second = floor.caller(), floor.caller()
    joined(floor, first, ann)
    assert floor.phase(second) == "waiting"
    assert "next in line" in said(second.wait())
    assert len(ann.calls) == 1


def test_a_worker_that_is_killed_between_the_ring_and_the_key_loses_nobody(floor: Floor, ann: AgentPhone) -> None:
    caller = floor.caller()
    floor.rings(ann)
    ann.answer()
    killed = floor.workers.pop()
    killed.kill()
    killed.wait(10)
    ann.press("1")
    assert floor.phase(caller) == "joining"
    floor.hire()
    until(lambda: floor.phase(caller) == "joined", 30)


def test_who_chooses_to_be_called_back_is_called_when_an_agent_is_there(floor: Floor, ann: AgentPhone) -> None:
    floor.busy(ann)
    caller = floor.caller()
    assert "call you back" in said(caller.press("2"))  # and goodbye
    home = floor.account.phone(caller.caller)
    floor.let_be_due(caller)
    floor.free(ann)
    floor.rings(ann)
    assert "call them back" in said(ann.answer())
    ann.press("1")
    floor.rings(home)
    assert "calling you back" in said(home.answer("human"))
    until(lambda: floor.phase(caller) == "joined")
    ann.hang_up()
    until(lambda: "Goodbye" in home.said)
    until(lambda: floor.phase(caller) == "wrap_up")


def test_a_database_that_is_away_for_a_while_sends_nobody_out_of_line(floor: Floor, ann: AgentPhone) -> None:
    floor.busy(ann)
    caller = floor.caller()
    floor.wire.cut()
    assert "To keep waiting" in said(caller.wait())
    floor.wire.restore()
    until(lambda: "next in line" in said(caller.wait()))
    floor.free(ann)
    joined(floor, caller, ann)


def test_whoever_is_not_signed_in_sees_nothing_of_the_console(floor: Floor) -> None:
    answer = requests.get(f"{floor.line.base}/desk/floor", allow_redirects=False, timeout=10)
    assert answer.status_code == 401

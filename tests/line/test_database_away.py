"""The database goes away in the middle of calls: nobody waits for it, and nothing is lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import text

from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.db.engine import connect
from ivr.db.local import LocalStore
from ivr.db.migrate import upgrade
from ivr.simulator.call import PhoneCall
from tests.calls.conftest import until
from tests.calls.line import HOME, RunningLine
from tests.conftest import QUICK

from .conftest import Away, free_port
from .talk import BYE, FILE, NOON, POTHOLE, Press, Say, act, dialled, number, some_caller

BACK = 45.0  # seconds within which all is caught up once the database is back: the longest pause, and this machine
NOISE = 150.0  # milliseconds a busy machine may add to a turn


REST = [*POTHOLE[3:], FILE, BYE]


@pytest.mark.parametrize("how", ["cut off", "silent"])
def test_a_database_that_goes_away_in_the_middle_delays_no_turn_and_loses_no_request(cut: Away, how: str) -> None:
    """At most 100 ms a turn, beside an ordinary call. Of two calls the quicker turn counts: this machine does more."""
    ordinary = [milliseconds(cut) for _ in range(2)]
    away = []
    told = []
    for _ in range(2):
        call = dialled(cut.line.line, some_caller())
        act(call, *POTHOLE[:3])
        goes_away(cut, how)
        turns = act(call, *REST)
        told.append(number(turns[-2]))
        away.append([turn.ms for turn in turns])
        cut.wire.restore()
        until(lambda: set(told) <= set(cut.filed()), BACK)
        milliseconds(cut)  # the line has found its database again
    usual, slowed = (list(map(min, zip(*runs, strict=True))) for runs in (ordinary, away))
    assert all(slow <= usually + 100 + NOISE for slow, usually in zip(slowed, usual, strict=True)), (usual, slowed)
    assert sorted(set(told)) == sorted(number for number in cut.filed() if number in told)


def goes_away(cut: Away, how: str) -> None:
    if how == "silent":
        cut.wire.silent = True
    else:
        cut.wire.cut()


def milliseconds(cut: Away) -> list[float]:
    """What each turn of the rest of an ordinary call takes."""
    call = dialled(cut.line.line, some_caller())
    act(call, *POTHOLE[:3])
    return [turn.ms for turn in act(call, *REST)]


def test_a_process_killed_before_the_database_is_back_loses_nothing_it_told_a_number_for(cut: Away) -> None:
    call = dialled(cut.line.line)
    act(call, *POTHOLE[:3])
    cut.wire.cut()
    told = number(act(call, *POTHOLE[3:], FILE)[-1])
    cut.kill()
    cut.line.start()
    act(call, BYE)  # the call itself went on in the new process
    assert told
    assert cut.filed() == []
    cut.wire.restore()
    until(cut.filed, BACK)
    assert cut.filed() == [told]


def test_a_call_in_progress_goes_on_in_a_process_that_starts_without_a_database(cut: Away) -> None:
    call = dialled(cut.line.line)
    act(call, *POTHOLE[:2])
    cut.wire.cut()
    cut.kill()
    cut.line.start()
    told = number(act(call, *POTHOLE[2:], FILE, BYE)[-2])
    assert call.ending == "completed"
    cut.wire.restore()
    until(cut.filed, BACK)
    assert cut.filed() == [told]


def test_who_asks_for_a_status_while_it_is_away_hears_an_apology_and_gets_a_person(cut: Away) -> None:
    told = number(act(dialled(cut.line.line), *POTHOLE, FILE)[-1])
    until(cut.filed, BACK)  # what is still on this machine's disk is told without the database
    cut.wire.cut()
    call = dialled(cut.line.line, some_caller())
    call.press("2")
    turn = call.press(told.replace("-", ""))
    assert "sorry" in turn.said.lower()
    assert call.state == "dialing"
    assert not call.refusals


def test_a_request_filed_while_it_is_away_is_known_to_whoever_asks_this_machine(cut: Away) -> None:
    cut.wire.cut()
    told = number(act(dialled(cut.line.line), *POTHOLE, FILE)[-1])
    call = dialled(cut.line.line, some_caller())
    call.press("2")
    assert "Pothole" in call.press(told.replace("-", "")).said


def test_a_caller_who_hangs_up_while_it_is_away_leaves_a_draft(cut: Away) -> None:
    act(dialled(cut.line.line, some_caller()), Press("2"))  # the pool has a connection to lose
    cut.wire.cut()
    call = dialled(cut.line.line)
    act(call, *POTHOLE[:5])
    call.hang_up()
    cut.wire.restore()
    draft: dict[str, object] = {}
    until(lambda: draft.update(left(cut, call) or {}) or draft, BACK)
    assert draft["service"] == "pothole"
    assert draft["place"] == "2401 North Charles Street"
    assert "two of my tires" in str(draft["details"])


def test_a_deploy_while_the_database_is_silent_keeps_the_drafts(cut: Away) -> None:
    cut.wire.silent = True
    call = dialled(cut.line.line)
    act(call, *POTHOLE[:5])
    call.hang_up()
    cut.line.stop()
    cut.line.start()
    cut.wire.restore()
    cut.wire.cut()  # what was swallowed in silence is gone, as after a fail-over
    cut.wire.restore()
    until(lambda: left(cut, call), BACK)


def left(cut: Away, call: PhoneCall) -> dict[str, object] | None:
    with cut.database.connect() as connection:
        ended = connection.execute(text("SELECT 1 FROM drafts WHERE call_sid = :s AND state = 'left'"), {"s": call.sid})
        if not ended.first():
            return None
    return dict(cut.outcomes().draft(call.sid) or {})


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGQUIT], ids=["killed", "stopped at once"])
def test_a_server_that_dies_and_comes_back_has_the_request_once(tmp_path: Path, how: signal.Signals) -> None:
    server = Server.start(tmp_path / "postgres", settings=QUICK)
    upgrade(server.url)
    (tmp_path / "data").mkdir()
    line, engine = RunningLine(HOME, tmp_path / "data", server.url, free_port()), connect(server.url, name="tests")
    try:
        line.publish()
        line.start()
        until(lambda: LocalStore(line.data).numbers_left(NOON.year))
        call = dialled(line.line)
        act(call, *POTHOLE[:4])
        stopped = int((server.data / "postmaster.pid").read_text().split()[0])
        os.kill(stopped, how)
        until(lambda: not alive(stopped))
        turns = act(call, *POTHOLE[4:], FILE, BYE)
        assert max(turn.ms for turn in turns) < 3000
        again = Server.start(tmp_path / "postgres", settings=QUICK)
        told = number(turns[-2])
        outcomes = Outcomes(engine, line.rooms.secrets)
        until(lambda: [one["number"] for one in outcomes.filed(call.sid)] == [told], BACK)
        until(lambda: "It is open" in act(dialled(line.line), Press("2"), Say(spoken(told)))[-1].said, BACK)
        again.stop()
    finally:
        line.stop()
        line.rooms.engine.dispose()
        engine.dispose()
        server.stop()


def alive(pid: int) -> bool:
    """Whether that process runs, and is not only waiting to be buried."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def spoken(told: str) -> str:
    return " ".join(told.replace("-", ""))

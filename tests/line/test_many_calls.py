"""Hundreds of calls by callers who do anything at all: every answer is one Twilio takes, and the books agree."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from ivr.simulator.call import PhoneCall
from tests.calls.conftest import until

from .conftest import Away, requests
from .talk import NOON

CALLERS = 12
SAID = (
    "there's a huge pothole at 2401 North Charles Street",
    "yes",
    "no",
    "something larger",
    "my trash was not picked up",
    "the street light is out at the corner of Pratt and Light",
    "hay un bache en la calle Eutaw",
    "español",
    "where is my request",
    "it has been like that since last Tuesday",
    "the water still runs and nobody comes",
    "four one zero five five five zero one two three",
    "repeat",
    "go back",
    "help",
    "start over",
    "I want to talk to a person",
    "what are your hours",
    "someone is breaking into my house",
    "blue",
    "\x00<>&'\" ; DROP TABLE calls;-- \U0001f6a7",
    "a " * 900,
)
KEYS = (*"0123456789*#", "11", "2620000006", "1#", "99999999999999")


def one_call(cut: Away, seed: int) -> PhoneCall:
    """A call of at most 25 acts, chosen by the seed; weighted so that many get as far as filing."""
    chosen = random.Random(seed)
    caller = chosen.choice([f"+1443555{n:04d}" for n in range(1000, 1000 + CALLERS)] + [""])
    call = PhoneCall(cut.line.line, caller, now=NOON, language=chosen.choice([None, None, "es"]))
    call.dial()
    for _ in range(chosen.randint(1, 25)):
        if call.ending:
            break
        anything(call, chosen)
    if not call.ending:
        call.hang_up()
    assert not call.refusals, (seed, call.refusals)
    return call


def anything(call: PhoneCall, chosen: random.Random) -> None:
    match call.state:
        case "recording":
            call.leave_message(chosen.choice([0, 7]), chosen.choice(["", "#", "hangup"]))
        case "dialing":
            call.far_end(chosen.choice(["answered", "busy", "no-answer", "failed"]), 20, chosen.random() < 0.2)
        case _ if (luck := chosen.random()) < 0.45:
            call.press("1")
        case _ if luck < 0.6:
            call.press(chosen.choice(KEYS))
        case _ if luck < 0.92:
            call.say(chosen.choice(SAID), chosen.choice([0.95, 0.9, 0.3, None]))
        case _:
            call.wait()


@pytest.mark.parametrize("calls", [300, pytest.param(6000, marks=pytest.mark.soak)])
def test_hundreds_of_calls_at_random_leave_books_that_agree(cut: Away, calls: int) -> None:
    list(made(cut, range(max(CALLERS, calls // 10))))  # threads, connections and caches are there
    before = resources(cut)
    done = list(made(cut, range(1000, 1000 + calls)))
    assert len({call.sid for call in done}) == calls
    for call in done:
        assert call.ending in ("completed", "hung_up", "transferred"), call.ending
    filed = {call.sid: told(call) for call in done}
    until(lambda: settled(cut, done), 30)
    for call in done:
        mine = [request.number for request in requests(cut.database, call.sid)] if filed[call.sid] else []
        # Who hangs up at the end of a message is told no number; the message is filed all the same, last of all.
        unheard = call.ending == "hung_up" and len(mine) == len(filed[call.sid]) + 1
        assert sorted(mine[: len(mine) - unheard]) == sorted(filed[call.sid]), call.sid
    assert sum(map(len, filed.values())) > calls / 20
    written = (cut.line.data / "gunicorn.log").read_text()
    assert "Traceback" not in written
    assert "turn failed" not in written, written
    assert "443555" not in written
    assert_no_more_than(before, resources(cut))


def made(cut: Away, seeds: range) -> Iterator[PhoneCall]:
    with ThreadPoolExecutor(CALLERS) as callers:
        yield from callers.map(lambda seed: one_call(cut, seed), seeds)


def told(call: PhoneCall) -> set[str]:
    """Every number this call was told, as the trace told it."""
    found: set[str] = set()
    for turn in call.transcript:
        numbers = (turn.trace or {}).get("filed")
        found |= {str(number) for number in numbers} if isinstance(numbers, list) else set()
    return found


def settled(cut: Away, done: list[PhoneCall]) -> bool:
    """Whether the journal knows every call, its end, and as many requests as are on file."""
    with cut.database.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT c.call_sid, c.filed, (SELECT count(*) FROM service_requests r WHERE r.call_sid = c.call_sid),"
                " (SELECT max(n) FROM turns t WHERE t.call_sid = c.call_sid), c.last_n FROM calls c"
                " WHERE c.ended_at IS NOT NULL"
            )
        ).all()
    known = {row[0]: row[1:] for row in rows}
    return all(call.sid in known for call in done) and all(
        filed == on_file and turns == last for filed, on_file, turns, last in known.values()
    )


def resources(cut: Away) -> tuple[int, int, int]:
    """Open files, threads and kilobytes of the worker's own memory; what it maps of files all processes share."""
    assert cut.line.process
    pid = Path(f"/proc/{cut.line.process.pid}/task/{cut.line.process.pid}/children").read_text().split()[0]
    time.sleep(0.5)
    status = Path(f"/proc/{pid}/status").read_text()
    memory = int(status.partition("RssAnon:")[2].split()[0])
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), len(list(Path(f"/proc/{pid}/task").iterdir())), memory


def assert_no_more_than(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    """A pool may still fill up to its size (32 threads, ten connections); nothing grows with the calls."""
    assert after[0] <= before[0] + 60, (before, after)
    assert after[1] <= before[1] + 32, (before, after)
    assert after[2] <= before[2] + 60_000, (before, after)

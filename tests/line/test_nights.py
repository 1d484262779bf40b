"""What breaks at three in the morning: disks, logs, deploys. The line goes on answering."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from threading import Thread

import pytest

from tests.calls.conftest import until
from tests.calls.line import BIN, HOME

from .conftest import Away, requests
from .talk import BYE, FILE, POTHOLE, act, dialled, number, some_caller
from .webhooks import POTHOLE as SAID
from .webhooks import Caller, Webhook


def workers(cut: Away) -> list[int]:
    assert cut.line.process
    children = Path(f"/proc/{cut.line.process.pid}/task/{cut.line.process.pid}/children").read_text()
    return [int(pid) for pid in children.split()]


@contextmanager
def full_disk(cut: Away) -> Iterator[None]:
    """No file of the worker can grow any more, its log too."""
    for pid in workers(cut):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    for pid in workers(cut):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_with_a_full_disk_calls_are_answered_and_requests_go_straight_to_the_database(cut: Away) -> None:
    with full_disk(cut):
        call = dialled(cut.line.line)
        told = number(act(call, *POTHOLE, FILE, BYE)[-2])
        assert call.ending == "completed"
    assert cut.filed() == [told]


def test_with_a_full_disk_and_no_database_the_caller_gets_a_person_and_the_line_goes_on(cut: Away) -> None:
    with full_disk(cut):
        cut.wire.cut()
        call = dialled(cut.line.line, some_caller())
        act(call, *POTHOLE, FILE)
        assert call.state == "dialing"
    cut.wire.restore()
    told = number(act(dialled(cut.line.line), *POTHOLE, FILE)[-1])
    until(cut.filed, 30)
    assert cut.filed() == [told]


@pytest.mark.parametrize("name", ["seen.db", "local.db"])
def test_with_a_broken_local_store_calls_are_still_answered(cut: Away, name: str) -> None:
    act(dialled(cut.line.line), *POTHOLE, FILE)
    for part in ("", "-wal", "-shm"):
        (cut.line.data / (name + part)).write_bytes(b"no database at all" * 1000)
    call = dialled(cut.line.line, some_caller())
    act(call, *POTHOLE, FILE, BYE)
    assert call.ending == "completed"
    until(lambda: len(cut.filed()) == 2, 30)


def test_a_line_that_starts_with_a_full_disk_answers_and_files(cut: Away) -> None:
    cut.line.stop()
    with logged_to_a_pipe(cut, "prlimit", "--fsize=0:"):
        told = number(act(dialled(cut.line.line), *POTHOLE, FILE)[-1])
    assert cut.filed() == [told]


def test_nobody_reading_the_log_is_no_reason_not_to_answer(cut: Away) -> None:
    """The pipe to the log collector is gone: every word written to it fails."""
    cut.line.stop()
    with logged_to_a_pipe(cut) as reader:
        os.close(reader)
        caller = Caller(cut.line.base)
        assert caller.webhook("/voice/turn?s=forged").send().sorry  # this is logged
        assert caller.webhook("/voice/fallback").send().sorry  # and this
        caller.answer()
        assert "Your request is in" in caller.say(*SAID, "1").text


@contextmanager
def logged_to_a_pipe(cut: Away, *under: str) -> Iterator[int]:
    """The line started (under another command) with its log going into a pipe; the end to read it from."""
    reader, writer = os.pipe()
    command = [*under, str(BIN / "gunicorn"), "--config", "python:ivr.web.gunicorn", "ivr.bootstrap.app:create_app()"]
    cut.line.process = subprocess.Popen(command, env=cut.line.env, cwd=HOME, stderr=writer, start_new_session=True)
    os.close(writer)
    until(cut.line._ready, 30)
    yield reader
    cut.line.stop()


def test_a_deploy_in_the_middle_of_filing_files_once_and_tells_one_number(cut: Away) -> None:
    cut.wire.delay = 0.05
    caller = Caller(cut.line.base)
    caller.answer()
    caller.say(*SAID)
    filing = caller.webhook(caller.sent[-1][1].action, Digits="1")
    answers: list[bytes] = []
    phone = Thread(target=lambda: answers.append(filing.send().body))
    phone.start()
    time.sleep(0.02)
    cut.line.stop()
    phone.join()
    cut.wire.restore()
    cut.line.start()
    again = filing.send()
    assert again.body == answers[0]
    until(lambda: requests(cut.database, caller.sid), 30)
    assert len(requests(cut.database, caller.sid)) == 1


def test_a_worker_killed_in_the_middle_of_filing_files_once(cut: Away) -> None:
    caller = Caller(cut.line.base)
    caller.answer()
    caller.say(*SAID)
    filing = caller.webhook(caller.sent[-1][1].action, Digits="1")
    cut.wire.delay = 0.05
    phone = Thread(target=lambda: unanswered(filing))
    phone.start()
    time.sleep(0.02)
    cut.kill()
    phone.join()
    cut.wire.restore()
    cut.line.start()
    filing.send()
    until(lambda: requests(cut.database, caller.sid), 30)
    assert len(requests(cut.database, caller.sid)) == 1


def test_reloading_the_workers_drops_no_call(cut: Away) -> None:
    call = dialled(cut.line.line)
    act(call, *POTHOLE[:3])
    before = workers(cut)
    assert cut.line.process
    cut.line.process.send_signal(signal.SIGHUP)
    until(lambda: workers(cut) and not set(workers(cut)) & set(before), 30)
    told = number(act(call, *POTHOLE[3:], FILE, BYE)[-2])
    until(cut.filed, 30)
    assert cut.filed() == [told]


def test_a_postgresql_that_restarts_costs_nobody_a_turn(cut: Away) -> None:
    """Every connection breaks, as with a fail-over, between any two turns."""
    call = dialled(cut.line.line)
    for one in (*POTHOLE, FILE):
        cut.wire.cut()
        cut.wire.restore()
        turn = act(call, one)[0]
        assert turn.ms < 5000
    told = number(turn)
    until(cut.filed, 30)
    assert cut.filed() == [told]


def unanswered(webhook: Webhook) -> None:
    with contextlib.suppress(OSError, HTTPException):
        webhook.send()

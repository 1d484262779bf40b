"""A reload, as `systemctl reload` asks for it: somebody answers all the time, and a stop is not held up by it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from ivr.web.succession import Succession
from tests.calls.hearing.caller import until

ROOT = Path(__file__).parents[2]


@dataclass
class Line:
    port: int
    process: subprocess.Popen[bytes]
    slow: Path

    def answered_by(self) -> int:
        """The process that answers; 0: none does."""
        with suppress(requests.RequestException):
            return int(requests.get(f"http://127.0.0.1:{self.port}/", timeout=2).text)
        return 0


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    slow = tmp_path / "slow"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tests.web.gunicorn_reload"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, "SLOW": str(slow)},
        stderr=subprocess.DEVNULL,
    )
    made = Line(port, process, slow)
    until(made.answered_by, 20)
    yield made
    slow.unlink(missing_ok=True)
    process.kill()
    process.wait()


def test_somebody_answers_while_the_new_processes_are_reading_and_then_they_do(line: Line) -> None:
    old = born(line.process.pid)
    line.slow.touch()
    line.process.send_signal(signal.SIGHUP)
    until(lambda: len(born(line.process.pid)) == 4, 20)
    for pid in born(line.process.pid) & old:
        os.kill(pid, signal.SIGTERM)  # as the master does, at its leisure
    assert {line.answered_by() for _ in range(50)} <= old
    line.slow.unlink()
    until(lambda: not born(line.process.pid) & old, 20)
    assert line.answered_by() not in {0, *old}


def test_a_stop_in_the_middle_of_a_reload_waits_for_nobody(line: Line) -> None:
    old = born(line.process.pid)
    line.slow.touch()
    line.process.send_signal(signal.SIGHUP)
    until(lambda: len(born(line.process.pid)) == 4, 20)
    for pid in born(line.process.pid) - old:
        os.kill(pid, signal.SIGTERM)  # as the master does when it is stopped
    until(lambda: not born(line.process.pid) & old, 20)


def test_an_old_process_goes_when_all_new_ones_answer_and_those_of_before_do_not_count() -> None:
    all_of_it = Succession()
    all_of_it.answers(0, 1)
    all_of_it.answers(0, 2)
    all_of_it.reloaded()
    assert not all_of_it.may_go(0, 2)
    assert all_of_it.may_go(1, 2), "told to go though it is of the newest: the server stops"
    all_of_it.answers(1, 3)
    assert not all_of_it.may_go(0, 2)
    all_of_it.answers(1, 4)
    assert all_of_it.may_go(0, 2)


def born(master: int) -> set[int]:
    """The processes of a master."""
    return set(map(int, Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split()))

"""Streams under gunicorn: their connections are taken out of its hands, and it goes on as if they had ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.calls.hearing.caller import Caller, until

ROOT = Path(__file__).parents[2]


@dataclass
class Gunicorn:
    port: int
    process: subprocess.Popen[bytes]

    def counted(self) -> dict[str, int]:
        answer = requests.get(f"http://127.0.0.1:{self.port}/counted", headers={"Connection": "close"}, timeout=5)
        found: dict[str, int] = answer.json()
        return found

    def caller(self, n: int = 0) -> Caller:
        return Caller(f"ws://127.0.0.1:{self.port}/voice/stream", f"CA{n:032}", "x").starts()


@pytest.fixture
def gunicorn() -> Iterator[Gunicorn]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tests.web.gunicorn_stream"]
    process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, stderr=subprocess.DEVNULL)
    line = Gunicorn(port, process)

    def answers() -> bool:
        try:
            return bool(line.counted())
        except requests.RequestException:
            return False

    until(answers, 20)
    yield line
    process.kill()
    process.wait()


def test_gunicorn_counts_its_connections_rightly_after_streams(gunicorn: Gunicorn) -> None:
    before = gunicorn.counted()["connections"]
    gunicorn.caller().stops().closed_with()
    files = until(lambda: gunicorn.counted()["files"])
    for n in range(12):
        gunicorn.caller(n).stops().closed_with()
    assert gunicorn.counted() == {"connections": before, "files": files}


def test_gunicorn_takes_no_stream_for_its_own_and_stops_at_once(gunicorn: Gunicorn) -> None:
    callers = [gunicorn.caller(n) for n in range(5)]
    assert gunicorn.counted()["connections"] == 1
    os.kill(gunicorn.process.pid, signal.SIGTERM)
    assert [caller.closed_with() for caller in callers]
    assert gunicorn.process.wait(10) == 0

"""The streams under gunicorn: they cost no thread of the line, and a stop waits for none of them."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from ivr.web.agent.console.wire import TABS
from tests.calls.hearing.caller import until

ROOT = Path(__file__).parents[4]


class Served:
    """A gunicorn with four threads."""

    def __init__(self, port: int) -> None:
        self.port = port
        config = ["--config", "python:tests.web.agent.console.gunicorn_console", "--bind", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *config], cwd=ROOT, stderr=subprocess.DEVNULL
        )  # fmt: skip

    def tell(self) -> dict[str, int]:
        found: dict[str, int] = requests.get(f"http://127.0.0.1:{self.port}/tell", timeout=5).json()
        return found

    def answers(self) -> bool:
        try:
            return bool(self.tell())
        except requests.RequestException:
            return False

    def stream(self, since: int, last: str = "") -> http.client.HTTPResponse:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        asked.request("GET", f"/floor/events?since={since}", headers={"Last-Event-ID": last} if last else {})
        return asked.getresponse()


def event(stream: http.client.HTTPResponse) -> dict[str, str]:
    """The next event of a stream; empty: it has ended."""
    found: dict[str, str] = {}
    while line := stream.readline().decode():
        name, _, value = line.rstrip("\n").partition(": ")
        if line == "\n" and "event" in found:
            return found
        found[name] = value
    return {}


@pytest.fixture
def served() -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = Served(port)
    until(line.answers, 20)
    yield line
    line.process.kill()
    line.process.wait()


def test_more_streams_than_threads_hear_every_change_and_resume_and_a_stop_waits_for_none(served: Served) -> None:
    now = served.tell()["told"]
    streams = [served.stream(now) for _ in range(TABS)]
    assert {one.getheader("Content-Type") for one in streams} == {"text/event-stream; charset=utf-8"}
    told = served.tell()
    assert told == {"told": now + 1, "streams": TABS}
    assert [event(one) | {"retry": ""} for one in streams] == [
        {"retry": "", "": "", "event": "changed", "id": str(now + 1), "data": "words"}
    ] * TABS
    streams[0].close()
    served.tell()
    assert event(served.stream(now, last=str(now + 1)))["id"] == str(now + 2)
    os.kill(served.process.pid, signal.SIGTERM)
    assert served.process.wait(10) == 0
    assert event(streams[2])["id"] == str(now + 2)
    assert event(streams[2]) == {}

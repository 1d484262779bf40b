"""A whole line for tests: gunicorn with the real app on a database of its own, and call files played against it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from secrets import randbelow, token_hex
from urllib.error import HTTPError

from ivr.bootstrap.rooms import Rooms
from ivr.calls import checking
from ivr.calls.folders import Cache, read
from ivr.calls.library import Library
from ivr.calls.outcomes import Outcomes
from ivr.calls.publish import Published
from ivr.calls.shelf import PostgresShelf
from ivr.config import Settings
from ivr.flow.book import Book
from ivr.flow.loader import Loaded, version
from ivr.simulator.callfile import CallFile, load
from ivr.simulator.http import Line
from ivr.simulator.play import Result, play
from tests.conftest import copied, named

HOME = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
READY = 30.0
AGAIN = 2
REST = 3.2  # Deadline's rest, and a little
TOKEN = "a token that only these tests know"


@dataclass
class RunningLine:
    """A line that answers at `base`. home: the folder of flows/ and prompts/; env: its process's environment.

    patience: milliseconds that a turn waits for the database.
    """

    home: Path
    data: Path
    database_url: str
    port: int
    patience: int = 80
    process: subprocess.Popen[bytes] | None = None
    played: dict[str, Result] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def env(self) -> Mapping[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")},
            "PORT": str(self.port),
            "BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "1",
            "DATABASE_URL": self.database_url,
            "SECRET_KEYS": token_hex(32),
            "PUBLIC_BASE_URL": self.base,
            "ONECALL_DATA": str(self.data),
            "ONECALL_HOME": str(self.home),
            "ONECALL_CACHE": str(Path(__file__).parents[2] / "var" / "cache"),
            "ONECALL_SIMULATOR": "1",
            "TWILIO_AUTH_TOKEN": TOKEN,
            "ONECALL_PATIENCE_MS": str(self.patience),
            "LOG_LEVEL": "warning",
        }

    @cached_property
    def rooms(self) -> Rooms:
        return Rooms(Settings.from_env(self.env))

    @cached_property
    def line(self) -> Line:
        return Line(self.base, TOKEN)

    @property
    def book(self) -> Book:
        """What the files of the home folder make."""
        found = examined(read(self.home)).book
        assert found, "the home folder holds errors"
        return found

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The numbers of city.yaml's lines, by name."""
        return {name: line.number for name, line in self.book.city.lines.items()}

    def publish(self) -> None:
        """What stands in the home folder becomes current for new calls, as `ivr release` does it."""
        shelf, cache = PostgresShelf(self.rooms.engine), Cache(self.data / "flows")
        desk = Library(shelf, cache, self.rooms.deadline, load=examined, build=lambda book: None, disk=dict)
        published = desk.publish(read(self.home), "release", datetime.now(UTC))
        assert isinstance(published, Published), published

    def start(self) -> None:
        """Starts gunicorn as `ivr run` does, and waits until it is ready."""
        # A test's telephone keeps its connection open, as Twilio does; nobody should wait ten seconds for it.
        options = ["--config", "python:ivr.web.gunicorn", "--graceful-timeout", "1"]
        command = [str(BIN / "gunicorn"), *options, "ivr.bootstrap.app:create_app()"]
        log = (self.data / "gunicorn.log").open("ab")
        self.process = subprocess.Popen(command, env=self.env, cwd=HOME, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + READY
        while not self._ready():
            alive = self.process.poll() is None and time.monotonic() < until
            assert alive, (self.data / "gunicorn.log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends gunicorn as a deploy does, and waits for it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def play(self, path: Path) -> Result:
        """How the call file went; played once, however many tests ask."""
        name = str(path)
        if name not in self.played:
            self.played[name] = self.patiently(load(_shown(path), path.read_text(encoding="utf-8")))
        return self.played[name]

    def patiently(self, call: CallFile, own_phone: bool = False) -> Result:
        """A call that looks something up is played again when it did not go as written; from another telephone.

        A database that is busy for the blink the line waits for it is left alone for REST seconds, and callers rightly
        hear an apology: on a crowded machine that happens to these calls. own_phone: the call is about its own number.
        """
        result = self.play_call(call)
        for _ in range(AGAIN):
            if result.failure is None or not looked_up(result):
                break
            time.sleep(REST)
            another = f"+1202555{randbelow(10_000):04d}" if call.caller and not own_phone else call.caller
            result = self.play_call(replace(call, caller=another))
        return result

    def play_text(self, path: str, text: str) -> Result:
        """A call file that need not stand on disk."""
        return self.play_call(load(path, text))

    def play_call(self, call: CallFile) -> Result:
        return play(call, self.line, Outcomes(self.rooms.engine, self.rooms.secrets, self.rooms.zone), self.numbers)

    def ivr(self, *arguments: str) -> str:
        """What an `ivr` command prints beside this line."""
        done = subprocess.run(
            [str(BIN / "ivr"), *arguments], env=self.env, cwd=self.home, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def page(self, path: str) -> str:
        """The page; one that is not to be had at this moment (503) is asked for again, as it asks for."""
        for _ in range(AGAIN):
            try:
                return self._page(path)
            except HTTPError as error:
                if error.code != 503:
                    raise
                time.sleep(REST)
        return self._page(path)

    def _page(self, path: str) -> str:
        with urllib.request.urlopen(self.base + path, timeout=10) as answer:
            return str(answer.read().decode("utf-8"))

    def _ready(self) -> bool:
        try:
            self._page("/healthz")
            return True
        except OSError:
            return False


_EXAMINED: dict[str, Loaded] = {}


def examined(files: Mapping[str, str]) -> Loaded:
    """What these files make; read and checked once, however many lines of this process speak them."""
    known = version(files)
    if known not in _EXAMINED:
        _EXAMINED[known] = checking.load(files)
    return _EXAMINED[known]


def looked_up(result: Result) -> bool:
    """Whether the call asked for what is on file."""
    paths = ((turn.trace or {}).get("path") or () for turn in result.call.transcript)
    return any(str(node).startswith("status.") for path in paths for node in list(path))


@contextmanager
def running(server_url: str, template: str, data: Path, home: Path = HOME) -> Iterator[RunningLine]:
    """A published line on a fresh database; gone afterwards, process and all."""
    with copied(server_url, template) as name:
        data.mkdir(parents=True, exist_ok=True)
        patience = 1500  # a busy machine is no database that is away
        line = RunningLine(home, data, named(server_url, name), _free_port(), patience)
        try:
            line.publish()
            line.start()
            yield line
        finally:
            line.stop()
            line.rooms.library.close()
            line.rooms.engine.dispose()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _shown(path: Path) -> str:
    return str(path.relative_to(HOME)) if path.is_relative_to(HOME) else str(path)

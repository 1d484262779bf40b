"""A real `ivr run` in a process of its own, as `make run` starts it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
IVR = str(Path(sys.executable).parent / "ivr")
READY = 180.0
PLAIN = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass
class Run:
    """`output` grows as it speaks; standard error is in it too."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    home: Path
    log: Path
    begins: int

    @property
    def output(self) -> str:
        """What this run has said; an earlier one with the same data said the rest of the file."""
        return self.log.read_bytes()[self.begins :].decode()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.base}/healthz", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def says(self, words: str, seconds: float = READY) -> str:
        """Waits until it has said this; the line in which it did."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := re.search(f".*{re.escape(words)}.*", self.output):
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"{words!r} was not said within {seconds} s:\n{self.output}")

    def ready(self) -> Run:
        self.says("Ctrl-C stops everything")
        return self

    def stop(self, how: int = signal.SIGTERM) -> int:
        """How it ended."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """What a fresh shell has, and no setting of ours."""
    learned = {"ONECALL_CACHE": str(ROOT / "var" / "cache")}  # what one run learned, the next need not
    return {name: os.environ[name] for name in PLAIN if name in os.environ} | learned | more


def start(folder: Path, *options: str, home: Path = ROOT, **env: str) -> Run:
    """`ivr run` with its data in `folder`/data; in a session of its own, like a command of an interactive shell."""
    folder.mkdir(parents=True, exist_ok=True)
    port, data, log = free_port(), folder / "data", folder / "output"
    command = [IVR, "run", "--port", str(port), "--data", str(data), *options]
    begins = log.stat().st_size if log.exists() else 0
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=home, env=environment(**env), stdout=out, stderr=out, start_new_session=True
        )
    return Run(process, port, data, home, log, begins)


@contextmanager
def running(folder: Path, *options: str, home: Path = ROOT, **env: str) -> Iterator[Run]:
    """A line that answers; nothing of it is left afterwards."""
    run = start(folder, *options, home=home, **env)
    try:
        yield run.ready()
    finally:
        run.stop()


def left(data: Path) -> list[str]:
    """The command lines of processes that still have to do with this data directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                told = (entry / "environ").read_bytes() + b"\0" + (entry / "cmdline").read_bytes()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if str(data).encode() in told and state not in "ZX":
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


def nothing_left(data: Path, seconds: float = 15.0) -> bool:
    until = time.monotonic() + seconds
    while left(data):
        if time.monotonic() > until:
            raise AssertionError("still there: " + "; ".join(left(data)))
        time.sleep(0.1)
    return True

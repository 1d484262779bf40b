"""The keeper: a small process that ends what `ivr run` started, should `ivr run` itself be killed without a word.

A killed process (kill -9, no memory left) cannot tidy up. The keeper holds the other end of a pipe, and a pipe is
closed by the kernel, however its owner ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

from ivr.db.embedded import Server

GRACE = 17.0  # seconds the parts have to end by themselves
DONE = "done"


class Keeper:
    """Start it before the first thread. `mind` and `mind_data` what it shall end; `dismiss` it when all is ended."""

    def __init__(self) -> None:
        reading, self._pipe = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._pipe)
            _keep(reading)
        os.close(reading)

    def mind(self, group: int) -> None:
        """A process that leads a group of its own."""
        self._tell(str(group))

    def mind_data(self, data: Path) -> None:
        """A data directory whose embedded server is in use."""
        self._tell(f"{data.absolute()}")

    def dismiss(self) -> None:
        """Everything has been ended in order."""
        self._tell(DONE)
        os.close(self._pipe)
        os.waitpid(self._pid, 0)

    def _tell(self, line: str) -> None:
        # It may have been killed; then there is no keeper, which is no reason to stop answering calls.
        with contextlib.suppress(BrokenPipeError):
            os.write(self._pipe, f"{line}\n".encode())


def _keep(reading: int) -> None:
    """The keeper's whole life: waits for the end of the pipe, tidies up, and is gone."""
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        with os.fdopen(reading) as told:
            lines = told.read().splitlines()
        if lines[-1:] != [DONE]:
            _tidy(lines)
    finally:
        os._exit(0)


def _tidy(lines: list[str]) -> None:
    groups = [int(line) for line in lines if line.isdigit()]
    end(groups)
    for line in lines:
        if line.startswith("/"):
            Server.start(Path(line)).stop()  # as its last user we may stop it; where there is another, it stays


def end(groups: list[int]) -> None:
    """Asks the leaders to end, and after GRACE seconds ends whoever is left in their groups."""
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.kill(group, signal.SIGTERM)
    until = time.monotonic() + GRACE
    for group in groups:
        while _alive(group) and time.monotonic() < until:
            time.sleep(0.05)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True

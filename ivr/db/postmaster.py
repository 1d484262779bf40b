"""PostgreSQL's main process as its postmaster.pid tells of it: alive, a corpse, or somebody else by now."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class Postmaster:
    """pid: what the file says; 0 when there is no file."""

    data: Path
    pid: int

    @classmethod
    def of(cls, data: Path) -> Postmaster:
        """The server that the file of this database folder tells of."""
        try:
            return cls(data, int((data / "postmaster.pid").read_text().split()[0]))
        except (FileNotFoundError, IndexError, ValueError):
            return cls(data, 0)

    def running(self) -> bool:
        """Whether that process is alive and is this folder's server (without /proc: whether it is alive)."""
        if self.pid <= 0:
            return False
        if _PROC.joinpath("self").exists():
            return _works_in(self.pid, self.data)
        try:
            os.kill(self.pid, 0)
            return True
        except ProcessLookupError:
            return False
        except PermissionError:
            return True

    def gone(self, deadline: float) -> bool:
        """Waits until it has ended, at the longest until `deadline` (monotonic seconds)."""
        while self.running():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def settled(self, seconds: float) -> bool:
        """Waits while it starts or stops. True: it runs and is ready. False: there is none, and its traces are gone."""
        deadline = time.monotonic() + seconds
        while self.running() and time.monotonic() < deadline:
            if self._line(7) == "ready":
                return True
            time.sleep(0.02)
        if not self.running():
            self._forget(deadline)
        return False

    def socket_folder(self) -> Path | None:
        """Where it listens; None when it has not come that far."""
        line = self._line(4)
        return Path(line) if line else None

    def _line(self, number: int) -> str:
        # Lines of postmaster.pid: pid, data folder, start, port, socket folder, address, shared memory, status.
        try:
            lines = (self.data / "postmaster.pid").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return lines[number].strip() if len(lines) > number else ""

    def _forget(self, deadline: float) -> None:
        """Drops the pid and socket files of a killed server: a zombie, or a new process of that pid, blocks a start."""
        if self.pid <= 0:
            return
        # Its children may still write: two sets of them would ruin the data.
        while _children_of(self.data) and time.monotonic() < deadline:
            time.sleep(0.02)
        folder = self.socket_folder()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for socket in folder.glob(".s.PGSQL.*") if folder else ():
            socket.unlink(missing_ok=True)


def _works_in(pid: int, data: Path) -> bool:
    try:
        state = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        return state not in "ZX" and os.path.samefile(_PROC / str(pid) / "cwd", data)
    except (OSError, IndexError):
        return False


def _children_of(data: Path) -> bool:
    if not _PROC.joinpath("self").exists():
        return False
    return any(_works_in(int(entry.name), data) for entry in _PROC.iterdir() if entry.name.isdigit())

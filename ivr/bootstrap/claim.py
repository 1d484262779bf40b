"""What one `ivr run` needs for itself: its data directory, and its port."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.config import BadSetting

PATIENCE = 15.0  # seconds to wait for one that was killed, while its keeper still tidies up


@contextmanager
def data(folder: Path, port: int) -> Iterator[None]:
    """Holds the data directory. BadSetting: another `ivr run` has it, or it cannot be written."""
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "run.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as problem:
        raise BadSetting(
            f"the data directory {folder} cannot be written ({problem.strerror}); name another: ivr run --data DIR"
        ) from None
    try:
        _lock(lock, folder)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()} {port}".encode(), 0)
        yield
    finally:
        os.close(lock)


def _lock(lock: int, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _, port = os.pread(lock, 40, 0).decode().partition(" ")
            if _lives(pid) or time.monotonic() > until:
                raise BadSetting(
                    f"OneCall runs already on {folder}, at http://localhost:{port} (process {pid}); "
                    "stop it, or start another line with: ivr run --port 8312 --data DIR"
                ) from None
            time.sleep(0.1)


def _lives(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def port(host: str, number: int) -> None:
    """BadSetting: this port of this host cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as problem:
            other = 8312 if number == 8311 else 8311
            raise BadSetting(
                f"port {number} cannot be used ({problem.strerror}); take another: make run ARGS='--port {other}'"
            ) from None

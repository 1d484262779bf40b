"""The PostgreSQL server that comes with the program: one for each data directory, stopped by its last user."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from ivr.db import cluster
from ivr.db.binaries import OWN_SERVER, find
from ivr.db.cluster import DATABASE, PORT, USER, Progress
from ivr.db.errors import DatabaseUnavailable

_LONGEST_SOCKET = 100  # sun_path holds 107 bytes


@dataclass
class Server:
    """A running server. url: `postgresql://` through a socket only this user may open."""

    url: str
    data: Path
    _use: int
    _pid: int = field(default_factory=os.getpid)

    @classmethod
    def start(
        cls,
        data_dir: Path,
        progress: Progress = lambda line: None,
        *,
        bin_dir: Path | None = None,
        settings: Mapping[str, str] | None = None,
        sandboxed: bool | None = None,
    ) -> Server:
        """The server of `data_dir`: the one that runs there, or a new one; safe from any number of processes at once.

        settings: more of PostgreSQL's, when this call is the one that starts it. sandboxed: see binaries.runner.
        DatabaseUnavailable: one line with the remedy.
        """
        home = data_dir.absolute()
        with _one_at_a_time(home):
            try:
                folder = _socket_folder(home)
                folder = cluster.bring_up(home, folder, progress, find(bin_dir), dict(settings or {}), sandboxed)
                url = f"postgresql://{USER}@/{DATABASE}?host={quote(str(folder), safe='')}&port={PORT}"
                server = cls(url, home / "postgres", _hold(home))
            except OSError as error:
                raise DatabaseUnavailable(
                    f"The embedded database under {home} cannot be started ({error}); "
                    f"make the folder writable for this user, name another one in ONECALL_DATA, or {OWN_SERVER}."
                ) from None
        atexit.register(server.stop)
        return server

    def stop(self) -> None:
        """Lets go of the server, and stops it when nobody else uses it. Again, or in a forked child: does nothing."""
        if self._use < 0 or os.getpid() != self._pid:
            return
        with _one_at_a_time(self.data.parent):
            fcntl.flock(self._use, fcntl.LOCK_UN)
            if _taken(self._use):
                cluster.shut_down(self.data)
            os.close(self._use)
            self._use = -1
        atexit.unregister(self.stop)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = _lock_file(home / "postgres.lock")
    except OSError as error:
        raise DatabaseUnavailable(
            f"The data directory {home} cannot be written ({error.strerror}); name another one in ONECALL_DATA."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _hold(home: Path) -> int:
    # The kernel drops the lock with the process, however it ends: nobody counts users who are no more.
    use = _lock_file(home / "postgres.users")
    fcntl.flock(use, fcntl.LOCK_SH)
    return use


def _lock_file(path: Path) -> int:
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    if os.geteuid() == 0:
        # Where root only looks in, the folder's owner must still be able to start the server tomorrow.
        owner = path.parent.stat()
        os.fchown(file, owner.st_uid, owner.st_gid)
    return file


def _taken(use: int) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def _socket_folder(home: Path) -> Path:
    near = home / "socket"
    longest = f"{near}/.s.PGSQL.{PORT}.lock"
    if len(os.fsencode(longest)) <= _LONGEST_SOCKET and re.fullmatch(r"[\w./-]+", longest, re.ASCII):
        near.mkdir(mode=0o700, exist_ok=True)
        return near
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    far = Path(tempfile.gettempdir()) / f"onecall-{os.geteuid()}-{name}"
    if len(os.fsencode(f"{far}/.s.PGSQL.{PORT}.lock")) > _LONGEST_SOCKET:
        far = Path("/tmp") / far.name  # noqa: S108
    far.mkdir(mode=0o700, exist_ok=True)
    # Another user may have made a folder of this name in the shared place, to read along.
    if far.is_symlink() or (os.geteuid() != 0 and far.stat().st_uid != os.geteuid()) or far.stat().st_mode & 0o077:
        raise DatabaseUnavailable(f"{far} is not private to this user; remove it, or {OWN_SERVER}.")
    return far

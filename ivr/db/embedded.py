"""The PostgreSQL server that comes with the program: started under a data directory, shared, stopped by the last user."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

import psycopg

from ivr.db.binaries import OWN_SERVER, Binaries, Runner, find, runner
from ivr.db.errors import DatabaseUnavailable
from ivr.db.postmaster import Postmaster

Progress = Callable[[str], None]
_USER = _DATABASE = "onecall"
_PORT = 5432
_LONGEST_SOCKET = 100  # sun_path holds 107 bytes, of which the socket's lock file takes a few more than the socket
_ALWAYS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # What callers said is in statements and in the details of errors: neither goes to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_messages": "warning",
}


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
                url = f"postgresql://{_USER}@/{_DATABASE}?host={quote(str(folder), safe='')}&port={_PORT}"
                _bring_up(home, folder, progress, find(bin_dir), dict(settings or {}), sandboxed)
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
                _shut_down(self.data)
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
        lock = os.open(home / "postgres.lock", os.O_CREAT | os.O_RDWR, 0o600)
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
    use = os.open(home / "postgres.users", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(use, fcntl.LOCK_SH)
    return use


def _taken(use: int) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def _socket_folder(home: Path) -> Path:
    near = home / "socket"
    longest = f"{near}/.s.PGSQL.{_PORT}.lock"
    if len(os.fsencode(longest)) <= _LONGEST_SOCKET and re.fullmatch(r"[\w./-]+", longest, re.ASCII):
        near.mkdir(mode=0o700, exist_ok=True)
        return near
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    far = Path(tempfile.gettempdir()) / f"onecall-{os.geteuid()}-{name}"
    if len(os.fsencode(f"{far}/.s.PGSQL.{_PORT}.lock")) > _LONGEST_SOCKET:
        far = Path("/tmp") / far.name  # noqa: S108
    far.mkdir(mode=0o700, exist_ok=True)
    # Another user may have made a folder of this name in the shared place, to read along.
    if far.is_symlink() or (os.geteuid() != 0 and far.stat().st_uid != os.geteuid()) or far.stat().st_mode & 0o077:
        raise DatabaseUnavailable(f"{far} is not private to this user; remove it, or {OWN_SERVER}.")
    return far


def _bring_up(
    home: Path,
    folder: Path,
    progress: Progress,
    binaries: Binaries,
    settings: Mapping[str, str],
    sandboxed: bool | None,
) -> None:
    data = home / "postgres"
    if Postmaster.of(data).settled(seconds=60) and _answers(folder):
        return
    _check_version(data, binaries)
    how = runner(binaries, data, sandboxed)
    if not data.exists():
        progress("Preparing the database (first time) …")
        _initialise(binaries, how, data)
    progress("Starting the database …")
    how.own(folder)
    _launch(binaries, how, data, folder, {**_ALWAYS, **settings})
    _make_database(folder)


def _check_version(data: Path, binaries: Binaries) -> None:
    made_by = data / "PG_VERSION"
    if made_by.exists() and (major := made_by.read_text().strip()) != str(binaries.major):
        raise DatabaseUnavailable(
            f"{data} was made by PostgreSQL {major}, this is {binaries.major}; move the data with pg_dump, or {OWN_SERVER}."
        )


def _initialise(binaries: Binaries, how: Runner, data: Path) -> None:
    # In a folder of another name: what was killed half-way is not taken for a database.
    fresh = data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    how.own(fresh)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", *locale, "--no-instructions"]
    done = how.run([binaries.path("initdb"), "-D", str(fresh), "-U", _USER, *options])
    if done.returncode:
        raise DatabaseUnavailable(f"PostgreSQL cannot prepare {data}: {_last(done.stderr)}; {OWN_SERVER}.")
    fresh.rename(data)


def _launch(binaries: Binaries, how: Runner, data: Path, folder: Path, settings: Mapping[str, str]) -> None:
    log = data.parent / "postgres.log"
    log.touch(mode=0o600)
    if log.stat().st_size > 10_000_000:
        os.truncate(log, 0)
    how.own(log)
    told = [f"-c {name}={shlex.quote(value)}" for name, value in settings.items()]
    told.append(f"-k {shlex.quote(str(folder))} -p {_PORT}")
    command = [
        binaries.path("pg_ctl"),
        "start",
        "-w",
        "-t",
        "90",
        "-D",
        str(data),
        "-l",
        str(log),
        "-o",
        " ".join(told),
    ]
    try:
        done = how.run(command)
    except subprocess.TimeoutExpired:
        raise DatabaseUnavailable(f"PostgreSQL did not start within two minutes; see {log}.") from None
    if done.returncode:
        why = _last(log.read_text(errors="replace")) or _last(done.stderr)
        raise DatabaseUnavailable(f"PostgreSQL did not start: {why} (see {log}); or {OWN_SERVER}.")


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines[-20:] if re.search(r"FATAL|PANIC|error", line)]
    return (fatal or lines or [""])[-1]


def _connect(folder: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(folder), port=_PORT, user=_USER, dbname=database, password="", connect_timeout=10, autocommit=True
    )


def _answers(folder: Path) -> bool:
    try:
        with _connect(folder, _DATABASE):
            return True
    except psycopg.OperationalError:
        return False


def _make_database(folder: Path) -> None:
    with _connect(folder, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_DATABASE,)).fetchone():
            connection.execute(f'CREATE DATABASE "{_DATABASE}"')


def _shut_down(data: Path) -> None:
    server = Postmaster.of(data)
    for how, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)):  # fast, then immediate shutdown
        if not server.running():
            return
        os.kill(server.pid, how)
        server.gone(time.monotonic() + seconds)

"""One PostgreSQL cluster on the disk: made, started, stopped, and brought back after it was killed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg

from ivr.db.binaries import OWN_SERVER, Binaries, Runner, runner
from ivr.db.errors import DatabaseUnavailable
from ivr.db.postmaster import Postmaster

Progress = Callable[[str], None]
USER = DATABASE = "onecall"
PORT = 5432
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


def bring_up(
    home: Path,
    folder: Path,
    progress: Progress,
    binaries: Binaries,
    settings: Mapping[str, str],
    sandboxed: bool | None,
) -> Path:
    """Sees that the cluster `home`/postgres runs and has our database; alone, under the caller's lock.

    folder: for the socket when it is started now. Returns the folder where its socket is.
    DatabaseUnavailable: it cannot be made, started or reached. OSError: the folder is not ours to use.
    """
    data = home / "postgres"
    running = Postmaster.of(data)
    if running.settled(seconds=60):
        folder = running.socket_folder() or folder
    else:
        _check_version(data, binaries)
        how = runner(binaries, data, sandboxed)
        if not data.exists():
            progress("Preparing the database (first time) …")
            _initialise(binaries, how, data)
        progress("Starting the database …")
        _launch(binaries, how, data, folder, {**_ALWAYS, **settings})
    _make_database(folder)
    return folder


def _check_version(data: Path, binaries: Binaries) -> None:
    made_by = data / "PG_VERSION"
    if made_by.exists() and (major := made_by.read_text().strip()) != str(binaries.major):
        raise DatabaseUnavailable(
            f"{data} was made by PostgreSQL {major}, this is {binaries.major}; "
            f"move the data with pg_dump, or {OWN_SERVER}."
        )


def _initialise(binaries: Binaries, how: Runner, data: Path) -> None:
    # In a folder of another name, and each time another: neither what was killed half-way nor an initdb that outlived
    # the process that began it is taken for a database.
    for old in data.parent.glob("postgres.new-*"):
        if time.time() - old.stat().st_mtime > 600:
            shutil.rmtree(old, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=data.parent))
    how.own(fresh)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", *locale, "--no-instructions"]
    done = how.run([binaries.path("initdb"), "-D", str(fresh), "-U", USER, *options])
    if done.returncode:
        raise DatabaseUnavailable(f"PostgreSQL cannot prepare {data}: {_last(done.stderr)}; {OWN_SERVER}.")
    fresh.rename(data)


def _launch(binaries: Binaries, how: Runner, data: Path, folder: Path, settings: Mapping[str, str]) -> None:
    """Starts the server and waits until it answers; recovery after a crash may take its time."""
    log = data.parent / "postgres.log"
    log.touch(mode=0o600)
    if log.stat().st_size > 10_000_000:
        os.truncate(log, 0)
    for path in (data, folder, log):
        how.own(path)
    told = [f"-c {name}={shlex.quote(value)}" for name, value in settings.items()]
    told.append(f"-k {shlex.quote(str(folder))} -p {PORT}")
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


def _make_database(folder: Path) -> None:
    try:
        with psycopg.connect(
            host=str(folder), port=PORT, user=USER, dbname="postgres", connect_timeout=10, autocommit=True
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(f"The embedded database does not answer: {_last(str(error))}.") from None


def shut_down(data: Path) -> None:
    """Stops the server of this folder: sessions are ended, what is committed stays; by force after 20 s."""
    server = Postmaster.of(data)
    for how, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)):  # fast, then immediate shutdown
        if not server.running():
            return
        os.kill(server.pid, how)
        server.gone(time.monotonic() + seconds)

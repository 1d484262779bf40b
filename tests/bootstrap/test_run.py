"""`ivr run` as a person meets it: it starts, says where to go, stops without a trace, and starts again at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from .running import ROOT, environment, left, nothing_left, running, start

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked for in Linux's /proc")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the flows and prompts that a test may edit."""
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    return tmp_path / "home"


def test_it_says_where_to_go_ends_with_ctrl_c_and_keeps_what_was_there(tmp_path: Path, home: Path) -> None:
    with running(tmp_path, home=home) as first:
        base = f"http://localhost:{first.port}"
        for place in (
            f"{base}/phone",
            f"{base}/phone/agent",
            f"{base}/desk/floor",
            f"{base}/\n",
            f"{base}/requests",
            f"{base}/voice",
            "ivr call --url",
            "Adding a few requests",
        ):
            assert place in first.output
        password, health = first.says("sign in as ana"), first.health()
        assert health["status"] == "ok"
        assert len(left(first.data)) >= 5  # web, its worker process, the worker, the test phone, PostgreSQL
        os.killpg(first.process.pid, signal.SIGINT)  # as a terminal does for everything in the foreground
        assert first.process.wait(20) == 0
        assert nothing_left(first.data)
        assert "Traceback" not in first.output
    mistaken(home)
    with running(tmp_path, home=home) as second:
        second.says(f"The line goes on with version {health['flows'][0]}")
        assert second.health()["flows"][0] == health["flows"][0]
        assert "Adding a few requests" not in second.output
        assert second.says("sign in as ana") == password
        assert f"runs already on {second.data}" in refused(tmp_path, "--data", str(second.data))
        told = refused(tmp_path, "--port", str(second.port))
        assert f"port {second.port} cannot be used" in told
        assert "--port 8311" in told


def mistaken(home: Path) -> None:
    """A flow leads where nothing is."""
    flow = home / "flows" / "main.yaml"
    text = flow.read_text(encoding="utf-8")
    flow.write_text(text.replace("goto: report.start", "goto: reprot.start"), encoding="utf-8")


def refused(tmp_path: Path, *options: str, at: Path = ROOT, **env: str) -> str:
    """The last line of a start that ends by itself, and leaves nothing."""
    run = start(tmp_path / "other", *options, home=at, **env)
    assert run.process.wait(60) == 2
    words = run.output
    run.log.unlink()
    assert "Traceback" not in words
    assert nothing_left(run.data)
    return words.strip().splitlines()[-1]


def test_killed_without_a_word_all_of_it_ends_and_it_starts_again_until_a_part_ends_by_itself(tmp_path: Path) -> None:
    first = start(tmp_path).ready()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    again = start(tmp_path, "--no-demo").ready()
    assert again.health()["database"] == "up"
    subprocess.run(["pkill", "-P", str(again.process.pid), "-f", "ivr worker"], check=True)
    assert again.process.wait(20) == 1
    again.says("The worker process ended by itself")
    assert nothing_left(again.data)


def test_it_uses_the_server_that_database_url_names(tmp_path: Path, empty_url: str) -> None:
    with running(tmp_path, DATABASE_URL=empty_url) as run:
        assert run.health()["database"] == "up"
        assert not (run.data / "postgres").exists()
        assert "sign in as" not in run.output  # nobody is added to a database that somebody brought
    with psycopg.connect(empty_url) as connection:
        assert connection.execute("SELECT count(*) FROM service_requests").fetchone() == (6,)


def test_without_the_test_phone_there_is_no_phone_and_no_demo_where_none_is_wanted(
    tmp_path: Path, empty_url: str
) -> None:
    with running(tmp_path, "--no-simulator", "--no-demo", DATABASE_URL=empty_url, BIND="127.0.0.1") as run:
        assert "/phone" not in run.output
        with psycopg.connect(empty_url) as connection:
            assert connection.execute("SELECT count(*) FROM service_requests").fetchone() == (0,)


def test_a_saved_change_is_published_and_a_mistake_is_told_by_its_line(tmp_path: Path, home: Path) -> None:
    with running(tmp_path, home=home) as run:
        before = run.health()["flows"][0]
        prompts = home / "prompts" / "en.yaml"
        good = prompts.read_text(encoding="utf-8")
        prompts.write_text(good.replace("Thank you for calling", "Good day from"), encoding="utf-8")
        version = run.says("Published version").split()[2].rstrip(";")
        assert version != before
        mistaken(home)
        assert "did you mean 'report.start'" in run.says("flows/main.yaml:")
        run.says("Not published: calls go on with the version before.")
        until = time.monotonic() + 10
        while run.health()["flows"][0] != version and time.monotonic() < until:
            time.sleep(0.1)
        assert run.health()["flows"][0] == version


def test_one_line_says_what_is_missing_and_what_to_do(tmp_path: Path, home: Path) -> None:
    assert "openssl rand -hex 32" in refused(tmp_path, SECRET_KEYS="short")
    assert "DATABASE_URL is not an address" in refused(tmp_path, DATABASE_URL="nonsense")
    told = refused(tmp_path, DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:9/none")
    assert "check DATABASE_URL" in told
    assert "secret-word" not in told
    assert "https://311.example.gov" in refused(tmp_path, PUBLIC_BASE_URL="311.example.gov")
    (tmp_path / "a file").write_text("")
    assert "name another: ivr run --data DIR" in refused(tmp_path, "--data", str(tmp_path / "a file" / "data"))
    assert "ONECALL_HOME" in refused(tmp_path / "nowhere", ONECALL_HOME=str(tmp_path))
    assert not (tmp_path / "nowhere" / "other" / "data").exists()  # no database is made for flows that are not there
    (home / "flows" / "main.yaml").write_text("flow: main\nstart: nowhere\nnodes: {}\n", encoding="utf-8")
    assert "run `ivr check`" in refused(tmp_path, at=home)


def test_a_line_whose_pages_are_not_built_says_how_to_build_them(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import ivr.web; ivr.web.__path__ = [sys.argv[1]]\n"
        "from ivr.bootstrap import run; from ivr.config import BadSetting, Settings\n"
        "try: run.run(Settings(data_dir=Path(sys.argv[1])), run.Options(), print)\n"
        "except BadSetting as told: print(told)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=30)
    assert "the pages are not built; build them with" in done.stdout

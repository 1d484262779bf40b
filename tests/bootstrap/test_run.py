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


def test_it_says_where_to_go_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(tmp_path) as run:
        base = f"http://localhost:{run.port}"
        for place in (
            f"{base}/phone",
            f"{base}/phone/agent",
            f"{base}/desk/floor",
            "sign in as ana",
            f"{base}/\n",
            f"{base}/requests",
            f"{base}/voice",
            "ivr call --url",
        ):
            assert place in run.output
        assert run.health()["status"] == "ok"
        assert len(left(run.data)) >= 5  # web, its worker process, the worker, the test phone, PostgreSQL
        os.killpg(run.process.pid, signal.SIGINT)  # as a terminal does for everything in the foreground
        assert run.process.wait(20) == 0
        assert nothing_left(run.data)
        assert "Traceback" not in run.output


def test_a_second_start_keeps_what_was_there(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        versions = first.health()["flows"]
        assert "Adding a few requests" in first.output
        password = first.says("sign in as ana")
    with running(tmp_path) as second:
        assert second.health()["flows"][0] == versions[0]
        assert "Adding a few requests" not in second.output
        assert second.says("sign in as ana") == password


def test_what_it_started_ends_even_when_it_is_killed_without_a_word(tmp_path: Path) -> None:
    run = start(tmp_path).ready()
    run.process.send_signal(signal.SIGKILL)
    run.process.wait()
    assert nothing_left(run.data)


def test_a_killed_line_is_started_again_at_once(tmp_path: Path) -> None:
    first = start(tmp_path).ready()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    with running(tmp_path, "--no-demo") as again:
        assert again.health()["database"] == "up"


def test_when_a_part_ends_by_itself_the_rest_is_stopped_and_it_says_so(tmp_path: Path) -> None:
    run = start(tmp_path).ready()
    subprocess.run(["pkill", "-P", str(run.process.pid), "-f", "ivr worker"], check=True)
    assert run.process.wait(20) == 1
    run.says("The worker process ended by itself")
    assert nothing_left(run.data)


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
        flow = home / "flows" / "main.yaml"
        flow.write_text(
            flow.read_text(encoding="utf-8").replace("goto: report.start", "goto: reprot.start"), encoding="utf-8"
        )
        assert "did you mean 'report.start'" in run.says("flows/main.yaml:")
        run.says("Not published: calls go on with the version before.")
        until = time.monotonic() + 10
        while run.health()["flows"][0] != version and time.monotonic() < until:
            time.sleep(0.1)
        assert run.health()["flows"][0] == version
    with running(tmp_path, home=home) as again:
        again.says(f"The line goes on with version {version}")


def test_one_line_says_what_is_missing_and_what_to_do(tmp_path: Path, home: Path) -> None:
    def said(*options: str, code: int = 2, at: Path = ROOT, **env: str) -> str:
        run = start(tmp_path / "other", *options, home=at, **env)
        assert run.process.wait(40) == code
        words = run.output
        run.log.unlink()
        assert "Traceback" not in words
        assert nothing_left(run.data)
        return words.strip().splitlines()[-1]

    with running(tmp_path / "first") as first:
        assert f"runs already on {first.data}" in said("--data", str(first.data))
        told = said("--port", str(first.port))
        assert f"port {first.port} cannot be used" in told
        assert "--port 8311" in told
    assert "openssl rand -hex 32" in said(SECRET_KEYS="short")
    assert "DATABASE_URL is not an address" in said(DATABASE_URL="nonsense")
    assert "check DATABASE_URL" in said(DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:9/none")
    assert "secret-word" not in said(DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:9/none")
    assert "https://311.example.gov" in said(PUBLIC_BASE_URL="311.example.gov")
    (tmp_path / "a file").write_text("")
    assert "name another: ivr run --data DIR" in said("--data", str(tmp_path / "a file" / "data"))
    assert "ONECALL_HOME" in said(ONECALL_HOME=str(tmp_path))
    (home / "flows" / "main.yaml").write_text("flow: main\nstart: nowhere\nnodes: {}\n", encoding="utf-8")
    assert "run `ivr check`" in said(at=home)


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

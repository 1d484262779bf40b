"""Every command in the documents works as it is written, in a copy of the project beside a running line.

A block that cannot be run here says why, where everybody reads it: ```sh no Heroku here
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivr.db.binaries import find
from ivr.db.cluster import DATABASE, PORT, USER
from tests.bootstrap.running import environment, free_port, nothing_left, running

from .pages import ROOT, blocks

RUN_ELSEWHERE = {
    "make run": "tests/bootstrap/test_run.py, and from a clean clone in `make soak`",
    "make test": "what runs this test",
    "make lint": "what CI runs before the tests",
}
COMMANDS = list(blocks("sh"))
COPIED = ("flows", "prompts", "gazetteer", "docs", "bench", "ivr", "app.py", "pyproject.toml", "Procfile")


@dataclass(frozen=True)
class Beside:
    """A copy of the project, and the line that runs from it."""

    home: Path
    env: dict[str, str]
    port: int

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """As typed by somebody who stands in the folder of the project."""
        text = command.replace("localhost:8311", f"localhost:{self.port}")
        return subprocess.run(
            ["bash", "-eu", "-c", text],
            cwd=self.home,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    home = tmp_path_factory.mktemp("project")
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, home / name)
    shutil.copytree(ROOT / "tests", home / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    (home / ".venv").symlink_to(Path(sys.executable).parents[1])
    with running(home / "run", home=home) as run:
        programs = find().folder
        url = f"postgresql://{USER}@/{DATABASE}?host={run.data / 'socket'}&port={PORT}"
        env = environment(DATABASE_URL=url, ONECALL_DATA=str(run.data), PORT=str(run.port))
        env["SECRET_KEYS"] = (run.data / "secret.key").read_text()
        yield Beside(home, env | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}, run.port)


@pytest.fixture
def unspoilt(beside: Beside) -> Iterator[Beside]:
    """The same, and afterwards with its files as they were."""
    yield beside
    for name in ("flows", "prompts"):
        shutil.rmtree(beside.home / name)
        shutil.copytree(ROOT / name, beside.home / name)


@pytest.mark.parametrize("page", sorted({b.page for b in COMMANDS if not b.info}))
def test_every_command_of_a_page_works_as_written_one_after_the_other(page: str, unspoilt: Beside) -> None:
    for block in COMMANDS:
        if block.page != page or block.info or block.text.strip() in RUN_ELSEWHERE:
            continue
        done = unspoilt.run(block.text)
        assert done.returncode == 0, f"{block}: {(done.stdout + done.stderr)[-2000:]}"
        assert "Traceback" not in done.stderr, str(block)


def test_what_is_not_run_is_little_and_says_why() -> None:
    reasons = [block.info for block in COMMANDS if block.info]
    assert len(reasons) <= len(COMMANDS) / 3
    assert all(len(reason.split()) >= 3 for reason in reasons)
    assert not any("\n$ " in page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))


def test_the_commands_named_in_a_sentence_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "lint", "bench", "soak", "docs"):
        assert f"\n{target}:" in makefile


@pytest.mark.soak
def test_make_run_works_from_a_clean_clone(tmp_path: Path) -> None:
    """As on a machine with nothing of ours on it: fetches, installs, builds, starts, and leaves no process behind."""
    clone, port = tmp_path / "clone", free_port()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")}
    with (tmp_path / "output").open("wb") as out:
        make = subprocess.Popen(
            ["make", "run", f"ARGS=--port {port}"], cwd=clone, env=bare, stdout=out, stderr=out, start_new_session=True
        )
    health: dict[str, str] = {}
    until = time.monotonic() + 600
    while not health and time.monotonic() < until and make.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                health = json.load(answer)
        except OSError:
            time.sleep(0.2)
    assert health.get("status") == "ok", (tmp_path / "output").read_text()
    os.killpg(make.pid, signal.SIGINT)
    make.wait(30)
    assert nothing_left(clone / "var")

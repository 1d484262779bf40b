"""`ivr` in this process, and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main

ROOT = Path(__file__).parents[2]
IVR = str(Path(sys.executable).parent / "ivr")
KEY = "k1" * 20

Ivr = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ivr(monkeypatch: pytest.MonkeyPatch) -> Ivr:
    """ivr("check", "--json", ONECALL_HOME="…"): what it printed and how it ended."""
    monkeypatch.chdir(ROOT)
    for name in [name for name in os.environ if name.startswith(("ONECALL", "DATABASE", "GITHUB", "SECRET", "TWILIO"))]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **env: str) -> Result:
        return CliRunner(env=env).invoke(main, [str(each) for each in arguments], prog_name="ivr")

    return run


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """The same as a process of its own, with nothing of ours in its environment."""

    def run(*arguments: str, cwd: Path = ROOT, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        command = [IVR, *(str(each) for each in arguments)]
        return subprocess.run(command, cwd=cwd, env=bare | env, input=stdin, capture_output=True, text=True, timeout=60)

    return run

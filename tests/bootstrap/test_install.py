"""install.py on machines where something is missing: one line, and the remedy."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .running import ROOT, environment

FILES = ("install.py", "pyproject.toml", "constraints.txt", "hatch_build.py", "README.md", "package.json")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A clone, as far as install.py looks at it."""
    for name in (*FILES, "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def install(copy: Path) -> ModuleType:
    """install.py of the copy, as a module."""
    spec = importlib.util.spec_from_file_location("install_of_the_copy", copy / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(copy: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    bare = environment(PIP_CONFIG_FILE="/dev/null", **env)
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=copy, env=bare, capture_output=True, text=True, timeout=120)


def test_a_python_that_is_too_old_is_told_and_a_newer_one_is_used_where_there_is_one(copy: Path) -> None:
    code = "import sys, install; install.OLDEST = (9, 9); sys.exit(install.main(False))"
    old = run(copy, "-c", code, PATH="/nowhere")
    assert old.returncode == 1
    assert "is too old; install Python 3.11 or newer, or name one: make run PYTHON=python3.12" in old.stdout
    newer = copy / "bin" / "python3.14"
    newer.parent.mkdir()
    newer.write_text("#!/bin/sh\necho a newer Python does it: $2\n")
    newer.chmod(0o755)
    assert run(copy, "-c", code, PATH=f"{newer.parent}:/usr/bin:/bin").stdout.startswith("a newer Python does it")


def test_without_a_network_one_line_says_so(copy: Path) -> None:
    done = run(copy, "install.py", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")
    assert done.returncode == 1
    assert done.stderr.startswith("error: the Python package index cannot be reached; check the network")
    assert len(done.stderr.splitlines()) == 1
    assert "1/3  making a virtual environment" in done.stdout


def test_without_the_module_venv_one_line_says_what_to_install(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert install.main(False) == 1
    assert "apt-get install python3-venv" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_tried(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert install.main(False) == 1
    assert "cannot be written by this user" in capsys.readouterr().err


def test_what_decides_what_is_installed_is_noticed(install: ModuleType, copy: Path) -> None:
    before = install.fingerprint(True)
    assert install.fingerprint(False) != before
    (copy / "constraints.txt").write_text("click==1.0\n")
    assert install.fingerprint(True) != before


def test_of_a_long_failure_the_line_that_says_most_is_told(install: ModuleType) -> None:
    npm = (
        "  × building failed\n  ╰─> [2 lines of output]\n      npm could not fetch the bundler; check the way\n hint\n"
    )
    assert install.telling(npm) == "npm could not fetch the bundler; check the way"
    assert install.telling("a\nERROR: no matching distribution\n[notice] new pip") == "ERROR: no matching distribution"
    assert install.telling("") == "it printed nothing"


def test_a_step_that_takes_long_says_that_it_works(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "BEAT", 0.05)
    install.wait([sys.executable, "-c", "import time; time.sleep(0.3)"])
    assert "… 0 s" in capsys.readouterr().out

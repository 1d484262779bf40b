"""`ivr check`: the line's own files hold no mistake; a planted one is told by file, line and column."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, Ivr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The line's own files with one mistake in flows/main.yaml."""
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    main = tmp_path / "flows" / "main.yaml"
    text = main.read_text(encoding="utf-8")
    main.write_text(text.replace("goto: report.start", "goto: reprot.start"), encoding="utf-8")
    return tmp_path


def line(home: Path) -> int:
    lines = (home / "flows" / "main.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, each in enumerate(lines, 1) if "reprot" in each)


def test_the_files_of_the_line_hold_no_mistake(ivr: Ivr) -> None:
    done = ivr("check")
    assert done.exit_code == 0, done.output
    assert done.stdout.strip().splitlines()[-1].endswith(("No problems found.", "warnings", "warning"))


def test_a_mistake_is_one_line_and_exit_1(ivr: Ivr, home: Path) -> None:
    done = ivr("check", str(home))
    assert done.exit_code == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith(f"flows/main.yaml:{line(home)}:")
    assert "did you mean 'report.start'? [unknown-goto]" in first


def test_a_file_stands_for_the_folder_it_is_in(ivr: Ivr, home: Path) -> None:
    assert "reprot.start" in ivr("check", str(home / "flows" / "main.yaml")).stdout


def test_for_programs_it_is_json(ivr: Ivr, home: Path) -> None:
    told = json.loads(ivr("check", str(home), "--json").stdout)
    assert told["errors"] == 1
    assert told["problems"][0]["code"] == "unknown-goto"
    assert told["problems"][0]["line"] == line(home)


def test_on_github_it_is_an_annotation(ivr: Ivr, home: Path) -> None:
    expected = f"::error file=flows/main.yaml,line={line(home)},"
    assert ivr("check", str(home), GITHUB_ACTIONS="true").stdout.startswith(expected)
    assert ivr("check", str(home), "--json", GITHUB_ACTIONS="true").stdout.startswith("{")

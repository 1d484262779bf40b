"""`ivr understand teach`: an example is added; one in which danger is heard only if it is said to be none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, Ivr

POTHOLE = "flows/services/pothole.yaml"
GAS = "it smells like rotten eggs in here and we're all dizzy"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The city's own files, to be changed."""
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def teach(ivr: Ivr, home: Path, *arguments: str) -> tuple[int, str]:
    done = ivr("understand", "teach", *arguments, ONECALL_HOME=str(home), ONECALL_CACHE=str(ROOT / "var" / "cache"))
    return done.exit_code, done.output


def test_an_example_is_the_last_line_of_its_list(ivr: Ivr, home: Path) -> None:
    code, output = teach(ivr, home, "pothole", "the road swallowed my wheel")
    assert code == 0, output
    assert "the road swallowed my wheel" in (home / POTHOLE).read_text()


def test_what_sounds_like_danger_is_not_taught_unless_it_is_said_to_be_none(ivr: Ivr, home: Path) -> None:
    before = (home / POTHOLE).read_text()
    code, output = teach(ivr, home, "pothole", GAS)
    assert (code, (home / POTHOLE).read_text()) == (1, before)
    assert "sounds like danger" in output
    assert "--anyway" in output
    code, output = teach(ivr, home, "--anyway", "pothole", GAS)
    assert code == 0, output
    assert GAS in (home / POTHOLE).read_text()


def test_a_matter_for_the_police_may_sound_like_danger(ivr: Ivr, home: Path) -> None:
    code, output = teach(ivr, home, "police_theft", "somebody broke into my house last night")
    assert code == 0, output

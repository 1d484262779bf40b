"""Publishing what is saved: never a file of which only half was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.bootstrap import watch
from ivr.bootstrap.watch import stamp, whole
from ivr.calls import folders


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    (tmp_path / "prompts").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text("flow: main\n")
    return tmp_path


def test_files_nobody_saves_are_read_whole(home: Path) -> None:
    assert whole(home, stamp(home)) == {"flows/main.yaml": "flow: main\n"}


def test_a_file_that_is_saved_while_it_is_read_waits_for_the_next_look(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved_meanwhile(home: Path) -> dict[str, str]:
        files = folders.read(home)
        (home / "flows" / "main.yaml").write_text("flow: main\nstart: welcome\n")
        return files

    seen = stamp(home)
    monkeypatch.setattr(watch, "read", saved_meanwhile)
    assert whole(home, seen) is None

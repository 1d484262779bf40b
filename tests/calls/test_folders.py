"""The administrator's files as they lie in their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.calls import folders
from ivr.calls.errors import FlowsMissing
from ivr.calls.folders import read
from ivr.flow.loader import load


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "flows" / "services").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("name", ["pigeons.yml", "pigeons.YAML", "pigeons.yaml.txt", "pigeons.docx"])
def test_a_file_that_was_to_be_a_service_and_is_none_by_its_name_is_told(home: Path, name: str) -> None:
    (home / "flows" / "services" / name).write_bytes(b"code: pigeons\n")
    told = [p for p in load(read(home)).problems if p.code == "unknown-file"]
    assert [p.file for p in told] == [f"flows/services/{name}"]
    assert told[0].suggestion == ("flows/services/pigeons.yaml" if name != "pigeons.docx" else "")


def test_what_editors_and_version_control_leave_beside_it_is_not(home: Path) -> None:
    for name in (".main.yaml.swp", "main.yaml~", "#main.yaml#", ".DS_Store", "README.md"):
        (home / "flows" / name).touch()
    assert read(home) == {}


def test_a_file_that_cannot_be_read_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = home / "flows" / "main.yaml"  # found a moment ago, and not there any more
    monkeypatch.setattr(folders, "_under", lambda folder, pattern: [gone])
    with pytest.raises(FlowsMissing, match=r"main\.yaml cannot be read \(No such file or directory\)"):
        read(home)

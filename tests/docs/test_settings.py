"""docs/running.md tells every setting, how long things are kept, and what the log says, as the program has it."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from pathlib import Path

from ivr.calls import housekeeper
from ivr.config import Settings
from ivr.flow.model import CityDocument

from .pages import ROOT, rows

PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_default_and_its_words() -> None:
    told = {name.strip("`"): (default.strip("`"), about) for name, default, about in rows("docs/running.md", "setting")}
    expected = {}
    for field in fields(Settings):
        default = "" if field.default in (MISSING, (), False) else str(field.default)
        expected[field.metadata["name"]] = (default, field.metadata["about"])
    assert told == expected


def test_what_the_web_server_reads_is_told() -> None:
    source = (ROOT / "ivr" / "web" / "gunicorn.py").read_text(encoding="utf-8")
    for name in re.findall(r'environ\.get\("(\w+)"', source):
        assert f"`{name}`" in PAGE, name


def test_every_part_of_city_yaml_is_named() -> None:
    for name, field in CityDocument.model_fields.items():
        assert f"`{field.alias or name}`" in PAGE, name


def test_how_long_things_are_kept_is_what_the_housekeeper_does() -> None:
    kept = {what.split(":")[0].split(",")[0]: days for what, _, days in rows("docs/running.md", "what")}
    assert kept["words and keys of callers"] == f"{housekeeper.WORDS.days} days"
    assert kept["drafts"] == f"{housekeeper.DRAFTS.days} days"
    assert kept["the course of a call"] == f"{housekeeper.COURSE.days} days"
    assert kept["a caller's language"] == f"{housekeeper.LANGUAGES.days} days after the last call"


def test_every_event_of_the_log_that_is_explained_is_logged_somewhere() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(ROOT / "ivr").rglob("*.py"))
    for events, *_ in rows("docs/running.md", "event"):
        for event in re.findall(r"`([\w ]+)`", events):
            assert f'"{event}"' in source, event

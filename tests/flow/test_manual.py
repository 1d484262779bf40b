"""The manual: it is what the program is, and what it shows works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.flow.checks import all_checks
from ivr.flow.events import Recorded
from ivr.flow.example import NODES, SMALLEST, heard
from ivr.flow.loader import load
from ivr.flow.manual import manual
from ivr.flow.model import KINDS
from ivr.flow.placeholders import ENGINE_PROMPTS, PLACEHOLDERS
from ivr.flow.reading.grammar import records, settings
from ivr.flow.reading.source import read
from tests.flow.talk import Talk

TEXT = manual()
HOME = Path(__file__).parents[2]


def test_the_manual_in_docs_is_the_one_the_program_writes() -> None:
    written = (HOME / "docs" / "flow-language.md").read_text("utf-8")
    assert written == TEXT, "docs/flow-language.md is old; write it anew with: ivr flows manual"


def test_it_tells_every_setting_of_every_record() -> None:
    for record in records():
        for one in settings(record):
            assert f"| `{one.name}`" in TEXT or f"`{one.name}`)" in TEXT, f"{record.__name__}.{one.name}"


def test_it_says_what_every_setting_is_for() -> None:
    silent = [
        f"{r.__name__}.{s.name}" for r in records() for s in settings(r) if len(s.about) < 4 or "_with_" in s.about
    ]
    assert silent == []


def test_it_has_an_example_of_every_kind_of_node() -> None:
    assert {KINDS[verb] for verb in NODES} == set(KINDS.values())


@pytest.mark.parametrize("module", all_checks(), ids=lambda m: m.CODE)
def test_it_has_a_page_for_every_check(module: object) -> None:
    assert f"### `{module.CODE}`" in TEXT  # type: ignore[attr-defined]


def test_it_names_every_placeholder_and_prompt_of_the_line_itself() -> None:
    assert [name for name in PLACEHOLDERS if f"`{{{name}}}`" not in TEXT] == []
    assert [name for name in ENGINE_PROMPTS if f"`{name}`" not in TEXT] == []


def test_its_callers_are_heard_as_it_says() -> None:
    loaded = load(heard())
    assert loaded.problems == ()
    assert loaded.book is not None
    talk = Talk(book=loaded.book).answer().press("2")
    assert (talk.at, talk.listening.by) == ("example.ask", "stream")
    assert talk.say("the blue one").listening.by == "record"
    assert talk.send(Recorded("RE1", 4)).slots["damage"] == "recording:RE1"


def test_every_yaml_it_shows_is_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) > 40
    for block in blocks:
        for part in re.split(r"^---\n", block, flags=re.MULTILINE):
            assert read("shown.yaml", part).problems == ()


def test_the_line_it_shows_first_is_whole_and_works() -> None:
    shown = dict(re.findall(r"^`([a-z/_]+\.yaml)`\n\n```yaml\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE))
    assert shown == dict(SMALLEST)
    assert load(shown).book is not None

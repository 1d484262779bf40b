"""An example is written into the YAML as one line; everything else in the file stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ivr.flow.spoken import clean, words
from ivr.flow.teaching import CannotTeach, add_example

FLOWS = Path(__file__).parents[2] / "flows"
SERVICE = """\
code: pothole          # a comment
hears:
  en:
    - pothole
    # another
    - "hole: deep"
  es: [bache]
"""


def heard(source: str, language: str = "en") -> list[str]:
    listed: list[str] = YAML(typ="safe").load(source)["hears"][language]
    return listed


def test_the_example_is_the_last_of_its_list_and_nothing_else_changes() -> None:
    taught = add_example(SERVICE, "pothole", "en", "the road ate my wheel")
    assert taught == SERVICE.replace('deep"\n', 'deep"\n    - the road ate my wheel\n')


@pytest.mark.parametrize("path", sorted((FLOWS / "services").glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_service_of_the_city_can_be_taught(path: Path, language: str) -> None:
    source = path.read_text(encoding="utf-8")
    taught = add_example(source, path.stem, language, "zzz qqq")
    assert heard(taught, language) == [*heard(source, language), "zzz qqq"]
    assert [line for line in taught.splitlines() if "zzz qqq" not in line] == source.splitlines()


def test_a_topic_is_taught_in_its_own_list() -> None:
    source = (FLOWS / "topics.yaml").read_text(encoding="utf-8")
    topics = YAML(typ="safe").load(source)["topics"]
    for topic in topics:
        taught = YAML(typ="safe").load(add_example(source, topic["code"], "es", "zzz"))["topics"]
        changed = [t["code"] for t, u in zip(topics, taught, strict=True) if t != u]
        assert changed == [topic["code"]]


@given(phrase=st.text(max_size=400))
def test_whatever_is_said_is_read_back_as_it_was_or_refused(phrase: str) -> None:
    try:
        taught = add_example(SERVICE, "pothole", "en", phrase)
    except CannotTeach:
        said = clean(phrase)
        assert not words(said) or len(said) > 300 or said.lower() in ("pothole", "hole: deep")
        return
    assert heard(taught) == ["pothole", "hole: deep", clean(phrase)]


@pytest.mark.parametrize(
    "trap", ["yes", "no", "null", "12:30 today", "# hole", "a: b", "- x", "* star", "@home", "1e3 x"]
)
def test_what_yaml_would_read_otherwise_is_quoted(trap: str) -> None:
    assert heard(add_example(SERVICE, "pothole", "en", trap))[-1] == trap


@pytest.mark.parametrize(
    ("code", "language", "phrase", "why"),
    [
        ("rats", "en", "x", "rats has no list"),
        ("pothole", "fr", "x", "has no list"),
        ("pothole", "es", "hoyo", "one example a line"),
        ("pothole", "en", "Pothole", "already"),
        ("pothole", "en", " … ", "words"),
        ("pothole", "en", "x " * 200, "300"),
    ],
)
def test_what_cannot_be_taught_is_told_why(code: str, language: str, phrase: str, why: str) -> None:
    with pytest.raises(CannotTeach, match=why):
        add_example(SERVICE, code, language, phrase)


def test_a_file_without_a_last_line_end_is_taught_too() -> None:
    source = "code: x\nhears:\n  en:\n    - a b"
    assert heard(add_example(source, "x", "en", "c d")) == ["a b", "c d"]

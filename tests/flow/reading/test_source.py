"""One tree, whichever parser reads it; what is nested without end is told and breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ivr.flow.reading import source

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "flows").rglob("*.yaml"), *(ROOT / "prompts").glob("*.yaml")])
DEEP = {
    "brackets": "[" * 100_000,
    "groups": "{a: " * 20_000,
    "lists in a line": "- " * 50_000,
    "lists by indentation": "\n".join("  " * n + "-" for n in range(3000)),
    "names by indentation": "\n".join(" " * n + "a:" for n in range(3000)),
    "as deep as libyaml reads": "[" * (source.MOST_OPENED - 1),
    "empty lines": "\n" * 200_000,
}


def by_ruamel(monkeypatch: pytest.MonkeyPatch, text: str) -> source.Source:
    with monkeypatch.context() as patch:
        patch.setattr(source, "_is_shallow", lambda _: False)
        return source.read("a.yaml", text)


def test_libyaml_is_there_and_reads_most_of_the_citys_files() -> None:
    assert YAML(typ="safe", pure=False).Parser.__module__.endswith("_ruamel_yaml")
    shallow = [source._is_shallow(path.read_text(encoding="utf-8")) for path in FILES]
    assert sum(shallow) > 0.9 * len(shallow)


@pytest.mark.parametrize("path", FILES[::7], ids=lambda path: path.name)
def test_both_parsers_make_the_same_tree(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text(encoding="utf-8")
    assert source.read("a.yaml", text) == by_ruamel(monkeypatch, text)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FILES[::11]),
    st.floats(0, 1),
    st.text(alphabet="ab: -\n\"'[]{},#~0.\tñ", min_size=1, max_size=3),
)
def test_of_a_slip_in_a_file_both_make_the_same_tree_or_tell_the_same(path: Path, where: float, slip: str) -> None:
    text = path.read_text(encoding="utf-8")[:4000]
    at = int(where * len(text))
    slipped = text[:at] + slip + text[at:]
    with pytest.MonkeyPatch.context() as patch:
        read, slowly = source.read("a.yaml", slipped), by_ruamel(patch, slipped)
    assert read.tree == slowly.tree or slowly.tree is None


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_without_end_breaks_nothing(text: str) -> None:
    assert source.read("a.yaml", text).file == "a.yaml"

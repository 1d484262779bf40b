"""Words of danger that cannot be read stop publishing, and are told with their line."""

from __future__ import annotations

from pathlib import Path

from ivr.calls.checking import WORDS, load
from ivr.calls.folders import read

HOME = Path(__file__).parents[2]


def test_the_citys_own_files_are_without_errors() -> None:
    assert load(read(HOME)).book is not None


def test_a_phrase_that_cannot_be_read_is_told_with_its_line_and_stops_publishing() -> None:
    files = read(HOME)
    line = files[WORDS].splitlines().index("  never:") + 2
    files[WORDS] = files[WORDS].replace("  never:\n", "  never:\n    - (gas|smoke leak\n", 1)
    loaded = load(files)
    assert loaded.book is None
    told = [problem for problem in loaded.problems if problem.code == "emergency-words"]
    assert [(p.file, p.line, p.column) for p in told] == [(WORDS, line, 7)]
    assert "(gas|smoke leak" in told[0].message


def test_a_misspelt_list_is_told() -> None:
    files = read(HOME)
    files[WORDS] = files[WORDS].replace("  certain:\n", "  certian:\n", 1)
    assert any("certian" in problem.message for problem in load(files).problems)

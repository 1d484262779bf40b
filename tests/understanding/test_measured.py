"""What was promised of understanding holds on sets that nobody tuned on; how long it takes is for the bench to say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from bench.understanding import Line, answer_lines, danger_lines, heard, need_lines, place_lines, rows

ROOT = Path(__file__).parents[2]
UNSEEN = ROOT / "bench" / "sets" / "unseen"
DATA = ROOT.parent / "shared" / "data"


def holds(lines: Iterable[Line]) -> None:
    measured = [line for line in lines if line.unit != "ms"]
    assert measured
    broken = [f"{x.what}: {x.told(x.measured)}, promised {x.told(x.least)}" for x in measured if not x.holds]
    assert not broken, broken


def test_services_are_understood_at_the_first_guess() -> None:
    holds(need_lines(heard(UNSEEN / "needs.jsonl")))


def test_danger_is_heard_and_what_only_sounds_like_it_passes() -> None:
    holds(danger_lines(heard(UNSEEN / "danger.jsonl")))


def test_yes_and_no_numbers_and_times_are_read() -> None:
    holds(answer_lines(UNSEEN))


@pytest.mark.skipif(not DATA.is_dir(), reason="the city's open data is not beside the project (../shared/data)")
def test_places_are_found_and_none_is_surely_wrong() -> None:
    holds(place_lines(UNSEEN, DATA))


def test_no_row_of_one_set_stands_in_another_or_among_the_examples() -> None:
    sets = [_said_in(UNSEEN.parent / one) for one in ("tuning", "unseen")]
    taught = {
        phrase for path in (ROOT / "flows").rglob("*.yaml") if "calls" not in path.parts for phrase in lines(path)
    }
    assert not sets[0] & sets[1]
    longer = {text for text in sets[1] if len(text.split()) > 4}
    assert not longer & taught


def _said_in(folder: Path) -> set[str]:
    """What is said in the sets of needs and of danger, the retired ones among them."""
    return {str(row["text"]) for kind in ("needs", "danger") for path in folder.glob(f"{kind}*") for row in rows(path)}


def lines(path: Path) -> list[str]:
    return [line.strip().removeprefix("- ").strip('"') for line in path.read_text(encoding="utf-8").splitlines()]

"""What sentences are made of: the same, whether a run of words is taken apart by itself or inside its story."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.understanding.features import Apart, Sparse, features

STORY = "the the street light – at 2,400 n. charles and/or Biddle St. isn't lit, Señora, it isn't lit"


def same(one: Sparse, other: Sparse) -> bool:
    columns = np.array_equal(one.row, other.row) and np.array_equal(one.column, other.column)
    return columns and np.array_equal(one.value, other.value) and one.rows == other.rows


@pytest.mark.parametrize("text", [STORY, "", "–", "a", f"{STORY} " * 20])
def test_a_text_is_taken_apart_as_one_of_several(text: str) -> None:
    assert same(Apart(text).whole(), features([text]))
    assert same(features([STORY, text, ""]).only(1), features([text]))


def test_a_run_of_words_is_made_of_what_it_is_made_of_by_itself() -> None:
    said = f"{STORY} {STORY}".split()
    runs = [(first, end) for first in range(0, len(said), 3) for end in (first + 1, first + 7, len(said))]
    runs = [(first, min(end, len(said))) for first, end in runs]
    inside = Apart(" ".join(said)).runs(runs)
    assert same(inside, features([" ".join(said[first:end]) for first, end in runs]))


def test_what_is_said_again_counts_a_little_more() -> None:
    once, twice = features(["rats"]), features(["rats rats"])
    both = np.isin(twice.column, once.column)
    assert np.allclose(twice.value[both].min() / once.value.min(), 1 + np.log(2))

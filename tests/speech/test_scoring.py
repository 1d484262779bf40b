"""Word errors are counted as everybody counts them, and differences that are none do not count."""

from __future__ import annotations

import pytest

from ivr.speech.scoring import Errors, errors


@pytest.mark.parametrize(
    ("truth", "heard", "wrong", "of"),
    [
        ("there is a pothole", "there is a pothole", 0, 4),
        ("there is a pothole", "There is a pothole!", 0, 4),
        ("there is a pothole", "there is pothole", 1, 4),
        ("there is a pothole", "there is a big pothole", 1, 4),
        ("there is a pothole", "there was a pothole", 1, 4),
        ("twenty four hundred north charles street", "2400 N Charles St.", 0, 6),
        ("twelve saint paul street", "12 St. Paul St.", 0, 4),
        ("um there is a hole", "there is uh a hole", 0, 4),
        ("yes", "", 1, 1),
        ("", "yes", 1, 0),
    ],
)
def test_errors_are_words_put_in_taken_out_or_changed(truth: str, heard: str, wrong: int, of: int) -> None:
    assert errors(truth, heard) == Errors(wrong, of)


def test_nothing_said_has_no_rate() -> None:
    assert Errors(0, 0).rate is None
    assert (Errors(1, 4) + Errors(1, 4)).rate == 0.25

"""What is counted when understanding is measured: first guesses, the first three, danger, sureness."""

from __future__ import annotations

import pytest

from ivr.understanding.account import Account, account
from ivr.understanding.evaluation import Heard, NotLabelled, Report, Row, percentile, report
from ivr.understanding.tongue import language_of

from .hearing import Hear, book


def heard(row: Row, **understood: object) -> Heard:
    """A row, and an account that says nothing but what is given."""
    nothing = Account(
        text=row.text,
        language=row.language,
        intent="other",
        service_code=None,
        confidence=0.0,
        alternatives=[],
        emergency="none",
        crisis=False,
        place=None,
        because="",
    )
    return Heard(row, {**nothing, **understood}, 1.0)  # type: ignore[typeddict-item]


POTHOLE = Row("a hole", "en", "service", "pothole")


def test_a_right_first_guess_counts_for_its_language_and_for_all() -> None:
    counted = report([heard(POTHOLE, service_code="pothole", confidence=0.9), heard(POTHOLE, service_code="rats")])
    assert counted.first["en"].plain() == {"of": 2, "good": 1, "rate": 0.5}
    assert counted.first["all"].rate == 0.5
    assert counted.confusion == {("pothole", "rats"): 1}


@pytest.mark.parametrize(("place", "there"), [(1, True), (2, True), (3, False)])
def test_the_first_three_are_the_guess_and_two_others(place: int, there: bool) -> None:
    others = [{"service_code": f"x{n}", "confidence": 0.1} for n in range(4)]
    others[place - 1] = {"service_code": "pothole", "confidence": 0.1}
    counted = report([heard(POTHOLE, service_code="rats", alternatives=others)])
    assert counted.first_three["all"].good == there


def test_an_emergency_is_heard_when_it_is_certain_or_asked_about() -> None:
    row = Row("he does not wake up", "en", emergency="certain", kind="oblique")
    counted = report([heard(row, emergency=e) for e in ("certain", "ask", "none")])
    assert counted.emergencies["oblique"].plain() == {"of": 3, "good": 2, "rate": 0.6667}


def test_what_is_harmless_and_is_stopped_counts_against() -> None:
    harmless = Row("dead tree", "en", emergency="none", crisis=False, kind="hard_negative")
    counted = report([heard(harmless), heard(harmless, emergency="ask"), heard(harmless, crisis=True)])
    assert counted.passed["hard_negative"].plain() == {"of": 3, "good": 1, "rate": 0.3333}


def test_a_row_that_says_nothing_of_danger_is_counted_as_harmless_only_when_it_is_a_need() -> None:
    counted = report([heard(POTHOLE), heard(Row("x", "en", crisis=True))])
    assert counted.passed["all"].of == 1
    assert counted.crises["all"].good == 0


def test_sureness_is_compared_with_truth() -> None:
    rows = [heard(POTHOLE, service_code="pothole", confidence=0.95)] * 9
    counted = report([*rows, heard(POTHOLE, service_code="rats", confidence=0.95)])
    assert counted.calibration()[9] == {"from": 0.9, "to": 1.0, "n": 10, "confidence": 0.95, "right": 0.9}
    assert counted.calibration_error() == 0.05


def test_nothing_measured_is_told_as_nothing() -> None:
    told = Report().plain()
    assert told["calibration_error"] is None
    assert told["latency_ms"] == {"p50": 0.0, "p99": 0.0}


@pytest.mark.parametrize("value", [{}, [], "x", {"text": 3}, {"text": "a pothole"}])
def test_a_row_without_text_or_truth_is_told_by_its_line(value: object) -> None:
    with pytest.raises(NotLabelled, match=r"^file:3: "):
        Row.read(value, "file:3")


def test_percentiles_are_of_the_nearest_rank() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 3
    assert percentile(range(100), 0.99) == 99


def test_an_account_has_the_keys_that_programs_rely_on(hear: Hear) -> None:
    text = "there's a pothole at twenty four hundred north charles"
    told = account(text, "en", hear(text, "intents"), book().services)
    keys = "text language intent service_code confidence alternatives emergency crisis place because"
    assert " ".join(told) == keys
    assert (told["intent"], told["service_code"], told["place"]) == (
        "service",
        "pothole",
        "twenty four hundred north charles",
    )
    assert len(told["alternatives"]) <= 5
    assert "pothole" not in [one["service_code"] for one in told["alternatives"]]


def test_a_wish_for_a_person_is_an_intent_though_the_line_hears_it_as_a_link(hear: Hear) -> None:
    assert account("operator", "en", hear("operator", "intents"), book().services)["intent"] == "agent"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("there is a pothole on my street", "en"),
        ("hay un bache en la calle de mi casa", "es"),
        ("señal", "es"),
        ("pothole", "en"),
        ("", "en"),
        ("🙂", "en"),
    ],
)
def test_a_line_tells_its_language_by_its_little_words(text: str, language: str) -> None:
    assert language_of(text, ("en", "es")) == language

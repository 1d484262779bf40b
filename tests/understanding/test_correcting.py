"""A value read back is confirmed, denied, or put right in the same breath."""

from __future__ import annotations

import pytest

from ivr.flow.meaning import Meaning, Want
from tests.understanding.hearing import NOW, mind

NEEDS = Want("yesno", inner=Want("intents"))
PLACE = Want("yesno", inner=Want("place"))


def hear(text: str, want: Want = NEEDS, language: str = "en") -> Meaning:
    return mind().hear(text, language, want, NOW)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("yes", "en", "yes"), ("yeah that's right", "en", "yes"), ("no", "en", "no"), ("no that's not it", "en", "no"),
     ("sí", "es", "yes"), ("no eso no es", "es", "no"), ("um", "en", None)],
)  # fmt: skip
def test_a_plain_answer_corrects_nothing(text: str, language: str, value: str | None) -> None:
    meaning = hear(text, language=language)
    assert (meaning.value, meaning.correction) == (value, None)


@pytest.mark.parametrize(
    ("text", "language", "value", "code"),
    [
        ("no a street light", "en", "no", "street_light_out"),
        ("no it's a street light that is out", "en", "no", "street_light_out"),
        ("no no I said rats", "en", "no", "rats"),
        ("not a pothole it's graffiti", "en", "no", "graffiti"),
        ("wait I said rats", "en", "no", "rats"),
        ("espere, dije ratas", "es", "no", "rats"),
        ("it's a street light that's out", "en", None, "street_light_out"),
        ("no un farol apagado", "es", "no", "street_light_out"),
        ("no, dije ratas", "es", "no", "rats"),
        ("no hay agua en mi casa", "es", "no", "no_water"),
    ],
)
def test_another_need_said_instead_is_the_correction(text: str, language: str, value: str | None, code: str) -> None:
    meaning = hear(text, language=language)
    assert meaning.correction is not None
    assert (meaning.value, meaning.correction.value) == (value, code)


@pytest.mark.parametrize(
    ("text", "language"),
    [("no the other one", "en"), ("the other one please", "en"), ("no, I meant the other one", "en"),
     ("la otra", "es"), ("no, el otro", "es"), ("no esa no la otra", "es")],
)  # fmt: skip
def test_the_other_one_is_a_correction_without_a_value(text: str, language: str) -> None:
    meaning = hear(text, language=language)
    assert meaning.correction is not None
    assert (meaning.value, meaning.correction.value, meaning.correction.because) == ("no", None, "the other one")


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("no I said Charles not Charleston", "en", "Charles"),
        ("I said 2400 North Charles Street", "en", "2400 North Charles Street"),
        ("no it's Harford Road", "en", "Harford Road"),
        ("no dije la calle Lombard no Light", "es", "la calle Lombard"),
    ],
)
def test_another_place_said_instead_is_the_correction(text: str, language: str, place: str) -> None:
    meaning = hear(text, PLACE, language)
    assert meaning.correction is not None
    assert (meaning.value, meaning.correction.value) == ("no", place)


@pytest.mark.parametrize(
    ("text", "instead"),
    [("no I said Charles, not Charleston", "Charles"), ("no", None), ("no that's not it", None), ("I said no", None)],
)
def test_a_no_tells_what_followed_it_where_that_is_no_need(text: str, instead: str | None) -> None:
    meaning = hear(text)
    assert (meaning.value, meaning.correction, meaning.slots.get("instead")) == ("no", None, instead)


def test_danger_beside_a_correction_is_danger() -> None:
    assert hear("no my house is on fire").emergency == "certain"

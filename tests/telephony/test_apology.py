"""What a caller hears when the line fails."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from ivr.telephony.apology import Apologies

BASE = "https://311.example.gov"


def heard(document: bytes) -> list[tuple[str, str]]:
    """(language, what is said) in order, and the other verbs by name."""
    return [(verb.get("language", verb.tag), "".join(verb.itertext())) for verb in ElementTree.fromstring(document)]


def test_the_apology_tells_of_911_and_connects_to_a_person_in_both_languages() -> None:
    english, spanish, person = heard(Apologies(BASE, "+14105550188").sorry())
    assert english[0] == "en-US"
    assert "dial 9 1 1" in english[1]
    assert "a person" in english[1]
    assert spanish[0] == "es-US"
    assert "marque el 9 1 1" in spanish[1]
    assert "una persona" in spanish[1]
    assert person == ("Dial", "+14105550188")


def test_a_caller_whose_language_is_known_hears_it_alone() -> None:
    apologies = Apologies(BASE, "+14105550188")
    assert [language for language, _ in heard(apologies.sorry("es"))] == ["es-US", "Dial"]
    assert apologies.sorry("fr") == apologies.sorry()


def test_after_the_operator_answered_nothing_more_is_said() -> None:
    apologies = Apologies(BASE, "+14105550188")
    assert heard(apologies.after("en", "completed")) == [("Hangup", "")]


@pytest.mark.parametrize("outcome", ["busy", "no-answer", "failed", "canceled", "", "nonsense"])
def test_when_nobody_answers_the_caller_is_told_what_to_do(outcome: str) -> None:
    said = heard(Apologies(BASE, "+14105550188").after("es", outcome))
    assert [name for name, _ in said] == ["es-US", "Hangup"]
    assert "vuelva a llamar" in said[0][1]
    assert len(heard(Apologies(BASE, "+14105550188").after("all", outcome))) == 3


def test_the_language_of_the_apology_is_kept_after_the_operators_line() -> None:
    assert b"/voice/fallback?after=es" in Apologies(BASE, "+14105550188").sorry("es")
    assert b"/voice/fallback?after=all" in Apologies(BASE, "+14105550188").sorry()


@pytest.mark.parametrize("operator", ["", "911", "operator", "+1911"])
def test_without_a_line_that_may_be_dialled_nobody_is(operator: str) -> None:
    said = heard(Apologies(BASE, operator).sorry("en"))
    assert [name for name, _ in said] == ["en-US", "Hangup"]
    assert "9 1 1" in said[0][1]
    assert "call 3 1 1 again" in said[0][1]

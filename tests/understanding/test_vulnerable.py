"""Who should have a person first is heard by the city's phrases, in both languages; everyday matters are not."""

from __future__ import annotations

from functools import cache

import pytest

from ivr.calls import checking
from ivr.calls.folders import read
from ivr.understanding.saying import said_words
from ivr.understanding.vulnerable import Vulnerable, problems
from tests.flow.talk import HOME, the_book


@cache
def city() -> Vulnerable:
    return Vulnerable(the_book().desk.vulnerable)


@pytest.mark.parametrize("said", [
    "I'm 85 and alone", "she is ninety one years old", "my mother is 78 and she is on oxygen", "I'm blind",
    "there's no heat and we have a newborn", "I live alone and I'm disabled", "my husband is on dialysis",
    "tengo 82 años y estoy sola", "mi papá tiene ochenta y tres años", "no tenemos calefacción y hay un bebé",
    "uso oxígeno", "soy ciega", "estoy en silla de ruedas",
])  # fmt: skip
def test_it_is_heard(said: str) -> None:
    assert city().heard(said_words(said))


@pytest.mark.parametrize("said", [
    "there is a car in a blind corner", "my house is 85 years old", "the tree is about ninety feet", "leave it alone",
    "no water at the fountain", "an old couch and a tv", "the baby swing in the park is broken", "I'm at 85 Main",
    "hay un bache de tres metros", "la casa tiene luz", "solo quiero saber del recibo", "tengo un bache en mi calle",
    "I'm 40 years old", "tengo 30 años",
])  # fmt: skip
def test_everyday_matters_are_not(said: str) -> None:
    assert not city().heard(said_words(said))


def test_a_phrase_that_cannot_be_read_is_told_with_its_line() -> None:
    files = dict(read(HOME))
    broken = files["flows/desk.yaml"].replace("    - (on|need|needs|have|has) [home] dialysis", "    - (on dialysis")
    line = broken.splitlines().index("    - (on dialysis") + 1
    [told] = checking.load({**files, "flows/desk.yaml": broken}).problems
    assert (told.file, told.line, told.code) == ("flows/desk.yaml", line, "vulnerable-words")
    assert problems({"en": ["<agge>"]}) == ["en: “<agge>” speaks of <agge>, which is not among the words"]


def test_hardly_any_of_the_words_for_a_service_are_taken_for_need() -> None:
    said = [phrase for service in the_book().services.values() for own in service.hears.values() for phrase in own]
    heard = [phrase for phrase in said if city().heard(said_words(phrase))]
    assert len(said) > 3000
    assert len(heard) < len(said) / 1000, heard

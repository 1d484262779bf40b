"""What the first sentence already answers is not asked again; what it only touches on is."""

from __future__ import annotations

import pytest

from ivr.flow.meaning import Meaning
from ivr.flow.turning.foretold import foretold
from tests.flow.talk import Talk, the_book

NAMED = [
    ("dead_animal", "en", "there's a dead dog by the church", {"animal_kind": "dog"}),
    ("dead_animal", "es", "hay un perro muerto", {"animal_kind": "dog"}),
    ("dead_animal", "en", "a raccoon is lying dead on the sidewalk", {"animal_kind": "wild", "dead_where": "walk"}),
    ("street_light_out", "en", "the street light is out", {"light_problem": "out"}),
    ("street_light_out", "en", "my street light goes on and off all night", {"light_problem": "flickering"}),
    ("street_light_out", "es", "la farola no prende", {"light_problem": "out"}),
    ("no_water", "es", "no hay agua", {"water_state": "none"}),
    ("no_water", "en", "we have no running water", {"water_state": "none"}),
    ("no_water", "es", "no hay presión", {"water_state": "low"}),
    ("rats", "en", "there's a lot of rats in the alley behind my house", {"rats_where": "alley"}),
    ("pothole", "en", "a huge pothole in the bike lane", {"pothole_size": "larger", "lane": "bike"}),
]
ASKED = [
    ("dead_animal", "en", "a dead cat or a dead dog"),
    ("dead_animal", "en", "something dead, and it is not a dog"),
    ("dead_animal", "es", "hay algo muerto enfrente de mi yarda"),
    ("street_light_out", "en", "the street light out front is acting up"),
    ("no_water", "es", "no hay mucha presión"),
    ("bulk_trash", "en", "i need another one picked up"),
    ("pothole", "en", "it ate my tire"),
    ("pothole", "en", ""),
    ("pothole", "en", "huge " * 200),
]


@pytest.mark.parametrize(("code", "language", "text", "found"), NAMED)
def test_a_value_named_by_its_own_words_is_taken(code: str, language: str, text: str, found: dict[str, str]) -> None:
    assert foretold(the_book(), the_book().services[code], text, "", language) == found


@pytest.mark.parametrize(("code", "language", "text"), ASKED)
def test_two_values_none_or_one_that_is_denied_are_asked_for(code: str, language: str, text: str) -> None:
    assert foretold(the_book(), the_book().services[code], text, "", language) == {}


def test_the_words_of_the_place_answer_nothing() -> None:
    dead = the_book().services["dead_animal"]
    said = "something dead at 300 park street"
    assert foretold(the_book(), dead, said, "300 park street", "en") == {}
    assert foretold(the_book(), dead, said, "", "en") == {}
    assert foretold(the_book(), dead, "something dead in the street", "", "en") == {"dead_where": "street"}


def test_what_was_said_first_is_not_asked_and_is_read_back() -> None:
    talk = Talk().answer().say("there's a dead dog", Meaning(intent="service", value="dead_animal", confidence=0.95))
    talk.say("I don't know", Meaning(value="unknown", confidence=0.95)).press("#")
    assert "Where is it lying?" in talk.words
    assert talk.slots["animal_kind"] == "dog"
    for key in ("1", "#", "#", "3"):
        talk.press(key)
    assert "Animal: a dog." in talk.words


def test_said_at_first_it_counts_after_the_service_was_asked_about_too() -> None:
    talk = Talk().answer().say("a dead dog thing", Meaning(intent="service", value="dead_animal", confidence=0.6))
    assert talk.state.phase == "confirm"
    assert talk.press("1").slots["animal_kind"] == "dog"
    assert talk.state.told == ""


def test_what_was_denied_with_its_need_answers_nothing() -> None:
    talk = Talk().answer().say("a dead dog", Meaning(intent="service", value="pothole", confidence=0.6))
    other = Meaning(intent="service", value="dead_animal", confidence=0.95)
    talk.say("no, it's a cat and it is dead", Meaning(value="no", confidence=0.95, correction=other))
    assert talk.slots["animal_kind"] == "cat"

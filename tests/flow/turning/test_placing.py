"""Where is it, in parts: a number without its street, a neighborhood for an address, what is not on the map."""

from __future__ import annotations

import pytest

from ivr.flow.directives import Understand
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk

NOTHING = Meaning()
AGAIN = Meaning(ask="again", slots={"place_said": "hmm"})
HAMPDEN = Meaning(
    value="Hampden",
    confidence=0.86,
    slots={
        "place_said": "hampden",
        "place_kind": "neighborhood",
        "place_neighborhood": "Hampden",
        "place_lat": "39.3310",
        "place_long": "-76.6340",
    },
)
CHESTNUT = Meaning(
    value="3500 Chestnut Avenue",
    confidence=0.95,
    slots={"place_said": "3500 chestnut", "place_kind": "address", "place_lat": "39.33", "place_long": "-76.63"},
)


def asked_where(service: str, language: str = "en") -> Talk:
    talk = Talk().answer(language).say("it", Meaning(intent="service", value=service, confidence=0.95))
    assert talk.at == "place.ask"
    return talk


def hears(talk: Talk, text: str, place: Meaning, asked: list[Understand] | None = None) -> Talk:
    """The words as a place; a yes or no is not in them."""

    def meant(ask: Understand) -> Understood:
        if asked is not None:
            asked.append(ask)
        return Understood(place if ask.want.kind == "place" else NOTHING, 0.9, ask.text)

    return talk.send(Utterance(text), meant)


# ------------------------------------------------------------------ a number without its street


@pytest.mark.parametrize(
    ("said", "language", "question"),
    [
        ("2400", "en", "And what street is that on?"),
        ("it's number twenty four hundred", "en", "And what street is that on?"),
        ("el dos mil cuatrocientos", "es", "¿Y en qué calle es?"),
    ],
)
def test_a_bare_number_is_kept_and_its_street_is_asked_for(said: str, language: str, question: str) -> None:
    talk = hears(asked_where("pothole", language), said, NOTHING)
    assert talk.words == question
    asked: list[Understand] = []
    hears(talk, "chestnut", CHESTNUT, asked)
    assert (asked[-1].text, asked[-1].want.context) == ("chestnut", "2400")
    assert talk.slots["place"] == "3500 Chestnut Avenue"


@pytest.mark.parametrize("lost", [NOTHING, AGAIN])
def test_a_bare_number_is_kept_across_the_next_question(lost: Meaning) -> None:
    talk = hears(hears(asked_where("pothole"), "2400", NOTHING), "hmm", lost)
    assert talk.words == "And what street is that on?"
    asked: list[Understand] = []
    hears(talk, "chestnut", CHESTNUT, asked)
    assert asked[-1].want.context == "2400"


def test_another_number_takes_its_place() -> None:
    talk = hears(hears(asked_where("pothole"), "2400", NOTHING), "sorry, 3500", NOTHING)
    assert talk.state.part is not None
    assert talk.state.part.said == "3500"


# ------------------------------------------------------------------ a neighborhood


@pytest.mark.parametrize("service", ["missed_trash", "pothole"])
def test_a_neighborhood_is_too_wide_for_a_crew(service: str) -> None:
    talk = hears(asked_where(service), "hampden", HAMPDEN)
    assert talk.words == "In Hampden. What is the address there, or the nearest corner?"
    assert hears(talk, "3500 chestnut", CHESTNUT).slots["place"] == "3500 Chestnut Avenue"


def test_it_is_enough_where_any_place_will_do() -> None:
    assert hears(asked_where("needles"), "hampden", HAMPDEN).slots["place"] == "Hampden"


def test_in_spanish() -> None:
    talk = hears(asked_where("missed_trash", "es"), "hampden", HAMPDEN)
    assert talk.words == "En Hampden. ¿Cuál es la dirección ahí, o la esquina más cercana?"


def test_who_knows_no_more_is_asked_what_is_near_and_the_neighborhood_is_kept() -> None:
    talk = hears(asked_where("missed_trash"), "hampden", HAMPDEN)
    replies = iter([Meaning(value="unknown", confidence=0.95), HAMPDEN])
    talk.send(Utterance("I don't know"), lambda ask: Understood(next(replies), 0.9, ask.text))
    assert talk.prompts[0] == "which_landmark"
    assert (talk.slots["place"], talk.slots["place_neighborhood"]) == ("Hampden", "Hampden")


def test_said_over_and_over_it_is_read_back_and_taken() -> None:
    talk = asked_where("missed_trash")
    for _ in range(3):
        hears(talk, "hampden", HAMPDEN)
    assert "I heard: Hampden. Is that right?" in talk.words
    assert talk.press("1").slots["place"] == "Hampden"


@pytest.mark.parametrize("sure", ["0.9", "0.6"])
def test_said_beside_the_need_the_spot_is_asked_for_at_once(sure: str) -> None:
    slots = {**HAMPDEN.slots, "place": "Hampden", "place_confidence": sure}
    talk = Talk().answer().say("it", Meaning(intent="service", value="missed_trash", confidence=0.95, slots=slots))
    assert "In Hampden. What is the address there" in talk.words
    assert "place" not in talk.slots


# ------------------------------------------------------------------ what is not on the map


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        ("house", "I cannot find that number on Chestnut Avenue."),
        ("apart", "Those two streets do not meet. Which street crosses Chestnut Avenue?"),
    ],
)
def test_what_is_not_there_is_told_and_asked_for_again(ask: str, told: str) -> None:
    slots = {"place_said": "12345 chestnut", "place_kind": "street", "place_street": "Chestnut Avenue"}
    lacking = Meaning(value="Chestnut Avenue", confidence=0.3, ask=ask, slots=slots)
    talk = hears(asked_where("pothole"), "12345 chestnut", lacking)
    assert told in talk.words
    beside = Meaning(intent="service", value="pothole", confidence=0.95, ask=ask, slots=slots)
    assert told in Talk().answer().say("it", beside).words


# ------------------------------------------------------------------ on no map

PURPLE = Meaning(
    value="the purple house",
    confidence=0.6,
    slots={"place_said": "the purple house", "place_kind": "landmark", "place_lat": ""},
)
FLURB = Meaning(
    value="300 Flurbington Avenue",
    confidence=0.6,
    slots={"place_said": "300 flurbington", "place_kind": "address", "place_street": "Flurbington Avenue"},
)


def test_a_landmark_that_no_map_knows_is_kept_and_a_street_near_it_is_asked_for() -> None:
    talk = hears(asked_where("pothole"), "the purple house", PURPLE)
    assert "I heard: the purple house. I do not find that on the map." in talk.words
    asked: list[Understand] = []
    hears(talk, "3500 chestnut", CHESTNUT, asked)
    assert [ask.want.context for ask in asked if ask.want.kind == "place"] == [""]  # it is no part of that address
    assert (talk.slots["place"], talk.slots["landmark"]) == ("3500 Chestnut Avenue", "the purple house")


def test_who_knows_no_street_near_it_is_told_that_it_is_put_down_as_it_was_said() -> None:
    talk = hears(asked_where("pothole", "es"), "the purple house", PURPLE)
    assert "Entendí: the purple house. No lo encuentro en el mapa." in talk.words
    hears(talk, "no sé", Meaning(value="unknown", confidence=0.95))
    assert "lo anoté tal como lo dijo: the purple house." in talk.words
    assert (talk.slots["place"], talk.slots.get("landmark")) == ("the purple house", None)


def test_an_address_that_no_map_knows_is_never_said_to_be_found() -> None:
    talk = hears(asked_where("pothole"), "300 flurbington", FLURB)
    assert "I do not find that on the map. Shall I put it down just as you said it?" in talk.words
    assert talk.press("1").slots["place"] == "300 Flurbington Avenue"


def test_said_twice_it_is_read_back_and_not_asked_for_again() -> None:
    talk = hears(hears(asked_where("pothole"), "the purple house", PURPLE), "the purple house", PURPLE)
    assert talk.state.phase == "confirm"
    assert "Shall I put it down just as you said it?" in talk.words

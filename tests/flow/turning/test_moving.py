"""A “no” that is an answer, and a “no” that moves the place: what was said before is never thrown away for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.flow.directives import Understand
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.turning.house import house_number
from tests.flow.talk import Talk

NORTH = {"place_kind": "address", "place_said": "2401 north charles", "place_lat": "39.3153", "place_long": "-76.6167"}
NORTH |= {"place_number": "2401", "place_street": "North Charles Street"}
NO = Meaning(value="no", confidence=0.95)
LIGHT = Meaning(intent="service", value="street_light_out", confidence=0.95)
OTHER_HOUSE = Meaning(value="2410 North Charles Street", confidence=0.95, slots={**NORTH, "place_number": "2410"})


def meant(by_kind: dict[str, Meaning], asked: list[Understand] | None = None) -> Callable[[Understand], Understood]:
    """What the words mean, by the kind of answer they are heard as."""

    def understand(ask: Understand) -> Understood:
        if asked is not None:
            asked.append(ask)
        return Understood(by_kind.get(ask.want.kind, Meaning()), 0.9, ask.text)

    return understand


def at_the_first_question() -> Talk:
    """A street light, its place was named in passing, and what the light does is asked."""
    talk = Talk().answer("en").say("a street light", LIGHT)
    talk.say("2401 north charles", Meaning(value="2401 North Charles Street", confidence=0.95, slots=NORTH))
    assert talk.at == "questions.start"
    return talk


@pytest.mark.parametrize("said", ["no light at all", "no prende"])
def test_an_answer_that_begins_with_no_is_an_answer(said: str) -> None:
    lost = Meaning(value="no", confidence=0.9, correction=Meaning(ask="again", slots={"place_said": "light at all"}))
    talk = at_the_first_question()
    talk.send(Utterance(said), meant({"choice": Meaning(value="out", confidence=0.9), "yesno": lost}))
    assert (talk.slots["place"], talk.slots["light_problem"]) == ("2401 North Charles Street", "out")


def test_what_is_no_answer_and_no_place_is_asked_again_with_all_that_is_known() -> None:
    lost = Meaning(value="no", confidence=0.9, correction=Meaning(ask="again", slots={"place_said": "comes on"}))
    talk = at_the_first_question()
    talk.send(Utterance("no it never comes on"), meant({"yesno": lost}))
    assert (talk.at, talk.slots["place"]) == ("questions.start", "2401 North Charles Street")


def test_another_house_on_the_same_street() -> None:
    asked: list[Understand] = []
    talk = at_the_first_question()
    talk.send(Utterance("no, it's 2410"), meant({"yesno": NO, "place": OTHER_HOUSE}, asked))
    assert [ask.text for ask in asked][-1] == "2410 North Charles Street"
    assert (talk.at, talk.slots["place"]) == ("questions.start", "2410 North Charles Street")
    assert "Got it: 2410 North Charles Street." in talk.words


def test_another_street_keeps_the_house_number() -> None:
    slots = {"place": "", "place_said": "500 charleston street", "place_street": "Charleston Street"}
    talk = (
        Talk()
        .answer("en")
        .say(
            "a street light at 500 charleston street",
            Meaning(intent="service", value="street_light_out", confidence=0.95, slots=slots, ask="number"),
        )
    )
    charles = Meaning(value="Charles Street", confidence=0.6, ask="number", slots={"place_said": "charles"})
    found = Meaning(value="500 North Charles Street", confidence=0.95, slots=NORTH)
    asked: list[Understand] = []

    def understand(ask: Understand) -> Understood:
        asked.append(ask)
        if ask.want.kind == "place":
            return Understood(found, 0.9, ask.text)
        inner = ask.want.inner.kind if ask.want.inner else ""
        return Understood(Meaning(value="no", confidence=0.9, correction=charles) if inner == "place" else NO, 0.9, "")

    talk.send(Utterance("no i said charles not charleston"), understand)
    assert asked[-1].text == "500 Charles Street"
    assert (talk.slots["service"], talk.slots["place"]) == ("street_light_out", "500 North Charles Street")


def test_the_other_one_after_a_place_was_named_asks_for_the_place() -> None:
    talk = (
        Talk()
        .answer("en")
        .say(
            "a light at saint paul and north",
            Meaning(
                intent="service", value="street_light_out", confidence=0.95, slots={**NORTH, "place": "the corner"}
            ),
        )
    )
    talk.send(
        Utterance("no the other one"),
        meant({"yesno": Meaning(value="no", confidence=0.9, correction=Meaning(because="the other one"))}),
    )
    assert (talk.at, talk.slots["service"]) == ("place.ask", "street_light_out")
    assert "place" not in talk.slots


@pytest.mark.parametrize("correction", [Meaning(because="the other one"), None])
def test_danger_beside_the_other_one_goes_before_the_place(correction: Meaning | None) -> None:
    talk = place_named_with_the_need()
    danger = Meaning(value="no", confidence=0.9, correction=correction, emergency="certain")
    talk.send(Utterance("no the other one, the house is on fire"), meant({"yesno": danger, "place": NOWHERE}))
    assert talk.at == "emergency.wait"


def test_a_doubt_answered_by_word_goes_on_with_what_was_said() -> None:
    doubtful = Meaning(intent="service", value="street_light_out", confidence=0.95, emergency="ask")
    talk = Talk().answer("en").say("a street light fell near people", doubtful)
    assert talk.at == "emergency.doubt"
    talk.send(Utterance("no"), meant({"options": Meaning(value="1", confidence=1.0), "intents": doubtful}))
    assert (talk.at, talk.slots["service"]) == ("place.ask", "street_light_out")


@pytest.mark.parametrize(
    ("said", "language", "number"),
    [
        ("no, it's 2410", "en", "2410"),
        ("i said fifteen hundred", "en", "1500"),
        ("no, es el 2410", "es", "2410"),
        ("no not 2410", "en", None),
        ("two", "en", None),
        ("2410 of them", "en", None),
        ("2401 or 2410", "en", None),
        ("no", "en", None),
    ],
)
def test_a_house_number_alone(said: str, language: str, number: str | None) -> None:
    assert house_number(said, language) == number


def test_a_doubt_among_words_of_danger_leads_nowhere_else() -> None:
    talk = Talk().answer("en").press("8")
    talk.say("I can't hang up", Meaning(emergency="ask"))
    assert talk.at == "emergency.wait"
    assert "dial 9 1 1 now" in talk.words


# ------------------------------------------------------------------ “the other one”

SOUTH = Meaning(
    value="2401 South Charles Street",
    confidence=0.85,
    slots={**NORTH, "place_said": "the other charles", "place_street": "South Charles Street", "place_lat": "39.2"},
)
NOWHERE = Meaning(ask="again", slots={"place_said": "the other one"})


def place_named_with_the_need() -> Talk:
    """A street light at 2401 North Charles Street, all in the first sentence."""
    beside = {**NORTH, "place": "2401 North Charles Street"}
    light = Meaning(intent="service", value="street_light_out", confidence=0.95, slots=beside)
    talk = Talk().answer("en").say("a street light at 2401 north charles", light)
    assert talk.at == "questions.start"
    return talk


def no_and(place: Meaning) -> Callable[[Understand], Understood]:
    """“No, …”: instead of a place this one is meant, instead of a need none."""

    def understand(ask: Understand) -> Understood:
        of_place = ask.want.inner is not None and ask.want.inner.kind == "place"
        said = Meaning(value="no", confidence=0.9, correction=place if of_place else Meaning())
        return Understood(said if ask.want.kind == "yesno" else Meaning(), 0.9, ask.text)

    return understand


@pytest.mark.parametrize("talk", [at_the_first_question, place_named_with_the_need])
@pytest.mark.parametrize("said", ["no, I mean the other Charles", "no, the other one"])
def test_the_other_one_is_looked_for_beside_the_place_that_was_named(talk: Callable[[], Talk], said: str) -> None:
    asked: list[Understand] = []
    call, meant = talk(), no_and(SOUTH)
    call.send(Utterance(said), lambda ask: asked.append(ask) or meant(ask))  # type: ignore[func-returns-value]
    inner = [ask.want.inner for ask in asked if ask.want.inner and ask.want.inner.kind == "place"]
    assert inner[-1].context == "2401 North Charles Street"
    assert (call.slots["place"], call.at) == ("2401 South Charles Street", "questions.start")
    assert call.slots["service"] == "street_light_out"


@pytest.mark.parametrize("talk", [at_the_first_question, place_named_with_the_need])
def test_where_there_is_no_other_one_the_place_is_asked_for_anew(talk: Callable[[], Talk]) -> None:
    call = talk().send(Utterance("no, the other one"), no_and(NOWHERE))
    assert (call.at, call.slots["service"]) == ("place.ask", "street_light_out")
    assert "place" not in call.slots


def test_the_other_side_of_the_street_moves_nothing() -> None:
    call = place_named_with_the_need().send(Utterance("no, it's on the other side"), no_and(NOWHERE))
    assert (call.at, call.slots["place"]) == ("questions.start", "2401 North Charles Street")

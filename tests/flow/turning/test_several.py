"""Several problems in one sentence: first the one, then the others, which are not asked for again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.calls.drafts import known
from ivr.flow.directives import Understand
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk

BOTH = "there's a pothole and the street light is out too"
DOUBTFUL = Meaning(intent="service", value="pothole", confidence=0.8, alternatives=(("street_light_out", 0.17),))
POTHOLE = Meaning(intent="service", value="pothole", confidence=0.97)
THERE = {"place_said": "2400 north charles"}
LIGHT = Meaning(intent="service", value="street_light_out", confidence=0.97)


def hears(meanings: dict[str, Meaning], asked: list[str] | None = None) -> Callable[[Understand], Understood]:
    def meant(ask: Understand) -> Understood:
        if asked is not None:
            asked.append(ask.text)
        return Understood(meanings.get(ask.text, Meaning()), 0.9, ask.text)

    return meant


TWO = {BOTH: DOUBTFUL, "there's a pothole": POTHOLE, "the street light is out too": LIGHT}


def filed() -> Talk:
    """The first of two is filed."""
    talk = Talk().answer().send(Utterance(BOTH), hears(TWO))
    talk.say("I don't know", Meaning(value="unknown", confidence=0.95))
    for key in ("#", "1", "#", "#", "3", "1"):
        talk.press(key)
    assert [work.slots["service"] for work in talk.works] == ["pothole"]
    return talk


def test_both_are_named_and_the_first_is_begun() -> None:
    talk = Talk().answer().send(Utterance(BOTH), hears(TWO))
    assert "First: potholes. Then: street lights that are out." in talk.words
    assert (talk.at, talk.slots["service"], talk.slots["next_service"]) == ("place.ask", "pothole", "street_light_out")


def test_after_the_first_is_filed_the_other_one_is_offered_and_not_asked_for() -> None:
    talk = filed()
    assert "Now the other one: street lights that are out." in talk.words
    asked: list[str] = []
    talk.send(Utterance("yes"), hears({"yes": Meaning(value="0", confidence=1.0), **TWO}, asked))
    assert asked[-1] == "the street light is out too"
    assert (talk.at, talk.slots["service"], talk.slots["light_problem"]) == ("place.ask", "street_light_out", "out")
    assert not talk.slots.keys() & {"also", "next_service", "go_on", "number"}


def test_in_spanish() -> None:
    said = "hay un bache y también una farola apagada"
    meanings = {said: DOUBTFUL, "hay un bache": POTHOLE, "una farola apagada": LIGHT}
    talk = Talk().answer("es").send(Utterance(said), hears(meanings))
    assert "Primero: baches. Después: farolas apagadas." in talk.words


def test_said_in_the_other_language_it_is_divided_in_that_language() -> None:
    said = "hay un bache y también una farola apagada"
    spanish = Meaning(
        intent="service",
        value="pothole",
        confidence=0.5,
        alternatives=DOUBTFUL.alternatives,
        slots={"language": "es"},
    )
    talk = (
        Talk()
        .answer()
        .send(Utterance(said), hears({said: spanish, "hay un bache": POTHOLE, "una farola apagada": LIGHT}))
    )
    assert talk.prompts[:2] == ["language_changed", "two_needs"]


def test_the_other_one_may_be_left() -> None:
    talk = filed().press("2")
    assert talk.at == "request.more"
    assert "also" not in talk.slots


def test_the_number_is_said_again_before_the_other_one() -> None:
    talk = filed().press("3")
    assert talk.prompts == ["number_again", "go_on_with_other"]


def test_who_hangs_up_before_the_other_one_leaves_a_draft_of_it() -> None:
    draft = known(filed().state)
    assert (draft["service"], draft["details"]) == ("street_light_out", "the street light is out too")
    assert known(filed().press("2").state) == {}


@pytest.mark.parametrize(
    ("language", "first", "other", "kept"),
    [
        ("en", "a pothole at 400 east 25th street", "another pothole at 2400 north charles", POTHOLE),
        ("en", "a pothole at 400 east 25th street", "one at 2400 north charles", Meaning(slots=THERE)),
        ("es", "hay un bache en 400 east 25th street", "otro en 2400 north charles", Meaning(slots=THERE)),
    ],
)
def test_the_same_at_two_places_is_two_problems(language: str, first: str, other: str, kept: Meaning) -> None:
    joint = " y " if language == "es" else " and "
    whole = first + joint + other
    sure = Meaning(intent="service", value="pothole", confidence=0.99)
    talk = Talk().answer(language).send(Utterance(whole), hears({whole: sure, first: POTHOLE, other: kept}))
    assert talk.slots["service"] == talk.slots["next_service"] == "pothole"
    assert talk.slots["also"].endswith(f": {other}")
    assert talk.slots["also"].startswith("Bache" if language == "es" else "Pothole")


def test_another_thing_at_no_place_is_part_of_the_story() -> None:
    whole = "there's a pothole and another car hit it"
    talk = Talk().answer().send(Utterance(whole), hears({whole: POTHOLE, "there's a pothole": POTHOLE}))
    assert (talk.slots["service"], "next_service" in talk.slots) == ("pothole", False)


@pytest.mark.parametrize(
    "second",
    [
        Meaning(intent="service", value="street_light_out", confidence=0.6),
        POTHOLE,
        Meaning(intent="status", confidence=0.95),
        Meaning(intent="service", value="street_light_out", confidence=0.97, emergency="ask"),
    ],
    ids=["unsure", "the same", "no service", "danger"],
)
def test_a_half_that_is_not_surely_another_service_leaves_the_sentence_whole(second: Meaning) -> None:
    talk = Talk().answer().send(Utterance(BOTH), hears({**TWO, "the street light is out too": second}))
    assert "two_needs" not in talk.prompts
    assert (talk.at, talk.slots["service"]) == ("place.ask", "pothole")
    assert "also" not in talk.slots


def test_a_sentence_that_is_surely_about_one_thing_is_not_divided() -> None:
    asked: list[str] = []
    said = "there's a tree down and it is blocking the road"
    sure = Meaning(intent="service", value="tree_down", confidence=0.985, alternatives=(("debris_in_road", 0.02),))
    Talk().answer().send(Utterance(said), hears({said: sure}, asked))
    assert asked == [said]


def test_a_place_said_with_the_second_is_the_place_of_both() -> None:
    place = {"place": "2400 North Charles Street", "place_said": "2400 north charles", "place_lat": "39.31"}
    light = Meaning(intent="service", value="street_light_out", confidence=0.97, slots=place)
    talk = Talk().answer().send(Utterance(BOTH), hears({**TWO, "the street light is out too": light}))
    assert (talk.slots["service"], talk.slots["place"]) == ("pothole", "2400 North Charles Street")


# ------------------------------------------------------------------ three, and which of them first

THREE = "a pothole and the street light is out and they missed my trash"
TRASH = Meaning(intent="service", value="missed_trash", confidence=0.97)
ALL = {
    THREE: Meaning(
        intent="service",
        value="pothole",
        confidence=0.6,
        alternatives=(("street_light_out", 0.2), ("missed_trash", 0.15)),
    ),
    "a pothole": POTHOLE,
    "the street light is out": LIGHT,
    "they missed my trash": TRASH,
    "a pothole and the street light is out": Meaning(intent="service", value="pothole", confidence=0.7),
}


def told_three() -> Talk:
    return Talk().answer().send(Utterance(THREE), hears(ALL))


def test_of_three_none_is_lost_and_all_are_named() -> None:
    talk = told_three()
    assert "First: potholes. Then: street lights that are out. After that: missed trash collection." in talk.words
    assert (talk.slots["service"], talk.slots["also"]) == ("pothole", "the street light is out")


def test_who_leaves_the_second_is_offered_the_third() -> None:
    talk = told_three().say("I don't know", Meaning(value="unknown", confidence=0.95))
    for key in ("#", "1", "#", "#", "3", "1"):
        talk.press(key)
    assert "Now the other one: street lights that are out." in talk.words
    assert "Now the other one: missed trash collection." in talk.press("2").words
    assert known(talk.state)["details"] == "they missed my trash"
    talk.send(Utterance("yes"), hears({"yes": Meaning(value="0", confidence=1.0), **ALL}))
    assert talk.slots["service"] == "missed_trash"
    assert not talk.slots.keys() & {"also", "next_service", "later"}


def test_the_second_one_is_begun_with_when_it_is_asked_for() -> None:
    chosen = Meaning(value="1", confidence=0.95)
    talk = told_three().send(Utterance("the second one"), hears({"the second one": chosen, **ALL}))
    assert talk.slots["service"] == "street_light_out"
    assert (talk.slots["next_service"], talk.slots["later"]) == ("pothole", "missed_trash=they missed my trash")


def test_the_first_one_is_what_is_in_hand() -> None:
    chosen = Meaning(value="0", confidence=0.95)
    talk = told_three().send(Utterance("the first one"), hears({"the first one": chosen, **ALL}))
    assert (talk.slots["service"], talk.at, talk.state.misses) == ("pothole", "place.ask", 0)


def test_one_of_them_is_chosen_by_the_name_it_was_just_given() -> None:
    asked: list[Understand] = []

    def meant(ask: Understand) -> Understood:
        asked.append(ask)
        return Understood(Meaning(), 0.9, ask.text)

    told_three().send(Utterance("missed trash collection"), meant)
    options = asked[0].want.options
    assert [option.value for option in options] == ["0", "1", "2"]
    assert "street lights that are out" in options[1].words


def test_both_is_no_place() -> None:
    asked: list[str] = []
    talk = told_three().send(Utterance("both of them please"), hears(ALL, asked))
    assert talk.prompts[0] == "one_by_one"
    assert (talk.at, asked) == ("place.ask", [])


def test_an_address_after_them_is_the_answer() -> None:
    place = Meaning(value="1900 Eutaw Place", confidence=0.95, slots={"place_lat": "39.3", "place_long": "-76.6"})
    talk = told_three().send(
        Utterance("1900 eutaw place"),
        lambda ask: Understood(place if ask.want.kind == "place" else Meaning(), 0.9, ask.text),
    )
    assert talk.slots["place"] == "1900 Eutaw Place"


def test_both_that_are_offered_are_taken_one_after_the_other() -> None:
    unsure = Meaning(intent="service", value="dirty_street", confidence=0.5, alternatives=(("dirty_alley", 0.4),))
    talk = Talk().answer("es").say("la calle", unsure)
    assert talk.prompts[0] == "which_of_these"
    assert "Primero: calles sucias. Después: callejones sucios." in talk.say("los dos").words
    assert (talk.slots["service"], talk.slots["next_service"]) == ("dirty_street", "dirty_alley")
    assert talk.state.phase == "ask"

"""Two problems in one sentence: first the one, then the other, which is not asked for again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivr.calls.drafts import known
from ivr.flow.directives import Understand
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.turning.twofold import TRIED, halves
from tests.flow.talk import Talk

BOTH = "there's a pothole and the street light is out too"
DOUBTFUL = Meaning(intent="service", value="pothole", confidence=0.8, alternatives=(("street_light_out", 0.17),))
POTHOLE = Meaning(intent="service", value="pothole", confidence=0.97)
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


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        (BOTH, [("there's a pothole", "the street light is out too")]),
        ("no pasó la basura y también hay ratas", [("no pasó la basura", "hay ratas")]),
        (
            "a hole at Pratt and Light, and graffiti",
            [("a hole at Pratt and Light", "graffiti"), ("a hole at Pratt", "Light, and graffiti")],
        ),
        ("and a pothole", []),
        ("a pothole", []),
        ("", []),
    ],
)
def test_a_sentence_is_divided_at_what_joins(text: str, divided: list[tuple[str, str]]) -> None:
    assert halves(text) == divided


def test_a_long_story_is_divided_a_few_times_only() -> None:
    assert len(halves("rats and " * 500)) == TRIED


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
    sure = Meaning(intent="service", value="tree_down", confidence=0.97, alternatives=(("debris_in_road", 0.02),))
    Talk().answer().send(Utterance(said), hears({said: sure}, asked))
    assert asked == [said]


def test_a_place_said_with_the_second_is_the_place_of_both() -> None:
    place = {"place": "2400 North Charles Street", "place_said": "2400 north charles", "place_lat": "39.31"}
    light = Meaning(intent="service", value="street_light_out", confidence=0.97, slots=place)
    talk = Talk().answer().send(Utterance(BOTH), hears({**TWO, "the street light is out too": light}))
    assert (talk.slots["service"], talk.slots["place"]) == ("pothole", "2400 North Charles Street")

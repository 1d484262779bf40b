"""An earlier answer, or the place, is put right in the middle of a form; the open question stands."""

from __future__ import annotations

import pytest

from ivr.flow.directives import Understand
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk

PLACE = {
    "place": "2400 Saint Paul Street",
    "place_said": "2400 saint paul",
    "place_kind": "address",
    "place_number": "2400",
    "place_street": "Saint Paul Street",
    "place_lat": "39.31",
    "place_long": "-76.61",
}
CORNER = {
    **PLACE,
    "place": "the corner of Pratt Street and Light Street",
    "place_said": "pratt and light",
    "place_kind": "intersection",
    "place_number": "",
    "place_street": "Pratt Street",
    "place_cross": "Light Street",
}
CHARLES = Meaning(
    value="charles", confidence=0.6, ask="number", slots={"place_said": "charles", "place_kind": "street"}
)
MOVED = Meaning(
    value="2400 North Charles Street",
    confidence=0.9,
    slots={"place_said": "2400 charles", "place_kind": "address", "place_lat": "39.32", "place_long": "-76.62"},
)


def at_the_lane(place: dict[str, str] = PLACE) -> Talk:
    """A pothole of a tire's size; in which lane it is, is asked."""
    talk = Talk().answer().say("a pothole", Meaning(intent="service", value="pothole", confidence=0.95, slots=place))
    talk.say("a tire", Meaning(value="tire", confidence=1.0))
    assert (talk.at, talk.slots["pothole_size"]) == ("questions.start", "tire")
    assert "Which part of the street" in talk.words
    return talk


def at_the_details() -> Talk:
    talk = at_the_lane().say("the travel lane", Meaning(value="travel", confidence=1.0))
    assert talk.at == "details.start"
    return talk


def says(talk: Talk, text: str, asked: list[Understand] | None = None, **instead: Meaning) -> Talk:
    """Says a correction. instead: what it means by the kind of answer; `place` when it is looked up as one."""

    def meant(ask: Understand) -> Understood:
        if asked is not None:
            asked.append(ask)
        if ask.want.kind == "place":
            return Understood(instead.get("looked", Meaning()), 0.9, ask.text)
        if ask.want.kind == "yesno" and ask.want.inner:
            correction = instead.get(_name(ask))
            return Understood(Meaning(value="no", confidence=0.9, correction=correction), 0.9, ask.text)
        return Understood(Meaning(value=text if ask.want.kind == "speech" else None, confidence=0.8), 0.9, ask.text)

    return talk.send(Utterance(text), meant)


def _name(ask: Understand) -> str:
    inner = ask.want.inner
    assert inner is not None
    return inner.options[0].value if inner.options else inner.kind


def test_another_street_keeps_the_number_and_the_open_question() -> None:
    asked: list[Understand] = []
    talk = says(at_the_lane(), "no wait it's on charles not saint paul", asked, place=CHARLES, looked=MOVED)
    assert [ask.text for ask in asked if ask.want.kind == "place"] == ["2400 charles"]
    assert talk.slots["place"] == "2400 North Charles Street"
    assert "Got it: 2400 North Charles Street. Which part of the street" in talk.words
    assert talk.state.misses == 0


def test_the_street_of_a_corner_that_was_not_denied_stays() -> None:
    asked: list[Understand] = []
    says(at_the_lane(CORNER), "no wait it's charles not light", asked, place=CHARLES, looked=MOVED)
    assert [ask.text for ask in asked if ask.want.kind == "place"] == ["Pratt Street and charles"]


def test_a_street_that_sounds_a_little_like_an_answer_is_a_street() -> None:
    lane = Meaning(value="travel", confidence=0.6)
    talk = at_the_lane()

    def meant(ask: Understand) -> Understood:
        if ask.want.kind == "place":
            return Understood(MOVED, 0.9, ask.text)
        inner = ask.want.inner if ask.want.kind == "yesno" else None
        correction = CHARLES if inner and inner.kind == "place" else None
        heard = Meaning(value="no", confidence=0.9, correction=correction) if inner else lane
        return Understood(heard, 0.9, ask.text)

    talk.send(Utterance("i meant charles street"), meant)
    assert talk.slots["place"] == "2400 North Charles Street"
    assert "lane" not in talk.slots


def test_an_earlier_answer_is_put_right_and_said() -> None:
    talk = says(at_the_lane(), "sorry i said bigger not a tire", plate=Meaning(value="larger", confidence=1.0))
    assert talk.slots["pothole_size"] == "larger"
    assert "Okay: something larger. Which part of the street" in talk.words


def test_where_anything_is_an_answer_a_correction_is_looked_for_first() -> None:
    talk = says(
        at_the_details(),
        "actually it's the bike lane not the travel lane",
        travel=Meaning(value="bike", confidence=1.0),
    )
    assert (talk.at, talk.slots["lane"]) == ("details.start", "bike")
    assert "details" not in talk.slots


@pytest.mark.parametrize(
    "unsure", [None, Meaning(value="bike", confidence=0.6), Meaning(value="travel", confidence=1.0)]
)
def test_a_story_that_puts_nothing_right_is_kept_as_it_was_told(unsure: Meaning | None) -> None:
    said = "actually there's a manhole next to it"
    talk = says(at_the_details(), said, travel=unsure or Meaning())
    assert (talk.at, talk.slots["details"], talk.slots["lane"]) == ("contact.how", said, "travel")


def test_i_said_two_is_no_no() -> None:
    talk = (
        Talk().answer().say("a car", Meaning(intent="service", value="abandoned_vehicle", confidence=0.95, slots=PLACE))
    )
    assert "Is it on a public street" in talk.words
    says(talk, "i said two cars not three")
    assert "on_public_street" not in talk.slots
    assert talk.notes == ["not_understood"]


def test_words_without_a_sign_of_a_correction_are_tried_on_nothing() -> None:
    asked: list[Understand] = []
    talk = says(at_the_lane(), "the purple one", asked)
    assert [ask.want.kind for ask in asked] == ["choice"]
    assert talk.notes == ["not_understood"]


def test_a_street_whose_place_is_unsure_is_asked_about_and_the_call_comes_back() -> None:
    unsure = Meaning(
        value="2400 Charles Street", confidence=0.6, ask="direction", slots={**MOVED.slots, "place_lat": ""}
    )
    talk = says(at_the_lane(), "no wait it's on charles not saint paul", place=CHARLES, looked=unsure)
    assert (talk.at, "north or south" in talk.words) == ("place.ask", True)
    says(talk, "north", looked=MOVED)
    assert "Got it: 2400 North Charles Street. Which part of the street" in talk.words


def test_danger_in_a_correction_is_heard() -> None:
    danger = Meaning(emergency="certain", intent="emergency", confidence=0.9)
    talk = at_the_details().send(
        Utterance("no wait the house is on fire"), lambda ask: Understood(danger, 0.9, ask.text)
    )
    assert talk.at.startswith("emergency.")


def test_a_street_that_has_no_such_number_is_asked_for_its_number() -> None:
    talk = says(at_the_lane(), "no wait it's on charles not saint paul", place=CHARLES)
    assert "What is the house number on charles?" in talk.words


@pytest.mark.parametrize(
    "words",
    [
        Meaning(value="huge", confidence=0.6, slots={"place_said": "huge", "place_kind": "landmark"}),
        Meaning(
            value="Water and All", confidence=0.6, slots={"place_said": "water at all", "place_kind": "intersection"}
        ),
    ],
)
def test_words_that_only_might_be_a_place_move_nothing(words: Meaning) -> None:
    talk = says(at_the_lane(), "no it's huge", place=words)
    assert (talk.at, talk.slots["place"], talk.notes) == (
        "questions.start",
        "2400 Saint Paul Street",
        ["not_understood"],
    )


def test_of_a_question_that_was_asked_before_two_is_not_the_second() -> None:
    talk = says(at_the_lane(), "sorry i said two not three", plate=Meaning(value="larger", confidence=0.95))
    assert (talk.slots["pothole_size"], talk.notes) == ("tire", ["not_understood"])


def test_a_place_that_was_found_nowhere_may_be_told_better_at_any_question() -> None:
    talk = at_the_lane().with_slots(place="by my house", place_said="by my house", place_kind="landmark", place_lat="")
    says(talk, "2400 north charles street", place=MOVED)
    assert talk.slots["place"] == "2400 North Charles Street"
    assert "Which part of the street" in talk.words

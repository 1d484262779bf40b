"""A caller who speaks the other language of the city is answered in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.directives import Understand
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk
from tests.flow.turning.test_moving import NORTH, meant

SPANISH = {"language": "es"}
TIRE = Meaning(value="tire", confidence=0.95)
HOLE = Meaning(intent="service", value="pothole", confidence=0.95, slots=SPANISH)


def test_a_need_said_in_the_other_language_is_taken_and_the_call_goes_on_in_it() -> None:
    talk = Talk().answer("en").say("un bache en mi calle", HOLE)
    assert talk.state.language == "es"
    assert "Seguimos en español." in talk.words
    assert "language" not in talk.slots
    assert talk.at == "place.ask"


def test_a_greeting_changes_the_language_and_counts_as_no_mistake() -> None:
    talk = Talk().answer("en").say("buenos días", Meaning(intent="other", slots=SPANISH))
    assert (talk.state.language, talk.state.misses, talk.at) == ("es", 0, "main.need")
    assert "Seguimos en español. ¿En qué le ayudo?" in talk.words


def test_there_and_back() -> None:
    talk = Talk().answer("es").say("a pothole", replace(HOLE, confidence=0.6, slots={"language": "en"}))
    assert talk.state.language == "en"
    assert "We will go on in English." in talk.words
    assert talk.state.phase == "confirm"


def test_who_mixes_both_at_every_turn_hears_of_each_once() -> None:
    talk = Talk().answer("en").say("buenos días", Meaning(intent="other", slots=SPANISH))
    talk.say("hello", Meaning(intent="other", slots={"language": "en"}))
    assert "We will go on in English." in talk.words
    talk.say("un bache en mi calle", HOLE)
    assert (talk.state.language, talk.at) == ("es", "place.ask")
    assert "Seguimos en español." not in talk.words


def test_a_language_the_city_does_not_speak_changes_nothing() -> None:
    assert Talk().answer("en").say("ein Loch", replace(HOLE, slots={"language": "de"})).state.language == "en"


@pytest.mark.parametrize(
    ("danger", "asked", "told"),
    [
        (Meaning(emergency="certain", slots=SPANISH), "emergency.wait", "Por favor cuelgue ahora y marque el 9 1 1."),
        (Meaning(emergency="ask", slots=SPANISH), "emergency.doubt", "¿Hay alguien herido o en peligro ahora mismo?"),
        (Meaning(crisis=True, slots=SPANISH), "emergency.crisis_wait", "No tiene que pasar por esto a solas."),
    ],
)
def test_danger_is_told_and_asked_about_in_the_language_of_the_words(danger: Meaning, asked: str, told: str) -> None:
    """At any question, and before a word about languages is said."""
    for talk in (Talk().answer("en"), Talk().answer("en").say("pothole", replace(HOLE, slots={}))):
        talk.say("mi hijo", danger)
        assert (talk.at, talk.state.language) == (asked, "es")
        assert told in talk.words
        assert "Seguimos en español" not in talk.words


def test_danger_in_a_language_the_city_does_not_speak_is_told_in_that_of_the_call() -> None:
    talk = Talk().answer("en").say("es brennt", Meaning(emergency="certain", slots={"language": "de"}))
    assert (talk.at, talk.state.language) == ("emergency.wait", "en")


def test_more_danger_in_the_other_language_after_the_question_is_told_in_it() -> None:
    talk = Talk().answer("en").say("a crash", Meaning(emergency="ask"))
    talk.say("hay heridos", Meaning(emergency="ask", slots=SPANISH))
    assert (talk.at, talk.state.language) == ("emergency.wait", "es")


def test_words_of_the_other_language_are_heard_once_more_in_it_at_a_question_of_a_form() -> None:
    """“Como una llanta” is no answer among English ones; the call goes on in Spanish, and nothing is asked twice."""
    asked: list[str] = []

    def understand(ask: Understand) -> Understood:
        asked.append(ask.language)
        if ask.want.kind == "intents":
            return Understood(replace(HOLE, slots={}), 0.9, ask.text)
        if ask.want.kind == "place":
            return Understood(Meaning(value="2401 North Charles Street", confidence=0.95, slots=NORTH), 0.9, ask.text)
        return Understood(Meaning(slots=SPANISH) if ask.language == "en" else TIRE, 0.9, ask.text)

    talk = Talk().answer("en")
    for words in ("pothole", "2401 north charles"):
        talk.send(Utterance(words), understand)
    assert talk.at == "questions.start"
    talk.send(Utterance("como una llanta"), understand)
    assert asked[-2:] == ["en", "es"]
    assert (talk.slots["pothole_size"], talk.state.language, talk.state.misses) == ("tire", "es", 0)
    assert "Seguimos en español." in talk.words


def test_a_place_that_was_found_leaves_no_language() -> None:
    talk = Talk().answer("es").say("un bache", replace(HOLE, slots={}))
    talk.say(
        "the corner of", Meaning(value="North Charles and Pratt", confidence=0.9, slots={**NORTH, "language": "en"})
    )
    assert (talk.at, talk.state.language) == ("questions.start", "es")


def test_where_danger_is_spoken_of_nothing_is_said_about_languages() -> None:
    talk = Talk().answer("en").say("a crash", Meaning(emergency="ask"))
    talk.send(Utterance("no sé qué me dice"), meant({"options": Meaning(slots=SPANISH)}))
    assert (talk.at, talk.state.language) == ("emergency.doubt", "es")
    assert "Seguimos en español" not in talk.words

"""Asked whether there is danger, who says no and tells of an ordinary need goes on; what may be danger never does."""

from __future__ import annotations

import pytest

from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk

DOUBT = Meaning(intent="other", emergency="ask", guessed=True)
CRISIS = Meaning(intent="other", emergency="ask", crisis=True, guessed=True)
POTHOLE = Meaning(intent="service", value="pothole", confidence=0.97)
NOTHING = Meaning(intent="other", confidence=0.9)


def asked(doubt: Meaning = DOUBT) -> Talk:
    """A caller at the first question who was asked whether anybody is in danger."""
    return Talk().answer("en").say("the damn pot hall on my straight", doubt)


def tells(talk: Talk, text: str, need: Meaning) -> Talk:
    """Says what is no answer to that question, and is heard as `need` at an open one."""
    return talk.send(
        Utterance(text, 0.9), lambda ask: Understood(need if ask.want.kind == "intents" else Meaning(), 0.9, ask.text)
    )


@pytest.mark.parametrize("doubt", [DOUBT, CRISIS])
def test_a_no_and_a_need_go_on_with_that_need(doubt: Meaning) -> None:
    talk = tells(asked(doubt), "no no nobody i said a pot hole", POTHOLE)
    assert talk.slots["service"] == "pothole"
    assert talk.notes.count("no_danger") == 1


def test_a_need_without_a_no_is_asked_about_once_more_and_then_goes_on() -> None:
    talk = tells(asked(), "it is about a pot hole", POTHOLE)
    assert talk.at == "emergency.doubt"
    assert "9 1 1" in talk.words
    assert tells(talk, "a pot hole in the street", POTHOLE).slots["service"] == "pothole"


@pytest.mark.parametrize(
    "need",
    [
        NOTHING,
        Meaning(intent="service", value="pothole", confidence=0.9),
        Meaning(intent="police", value="police_theft", confidence=0.97),
        Meaning(intent="service", value="pothole", confidence=0.97, emergency="ask", guessed=True),
        Meaning(intent="service", value="pothole", confidence=0.97, crisis=True, emergency="ask", guessed=True),
    ],
)
def test_what_is_no_need_for_certain_or_may_be_danger_is_asked_about_and_then_told_of_911(need: Meaning) -> None:
    talk = tells(asked(), "no he just lies there", need)
    assert talk.at == "emergency.doubt"
    assert tells(talk, "no he just lies there", need).at == "emergency.wait"


@pytest.mark.parametrize("text", ["no nobody's hurt", "nobody is hurt", "no no one is in danger"])
def test_that_nobody_is_hurt_takes_back_no_need(text: str) -> None:
    talk = Talk().answer("en").say("a water leak", Meaning(intent="service", value="water_leak", confidence=0.97))
    talk.say(text, Meaning(value="no", confidence=0.97))
    assert (talk.at, talk.slots["service"]) == ("place.ask", "water_leak")


def test_a_plain_no_still_takes_it_back() -> None:
    talk = Talk().answer("en").say("a water leak", Meaning(intent="service", value="water_leak", confidence=0.97))
    assert talk.say("no", Meaning(value="no", confidence=0.97)).at == "main.need"


def test_in_a_form_the_open_question_is_answered_by_what_was_said_to_it() -> None:
    talk = Talk().answer("en").say("pothole", POTHOLE).say("behind the hot house", DOUBT)
    told = Meaning(value="behind the hot house", confidence=0.9)
    talk.send(
        Utterance("no i said there is a pothole", 0.9),
        lambda ask: Understood(
            POTHOLE if ask.want.kind == "intents" else told if ask.want.kind == "place" else Meaning(), 0.9, ask.text
        ),
    )
    assert talk.at == "place.ask"
    assert "behind the hot house" in talk.words

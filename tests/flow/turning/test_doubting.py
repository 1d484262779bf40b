"""Danger heard by an ear nobody is sure of: it is asked about, and never told."""

from __future__ import annotations

import pytest

from ivr.flow.events import Digits, Understood, Utterance
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk, the_book_heard_by

FIRE = Meaning(intent="emergency", confidence=0.5, emergency="certain")
CRISIS = Meaning(intent="crisis", confidence=0.5, emergency="certain", crisis=True)
LINK = Meaning(link="emergency", confidence=0.95)


def overheard(words: str, meaning: Meaning) -> Talk:
    """A caller who said this at the first question, heard by the ear that works offline."""
    talk = Talk(the_book_heard_by("stream")).answer("en")
    return talk.send(
        Utterance(words, None, "en-US", doubtful=True), lambda ask: Understood(meaning, None, ask.text, True)
    )


@pytest.mark.parametrize(
    ("meaning", "asks"), [(FIRE, "emergency.doubt"), (LINK, "emergency.doubt"), (CRISIS, "emergency.crisis_doubt")]
)
def test_what_may_be_danger_is_asked_about(meaning: Meaning, asks: str) -> None:
    assert overheard("the house is on fire", meaning).at == asks


@pytest.mark.parametrize("meaning", [FIRE, LINK])
def test_heard_by_an_ear_that_is_sure_the_same_is_told_of_911_at_once(meaning: Meaning) -> None:
    talk = Talk().answer("en").say("the house is on fire", meaning)
    assert talk.at == "emergency.wait"


def test_the_key_for_danger_said_aloud_is_asked_about_too() -> None:
    assert overheard("eight", Meaning()).at == "emergency.doubt"
    assert Talk().answer("en").send(Utterance("eight")).at == "emergency.wait"


def test_who_says_that_there_is_danger_is_told_of_911() -> None:
    assert overheard("the house is on fire", FIRE).press("1").at == "emergency.wait"


def test_who_says_that_there_is_none_is_asked_again_what_it_is_about() -> None:
    """The same words are understood again then, and would be danger again."""
    talk = overheard("the house is on fire", FIRE)
    talk.send(Digits("2"), lambda ask: Understood(FIRE, None, ask.text))
    assert talk.at == "main.need"
    assert "what is the problem" in talk.words

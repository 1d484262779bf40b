"""“Never mind”, “cancel it”, “bye”: asked once with a request in hand, a goodbye with nothing in hand."""

from __future__ import annotations

import pytest

from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk

BYE = Meaning(link="goodbye", confidence=0.95)
POTHOLE = Meaning(intent="service", value="pothole", confidence=0.9)


def reporting(language: str = "en") -> Talk:
    return Talk().answer(language).say("a pothole", POTHOLE)


@pytest.mark.parametrize("language", ["en", "es"])
def test_with_nothing_in_hand_it_is_a_goodbye(language: str) -> None:
    assert Talk().answer(language).say("bye", BYE).prompts == ["goodbye"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_with_a_request_in_hand_it_is_asked_once(language: str) -> None:
    talk = reporting(language).say("never mind", BYE)
    assert talk.prompts == ["leave_whether"]
    assert talk.press("1").prompts == ["nothing_filed", "goodbye"]
    assert talk.slots["stopped"] == "yes"
    assert talk.works == []


def test_silence_after_a_goodbye_is_a_goodbye_too() -> None:
    assert reporting().say("never mind", BYE).silence().prompts == ["nothing_filed", "goodbye"]


def test_a_no_goes_on_at_the_question_that_was_left() -> None:
    talk = reporting().say("never mind", BYE).press("2")
    assert (talk.at, talk.slots["service"]) == ("place.ask", "pothole")
    assert talk.prompts == ["back_to_call", "where_is_it"]
    assert "stopped" not in talk.slots


def test_said_again_it_is_a_yes() -> None:
    assert reporting().say("cancel it", BYE).say("bye", BYE).prompts == ["nothing_filed", "goodbye"]


def test_after_a_request_was_filed_nothing_is_asked() -> None:
    talk = Talk().answer().with_slots(number="26-20000012", service="pothole")
    assert talk.say("bye", BYE).prompts == ["goodbye"]


def test_in_danger_nobody_is_let_go_on_half_a_word() -> None:
    talk = Talk().answer().press("8").say("bye", BYE)
    assert talk.prompts == ["emergency_help", "emergency_tell", "emergency_wait"]

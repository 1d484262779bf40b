"""Callers who should have a person first: offered one, not asked again what was not understood, before others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.flow.directives import Note
from ivr.flow.events import Place
from ivr.flow.meaning import Meaning
from tests.flow.talk import TUESDAY, Talk
from tests.flow.turning.test_queueing import Agents, seeks

NO_WATER = Meaning(intent="service", value="no_water", confidence=0.95, vulnerable=True)
LOST = Meaning(vulnerable=True)
PERSON = Meaning(link="operator", confidence=0.95)


def calling(hour: int = 10) -> Talk:
    return Talk(people=Agents([Place(1)]), now=TUESDAY.replace(hour=hour)).answer()


def test_a_person_is_offered_as_soon_as_the_matter_is_known_and_silence_is_a_yes() -> None:
    talk = calling().say("no water and a newborn", NO_WATER)
    assert talk.at == "care.offer"
    assert Note("vulnerable_heard") in talk.out
    talk.silence()
    [seek] = seeks(talk)
    assert (seek.reason, seek.priority) == ("vulnerable", "urgent")
    assert talk.slots["service"] == "no_water"


def test_who_goes_on_is_asked_no_more_and_yet_goes_before_others_later() -> None:
    talk = calling().say("no water and a newborn", NO_WATER).press("2")
    assert talk.at == "place.ask"
    talk.say("what", LOST)
    assert talk.at == "place.ask"
    talk.say("a person", PERSON)
    assert [(seek.reason, seek.priority) for seek in seeks(talk)] == [("vulnerable", "urgent")]


def test_what_was_not_understood_is_not_asked_again_before_a_person_was_offered() -> None:
    talk = calling().say("I am 91 and all these buttons", LOST)
    assert talk.at == "care.offer"
    talk.press("2")
    assert talk.at == "main.need"
    assert talk.say("buttons", LOST).at == "main.need"


def test_where_nobody_is_at_a_desk_nothing_is_offered_and_the_call_goes_on() -> None:
    talk = calling(hour=23).say("I am 91 and all these buttons", LOST)
    assert talk.at == "main.need"
    assert "care_offer" not in talk.prompts
    assert talk.say("no water", NO_WATER).at == "place.ask"


@pytest.mark.parametrize("meaning", [
    replace(NO_WATER, emergency="certain", intent="emergency"),
    replace(NO_WATER, crisis=True, intent="crisis"),
])  # fmt: skip
def test_danger_comes_first_and_is_the_reason(meaning: Meaning) -> None:
    talk = calling().say("no water, and he does not breathe", meaning)
    assert talk.at.startswith("emergency.")
    talk.press("0")
    assert [seek.reason for seek in seeks(talk)] == ["emergency_follow_up"]


def test_it_is_known_for_the_whole_call() -> None:
    talk = calling().say("no water and a newborn", NO_WATER).press("2", "#", "1").press("0")
    assert [seek.reason for seek in seeks(talk)] == ["vulnerable"]

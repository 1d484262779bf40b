"""A request's number whose check digit is wrong is never taken: what was probably meant is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from ivr.flow import reference
from ivr.flow.directives import Prompt, Spell
from ivr.flow.events import Understood, Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.model import FieldType, Slot
from ivr.flow.turning.keyed import meaning_of_keys
from tests.flow.talk import Talk

RIGHT, OTHER, THIRD, FOURTH = "2620000011", "2620000024", "2620000034", "2620000042"
NO = Meaning(value="no", confidence=0.95)


def doubted(*meant: str) -> Meaning:
    """A number with a wrong check digit, and what it may have been."""
    return Meaning(alternatives=tuple((one, 0.4 / len(meant)) for one in meant), ask=reference.CHECK)


def asked(language: str = "en") -> Talk:
    """A call at “what is your request number?”."""
    return Talk().answer(language).say("my request", Meaning(intent="status", confidence=0.95))


def spelled(talk: Talk) -> list[str]:
    """What was said digit by digit in this turn."""
    prompts = [each for each in talk.out if isinstance(each, Prompt)]
    return [part.text for prompt in prompts for part in prompt.parts if isinstance(part, Spell)]


class TestOneNumberMayBeMeant:
    def test_it_is_read_back_digit_by_digit_and_not_taken(self) -> None:
        talk = asked().say("2620000059", doubted(RIGHT))
        assert "One digit of that number cannot be right." in talk.words
        assert "Is the number" in talk.words
        assert spelled(talk) == ["26 2000 0011"]
        assert "reference" not in talk.slots
        assert not talk.works

    def test_yes_looks_for_it(self) -> None:
        talk = asked().say("2620000059", doubted(RIGHT)).say("yes", Meaning(value="yes", confidence=0.95))
        assert talk.works[-1].slots["reference"] == RIGHT

    def test_no_asks_for_the_number_again(self) -> None:
        talk = asked().say("2620000059", doubted(RIGHT)).say("no", NO)
        assert "Please say the number again, one digit at a time" in talk.words
        assert "Or press pound to skip." in talk.words
        assert (talk.at, talk.state.phase, talk.state.misses) == ("status.start", "ask", 1)
        assert not talk.works

    def test_no_and_the_number_takes_that(self) -> None:
        told = Meaning(value="no", confidence=0.9, correction=Meaning(value=OTHER, confidence=0.9))
        talk = asked().say("2620000059", doubted(RIGHT)).say("no it is 2620000024", told)
        assert talk.works[-1].slots["reference"] == OTHER

    def test_no_twice_is_looked_for_by_the_telephone(self) -> None:
        talk = asked().say("2620000059", doubted(RIGHT)).press("2").say("2620000059", doubted(RIGHT)).press("2")
        assert talk.works[-1].job == "find_my_requests"

    def test_in_spanish(self) -> None:
        talk = asked("es").say("2620000059", doubted(RIGHT))
        assert "Un dígito de ese número no puede estar bien." in talk.words
        assert "¿El número es" in talk.words
        assert "dígito por dígito" in talk.press("2").words


class TestSeveralMayBeMeant:
    def test_they_are_offered_by_key_and_another_number_is_last(self) -> None:
        talk = asked().say("2620000059", doubted(RIGHT, OTHER))
        assert talk.state.phase == "offer"
        assert spelled(talk) == ["26 2000 0011", "26 2000 0024"]
        assert "For another number, press 3." in talk.words

    def test_three_at_most(self) -> None:
        talk = asked().say("2620000059", doubted(RIGHT, OTHER, THIRD, FOURTH))
        assert talk.state.offered == (RIGHT, OTHER, THIRD)

    def test_by_key(self) -> None:
        assert asked().say("…", doubted(RIGHT, OTHER)).press("2").works[-1].slots["reference"] == OTHER

    def test_by_word(self) -> None:
        talk = asked().say("…", doubted(RIGHT, OTHER)).say("the first one", Meaning(value="0", confidence=0.95))
        assert talk.works[-1].slots["reference"] == RIGHT

    def test_none_of_them_asks_again(self) -> None:
        assert "Please say the number again" in asked().say("…", doubted(RIGHT, OTHER)).press("3").words

    def test_another_number_said_instead_is_heard(self) -> None:
        talk = asked().say("…", doubted(RIGHT, OTHER))
        meanings = iter([Meaning(), Meaning(value=THIRD, confidence=0.9)])
        assert _each(talk, meanings).works[-1].slots["reference"] == THIRD

    def test_another_wrong_number_said_instead_is_asked_about(self) -> None:
        meanings = iter([Meaning(), doubted(THIRD)])
        talk = _each(asked().say("…", doubted(RIGHT, OTHER)), meanings)
        assert (talk.state.phase, talk.state.pending) == ("confirm", THIRD)


def test_a_wrong_number_that_nothing_explains_is_asked_for_again() -> None:
    talk = asked().say("…", Meaning(ask=reference.CHECK))
    assert "Please say the number again" in talk.words
    assert talk.state.misses == 1


class TestKeys:
    def test_a_right_number_is_looked_for_at_once(self) -> None:
        assert asked().press(RIGHT).works[-1].slots["reference"] == RIGHT

    def test_a_neighbouring_key_is_asked_about(self) -> None:
        talk = asked().press("2620828441")
        assert not talk.works
        assert set(talk.state.offered or (talk.state.pending,)) <= {*reference.repairs("2620828441", reference.KEYED)}
        assert "One digit of that number cannot be right." in talk.words

    def test_a_wrong_number_that_no_slip_explains_is_looked_for_and_not_found(self) -> None:
        assert asked().press("2620053800").works[-1].slots["reference"] == "2620053800"

    @pytest.mark.parametrize("keys", ["2", "262000001", "262000001199"])
    def test_fewer_keys_or_more_are_no_number(self, keys: str) -> None:
        assert not asked().press(keys).works


@pytest.mark.parametrize(
    ("kind", "keys", "value", "sure"),
    [
        ("phone", "4105550178", "+14105550178", True),
        ("phone", "14105550178", "+14105550178", True),
        ("phone", "5550178", "+14105550178", False),
        ("phone", "1550178", None, False),  # no number begins so
        ("phone", "4101550178", None, False),
        ("phone", "555017", None, False),
        ("phone", "٤١٠٥٥٥٠١٧٨", None, False),
        ("digits", "0012", "0012", True),
        ("date", "1110", "2026-11-10", True),
        ("date", "1310", None, False),
        ("plate", "1234567", None, False),
    ],
)
def test_what_keys_mean(kind: FieldType, keys: str, value: str | None, sure: bool) -> None:
    slot = Slot(slot="one", ask="one", type=kind)
    meaning = meaning_of_keys(slot, keys, datetime(2026, 11, 24), "410")
    assert (meaning.value if meaning else None, bool(meaning and meaning.confidence == 1)) == (value, sure)


def test_seven_keys_are_no_telephone_where_the_city_has_no_area_code() -> None:
    slot = Slot(slot="phone", ask="phone", type="phone")
    assert meaning_of_keys(slot, "5550178", datetime(2026, 11, 24), None) is None


def _each(talk: Talk, meanings: Iterator[Meaning]) -> Talk:
    """Says something that is understood one way as an answer to the offer, and another to the question."""
    return talk.send(Utterance("2620000034", 0.9), lambda ask: Understood(next(meanings), 0.9, ask.text))

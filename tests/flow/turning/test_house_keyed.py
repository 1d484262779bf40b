"""The number of a house: said as often as it is keyed, digit by digit, in a caller's own time."""

from __future__ import annotations

import pytest

from ivr.flow.directives import Understand
from ivr.flow.events import Digits, Understood
from ivr.flow.meaning import Meaning
from tests.flow.talk import Talk, the_book_heard_by

POTHOLE = Meaning(intent="service", value="pothole", confidence=0.95)
STREET = Meaning(value="Charles Street", confidence=0.6, ask="number", slots={"place_street": "Charles Street"})
HOUSE = {"place_kind": "address", "place_number": "2401", "place_street": "Charles Street", "place_found": "yes"}


def asked(by: str = "stream") -> Talk:
    """A caller who is asked for the number of the house on Charles Street."""
    talk = Talk(the_book_heard_by(by)).answer("en").say("a pothole", POTHOLE).say("charles street", STREET)
    assert "What is the house number" in talk.words
    return talk


@pytest.mark.parametrize("by", ["gather", "stream", "record"])
def test_many_keys_may_be_pressed_for_it(by: str) -> None:
    wait = asked(by).listening
    assert (wait.by, wait.keys, wait.speech) == ("gather", True, True)
    assert (wait.digits, wait.finish_on_key) == (None, "#")


def test_the_keys_are_heard_as_the_number_they_are() -> None:
    heard: list[Understand] = []

    def meant(ask: Understand) -> Understood:
        heard.append(ask)
        return Understood(Meaning(value="2401 Charles Street", confidence=0.95, slots=HOUSE), None, ask.text)

    talk = asked().send(Digits("2401"), meant)
    assert (heard[0].text, heard[0].want.kind, heard[0].want.context) == ("2401", "place", "charles street")
    assert talk.slots["place_number"] == "2401" or "2401 Charles Street" in talk.words


def test_one_key_is_still_a_way_out() -> None:
    assert asked().press("0").at.startswith("agent.")
    assert asked().press("8").at.startswith("emergency.")

"""What leads out of danger is chosen by its own words alone."""

from __future__ import annotations

import pytest

from ivr.flow.turning.wholly import says_only

NO = ["no", "nobody is hurt", "everyone is fine", "estoy bien", "no hay heridos"]


@pytest.mark.parametrize(
    "text",
    ["no", "No.", "uh no, sir", "no no", "no nobody is hurt", "everyone is fine thank you", "no, no hay heridos"],
)
def test_its_own_words_and_politeness_choose_it(text: str) -> None:
    assert says_only(text, NO)


@pytest.mark.parametrize(
    "text",
    [
        *("no he's not moving", "no she can't talk", "not really", "no but there's blood", "no it's getting worse"),
        *("nobody's helping him", "no responde", "no está bien", "I'm okay but he isn't", "no entiendo"),
        *("everyone is fine except my dad", "no habla", "please", "thank you", "", "estoy bien jodido"),
    ],
)
def test_a_sentence_around_them_does_not(text: str) -> None:
    assert not says_only(text, NO)

"""One bare word is sure only when it is what a need is called; who asks whether it is done asks for news."""

from __future__ import annotations

import pytest

from tests.understanding.hearing import Hear

SURE = 0.8


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("water", "en"), ("tree", "en"), ("cars", "en"), ("the alley", "en"), ("noise", "en")),
        *(("agua", "es"), ("árbol", "es"), ("callejón", "es")),
    ],
)
def test_a_word_of_several_needs_is_sure_of_none_and_offers_them(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "intents", language)
    assert meaning.confidence < SURE
    assert meaning.confidence + sum(sure for _, sure in meaning.alternatives) >= 0.5


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        *(("pothole", "en", "pothole"), ("graffiti", "en", "graffiti"), ("rats", "en", "rats")),
        *(("bache", "es", "pothole"), ("ratas", "es", "rats")),
    ],
)
def test_what_a_need_is_called_is_sure(hear: Hear, text: str, language: str, code: str) -> None:
    meaning = hear(text, "intents", language)
    assert (meaning.value, meaning.confidence >= SURE) == (code, True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("did you fix my pothole yet", "en"), ("has anybody repaired the water leak", "en")),
        *(("have they ever cleaned up that lot", "en"), ("ya taparon mi bache", "es")),
    ],
)
def test_whether_it_is_done_is_asked_of_an_earlier_request(hear: Hear, text: str, language: str) -> None:
    meaning = hear(text, "intents", language)
    assert (meaning.intent, meaning.value) == ("status", None)


@pytest.mark.parametrize("text", ["i wanna talk to somebody", "let me speak with someone", "can somebody talk to me"])
def test_a_wish_for_a_person_is_heard(hear: Hear, text: str) -> None:
    assert hear(text, "intents").intent == "agent"

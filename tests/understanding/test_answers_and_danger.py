"""What callers answer in a form sounds like danger now and then, and is none; danger in a form is still heard."""

from __future__ import annotations

import pytest

from tests.understanding.hearing import Hear

NO_DANGER = [
    *(("no i don't want the second thing", "en"), ("i ain't got that with me", "en")),
    *(("nobody living here but me i hardly use no water", "en"), ("they're under the back porch there's a nest", "en")),
    *(("a bunch of folks drinking and dancing", "en"), ("i live by myself i don't make much trash", "en")),
    *(("i don't want y'all texting me", "en"), ("she feeds the strays out back", "en")),
    *(("no ya no quiero el otro reporte", "es"), ("hay un montón de gente tomando cerveza", "es")),
    *(
        ("vivo solo y casi no gasto agua", "es"),
        ("no quiero dar mi nombre", "es"),
        ("salen de noche son grandotas", "es"),
    ),
]
DANGER = [
    *(("they're under the porch roof it fell on them", "en"), ("he just sits there and won't answer me", "en")),
    *(("i live alone and i can't get off the floor", "en"), ("i don't want to be here anymore", "en")),
    *(("the wall caved in and they are still under", "en"), ("i can't breathe", "en")),
    *(("estoy sola y no me puedo levantar", "es"), ("ya no quiero seguir viviendo", "es")),
]


@pytest.mark.parametrize(("text", "language"), NO_DANGER)
@pytest.mark.parametrize("kind", ["choice", "speech", "digits"])
def test_an_ordinary_answer_is_no_danger(hear: Hear, text: str, language: str, kind: str) -> None:
    meaning = hear(text, kind, language, options={"a": ("a plate",), "b": ("a tire",)} if kind == "choice" else None)
    assert (meaning.emergency, meaning.crisis) == ("none", False)


@pytest.mark.parametrize(("text", "language"), DANGER)
@pytest.mark.parametrize("kind", ["choice", "speech", "digits"])
def test_danger_in_a_form_is_heard(hear: Hear, text: str, language: str, kind: str) -> None:
    meaning = hear(text, kind, language, options={"a": ("a plate",), "b": ("a tire",)} if kind == "choice" else None)
    assert meaning.emergency != "none"


@pytest.mark.parametrize(
    "text",
    [
        "the fire high drant is running full blast",
        "people are going to get hit at that intersection the signal is stuck",
        "i can't hardly breathe from the stink of that trash out back",
    ],
)
def test_what_only_sounds_like_danger_is_not_told_of_911(hear: Hear, text: str) -> None:
    assert hear(text, "intents").emergency != "certain"

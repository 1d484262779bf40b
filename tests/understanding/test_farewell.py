"""A goodbye with its reason: a goodbye where it is all, no part of the answer before it, and no danger."""

from __future__ import annotations

import pytest

from ivr.flow.meaning import Option, Want
from ivr.understanding.farewell import SHORT, heard
from ivr.understanding.saying import said_words
from tests.understanding.hearing import NOW, mind

GOODBYE = (Option("goodbye", ("goodbye",)),)
SKIP = (*GOODBYE, Option("skip", ()))
MORE = (
    Option("again", ("repeat the number",)),
    Option("more", ("yes", "something else")),
    Option("done", ("no", "that is all", "that is it")),
)


@pytest.mark.parametrize(
    ("said", "language", "rest"),
    [
        ("I have to catch my bus", "en", ""),
        ("no that's all, I have to catch my bus", "en", "no that is all"),
        ("my baby's crying I gotta go", "en", ""),
        ("no I'm good, gotta pick up my kids from school", "en", "no i am good"),
        ("that's it, thank you so much sweetheart, bye bye now", "en", "that is it"),
        ("nope, you have a blessed day", "en", "nope"),
        ("never mind I figured it out", "en", ""),
        ("no eso es todo, tengo que agarrar el bus", "es", "no eso es todo"),
        ("ya me tengo que ir, llegó mi camión", "es", ""),
        ("no gracias, ya me voy, que tenga buen día", "es", "no"),
    ],
)
def test_the_reason_is_taken_off(said: str, language: str, rest: str) -> None:
    found = heard(said_words(said), language)
    assert found is not None
    assert " ".join(found.rest) == rest


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("I have to go around the pothole every day", "en"),
        ("I have to go, there's a fire in my kitchen", "en"),
        ("goodbye, tell my kids I love them", "en"),
        ("I have to leave my couch on the curb", "en"),
        ("someone is at the back door", "en"),
        ("my bus stop has no light", "en"),
        ("tengo que salir de mi casa, huele a gas", "es"),
        ("ya me voy, cuide a mis hijos", "es"),
        ("", "en"),
    ],
)
def test_what_is_more_than_a_goodbye_is_none(said: str, language: str) -> None:
    assert heard(said_words(said), language) is None


def test_a_story_is_none_whatever_its_end() -> None:
    assert heard(said_words("well " * SHORT + "I have to go"), "en") is None


def test_where_nothing_is_asked_of_it_it_is_the_goodbye() -> None:
    for said in ("no that's all, I have to catch my bus", "my baby's crying I gotta go"):
        meant = mind().hear(said, "en", Want("intents", links=GOODBYE), NOW)
        assert (meant.link, meant.crisis, meant.emergency) == ("goodbye", False, "none"), said


def test_a_no_before_it_is_the_answer() -> None:
    meant = mind().hear("no I'm good, gotta pick up my kids", "en", Want("options", MORE, GOODBYE), NOW)
    assert (meant.value, meant.crisis) == ("done", False)
    assert mind().hear("yes that's right, I have to run", "en", Want("yesno", links=GOODBYE), NOW).value == "yes"


def test_where_more_may_be_told_nothing_more_is() -> None:
    assert mind().hear("no that's all, I have to catch my bus", "en", Want("speech", links=SKIP), NOW).link == "skip"


def test_an_answer_that_is_none_leaves_the_goodbye() -> None:
    assert (
        mind().hear("oh lord look at that, I have to run", "en", Want("options", MORE, GOODBYE), NOW).link == "goodbye"
    )


@pytest.mark.parametrize(
    "said", ["i can't take it anymore, i have to go", "i have to go, i don't want to be here anymore"]
)
def test_a_goodbye_hides_no_danger(said: str) -> None:
    meant = mind().hear(said, "en", Want("speech", links=SKIP), NOW)
    assert meant.crisis

"""Phrases within Google's limits; the test server refuses what lies beyond them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.speech.google.asking import Question, opening
from ivr.speech.google.hinting import LIKELY, has_token, hints
from ivr.speech.transcript import Expected
from tests.speech.google_server.checks import check


def test_the_likeliest_come_first_and_weigh_most() -> None:
    sets = hints([f"street {nth}" for nth in range(LIKELY + 3)], "en-US")
    assert [len(one.phrases) for one in sets] == [LIKELY, 3]
    assert sets[0].boost > sets[1].boost
    assert hints(["yes", "no"], "en-US", closed=True)[0].boost > sets[0].boost


def test_phrases_are_cleaned_and_told_once() -> None:
    (only,) = hints(["  Charles \n Street ", "charles street", "", "x" * 101], "en-US")
    assert only.phrases == ("Charles Street",)


def test_class_tokens_go_where_the_language_has_them() -> None:
    phrases = ["$ADDRESSNUM Charles Street", "$STREET", "$NOSUCH", "costs $5"]
    assert hints(phrases, "en-US")[0].phrases == ("$ADDRESSNUM Charles Street", "$STREET", "costs $5")
    assert hints(phrases, "es-US")[0].phrases == ("$ADDRESSNUM Charles Street", "costs $5")
    assert has_token("$STREET")
    assert not has_token("costs $5")


def test_no_more_characters_than_a_request_may_hold() -> None:
    sets = hints([f"{nth:04}".ljust(100, "x") for nth in range(1100)], "en-US")
    assert sum(len(phrase) for one in sets for phrase in one.phrases) == 100_000


def test_no_phrases_are_no_sets() -> None:
    assert hints((), "en-US") == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=130), max_size=80),
    st.integers(0, 200),
    st.booleans(),
)
def test_whatever_the_city_says_google_takes_it(phrases: list[str], times: int, closed: bool) -> None:
    many = [f"{phrase} {nth}" for nth in range(times) for phrase in phrases][:20_000] + phrases
    name = "projects/p/locations/us/recognizers/_"
    question = Question(name, "telephony", ("en-US",), Expected(("en-US",), tuple(many), closed))
    asked = opening(question)
    check(name, type(asked).pb(asked).streaming_config.config, "us", "p")

"""The mind is quick, pure, and hears anything without an error."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.book import Book
from ivr.flow.meaning import Option, Want
from ivr.flow.model import FieldType
from ivr.understanding import build, encoder
from tests.understanding.hearing import LEARNED, NOW, book, city, mind

KINDS = (*get_args(FieldType), "intents", "services", "police", "topics", "options")
OFFERED = (Option("a", ("first thing", "one")), Option("b", ("", "otra cosa")))
WANTS = st.builds(
    Want,
    kind=st.sampled_from(KINDS),
    options=st.sampled_from([(), OFFERED]),
    links=st.sampled_from([(), (Option("operator", ("operator",)), Option("skip", ()))]),
    digits=st.sampled_from([None, (2, 4)]),
)
WORDS = """
yes no not one two hundred thousand oh double the second at corner of and november last night ago hace dos mil y fire
gun a person repeat back 25th 99 999999999999 am pm past half de la esquina con tres o'clock
"""
SPOKEN = st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=400), SPOKEN), st.sampled_from(["en", "es", "fr"]), WANTS)
def test_any_words_at_any_question_are_heard_the_same_twice(text: str, language: str, want: Want) -> None:
    first = mind().hear(text, language, want, NOW)
    assert first == mind().hear(text, language, want, NOW)
    assert 0.0 <= first.confidence <= 1.0
    assert len(first.alternatives) <= 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("filler", ["a ", "fire ", "one two ", "at the corner of ", "\0", "٣", "é", "(", "se "])
def test_a_megabyte_is_heard_as_quickly_as_a_minute_of_speech(kind: str, filler: str) -> None:
    said = filler * (1_000_000 // len(filler))
    assert min(_seconds(said, kind) for _ in range(3)) < 3


def test_an_ordinary_sentence_takes_a_few_milliseconds() -> None:
    said = "yeah hi um there is a huge pothole in front of my house at 2400 north charles street"
    assert min(_seconds(said, "intents") for _ in range(30)) < 0.03


def _seconds(said: str, kind: str) -> float:
    began = time.process_time()
    mind().hear(said, "en", Want(kind), NOW)
    return time.process_time() - began


def test_a_book_that_was_learned_before_is_ready_in_a_moment() -> None:
    mind()
    assert min(_building(book()) for _ in range(3)) < 6  # 0.1 s where nothing else runs


def test_one_more_example_is_learned_in_a_few_seconds() -> None:
    mind()
    pothole = book().services["pothole"]
    taught = {**pothole.hears, "en": [*pothole.hears["en"], f"a {time.time_ns()} in the road"]}
    services = {**book().services, "pothole": pothole.model_copy(update={"hears": taught})}
    assert _building(replace(book(), services=services)) < 4.0  # 0.7 s a language where nothing else runs


def _building(of: Book) -> float:
    began = time.process_time()
    build(of, LEARNED)
    return time.process_time() - began


def test_a_language_without_examples_is_heard_by_the_first() -> None:
    assert mind().hear("pothole", "fr", Want("intents"), NOW).value == "pothole"


def test_without_the_encoder_words_and_sounds_alone_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "load", lambda cache: None)
    alone = build(book(), LEARNED)
    assert alone.hear("there's a pot hole on my block", "en", Want("intents"), NOW).value == "pothole"
    assert alone.hear("la luz de la calle está fundida", "es", Want("intents"), NOW).value == "street_light_out"
    assert alone.hear("my house is on fire", "en", Want("intents"), NOW).emergency == "certain"


def test_an_empty_book_hears_what_needs_no_book() -> None:
    empty: dict[str, Any] = {}
    bare = build(Book(version="0" * 12, city=city(), flows=empty, services=empty, topics=empty, prompts=empty))
    assert bare.hear("yes", "en", Want("yesno"), NOW).value == "yes"
    assert bare.hear("talk to a person", "en", Want("intents"), NOW).intent == "agent"


def test_silence_means_nothing() -> None:
    meaning = mind().hear("  \0 ", "en", Want("intents"), NOW)
    assert (meaning.intent, meaning.value, meaning.confidence) == (None, None, 0.0)

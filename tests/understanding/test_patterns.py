"""Phrases are found wherever they are said, the first first, however many there are: beside a search that tries all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.understanding.pattern import MASKED, compile_pattern
from ivr.understanding.patterns import Kinds, Patterns

SAID = "the house is on fire burns now"
WORDS = st.sampled_from(SAID.split())


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=3).map(" ".join)


plain = WORDS | st.sampled_from(["b*", "fi*", "ho*"])
written = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(_joined(inner), min_size=1, max_size=3).map(lambda ways: f"({'|'.join(ways)})"),
        _joined(inner).map(lambda way: f"[{way}] fire"),
        st.tuples(inner, inner).map(" ... ".join),
    ),
    max_leaves=6,
)
many = st.lists(written, max_size=8)
sentences = st.lists(WORDS | st.just(MASKED), max_size=9)


def _regular(phrase: str) -> str:
    """The phrase as a regular expression over words that each end with a space."""
    found = []
    for piece in re.findall(r"\.\.\.|[()\[\]|]|[^\s()\[\]|]+", phrase):
        match piece:
            case "...":
                found.append(rf"(?:[^ {MASKED}]+ ){{0,4}}")
            case "(" | "[":
                found.append("(?:")
            case "]":
                found.append(")?")
            case ")" | "|":
                found.append(piece)
            case _:
                found.append(re.escape(piece.rstrip("*")) + ("[^ ]* " if piece.endswith("*") else " "))
    return "".join(found)


def _begins(phrase: str, said: Sequence[str]) -> int | None:
    """Where the phrase is found first by trying every place; None where nowhere."""
    places = (n for n in range(len(said)) if re.match(f"(?:{_regular(phrase)})", "".join(f"{w} " for w in said[n:])))
    return next(places, None)


def _earliest(phrases: Sequence[str], said: Sequence[str]) -> int | None:
    return min((at for phrase in phrases if (at := _begins(phrase, said)) is not None), default=None)


@settings(max_examples=400, deadline=None)
@given(phrases=many, said=sentences)
def test_the_phrase_that_begins_first_is_found(phrases: list[str], said: list[str]) -> None:
    found = Patterns(compile_pattern(phrase) for phrase in phrases).find(said)
    assert (found and _begins(found.written, said)) == _earliest(phrases, said)


@settings(max_examples=400, deadline=None)
@given(kinds=st.lists(many, max_size=5), said=sentences)
def test_the_first_kind_that_is_found_counts(kinds: list[list[str]], said: list[str]) -> None:
    read = {str(n): Patterns(compile_pattern(phrase) for phrase in phrases) for n, phrases in enumerate(kinds)}
    found = Kinds(read).first(said)
    assert (found and found[0]) == next((kind for kind in read if read[kind].find(said)), None)
    assert found is None or found[1] == read[found[0]].find(said)


@settings(max_examples=200, deadline=None)
@given(phrases=many, said=sentences)
def test_what_is_masked_is_what_phrases_reach(phrases: list[str], said: list[str]) -> None:
    patterns = Patterns(compile_pattern(phrase) for phrase in phrases)
    reached = {n for at in range(len(said)) for n in range(at, patterns.reach(said, at))}
    assert patterns.mask(said) == [MASKED if n in reached else word for n, word in enumerate(said)]


def test_of_two_that_begin_together_the_one_written_first_is_found() -> None:
    found = Patterns(map(compile_pattern, ["house ... fire", "house is"])).find(SAID.split())
    assert found is not None
    assert found.written == "house ... fire"


@pytest.mark.parametrize("word", ["b", "burns", "burning"])
def test_one_letter_is_beginning_enough(word: str) -> None:
    assert Patterns([compile_pattern("b* now")]).find(["it", word, "now"])

"""How much work a turn is: each thing once. Counted and not timed, so that it is the same on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from ivr.flow.meaning import Want
from ivr.understanding import utterance
from ivr.understanding.classifier import Classifier
from ivr.understanding.likeness import Glance, Halves
from ivr.understanding.network import Network
from ivr.understanding.patterns import Patterns
from ivr.understanding.phrases import read
from ivr.understanding.saying import said_words
from tests.understanding.hearing import NOW, danger, mind

ORDINARY = "there's a big hole in the road on Charles Street and it broke my tire"
STORY = (
    "I have been calling about this for three weeks now and nobody ever comes out, the trash on our block is not "
    "picked up, the bags are torn, and last month they told me that somebody would look at it and nobody did"
)
Count = Callable[[str, str], Counter[str]]


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """count("a pothole", "intents"): how often what takes time was done to hear it."""
    done: Counter[str] = Counter()

    def counted(owner: Any, name: str, what: str) -> None:
        original = getattr(owner, name)

        def counting(*given: Any) -> Any:
            done[what] += 1
            return original(*given)

        monkeypatch.setattr(owner, name, counting)

    def heard(text: str, kind: str) -> Counter[str]:
        mind().hear(text, "en", Want(kind), NOW)
        return done

    mind()
    counted(Network, "forward", "encoded")
    counted(Network, "with_part", "encoded")
    counted(utterance, "Apart", "taken apart")
    counted(Glance, "scores", "glanced at")
    counted(Halves, "of", "compared by features")
    counted(Classifier, "weigh", "compared by vector")
    counted(Classifier, "nearest", "compared by vector")
    return heard


@pytest.mark.parametrize("kind", ["intents", "services", "police", "topics"])
def test_a_sentence_is_encoded_once_and_compared_once_with_needs_and_once_with_danger(count: Count, kind: str) -> None:
    assert count(ORDINARY, kind) == {
        "encoded": 1,
        "taken apart": 1,
        "glanced at": 1,
        "compared by features": 1,
        "compared by vector": 2,
    }


def test_of_a_storys_windows_all_are_glanced_at_together_and_one_is_weighed(count: Count) -> None:
    assert count(STORY, "intents") == {
        "encoded": 1,
        "taken apart": 1,
        "glanced at": 2,
        "compared by features": 1,
        "compared by vector": 2,
    }


def test_the_longest_story_is_no_more_work(count: Count) -> None:
    assert count(f"{STORY}. " * 50, "intents")["encoded"] == 1


def test_what_a_phrase_says_for_certain_is_compared_with_no_example_of_danger(count: Count) -> None:
    assert count("my house is on fire", "intents")["compared by vector"] == 1


@pytest.mark.parametrize("text", [ORDINARY, STORY])
def test_of_thousands_of_phrases_few_are_held_against_a_sentence(text: str) -> None:
    said = said_words(text)
    languages, _ = read(danger())
    levels = [level for words in languages.values() for level in (words.certain, words.ask, words.hint, words.crisis)]
    assert sum(len(level.likely(said)) for level in levels) * 20 < sum(_phrases(level.values()) for level in levels)


def _phrases(kinds: Iterable[Patterns]) -> int:
    return sum(len(patterns.all) for patterns in kinds)

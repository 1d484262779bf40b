"""What was learned from examples: the right code, honest probabilities; with an encoder and without."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.understanding import encoder, learning, remembered
from ivr.understanding.classifier import COMPARED, Classifier, Guess
from ivr.understanding.features import features
from ivr.understanding.known import Known
from ivr.understanding.learned import learned
from ivr.understanding.likeness import Likeness
from ivr.understanding.nearby import Nearby
from tests.understanding.hearing import LEARNED, book

CODES = ("pothole", "street_light_out", "missed_trash", "rats", "graffiti", "tree_down", "noise", "water_leak")


def taught(language: str = "en") -> tuple[list[str], list[int]]:
    said = [(phrase, n) for n, code in enumerate(CODES) for phrase in book().services[code].hears[language]]
    return [phrase for phrase, _ in said], [n for _, n in said]


def classifier(*, vectors: bool = True, without: int = -1) -> Classifier:
    """without: examples of this rest (of five) are left out."""
    phrases, meanings = taught()
    kept = [n for n in range(len(phrases)) if n % 5 != without]
    phrases, meanings = [phrases[n] for n in kept], [meanings[n] for n in kept]
    known = encoder.find(LEARNED) if vectors else None
    return Classifier(CODES, phrases, meanings, learned(phrases, meanings, len(CODES), known, LEARNED))


def guess(of: Classifier, text: str, *, vectors: bool = True, among: frozenset[str] | None = None) -> tuple[Guess, ...]:
    return of.guess(text, encoder.find(LEARNED).encode([text])[0] if vectors else None, among)


@pytest.mark.parametrize("vectors", [True, False])
def test_an_example_means_its_own_code_and_explains_it(vectors: bool) -> None:
    best = guess(classifier(vectors=vectors), "something in the street broke my axle", vectors=vectors)[0]
    assert (best.code, best.example) == ("pothole", "something in the street broke my axle")
    assert best.confidence > 0.9


@pytest.mark.parametrize(("vectors", "least"), [(True, 0.88), (False, 0.8)])
def test_examples_it_never_saw_are_understood(vectors: bool, least: float) -> None:
    phrases, meanings = taught()
    unseen = classifier(vectors=vectors, without=0)
    right = [
        guess(unseen, phrase, vectors=vectors)[0].code == CODES[meaning]
        for n, (phrase, meaning) in enumerate(zip(phrases, meanings, strict=True))
        if n % 5 == 0
    ]
    assert sum(right) / len(right) >= least


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("there is a pot hole", "pothole"),
        ("grafiti on the wall", "graffiti"),
        ("street lite is out", "street_light_out"),
    ],
)
def test_words_that_are_misheard_or_taken_apart_are_understood(text: str, code: str) -> None:
    assert guess(classifier(), text)[0].code == code


def test_probabilities_add_up_to_less_than_one_the_rest_is_nothing_the_line_knows() -> None:
    strange, plain = (sum(g.confidence for g in guess(classifier(), t)) for t in ("xylophone", "pothole"))
    assert strange < plain <= 1.0


def test_codes_that_were_not_asked_for_are_left_out() -> None:
    assert {g.code for g in guess(classifier(), "pothole", among=frozenset({"rats", "noise"}))} <= {"rats", "noise"}


def test_learning_solves_the_equations_of_the_kernel() -> None:
    phrases, meanings = taught()
    space = remembered.encode(phrases, encoder.find(LEARNED), LEARNED)
    found = learning.learn(phrases, meanings, len(CODES), space)
    alone = Classifier(CODES, phrases, meanings, found)
    kernel = np.stack([alone.alike(features([p]), v[None])[0].kernel for p, v in zip(phrases, space, strict=True)])
    target = np.where(np.arange(len(CODES)) == np.array(meanings)[:, None], 1.0, -1.0 / len(CODES))
    residual = (kernel + learning.RIDGE * np.eye(len(phrases))) @ found.weights - target
    assert np.abs(residual).max() < 1e-3


def test_a_glance_finds_what_comparing_with_every_example_finds() -> None:
    phrases, meanings = taught()
    found = learning.learn(phrases, meanings, len(CODES), None)
    alone = Classifier(CODES, phrases, meanings, found)
    said = features(["a pothole by the light", "there are rats", "xylophone", ""])
    assert np.allclose(alone.glance(said), alone.compared(said) @ found.weights, atol=1e-5)
    assert np.allclose(alone.compared(said.only(1)), alone.compared(said)[1], atol=1e-6)


def test_known_features_are_numbered_without_gaps_and_others_are_left_out() -> None:
    phrases, meanings = taught()
    found = learning.learn(phrases, meanings, len(CODES), None)
    known, said = Known(found), features([*phrases[:50], "xylophone quartz", ""])
    of, weighed = known.of(said), learning.weighed(said, found.rarity)
    assert np.array_equal(known.columns[of.column], weighed.column[weighed.value > 0])
    assert np.array_equal(of.row, weighed.row[weighed.value > 0])
    assert np.allclose(of.value, weighed.value[weighed.value > 0])
    assert sorted(set(known.of(features(phrases)).column)) == list(range(len(known.columns)))


def test_the_nearest_say_what_all_together_say() -> None:
    said = ["there is a deep hole in the road", "rats in the alley again", "the street light is out"]
    known, whole = encoder.find(LEARNED), classifier()
    found, vectors = features(said), known.encode(said)
    for all_of_them, few in zip(whole.alike(found, vectors), whole.nearest(found, vectors), strict=True):
        assert few.which is not None
        assert len(few.which) == COMPARED < len(all_of_them.likeness)
        assert np.allclose(few.scores, all_of_them.scores, atol=1e-4)
        assert np.allclose(few.likeness, all_of_them.likeness[few.which], atol=1e-5)
        assert whole.best(few)[0] == whole.best(all_of_them)[0]
        assert np.allclose(whole.around(few), whole.around(all_of_them), atol=0.1)


def test_what_is_weighed_at_a_glance_and_one_by_one_is_what_comparing_with_every_example_finds() -> None:
    known, whole = encoder.find(LEARNED), classifier()
    for text in ["there is a deep hole in the road and the street light is out", "rats", "xylophone", "…"]:
        found, vectors = features([text]), known.encode([text])
        weighed, all_of_them = whole.weigh(found, vectors[0]), whole.alike(found, vectors)[0]
        assert np.allclose(weighed.scores, all_of_them.scores, atol=1e-5)
        assert [g.code for g in whole.best(weighed)] == [g.code for g in whole.best(all_of_them)]
    assert [bool(guess.example) for guess in whole.best(weighed, explained=2)] == [True] * 2 + [False] * 4


def test_an_example_without_a_word_is_like_nothing() -> None:
    found = learning.learn(["a pothole", "…", "rats in the alley", "!"], [0, 1, 0, 1], 2, None)
    known, said = Known(found), features(["rats by a pothole"])
    near = np.array([3, 2, 1, 0])
    assert np.allclose(Nearby.of(found).likeness(known.of(said), near), Likeness(found).of(said)[0][near])


def test_nothing_taught_is_nothing_guessed() -> None:
    assert Classifier((), (), (), learning.learn([], [], 0, None)).guess("pothole", None) == ()

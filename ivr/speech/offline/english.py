"""How English goes on, wherever the city's sentences do not tell: from the general language model in the wheel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ivr.speech.offline import trie
from ivr.speech.offline.sounds import acoustic_model

if TYPE_CHECKING:
    from pocketsphinx import NGramModel

Words = tuple[str, ...]
SHARE = 0.2
"""Of what is expected, the part that general English says; measured (docs/decisions/offline-ear.md)."""
LEAST = 5e-7
"""A pair or triple of general English is kept where knowing it is worth more: how often the words before it are said,
times its chance, times by how much its chance is above what shorter histories say, as a logarithm."""


class English:
    """Probabilities of the general model."""

    def __init__(self) -> None:
        from pocketsphinx import Config, LogMath, NGramModel

        self._path = acoustic_model().with_name("en-us.lm.bin")
        self._model: NGramModel = NGramModel(Config(lm=None), LogMath(trie.BASE), str(self._path))

    def chance(self, word: str, before: Words = ()) -> float:
        """Of a word after others, the last two count; 0 where the model does not know it."""
        log = self._model.prob([word, *reversed(before[-2:])])
        return float(trie.BASE**log) if log > -150_000 else 0.0

    def known(self, words: Mapping[str, float]) -> tuple[dict[Words, float], dict[Words, float]]:
        """The pairs and the triples of these words that are worth knowing. words: with how often each is said."""
        general = trie.read(self._path)
        often = np.array([words.get(word, 0.0) for word in general.words])
        first, second = general.pairs.T
        worth = often[first] * general.two * np.log(general.two / (general.left[first] * general.one[second]))
        chosen = (often[second] > 0) & (worth > LEAST)
        inside = (often[general.triples] > 0).all(axis=1)
        triples, chances = general.triples[inside], general.three[inside]
        before, after = general.chances(triples[:, :2]), general.chances(triples[:, 1:])
        telling = often[triples[:, 0]] * before * chances * np.log(chances / after) > LEAST
        return general.spoken(general.pairs[chosen], general.two[chosen]), general.spoken(
            triples[telling], chances[telling]
        )


def mixed(
    one: Mapping[str, float],
    two: Mapping[Words, float],
    three: Mapping[Words, float],
    kept_two: Mapping[str, float],
    kept_three: Mapping[Words, float],
    english: English,
) -> tuple[dict[str, float], dict[Words, float], dict[Words, float], dict[str, float], dict[Words, float]]:
    """Words, pairs, triples and what is left to shorter histories: the city's, with English's SHARE mixed in."""
    known = {word: english.chance(word) for word in one if word[0] != "<"}
    words = {w: p * (1 - SHARE) + SHARE * known.get(w, 0.0) for w, p in one.items() if w != "<s>"}
    whole = sum(words.values())
    words = {"<s>": 1e-9} | {word: chance / whole for word, chance in words.items()}
    general, general_three = english.known({word: max(p, 1e-7) for word, p in words.items()} | {"<s>": words["</s>"]})

    def city(pair: Words) -> float:
        return two[pair] if pair in two else kept_two.get(pair[0], 1.0) * one[pair[1]]

    def city_three(triple: Words) -> float:
        return three[triple] if triple in three else kept_three.get(triple[:2], 1.0) * city(triple[1:])

    pairs = {
        pair: (1 - SHARE) * city(pair)
        + SHARE * (general[pair] if pair in general else english.chance(pair[1], pair[:1]))
        for pair in {*two, *general, *(triple[:2] for triple in general_three)}
    }
    triples = {
        triple: (1 - SHARE) * city_three(triple)
        + SHARE * (general_three[triple] if triple in general_three else english.chance(triple[2], triple[:2]))
        for triple in {*three, *general_three}
    }
    left = _left(pairs, lambda pair: words[pair[1]])
    left_three = _left(triples, lambda triple: pairs.get(triple[1:]) or left.get(triple[1:2], 1.0) * words[triple[2]])
    return words, pairs, triples, {history[0]: share for history, share in left.items()}, left_three


def _left(chances: Mapping[Words, float], shorter: Callable[[Words], float]) -> dict[Words, float]:
    """What makes each history's chances sum to one, with those of the shorter history."""
    own: dict[Words, float] = defaultdict(float)
    lower: dict[Words, float] = defaultdict(float)
    for words, chance in chances.items():
        own[words[:-1]] += chance
        lower[words[:-1]] += shorter(words)
    return {history: max(1.0 - total, 1e-4) / max(1.0 - lower[history], 1e-4) for history, total in own.items()}

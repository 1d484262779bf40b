"""How English goes on, wherever the city's sentences do not tell: from the general language model in the wheel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ivr.speech.offline.sounds import acoustic_model

if TYPE_CHECKING:
    from pocketsphinx import NGramModel

Words = tuple[str, ...]
SHARE = 0.25
"""Of what is expected, the part that general English says; measured (docs/decisions/offline-ear.md)."""
COMMON = 1600
"""Words, the likeliest in English, that may follow each other as English has it."""
LEAST, MORE = 2e-4, 1.5
"""A pair is kept that is likelier than this, and so many times likelier than its second word is anywhere."""
_STEP = 1.0001


class English:
    """Probabilities of the general model."""

    def __init__(self) -> None:
        from pocketsphinx import Config, LogMath, NGramModel

        path = acoustic_model().with_name("en-us.lm.bin")
        self._model: NGramModel = NGramModel(Config(lm=None), LogMath(_STEP), str(path))

    def chance(self, word: str, before: Words = ()) -> float:
        """Of a word after others, the last two count; 0 where the model does not know it."""
        log = self._model.prob([word, *reversed(before[-2:])])
        return float(_STEP**log) if log > -150_000 else 0.0

    def pairs(self, words: Iterable[str]) -> dict[Words, float]:
        """The pairs of common words that English knows."""
        alone = {word: self.chance(word) for word in words}
        common = sorted(alone, key=lambda word: (-alone[word], word))[:COMMON]
        found: dict[Words, float] = {}
        for before in common:
            for word in common:
                chance = self.chance(word, (before,))
                if chance > LEAST and chance > MORE * alone[word]:
                    found[before, word] = chance
        return found


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
    general = english.pairs(word for word, chance in known.items() if chance > 0)

    def city(pair: Words) -> float:
        return two[pair] if pair in two else kept_two.get(pair[0], 1.0) * one[pair[1]]

    pairs = {
        pair: (1 - SHARE) * city(pair)
        + SHARE * (general[pair] if pair in general else english.chance(pair[1], pair[:1]))
        for pair in {*two, *general}
    }
    triples = {
        triple: (1 - SHARE) * chance + SHARE * english.chance(triple[2], triple[:2]) for triple, chance in three.items()
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

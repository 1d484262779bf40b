"""Light stemming: enough that “leaking” meets “leak” and “tapada” meets “tapado”."""

from __future__ import annotations

from functools import lru_cache

from ivr.understanding import words

SHORTEST = 3


@lru_cache(maxsize=16384)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself where a shorter form would be under three letters."""
    vocabulary = words.of(language)
    word = vocabulary.same.get(word, word)
    for ending in vocabulary.endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return vocabulary.same.get(_single(word[: -len(ending)]), _single(word[: -len(ending)]))
    return word


def _single(root: str) -> str:
    """“clogg” → “clog”."""
    return root[:-1] if len(root) > SHORTEST and root[-1] == root[-2] and root[-1] not in "aeils" else root

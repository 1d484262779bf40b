"""What was said as plain words: folded, contractions told apart (“he's” → “he is”, “can't” → “can not”)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ivr.flow.spoken import words

_NOT = ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "could", "should", "would", "must")
_WHO = ("he", "she", "it", "there", "that", "what", "who", "where", "someone", "somebody", "everybody", "here")
# Only forms that are no other word once the apostrophe is gone: "we're", "I'll" and "he'll" stay as they are.
CONTRACTIONS: dict[str, tuple[str, ...]] = {
    **{f"{verb}nt": (verb, "not") for verb in _NOT},
    **{
        f"{who}s": (who, "is")
        for who in [
            "he",
            "she",
            "it",
            "there",
            "that",
            "what",
            "who",
            "where",
            "someone",
            "somebody",
            "everybody",
            "here",
        ]
    },
    **{f"{who}re": (who, "are") for who in ["they", "you"]},
    **{f"{who}ve": (who, "have") for who in ["i", "they", "you", "we"]},
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "wont": ("will", "not"),
    "aint": ("is", "not"),
    "im": ("i", "am"),
    "lets": ("let", "us"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
    "gotta": ("have", "to"),
    "dunno": ("do", "not", "know"),
}

_POLITE = """
um uh uhm er hm please hey hi hello ok okay well so just actually maam sir like kindly now then oh thanks thank
favor pues bueno este eh oiga oye senorita senor hola mire disculpe perdon gracias nomas
"""
POLITE: frozenset[str] = frozenset(_POLITE.split())


def said_words(text: str) -> tuple[str, ...]:
    """The plain words of a text."""
    return tuple(plain for word in words(text) for plain in CONTRACTIONS.get(word, (word,)))


def without(said: Sequence[str], fillers: Collection[str]) -> tuple[str, ...]:
    """The words without those that carry nothing; all of them when nothing would be left."""
    return tuple(w for w in said if w not in fillers) or tuple(said)


def bare(said: Sequence[str]) -> tuple[str, ...]:
    """The words without politeness: “um, the second one please” → the second one."""
    kept = [w for n, w in enumerate(said) if not (w == "por" and said[n + 1 : n + 2] == ("favor",))]
    return without(kept, POLITE)


def place_of(said: Sequence[str], phrase: Sequence[str]) -> int:
    """Where a phrase of several words stands in what was said; -1 where it does not."""
    width = len(phrase)
    return next((n for n in range(len(said) - width + 1) if tuple(said[n : n + width]) == tuple(phrase)), -1)

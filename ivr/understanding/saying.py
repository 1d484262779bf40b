"""What was said as plain words: folded, contractions told apart (“he's” → “he is”, “can't” → “can not”)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ivr.flow.spoken import MURMURS, words

_NOT = ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "could", "should", "would", "must")
_WHO = (
    *("he", "she", "it", "there", "that", "what", "who", "where", "here"),
    *("someone", "somebody", "everyone", "everybody", "anyone", "anybody", "noone", "nobody"),
)
# Only forms that are no other word once the apostrophe is gone: "we're", "I'll" and "he'll" stay as they are.
CONTRACTIONS: dict[str, tuple[str, ...]] = {
    **{f"{verb}nt": (verb, "not") for verb in _NOT},
    **{f"{who}s": (who, "is") for who in _WHO},
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
    "thatll": ("that", "will"),
    "dunno": ("do", "not", "know"),
    "thanks": ("thank", "you"),
}

_POLITE = """
please hey hi hello hon ok okay well so just actually maam sir like kindly now then oh thank
favor pues bueno este oiga oye senorita senor hola mire disculpe perdon gracias nomas
"""
POLITE: frozenset[str] = MURMURS | frozenset(_POLITE.split())
_THANKS = {
    "thank": (("thank", "you", "very", "much"), ("thank", "you", "so", "much"), ("thank", "you")),
    "muchas": (("muchas", "gracias"),),
    "muchisimas": (("muchisimas", "gracias"),),
    "por": (("por", "favor"),),
}
"""Politeness in more than one word, by its first, the longest first."""


def said_words(text: str) -> tuple[str, ...]:
    """The plain words of a text."""
    return tuple(plain for word in words(text) for plain in CONTRACTIONS.get(word, (word,)))


def without(said: Sequence[str], fillers: Collection[str]) -> tuple[str, ...]:
    """The words without those that carry nothing; all of them when nothing would be left."""
    return tuple(w for w in said if w not in fillers) or tuple(said)


def bare(said: Sequence[str]) -> tuple[str, ...]:
    """The words without politeness: “um, the second one, thank you” → the second one; politeness alone stays."""
    kept = said if _THANKS.keys().isdisjoint(said) else _unthanked(said)
    return without(kept, POLITE) if kept else tuple(w for w in said if w not in MURMURS) or tuple(said)


def _unthanked(said: Sequence[str]) -> list[str]:
    """The words without politeness in more than one word."""
    kept: list[str] = []
    at = 0
    while at < len(said):
        polite = next((len(p) for p in _THANKS.get(said[at], ()) if tuple(said[at : at + len(p)]) == p), 0)
        kept += () if polite else said[at : at + 1]
        at += polite or 1
    return kept


def place_of(said: Sequence[str], phrase: Sequence[str]) -> int:
    """Where a phrase of several words stands in what was said; -1 where it does not."""
    width = len(phrase)
    return next((n for n in range(len(said) - width + 1) if tuple(said[n : n + width]) == tuple(phrase)), -1)

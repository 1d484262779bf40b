"""A licence plate as it is said: “seven Alpha Bravo twelve thirty four”, “B as in boy”, “7AB 1234”."""
# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.flow.numerals import numbers
from ivr.flow.spoken import tokens
from ivr.understanding import words
from ivr.understanding.saying import said_words

_DENIES = frozenset("no not none couldnt didnt cant dont never nope sin nada ni nunca tiene vi doesnt".split())
_NONE = frozenset("no not none never cannot without missing sin ningun ninguna ninguno nunca tampoco".split())
FEWEST, MOST = 2, 8
"""Characters of a plate of any state."""
_AS_IN = {"en": (("as", "in"), ("for",), ("like",), ("like", "in")), "es": (("de",), ("como",), ("como", "de"))}
_STATES = {"maryland", "virginia", "pennsylvania", "delaware", "temporary", "temp", "dc"}
_FRAME = {
    "en": "no nope wait sorry the its it is a plate license number tag tags says say and "
    "with i think car my licence reads would be am",
    "es": "no perdon la el es placa placas numero de dice son las tablilla tarjeta y con creo que su matricula",
}


def read(text: str, language: str) -> str | None:
    """The plate in capitals without spaces; None when what was said is no plate."""
    heard = tokens(text)
    said = [t.word for t in heard]
    capitals = frozenset(t.word for t in heard if text[t.start : t.end].isupper())
    parts = _parts(said, capitals, language)
    if parts is None:
        return None
    plate = "".join(parts)
    if not _DENIES.isdisjoint(said) and not any(c.isdigit() for c in plate):
        return None  # “no plates”, “no la vi”
    written = [p for p in parts if len(p) > 1 and not p.isdigit()]
    sensible = FEWEST <= len(plate) <= MOST and plate.isascii() and plate.isalnum()
    return plate if sensible and len(written) <= 2 else None


def is_none(text: str, language: str) -> bool:
    """Whether there is no plate, or none that the caller knows: “it has no tags”, “I can't see it”, “sin placas”."""
    said = said_words(text)
    return not _NONE.isdisjoint(said) and not numbers(said, language) and read(text, language) is None


def _parts(said: Sequence[str], capitals: frozenset[str], language: str) -> list[str] | None:
    """The characters of each word; None when a word can be none of a plate. capitals: the words written in them."""
    letters = words.of(language).letters
    frame = frozenset(_FRAME.get(language, _FRAME["en"]).split()) | _STATES
    figures = {n.start: n for n in numbers(said, language)}
    parts: list[str] = []
    at = 0
    while at < len(said):
        if at in figures:
            parts.append(figures[at].digits)
            at = figures[at].end
            continue
        letter, width = _letter(said, at, letters)
        article = width == 1 and said[at] in frame and not parts and not _begins(said, at, language)
        if letter and not article:
            parts.append(letter)
            at = _past_example(said, at + width, language)
        elif said[at] in frame:
            at += 1
        elif said[at] in capitals or any(c.isdigit() for c in said[at]) or _may_be_written(said[at], language):
            parts.append(said[at].upper())
            at += 1
        else:
            return None
    return parts


def _letter(said: Sequence[str], at: int, letters: Mapping[str, str]) -> tuple[str, int]:
    pair = " ".join(said[at : at + 2])
    if pair in letters and len(said) > at + 1:
        return letters[pair], 2
    word = said[at]
    if word in letters:
        return letters[word], 1
    return (word.upper(), 1) if len(word) == 1 and word.isalpha() else ("", 0)


def _may_be_written(word: str, language: str) -> bool:
    """Three letters that are no word: “abc one two three”."""
    return len(word) <= 3 and word not in words.of(language).stop and word not in _DENIES


def _begins(said: Sequence[str], at: int, language: str) -> bool:
    """Whether “a” or “i” is the plate's first letter: “a as in apple”, “a b c one two three”."""
    if [len(w) for w in said[at + 1 : at + 2]] == [1] and said[at + 1].isalpha():
        return True
    return any(tuple(said[at + 1 : at + 1 + len(p)]) == p for p in _AS_IN.get(language, ()) if len(p) > 1)


def _past_example(said: Sequence[str], at: int, language: str) -> int:
    """Past “as in boy” after a letter."""
    for phrase in sorted(_AS_IN.get(language, ()), key=len, reverse=True):
        example = said[at + len(phrase) : at + len(phrase) + 1]
        named = example and len(example[0]) > 1 and example[0] not in ("como", "de", "in")
        if tuple(said[at : at + len(phrase)]) == phrase and named:
            return at + len(phrase) + 1
    return at

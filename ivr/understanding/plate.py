"""A licence plate as it is said: “seven Alpha Bravo twelve thirty four”, “B as in boy”, “7AB 1234”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.flow.numerals import numbers
from ivr.flow.spoken import tokens
from ivr.understanding import words

FEWEST, MOST = 2, 8
"""Characters of a plate of any state."""
_AS_IN = {"en": (("as", "in"), ("for",), ("like",), ("like", "in")), "es": (("de",), ("como",), ("como", "de"))}
_STATES = {"maryland", "virginia", "pennsylvania", "delaware", "temporary", "temp", "dc"}
_FRAME = {
    "en": "the its it is a plate license number tag tags says say and with i think car my licence reads would be am",
    "es": "la el es placa placas numero de dice son las tablilla tarjeta y con creo que su matricula",
}


def read(text: str, language: str) -> str | None:
    """The plate in capitals without spaces; None when what was said is no plate."""
    said = [t.word for t in tokens(text)]
    parts = _parts(said, language)
    if parts is None:
        return None
    plate = "".join(parts)
    written = [p for p in parts if len(p) > 1 and not p.isdigit()]
    sensible = FEWEST <= len(plate) <= MOST and plate.isascii() and plate.isalnum()
    return plate if sensible and len(written) <= 2 else None


def _parts(said: Sequence[str], language: str) -> list[str] | None:
    """The characters of each word; None when a word can be none of a plate."""
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
        if letter and not (width == 1 and said[at] in frame and not parts and not _spelt(said, at, language)):
            parts.append(letter)
            at = _past_example(said, at + width, language)
        elif said[at] in frame:
            at += 1
        elif any(c.isdigit() for c in said[at]) or (len(said[at]) <= 7 and not _is_long_sentence(said)):
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


def _spelt(said: Sequence[str], at: int, language: str) -> bool:
    return any(tuple(said[at + 1 : at + 1 + len(p)]) == p for p in _AS_IN.get(language, ()) if len(p) > 1)


def _past_example(said: Sequence[str], at: int, language: str) -> int:
    """Past “as in boy” after a letter."""
    for phrase in sorted(_AS_IN.get(language, ()), key=len, reverse=True):
        example = said[at + len(phrase) : at + len(phrase) + 1]
        if tuple(said[at : at + len(phrase)]) == phrase and example and len(example[0]) > 1:
            return at + len(phrase) + 1
    return at


def _is_long_sentence(said: Sequence[str]) -> bool:
    return len(said) > 4 and all(len(w) > 1 for w in said)

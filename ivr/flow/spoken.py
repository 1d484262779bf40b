"""How people say things, before anyone asks what they mean: a text's words, folded so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 2000
"""Characters of an utterance that are looked at; a minute of speech is about 900."""

_MURMURS = "um umm uh uhh uhm uhmm er erm hm hmm hmmm mm mmm ah ahh eh ehm em"
MURMURS = frozenset(_MURMURS.split())
"""Sounds that are no words, in any language."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[@&]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: folded (lower case, no accents, no apostrophes), and where it stands in the text it came from."""

    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text without control characters, with single spaces, cut at LONGEST characters."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[:LONGEST])
    return " ".join(kept.split())


@lru_cache(maxsize=8192)
def _fold_word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower()).replace("'", "").replace("’", "")
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, "don't" and "2,400" as one each."""
    whole = _THOUSANDS.sub("", text[:LONGEST]) if "," in text else text[:LONGEST]
    if len(whole) != len(text):  # positions must stay true to the text: give the comma's place back to its number
        return _with_thousands(text[:LONGEST])
    return tuple(Token(_fold_word(m[0]), m.start(), m.end()) for m in _WORD.finditer(whole))


def _with_thousands(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    for m in _WORD.finditer(text):
        last = found[-1] if found else None
        if last and last.end + 1 == m.start() and _THOUSANDS.match(text, last.end) and last.word.isdigit():
            found[-1] = Token(last.word + _fold_word(m[0]), last.start, m.end())
        else:
            found.append(Token(_fold_word(m[0]), m.start(), m.end()))
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    if "," in text:
        return tuple(t.word for t in tokens(text))
    return tuple(map(_fold_word, _WORD.findall(text[:LONGEST])))


def fold(text: str) -> str:
    """The folded words, joined by single spaces: "¡Sí, está bien!" → "si esta bien"."""
    return " ".join(words(text))

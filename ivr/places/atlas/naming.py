"""A street's name as a table writes it, taken apart and spelled out: "W MLK JR BLVD" → West · MLK Jr · Boulevard."""

from __future__ import annotations

import re
from functools import lru_cache

from ivr.flow.spoken import fold
from ivr.places.atlas.suffixes import DIRECTIONS, KEPT_SHORT, KINDS
from ivr.places.gazetteer import StreetName

LONGEST = 120
"""Characters of a street's name; what is longer is no name."""
MANY = 16_384
"""Names kept taken apart: a table names each street many times, row after row."""
_MC = re.compile(r"\bMc([a-z])")
_APOSTROPHE = re.compile(r"\b([OD])'([a-z])")
_ORDINAL = re.compile(r"\b(\d+)(St|Nd|Rd|Th)\b")
_ROMAN = re.compile(r"\b(Ii|Iii|Iv)\b")


@lru_cache(maxsize=MANY)
def named(prefix: str = "", name: str = "", suffix: str = "", tail: str = "", *, full: str = "") -> StreetName | None:
    """The name from its parts, or from `full` where `name` is empty; None: no name at all.

    A part no table of spellings knows is kept as it is written.
    """
    name = _tidy(name)
    if not name:
        return parsed(full)
    return StreetName(
        _direction(prefix), _written(name), KINDS.get(_key(suffix), _written(_tidy(suffix))), _direction(tail)
    )


@lru_cache(maxsize=MANY)
def parsed(full: str) -> StreetName | None:
    """The parts of a name written in one: "E NORTH AVE" → East · North · Avenue; None: nothing is written."""
    words = _tidy(full).split()
    prefix = tail = suffix = ""
    if len(words) > 1 and _key(words[0]) in DIRECTIONS and not (len(words) == 2 and _key(words[1]) in KINDS):
        prefix, words = DIRECTIONS[_key(words[0])], words[1:]
    if (
        len(words) > 1
        and _key(words[-1]) in DIRECTIONS
        and ((len(words) > 2 and _key(words[-2]) in KINDS) or (not prefix and len(words[-1]) <= 2))
    ):
        tail, words = DIRECTIONS[_key(words[-1])], words[:-1]
    if len(words) > 1 and _key(words[-1]) in KINDS and [_key(word) for word in words[:-1]] != ["the"]:
        suffix, words = KINDS[_key(words[-1])], words[:-1]
    return StreetName(prefix, _written(" ".join(words)), suffix, tail) if words else None


@lru_cache(maxsize=MANY)
def key(name: StreetName) -> tuple[str, str, str, str]:
    """For comparing: two names with the same key are one street."""
    return fold(name.prefix), fold(name.name), fold(name.suffix), fold(name.tail)


def _tidy(text: str) -> str:
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    return "" if text.upper() in ("<NA>", "NA", "N/A", "NULL", "NONE", "NO NAME", "UNNAMED", "UNKNOWN", "NAN") else text


def _key(word: str) -> str:
    return word.strip(".,").lower()


def _direction(text: str) -> str:
    text = _tidy(text)
    return DIRECTIONS.get(_key(text), _written(text))


def _written(text: str) -> str:
    """Capitals as on a sign: "O'DONNELL" → "O'Donnell", "25TH" → "25th"; what is in mixed case stays."""
    if not text or (text != text.upper() and text != text.lower()):
        return text
    words = (KEPT_SHORT.get(word.lower(), word.lower().capitalize()) for word in re.split(r"([\s\-/]+)", text))
    shown = "".join(words)
    shown = _MC.sub(lambda found: "Mc" + found[1].upper(), shown)
    shown = _APOSTROPHE.sub(lambda found: f"{found[1]}'{found[2].upper()}", shown)
    shown = _ORDINAL.sub(lambda found: found[1] + found[2].lower(), shown)
    return _ROMAN.sub(lambda found: found[1].upper(), shown)

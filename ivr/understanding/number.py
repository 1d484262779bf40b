"""A number, whatever it counts or names: a reference, a telephone, a house, how many. None rather than a guess."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import re
from collections.abc import Sequence

from ivr.flow.spoken import clean
from ivr.understanding import words
from ivr.understanding.runs import spoken
from ivr.understanding.saying import bare, place_of, said_words

_SEPARATE = 3
"""Digits from which a number is the one that was asked for, and shorter ones beside it are not."""
_LONG = 7
_WHOLE = (7, 8, 10, 11)
_TEN = 10
_YEAR = re.compile(r"2\d00")
"""How the number of a request begins, of ten digits: whatever parts it, a piece of it is none."""
_NATIONAL = re.compile(r"1[2-9]\d\d[2-9]\d{6}")
"""A telephone number with its country in front, which is not told."""
_LONE = frozenset({"un", "una", "uno"})
_NO_COUNT = frozenset(
    "momento momentito segundo segundito minuto minutito rato ratito monton numero papel poco chorro bonche vez lado "
    "persona favor reporte poquito chingo buen tal dia amigo vecino senor pregunta de".split()
)
"""“Un momento” is not one of anything."""
_TELLING = frozenset("know knows knew saw see sees said says sabe saben vio vieron dijo dijeron dice oyo".split())
"""What is not known counts nothing: “none of the neighbors know”."""
_GIVES = frozenset("me lo la le los se te nos tiene tienen dio dijo es esta atendio quiere".split())
"""Of what someone did: “una vecina lo tiene” counts no neighbours."""


def read(text: str, language: str) -> str | None:
    """The digits meant, zeros in front and all; None: no number, or several and no telling which."""
    said = said_words(clean(text))
    chunks = spoken(said, language)
    digits = _one(chunks) if chunks else amount_in_words(said, language)
    return digits[1:] if digits and _NATIONAL.fullmatch(digits) else digits


def digits(said: Sequence[str], language: str, fewest: int, most: int) -> str | None:
    """The digits said, zeros in front and all; None when they are too few or too many."""
    chunks = spoken(said, language)
    joined = chunks[0] if len(set(chunks)) == 1 else "".join(chunks)
    if fewest <= len(joined) <= most:
        return joined
    fitting = {chunk for chunk in chunks if fewest <= len(chunk) <= most}
    return fitting.pop() if len(fitting) == 1 and fewest > 1 else None


def _one(chunks: Sequence[str]) -> str | None:
    if len(set(chunks)) == 1:
        return chunks[0]
    joined = "".join(chunks)
    if len(joined) in _WHOLE and max(map(len, chunks)) < _LONG + 1:
        return joined
    if len(joined) == _TEN and (_YEAR.match(joined) or max(map(len, chunks)) == _TEN - 1):
        return joined
    for fewest in (_LONG, _SEPARATE):
        fitting = {chunk for chunk in chunks if len(chunk) >= fewest}
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def amount_in_words(said: Sequence[str], language: str) -> str | None:
    """“A couple”, “half a dozen”, “none of them”, “nomás una”: how many, where no number was said."""
    plain = bare(said)
    if place_of(said, ("once", "more")) >= 0:
        return None
    if plain[:2] in (("not", "one"), ("not", "any"), ("ni", "uno"), ("ni", "una")):
        return "0"
    if any(place_of(said, more) >= 0 for more in (("dozen", "and", "a", "half"), ("docena", "y", "media"))):
        return "18"
    if any(place_of(said, half) >= 0 for half in (("half", "a", "dozen"), ("half", "dozen"), ("media", "docena"))):
        return "6"
    named = {word: amount for word, amount in words.of(language).amounts.items() if word in said}
    if not any(named.values()):  # “none”, not “nobody told me nothing”
        named = named if len(plain) <= 2 or (plain[0] in named and plain[1] in ("of", "de")) else {}
        named = named if _TELLING.isdisjoint(plain) else {}
    values = set(named.values())
    if not values and language == "es" and _is_one(said, plain):
        return "1"
    many = {"hundred", "thousand", "dozen"} & set(said) and "couple" in said
    return str(values.pop()) if len(values) == 1 and not many else None


def _is_one(said: Sequence[str], plain: Sequence[str]) -> bool:
    """“Una”, “nomás una”, “un carro”, “una sola”: “una” may also be the article, as in “un momento”."""
    at = next((n for n, word in enumerate(plain) if word in _LONE), None)
    if at is None or not {"no", "nunca", "ni"}.isdisjoint(plain[:at]):
        return False
    after = tuple(plain[at + 1 : at + 2])
    if not _GIVES.isdisjoint(plain[at + 1 :]):
        return False
    only = after in (("solo",), ("sola",), ("nada",)) or not {"solo", "solamente", "nomas"}.isdisjoint(said[:3])
    return only or not after or (len(plain) <= 4 and plain[0] in ("un", "una") and _NO_COUNT.isdisjoint(after))

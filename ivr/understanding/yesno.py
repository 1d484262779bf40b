"""Yes, no, or neither: “yeah no”, “no that's not right”, “no, it's 2501”, “sí, está bien”, “más o menos”."""

# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ivr.understanding import nth, words
from ivr.understanding.patterns import Pattern, Patterns, compile_pattern
from ivr.understanding.saying import POLITE, bare, said_words

Side = Literal["yes", "no", "unclear"]
Heard = tuple[Literal["yes", "no"] | None, float]
BARE = 6
"""Up to so many words the whole is one answer (“yeah no”); in a longer one what it begins with is."""
MANY = 12
NEITHER: Heard = (None, 0.0)
_DECISIVE = frozenset("correct incorrect correcto correcta incorrecto incorrecta equivocado equivocada".split())
_ASKED_FOR = frozenset({"please", "favor"})
"""Alone they are a yes: “shall I send it?”, “please”."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_AFTER_KNOW = frozenset("it its that thats the not no sir maam way i im thank know".split())
_VERBS = frozenset("sale va dale vale listo ya eso".split())
_SUBJECTS = frozenset({"it", "they", "he", "she", "there", "we"})
_NOBODY = frozenset("nobody never nothing none nadie nunca nada".split())
_EXCLAIMED = frozenset(
    "no nope nah si wait lord god oh honey sorry but and well man girl boy baby sweetie hun dear hell heck said yeah "
    "yes yep right close almost unfortunately actually sir maam ay dios uy hijole perdon fijese verdad la ahorita "
    "disculpe espere que eso esa ese asi ahi este esta usted yo mi amor casi claro pues hombre joven mijo mija fue es "
    "era esto".split()
)
"""Words before a “no” that answers; “the porch light, no …” tells, and so does “el agua no sale”."""
_PLAIN = frozenset({"yes", "yeah", "yep", "no", "nope", "nah", "correct", "si", "correcto"})
_AUXILIARY = frozenset("is are was were do does did am have has had will would can could should not".split())


@dataclass(frozen=True, slots=True)
class _Part:
    side: Side
    at: int
    end: int


@lru_cache(maxsize=8)
def _sides(language: str, asked: bool) -> tuple[tuple[Side, Patterns], ...]:
    """asked: whether yes or no was asked for, so that “that's the old one” is an answer."""
    known = words.of(language)
    no = (*known.no, *known.denies) if asked else known.no
    yes = (*known.yes, *known.agrees) if asked else known.yes
    return ("unclear", _of(known.unclear)), ("no", _of(no)), ("yes", _of(yes))


def _of(phrases: Sequence[str]) -> Patterns:
    return Patterns([_read(p) for p in phrases])


@lru_cache(maxsize=1024)
def _read(phrase: str) -> Pattern:
    return compile_pattern(phrase)


@lru_cache(maxsize=8)
def _echoes(language: str) -> Patterns:
    return _of(words.of(language).echoes)


def read(text: str, language: str) -> Literal["yes", "no"] | None:
    """yes, no, or None: neither, or both."""
    return hear(said_words(text), language)[0]


def hear(said: Sequence[str], language: str) -> Heard:
    """(yes | no | None, confidence). None: neither, or both. An answer begins, ends or fills what is said."""
    said = _plainly(said)
    # “Press 1 for yes”: some say the key instead of pressing it.
    if (key := nth.of(said, language, 2)) is not None:
        return _sure("no" if key else "yes", 0.9)
    if said and POLITE.issuperset(said) and not _ASKED_FOR.isdisjoint(said):
        return _sure("yes", 0.7)
    said, found = _answer(said, language, True)
    parts = _going_nowhere(found, said, language)
    sides = [p for p in parts if p.side != "unclear"]
    if not sides or parts[0].side == "unclear" or (len(sides) < len(parts) and len(said) <= BARE):
        return NEITHER
    answer = _short(sides, said) if len(said) <= BARE else _long(sides, said)
    return _decided(sides, said) if answer is NEITHER and len(parts) == len(sides) else answer


def _decided(sides: Sequence[_Part], said: Sequence[str]) -> Heard:
    """A word that can only be about what was asked, wherever it is said: “the address you have is correct sir”."""
    decisive = {p.side for p in sides if not _DECISIVE.isdisjoint(said[p.at : p.end])} if len(said) <= MANY else set()
    return _sure(decisive.pop(), 0.6) if len(decisive) == 1 else NEITHER


def _plainly(said: Sequence[str]) -> list[str]:
    """The words with drawn-out ones as usual (“nooo”, “yesss”) and the “no” that is heard as “know”."""
    plain = [_DRAWN_OUT.sub(r"\1", word) for word in said]
    for at in range(len(plain) - 2, 0, -1):
        if plain[at : at + 2] == ["thank", "you"] and plain[at - 1] not in ("no", "yes"):
            del plain[at : at + 2]
    if plain[:1] == ["know"] and (len(plain) < 2 or plain[1] in _AFTER_KNOW):
        plain[0] = "no"
    return plain


def _long(sides: Sequence[_Part], said: Sequence[str]) -> Heard:
    """An answer and what is told with it: it begins with what is meant, or ends with a plain word for it."""
    first, last = sides[0], sides[-1]
    if first.at > 3:  # a yes in the middle of a story answers nothing
        plain = last.end == len(said) and said[last.end - 1] in _PLAIN
        return _sure(last.side, 0.6) if plain else NEITHER
    if len(sides) > 1 and sides[1].at == first.end and first.at == 0:
        return _sure(sides[1].side, 0.7 if sides[1].side != first.side else 0.9)  # “yeah no …”: the second is meant
    if first.side == "yes" and any(p.side == "no" and p.end - p.at > 1 for p in sides):
        return _sure("no", 0.6)  # “yes but that's the wrong street”
    return _sure(first.side, 0.9 if first.at <= 1 and all(p.side == first.side for p in sides) else 0.6)


def _short(sides: Sequence[_Part], said: Sequence[str]) -> Heard:
    first, last, length = sides[0], sides[-1], len(said)
    if first.at > _opening(said) and last.end < length and 2 * sum(p.end - p.at for p in sides) < length:
        return NEITHER  # “there is no one helping him”
    chosen = last if last.end == length or first.at else first
    return _sure(chosen.side, 0.97 if all(p.side == chosen.side for p in sides) else 0.7)


def _sure(side: Side, confidence: float) -> Heard:
    return ("yes" if side == "yes" else "no"), confidence


def only(said: Sequence[str], language: str) -> Literal["yes", "no"] | None:
    """yes or no when that is all that was said, however often: “no nobody is hurt”. Else None."""
    said, parts = _answer(said, language, False)
    whole = bool(parts) and parts[0].at == 0 and all(a.end == b.at for a, b in pairwise(parts))
    if not whole or parts[-1].end != len(said) or len({p.side for p in parts}) > 1 or parts[0].side == "unclear":
        return None
    return "yes" if parts[0].side == "yes" else "no"


@lru_cache(maxsize=8)
def _nothing_more(language: str) -> Patterns:
    return _of((*words.of(language).no, *words.of(language).enough))


def declines(said: Sequence[str], language: str) -> bool:
    """Whether nothing more is to be said, and no more was: “no thank you”, “that's all”, “no nada más”."""
    plain, patterns, at = bare(said), _nothing_more(language), 0
    while at < len(plain):
        end = patterns.reach(plain, at)
        if end == at:
            return False
        at = end
    return bool(plain)


def _answer(said: Sequence[str], language: str, asked: bool) -> tuple[Sequence[str], list[_Part]]:
    """The words without the politeness and murmurs around an answer, and the parts of it."""
    parts = _parts(said, language, asked)
    kept = {at for p in parts for at in range(p.at, p.end)}
    plain = [w for at, w in enumerate(said) if at in kept or w not in POLITE]
    return (said, parts) if len(plain) == len(said) else (plain, _parts(plain, language, asked))


def _going_nowhere(parts: Sequence[_Part], said: Sequence[str], language: str) -> list[_Part]:
    """The parts without the echoes that go on: “it is” answers, “it is on the corner” does not."""
    kept: list[_Part] = []
    opening = _opening(said)
    for part in reversed(parts):
        goes_on = part.end < len(said) and not (kept and kept[-1].at == part.end and kept[-1].side == part.side)
        if not (goes_on and _is_echo(part, said, language, opening)) and not _is_verb(part, said, opening):
            kept.append(part)
    return kept[::-1]


def _is_verb(part: _Part, said: Sequence[str], opening: int) -> bool:
    """“Sale” and “va” are a yes by themselves, and none in “el agua no sale”."""
    return part.end == part.at + 1 and said[part.at] in _VERBS and part.at > opening


def _opening(said: Sequence[str]) -> int:
    """How many words there are before one that is more than an exclamation."""
    return next((n for n, word in enumerate(said) if word not in _EXCLAIMED), len(said))


def _is_echo(part: _Part, said: Sequence[str], language: str, opening: int) -> bool:
    """Whether it answers only where it ends what is said: “it is”, and the “is not” of “the dog is not on a leash”."""
    if part.side == "no":
        first, width = said[part.at], part.end - part.at
        verb = first in _AUXILIARY or (first in _SUBJECTS and width == 3 and said[part.at + 1] in _AUXILIARY)
        told = verb or (first == "no" and part.at > opening)
        return (part.at > 0 and told) or (width == 1 and first in _NOBODY)
    return part.side == "yes" and _echoes(language).whole(said[part.at : part.end]) is not None


def _parts(said: Sequence[str], language: str, asked: bool) -> list[_Part]:
    """The longest phrase at each place, from left to right."""
    found: list[_Part] = []
    at = 0
    while at < len(said):
        side, end = max(((s, p.reach(said, at)) for s, p in _sides(language, asked)), key=lambda one: one[1])
        if end > at:
            found.append(_Part(side, at, end))
        at = max(end, at + 1)
    return found

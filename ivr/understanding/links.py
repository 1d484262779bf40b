"""Links: “operator”, “say that again”, “go back”: heard when that is all the caller says, not inside a long answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from ivr.flow.meaning import Option
from ivr.understanding import words
from ivr.understanding.pattern import compile_pattern
from ivr.understanding.patterns import Patterns
from ivr.understanding.saying import bare, said_words

ALIKE = 88.0
"""From this likeness (of 100) two short phrases are the same, misheard by a letter or two."""


LONGEST = 20
"""Words up to which a wish for a person is looked for at the end: more are a story."""
PERSON = ("operator", "agent", "person")
"""Names of the link to a person."""


@lru_cache(maxsize=256)
def _known(name: str, language: str) -> Patterns:
    return Patterns(compile_pattern(p) for p in words.of(language).links.get(name, ()))


@lru_cache(maxsize=8)
def _unknown(language: str) -> Patterns:
    return Patterns(compile_pattern(p) for p in words.of(language).unknown)


@lru_cache(maxsize=2048)
def _plain(phrase: str) -> tuple[str, ...]:
    return bare(said_words(phrase))


def heard(
    said: Sequence[str], language: str, links: Sequence[Option], amid: bool = False, refused: bool = False
) -> str | None:
    """The link whose words are the whole of what was said; its own words first, then those every line knows.

    amid: a wish for a person is heard at the end of other words too: “this is too hard, can I talk to a person”.
    refused: no person is wished for (see refuses_person).
    """
    plain = bare(said)
    joined = " ".join(plain)
    for link in links:
        if any(_same(joined, phrase) for phrase in link.words):
            return link.value
    for link in links:
        if _known(link.value, language).whole(plain):
            return link.value
    persons = next((link.value for link in links if link.value in PERSON), None) if amid and not refused else None
    return persons if persons and _ends_with_wish(plain, language) else None


def _ends_with_wish(plain: Sequence[str], language: str) -> bool:
    """Whether the words end with a wish for a person that is not denied: “do not give me a person” is none."""
    if len(plain) > LONGEST:
        return False
    wish = _known("a_person", language)
    starts = (at for at in range(len(plain)) if plain[at - 1 : at] != ("not",))
    return any(wish.reach(plain, at) == len(plain) for at in starts)


def _same(joined: str, phrase: str) -> bool:
    wanted = " ".join(_plain(phrase))
    if joined == wanted:
        return True
    return min(len(joined), len(wanted)) >= 6 and fuzz.ratio(joined, wanted) >= ALIKE


def is_unknown(said: Sequence[str], language: str) -> bool:
    """“I don't know”, “no sé”."""
    return _unknown(language).whole(bare(said)) is not None


def asks_whether_done(said: Sequence[str], language: str) -> bool:
    """“Did you fix my pothole yet”: it begins with asking after something that was to be done."""
    plain = bare(said)
    return bool(plain) and _known("done_yet", language).reach(plain, 0) > 0


def refuses_person(text: str, language: str) -> bool:
    """“No quiero hablar con una persona”: the same words, and the opposite is wished. With a comma after its no, where
    a recogniser writes one, it is a no and the wish."""
    return _known("no_person", language).find(said_words(_ANSWERED.sub(" ", text, count=1))) is not None


def beside_refusal(text: str, language: str) -> str:
    """What is said beside it that no person is wanted; "" where that is all."""
    said = said_words(text)
    known = _known("no_person", language)
    at = next((at for at in range(len(said)) if known.reach(said, at) > at), len(said))
    rest = said[known.reach(said, at) :] if at < len(said) else ()
    return " ".join((*said[:at], *rest))


_ANSWERED = re.compile(r"^\W*(?:pues |bueno |ay |well )?no\s*[,;.:!]", re.IGNORECASE)


def wants_person(said: Sequence[str], language: str) -> bool:
    """“I want to speak to a real person”, with or without a link for it."""
    return _known("operator", language).whole(bare(said)) is not None

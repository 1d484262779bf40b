"""The phrases a caller may say, as Google takes them: cleaned, in sets, weighted, within its limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.speech.google.limits import BOOST, CHARACTERS, PHRASE_CHARACTERS, PHRASES, PHRASES_A_SET, SETS

TOKENS = {
    "en": frozenset(
        {
            "$ADDRESSNUM",
            "$DAY",
            "$FULLPHONENUM",
            "$MONEY",
            "$MONTH",
            "$OOV_CLASS_ALPHANUMERIC_SEQUENCE",
            "$OOV_CLASS_ALPHA_SEQUENCE",
            "$OOV_CLASS_DIGIT_SEQUENCE",
            "$OPERAND",
            "$PERCENT",
            "$POSTALCODE",
            "$STREET",
            "$TIME",
            "$YEAR",
        }
    ),
    "es": frozenset({"$ADDRESSNUM", "$FULLPHONENUM", "$OOV_CLASS_DIGIT_SEQUENCE", "$OOV_CLASS_ALPHANUMERIC_SEQUENCE"}),
}
"""Class tokens: each stands for a kind of words, by language. A phrase may hold one (“$ADDRESSNUM Charles Street”)."""
LIKELY = 100
"""So many of the first phrases are weighted more than the rest."""
_TOKEN = re.compile(r"\$\{?[A-Za-z_][\w-]*\}?")
_SPACE = re.compile(r"[\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Hints:
    """One PhraseSet. boost: 0 (exclusive) to 20; high ones are heard even where they were not said."""

    phrases: tuple[str, ...]
    boost: float


def hints(phrases: Iterable[str], language: str, *, closed: bool = False) -> tuple[Hints, ...]:
    """The sets to send, the likeliest first; what goes beyond a limit is left out from the end.

    closed: one of the phrases is the whole answer, so each may be trusted to be said.
    """
    kept = tuple(_within(_clean(phrases, language)))
    head, tail = kept[:LIKELY], kept[LIKELY:]
    made = [Hints(head, min(BOOST, 15.0 if closed else 10.0))] if head else []
    made += [Hints(tail[at : at + PHRASES_A_SET], 5.0) for at in range(0, len(tail), PHRASES_A_SET)]
    return tuple(made[:SETS])


def has_token(phrase: str) -> bool:
    """It holds a class token, which only Google understands."""
    return "$" in phrase and _TOKEN.search(phrase) is not None


def _clean(phrases: Iterable[str], language: str) -> Iterator[str]:
    """Each once, on one line; without those too long, or with a token this language does not have."""
    tokens, seen = TOKENS.get(language.partition("-")[0], frozenset()), set[str]()
    for phrase in phrases:
        plain = _SPACE.sub(" ", phrase).strip()
        if not plain or len(plain) > PHRASE_CHARACTERS or plain.casefold() in seen:
            continue
        if "$" in plain and not set(_TOKEN.findall(plain)) <= tokens:
            continue
        seen.add(plain.casefold())
        yield plain


def _within(phrases: Iterable[str]) -> Iterator[str]:
    """As many as one request may hold."""
    characters = 0
    for nth, phrase in enumerate(phrases):
        characters += len(phrase)
        if nth == PHRASES or characters > CHARACTERS:
            return
        yield phrase

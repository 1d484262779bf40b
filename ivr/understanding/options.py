"""Which of the offered answers was meant: by its words, by its place (“the second one”), or by nearly its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from ivr.flow.meaning import Option
from ivr.flow.numerals import numbers
from ivr.understanding import words
from ivr.understanding.saying import bare, place_of, said_words, without
from ivr.understanding.stem import stem

ENOUGH = 0.6
CLEAR = 0.06
"""Two answers closer than this are both possible: neither is taken."""
DENIED = 0.1
"""What is left of an answer that was named only to be refused: “not the travel lane”."""

Scores = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value, or None when no answer or more than one fits; `others` are the rest that may fit, best first."""

    value: str | None
    confidence: float
    others: Scores = ()
    exact: bool = False


def choose(said: Sequence[str], language: str, options: Sequence[Option]) -> Chosen:
    """The option meant by these plain words."""
    plain = bare(said)
    place = _by_place(plain, language, len(options))
    own = _own_stems(tuple(options), language)
    ranked = sorted(((o.value, _score(plain, o, language, own)) for o in options), key=lambda one: -one[1])
    best = ranked[0] if ranked else ("", 0.0)
    if best[1] < 1.0 and place is not None:
        return Chosen(options[place].value, 0.95, exact=True)
    others = tuple((v, round(s, 3)) for v, s in ranked if s >= 0.4)[:5]
    rival = next((s for v, s in ranked[1:] if v != best[0]), 0.0)
    if best[1] < ENOUGH or (best[1] < 1.0 and best[1] - rival < CLEAR):
        return Chosen(None, round(best[1] * 0.5, 3), others)
    return Chosen(best[0], round(best[1], 3), others[1:], best[1] >= 1.0)


def _by_place(plain: Sequence[str], language: str, count: int) -> int | None:
    """The option called by its number, when that is all that was said."""
    vocabulary = words.of(language)
    if not plain or any(w not in vocabulary.ordinal_frame for w in plain if not _numeric(w, plain, language)):
        return None
    if any(w in vocabulary.last for w in plain):
        return count - 1 if count else None
    found = numbers(_countable(plain, language), language)
    nth = int(found[0].digits) if len(found) == 1 and len(found[0].digits) < 3 else 0
    return nth - 1 if 1 <= nth <= count else None


def _countable(plain: Sequence[str], language: str) -> Sequence[str]:
    """In “the second one” the one is no number."""
    trailing = len(plain) > 1 and plain[-1] == "one" and plain[-2] not in ("number", "option", "press", "key", "choice")
    return plain[:-1] if language == "en" and trailing else plain


def _numeric(word: str, plain: Sequence[str], language: str) -> bool:
    return bool(numbers((word,), language)) or word in words.of(language).last or word in ("una",)


@lru_cache(maxsize=4096)
def _phrases(option: Option, language: str) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """Each phrase of an option as plain words, and the stems of those that carry meaning."""
    stop = words.of(language).stop | words.of(language).fillers
    plain = (bare(said_words(phrase)) for phrase in option.words if phrase.strip())
    return tuple((p, frozenset(stem(w, language) for w in without(p, stop))) for p in plain if p)


@lru_cache(maxsize=1024)
def _own_stems(options: tuple[Option, ...], language: str) -> Mapping[str, str]:
    """Stems that only one option has, and which: in “travel lane, bike lane” the lane says nothing, the bike does."""
    owners: dict[str, set[str]] = {}
    for option in options:
        for _, meant in _phrases(option, language):
            for one in meant:
                owners.setdefault(one, set()).add(option.value)
    return {one: next(iter(values)) for one, values in owners.items() if len(values) == 1}


def _score(plain: Sequence[str], option: Option, language: str, own: Mapping[str, str]) -> float:
    fillers = words.of(language).fillers
    core = without(plain, fillers)
    stems = frozenset(stem(w, language) for w in core)
    alike = [_alike(plain, core, stems, phrase, meant, fillers) for phrase, meant in _phrases(option, language)]
    denied = any(0.0 < a <= DENIED for a in alike)
    if not denied and any(own.get(one) == option.value for one in stems):
        alike.append(0.66 + 0.12 / len(stems))
    return max(alike, default=0.0)


def _alike(
    plain: Sequence[str],
    core: Sequence[str],
    stems: frozenset[str],
    phrase: tuple[str, ...],
    meant: frozenset[str],
    fillers: frozenset[str],
) -> float:
    if tuple(plain) == phrase or tuple(core) == without(phrase, fillers):
        return 1.0
    at = place_of(plain, phrase)
    if at >= 0:
        denied = at > 0 and (
            plain[at - 1] in ("not", "no", "ni") or plain[max(0, at - 2) : at] in (("not", "the"), ("not", "a"))
        )
        return DENIED if denied else 0.8 + 0.04 * min(4, len(phrase))
    if meant and meant <= stems:
        return 0.72 + 0.1 * len(meant) / len(stems)
    shared = len(meant & stems) / len(meant) if meant else 0.0
    whole = fuzz.ratio(" ".join(core), " ".join(phrase)) / 100
    likely = whole * 0.95 if whole >= 0.75 and min(len(" ".join(core)), len(" ".join(phrase))) >= 4 else 0.0
    return max(likely, 0.6 * shared if shared >= 0.5 else 0.0, _nearly_within(core, phrase))


def _nearly_within(core: Sequence[str], phrase: Sequence[str]) -> float:
    """A long word of a one-word phrase misheard inside an answer: “in the parkin lane”."""
    if len(phrase) != 1 or len(phrase[0]) < 5 or len(core) > 12:
        return 0.0
    best = max((fuzz.ratio(word, phrase[0]) for word in core), default=0.0)
    return best / 100 * 0.8 if best >= 80 else 0.0

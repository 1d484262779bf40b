"""Which of the offered answers was meant: by its words, by its place (“the second one”), by when it was, or nearly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from ivr.flow.meaning import Option
from ivr.flow.numerals import numbers
from ivr.understanding import listing, moment, nth, words, yesno
from ivr.understanding.saying import bare, place_of, said_words, without
from ivr.understanding.stem import stem

ENOUGH = 0.6
CLEAR = 0.06
"""Two answers closer than this are both possible: neither is taken."""
LED = 0.86
"""A yes or no with more words after it."""
COUNTED = 0.8
"""A number that was not said: what was named was counted."""
DENIED = 0.1
"""What is left of an answer that was named only to be refused: “not the travel lane”."""
SHORT = 24
"""Words up to which a correction is looked for inside an answer: more are a story."""
_SMALL = frozenset({"not", "no", "ni", "nor", "up", "over"})
"""Words that choose nothing alone: “I can't hang up” is not “up to the knee”."""

_PLAIN = frozenset({("yes",), ("no",), ("si",)})
_ARTICLES = frozenset({"the", "a", "an", "el", "la", "los", "las", "un", "una", "en"})
_INSTEAD = frozenset({"no", "actually", "mean", "rather", "digo", "mejor", "bien"})
"""Between two answers they say that the second is meant: “the parking lane, no, the bike lane”."""
_ASKS = frozenset({"how", "what", "which", "why", "cual", "cuales", "tan", "significa"})
_ASKING = frozenset({"is", "are", "was", "were", "do", "does", "did", "es", "esta", "son", "era"})
_OF_WHAT = frozenset({"it", "that", "this", "they", "these", "those", "you", "he", "she", "there", "what"})

Scores = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value, or None when no answer or more than one fits; `others` are the rest that may fit, best first."""

    value: str | None
    confidence: float
    others: Scores = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say an answer. side: a plain yes or no. meant: stems of the words that carry meaning.

    within: what must stand in a longer sentence: of “just me” both words, for many a sentence has a “me”.
    """

    words: tuple[str, ...]
    within: tuple[str, ...]
    core: tuple[str, ...]
    meant: frozenset[str]
    denies: bool
    side: Literal["yes", "no"] | None


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said, looked at once for all answers. answer: the yes or no in it, and how sure.

    telling: the words that carry meaning.
    """

    whole: tuple[str, ...]
    plain: tuple[str, ...]
    telling: tuple[str, ...]
    core: tuple[str, ...]
    meant: frozenset[str]
    denies: bool
    answer: tuple[str | None, float]
    sided: bool


def choose(said: Sequence[str], language: str, options: Sequence[Option]) -> Chosen:
    """The option meant by these plain words; of two, the one that corrects the other. A question back is no answer."""
    sided = _sided(tuple(options), language)
    if not sided:  # danger is never talked away: of “he is hurt, no, he is fine” nothing is dropped
        said = _after_question(said)
        if meant := _corrected(said, language, options):
            return meant
        if counted := _counted(said, language, options):
            return counted
    return _choose(said, language, options, sided) if said else Chosen(None, 0.0)


def _counted(said: Sequence[str], language: str, options: Sequence[Option]) -> Chosen | None:
    """Asked how many, the caller names them: “a couch and two chairs” are three, and not the “two” in it."""
    amounts = _amounts(tuple(options), language)
    named = listing.amounts(said, language) if len(amounts) > 1 else ()
    if not named or (len(named) == 1 and sum(named) not in amounts):
        return None
    value = amounts.get(sum(named))
    return Chosen(value, COUNTED if value else 0.0)


@lru_cache(maxsize=1024)
def _amounts(options: tuple[Option, ...], language: str) -> Mapping[int, str]:
    """Which of the answers is so many, where they are numbers; an answer that is several numbers is none."""
    found = {option.value: {*_numbers(option, language)} for option in options}
    return {next(iter(own)): value for value, own in found.items() if len(own) == 1}


def _numbers(option: Option, language: str) -> Iterator[int]:
    for phrase in option.words:
        runs = numbers(said_words(phrase), language)
        yield from (int(run.digits) for run in runs if run.digits.isdecimal() and not run.ordinal)


def _after_question(said: Sequence[str]) -> Sequence[str]:
    """What follows a question that the caller asks back (“how big is it? huge”), to the line or to others."""
    for at, word in enumerate(said):
        verb = next((n for n in range(at + 1, min(at + 3, len(said))) if said[n] in _ASKING), 0) if word in _ASKS else 0
        if not verb:
            continue
        spanish = said[verb] not in ("is", "are", "was", "were", "do", "does", "did")
        if spanish or (verb + 1 < len(said) and said[verb + 1] in _OF_WHAT):
            rest = said[verb + (1 if spanish else 2) :]
            return () if rest[:1] == ("mean",) else rest
    return () if tuple(said[:3]) == ("do", "you", "mean") or tuple(said[:2]) == ("que", "tan") else said


def _corrected(said: Sequence[str], language: str, options: Sequence[Option]) -> Chosen | None:
    """The second of two answers, where a word between them takes the first back."""
    for at in range(len(said) - 2, 0, -1) if len(said) <= SHORT else ():
        if said[at] in _INSTEAD:
            later = _choose(said[at + 1 :], language, options, False)
            before = _choose(said[:at], language, options, False) if later.value else later
            if later.value and before.value and later.value != before.value:
                return Chosen(later.value, min(later.confidence, LED), ((before.value, 0.4),))
    return None


def _choose(said: Sequence[str], language: str, options: Sequence[Option], sided: bool) -> Chosen:
    heard = _heard(said, language, sided)
    own = _own_stems(tuple(options), language)
    ranked = sorted(((o.value, _score(heard, o, language, own)) for o in options), key=lambda one: -one[1])
    best = ranked[0] if ranked else ("", 0.0)
    if best[1] < 1.0:
        if (place := nth.of(heard.plain, language, len(options))) is not None:
            return Chosen(options[place].value, 0.95, exact=True)
        ranked = _by_time(said, language, options, ranked)
        best = ranked[0] if ranked else best
    others = tuple((v, round(s, 3)) for v, s in ranked if s >= 0.4)[:5]
    rival = next((s for v, s in ranked[1:] if v != best[0]), 0.0)
    if best[1] < ENOUGH or (best[1] < 1.0 and best[1] - rival < CLEAR):
        return Chosen(None, round(best[1] * 0.5, 3), others)
    return Chosen(best[0], round(best[1], 3), others[1:], best[1] >= 1.0)


def _heard(said: Sequence[str], language: str, sided: bool) -> _Said:
    plain = bare(said)
    core, telling = _core(plain, language)
    answer, sure = yesno.hear(said, language)
    answered = (answer, sure if yesno.only(said, language) is not None else min(sure, LED))
    meant = frozenset(stem(w, language) for w in telling)
    return _Said(tuple(said), plain, telling, core, meant, bool(_SMALL & set(plain)), answered, sided)


def _core(plain: tuple[str, ...], language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words without fillers, and those of them that carry meaning."""
    vocabulary = words.of(language)
    return without(plain, vocabulary.fillers), without(plain, vocabulary.stop | vocabulary.fillers | _SMALL)


def _by_time(
    said: Sequence[str], language: str, options: Sequence[Option], ranked: list[tuple[str, float]]
) -> list[tuple[str, float]]:
    """Where one answer is “it goes on now” and another “it is over”, when it was is an answer."""
    when = moment.of(said, language)
    meant = [o.value for o in options if when and moment.of_words(o.words, language) == when]
    opposite = when and any(moment.of_words(o.words, language) not in (None, when) for o in options)
    if len(meant) != 1 or not opposite:
        return ranked
    ceiling = 0.8 if when == "now" else 1.0  # danger that goes on is never talked away by a “no”
    others = [(v, min(s, ceiling)) for v, s in ranked if v != meant[0]]
    return sorted([(meant[0], 0.9), *others], key=lambda one: -one[1])


@lru_cache(maxsize=4096)
def _phrases(option: Option, language: str) -> tuple[_Phrase, ...]:
    return tuple(_phrase(said_words(phrase), language) for phrase in option.words if said_words(phrase))


def _phrase(said: tuple[str, ...], language: str) -> _Phrase:
    plain = bare(said)
    core, telling = _core(plain, language)
    within = said if len(plain) == 1 and plain[0] in words.of(language).stop else plain
    meant = frozenset(stem(w, language) for w in telling)
    return _Phrase(plain, within, core, meant, bool(_SMALL & set(plain)), yesno.only(said, language))


@lru_cache(maxsize=1024)
def _sided(options: tuple[Option, ...], language: str) -> bool:
    """Whether a yes or a no is among the answers: else “adelante” is a place, and no way to say yes."""
    return any(phrase.words in _PLAIN for option in options for phrase in _phrases(option, language))


@lru_cache(maxsize=1024)
def _own_stems(options: tuple[Option, ...], language: str) -> Mapping[str, str]:
    """Stems that only one option has, and which: in “travel lane, bike lane” the lane says nothing, the bike does."""
    owners: dict[str, set[str]] = {}
    for option in options:
        for phrase in _phrases(option, language):
            for one in () if phrase.side else phrase.meant:
                owners.setdefault(one, set()).add(option.value)
    return {one: next(iter(values)) for one, values in owners.items() if len(values) == 1}


def _score(heard: _Said, option: Option, language: str, own: Mapping[str, str]) -> float:
    phrases = _phrases(option, language)
    alike = [_alike(heard, phrase) for phrase in phrases]
    if any(0.0 < a <= DENIED for a in alike):
        return max(alike)
    said_own = any(own.get(one) == option.value for one in heard.meant)
    near = [p for p in phrases if p.meant & heard.meant and not p.side and p.denies <= heard.denies]
    if said_own and near:
        alike.append(0.5 + 0.34 * max(len(p.meant & heard.meant) for p in near) / len(heard.meant))
    return max(alike, default=0.0)


def _alike(heard: _Said, phrase: _Phrase) -> float:
    if heard.plain == phrase.words or heard.core == phrase.core:
        return 1.0
    if phrase.side and heard.sided:  # a “no” somewhere inside answers nothing: yesno knows where it does
        return heard.answer[1] if heard.answer[0] == phrase.side else 0.0
    shared = len(phrase.meant & heard.meant)
    share = shared / len(heard.meant) if heard.meant else 0.0
    stands_in = heard.plain if phrase.within == phrase.words else heard.whole
    at = place_of(stands_in, phrase.within)
    if at >= 0:
        return DENIED if _denied(stands_in, at, phrase.within[0]) else _found(len(phrase.within), share)
    if shared and shared == len(phrase.meant) and phrase.denies == heard.denies:
        return 0.7 + 0.12 * share
    likely = _likely(" ".join(heard.core), " ".join(phrase.words))
    partly = 0.6 * shared / len(phrase.meant) if phrase.meant else 0.0
    return max(
        likely,
        partly if partly >= 0.3 else 0.0,
        _nearly_within(heard.telling, phrase.words) if len(heard.core) <= 12 else 0.0,
    )


def _found(width: int, share: float) -> float:
    """A phrase said word for word; one word of a long sentence says less than three."""
    return 0.8 + 0.04 * min(4, width) if width > 1 else 0.64 + 0.2 * min(1.0, 2 * share)


def _denied(plain: Sequence[str], at: int, first: str) -> bool:
    """“Not the travel lane”, “no travel lane”; but “no, the travel lane” is an answer after a no."""
    before = tuple(plain[max(0, at - 2) : at])
    if before == ("no",) and first in _ARTICLES:
        return False
    return before[-1:] in (("not",), ("no",), ("ni",)) or before in (("not", "the"), ("not", "a"))


def _likely(core: str, phrase: str) -> float:
    whole = fuzz.ratio(core, phrase) / 100
    return whole * 0.95 if whole >= 0.75 and min(len(core), len(phrase)) >= 4 else 0.0


def _nearly_within(telling: Sequence[str], phrase: Sequence[str]) -> float:
    """A long word of a one-word phrase misheard inside an answer: “in the parkin lane”; “there” is no “three”."""
    if len(phrase) != 1 or len(phrase[0]) < 5:
        return 0.0
    best = max((fuzz.ratio(word, phrase[0]) for word in telling), default=0.0)
    return best / 100 * 0.8 if best >= 80 else 0.0

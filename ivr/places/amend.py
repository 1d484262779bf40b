"""An answer, laid over what was said to the same question before: what it names is replaced, the rest stands."""
# ruff: noqa: E501, SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from collections.abc import Sequence

from ivr.places.dress import Mention
from ivr.places.gazetteer import Gazetteer
from ivr.places.index import Index
from ivr.places.lexis import BEFORE_STREET, HEARD_DIRECTIONS, HEARD_KINDS, JOINTS, NOT, ORDINARY
from ivr.places.readings import numbered, readings, weak
from ivr.places.said import Words, corrected, denied
from ivr.places.sentence import Sentence

_LITTLE = frozenset(
    (
        "the a on it its is el la lo es en por of i said mean dije no yes si please side lado one del de that "
        "thats would be uh um er eh number numero house casa block hundred al hacia"
    ).split()
)
_ARTICLES = (("the",), ("a",), ("my",), ("el",), ("un",), ("una",), ("mi",))
_JOINED = (("and",), ("y",), ("con",), ("at",))
_COMPLETE = frozenset(["address", "block", "intersection", "between", "landmark"])


def amended(plain: Words, before: Sequence[Words], language: str, gazetteer: Gazetteer, names: Index) -> Sentence:
    """The sentence to look for: each correction, and each answer, laid over what was said before it."""
    lines = [tuple(names.unjoined(part)) for line in (*before, plain) for part in corrected(line, language)]
    sentence = Sentence((), language, gazetteer, names)
    for line in lines:
        sentence = _over(sentence, _meant(line, sentence, language))
    return sentence


def _meant(line: Words, over: Sentence, language: str) -> Sentence:
    """The words without what they say it is not: “charles, not charleston”, “the street, not the highway”."""
    kept: list[str] = []
    without: set[str] = set(over.without)
    at = 0
    while at < len(line):
        if line[at] in NOT.get(language, NOT["en"]) and (taken := denied(line, at + 1, over.index, language)):
            name, end = taken
            without |= {name} if name else set()
            at = end
        else:
            kept.append(line[at])
            at += 1
    return Sentence(tuple(kept), language, over.gazetteer, over.index, without=frozenset(without))


def _over(before: Sentence, answer: Sentence) -> Sentence:
    """The answer laid over what was said before it: it replaces what it names, and leaves the rest standing."""
    if not before.said:
        return answer
    alone = readings(answer)
    if alone and alone[0].kind in _COMPLETE and alone[0].words > 1:
        return answer
    known = {m.names[0].name for m in before.mentions}
    if any(mention.exact and mention.names[0].name in known for _, mention, _ in numbered(answer)):
        return answer  # the same street with a number again, and no corner of the street with itself
    joined = _with(before, before.said, answer)
    rest = [word for word in answer.said if word not in _LITTLE]
    directions = [HEARD_DIRECTIONS[w] for w in rest if w in HEARD_DIRECTIONS]
    kinds = [HEARD_KINDS[w] for w in rest if w in HEARD_KINDS]
    dressed = any(m.exact and m.suffix for m in answer.mentions)
    if rest and not dressed and len(directions) + len(kinds) == len(rest):
        return _with(before, before.said, answer, directions[-1:], kinds[-1:])
    if not rest:
        return joined
    numbers = [f for f in answer.figures if not f.cut]
    if numbers and not any(m.exact and m.start >= numbers[0].end for m in answer.mentions):
        return _numbered(before, answer)
    return _named(before, answer)


def _with(
    before: Sentence, said: Words, answer: Sentence, prefix: Sequence[str] = (), suffix: Sequence[str] = ()
) -> Sentence:
    return Sentence(
        said,
        answer.language,
        before.gazetteer,
        before.index,
        next(iter(prefix), before.prefix),
        next(iter(suffix), before.suffix),
        before.without | answer.without,
    )


def _numbered(before: Sentence, answer: Sentence) -> Sentence:
    """“charles street”, then “twenty four hundred”: the number goes before the street, in place of another."""
    counted = {at for f in before.figures for at in range(f.start, f.end)}
    rest = tuple(word for at, word in enumerate(before.said) if at not in counted)
    street = next((m for m in before.mentions if m.exact), None) or next(iter(before.mentions), None)
    begins = street.start - sum(at < street.start for at in counted) if street else 0
    end = max(f.end for f in answer.figures)
    tail = (word for word in answer.said[end:] if word in BEFORE_STREET or word not in ORDINARY)  # “2401, sorry”
    return _with(before, (*answer.said[:end], *tail, *rest[begins:]), answer)


def _named(before: Sentence, answer: Sentence) -> Sentence:
    """A street, after a number (its street) or after a street (the other one of a corner, or the right one of two)."""
    if before.mentions and answer.mentions and all(_thing(answer, m) for m in answer.mentions) and not answer.areas:
        return _with(before, before.said, answer)
    first = next((m for m in answer.mentions if m.exact), None) or next(iter(answer.mentions), None)
    if first and all(word in _LITTLE for word in answer.said[: first.start]):
        answer = _with(answer, answer.said[first.start :], answer)
    houses, streets = (
        [f for f in before.figures if not f.cut],
        [m for m in before.mentions if m.exact] or list(before.mentions),
    )
    if houses and answer.said[0] not in JOINTS:
        address = _with(before, (*before.said[houses[-1].start : houses[-1].end], *answer.said), answer)
        if not streets or any(one.kind in ("address", "block") for one in readings(address)[:1]):
            return address
    if streets and answer.mentions:
        joint = () if answer.said[0] in JOINTS else ("and",)
        begun = (m for m in streets if before.said[m.end : m.end + 1] in _JOINED)
        first = next(begun, None) or max(streets, key=lambda m: m.end - m.start)
        corner = _with(before, (*before.said[first.start : first.end], *joint, *answer.said), answer)
        if any(one.kind in ("intersection", "between") for one in readings(corner)[:1]):
            return corner
        return answer
    return answer if answer.mentions or answer.areas else _with(before, before.said, answer)


def _thing(s: Sentence, one: Mention) -> bool:
    """“on the church”: a thing of every day with an article, that is no street though one is called so."""
    return weak(s, one) and s.said[max(0, one.start - 1) : one.start] in _ARTICLES


_NTH = {
    "first": 0, "1st": 0, "primera": 0, "primero": 0, "second": 1, "2nd": 1, "segunda": 1, "segundo": 1, "third": 2, "3rd": 2, "tercera": 2, "tercero": 2,
    "fourth": 3, "4th": 3, "cuarta": 3, "cuarto": 3, "last": -1, "latter": -1, "ultima": -1, "ultimo": -1, "former": 0, "other": 1, "otra": 1, "otro": 1,
}  # fmt: skip


def picked(plain: Words) -> int | None:
    """Which of the places offered an answer picks, from 0, -1 the last: “the second one”; None: it picks none."""
    told = [_NTH[word] for word in plain if word in _NTH]
    return told[0] if len(told) == 1 and all(word in _NTH or word in _LITTLE for word in plain) else None

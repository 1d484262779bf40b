"""Every place a sentence may name: houses, blocks, corners, stretches, landmarks, areas, streets, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ivr.places.dress import Mention
from ivr.places.figure import Figure
from ivr.places.found import MISTAKEN, Found, corners, houses, neighbours, stretches
from ivr.places.gazetteer import Landmark, Neighborhood, Point
from ivr.places.lexis import (
    BEFORE_NUMBER,
    BEFORE_STREET,
    BEFORE_STREET_ES,
    BETWEEN_JOINTS,
    BLOCK_WORDS,
    HEARD_KINDS,
    IN,
    JOINTS,
    ON,
    ORDINARY,
    SIGHTS,
    STRETCH,
    SURE_JOINTS,
)
from ivr.places.sentence import Sentence

_LOOSE = 0.7
"""What the corner of two streets is worth that were named beside each other, with nothing said that joins them."""
_FEW = 20
"""Below this a number counts things far more often than it is a house's: “eighteen wheelers”."""
_WIDEST = 7
"""Words that may stand between the two streets of a corner."""


def readings(sentence: Sentence) -> list[Found]:
    """All that fits, the best first."""
    places = [*_within_blocks([*_houses(sentence)]), *_corners(sentence), *_stretches(sentence)]
    if sentence.gazetteer.complete and all(one.fit < MISTAKEN for one in places):
        places += _mistaken(sentence)
    found = [*places, *_areas(sentence), *_streets(sentence)]
    return sorted(found, key=lambda one: -one.weight)


def _houses(s: Sentence) -> Iterator[Found]:
    for figure, mention, block in numbered(s):
        words = figure.end - figure.start + mention.end - mention.start
        yield from houses(s.gazetteer, figure.value, figure.digits, block, s.fits(mention), words)


def _within_blocks(found: Sequence[Found]) -> Iterator[Found]:
    """Without a block whose house is named too: “3400 block of Elliott Street, thirty four twelve”."""
    houses_at = {(one.main, one.number[:-2]) for one in found if one.kind == "address" and one.number[-2:] != "00"}
    for one in found:
        if one.kind != "block" or (one.main, one.number[:-2]) not in houses_at:
            yield one


def _mistaken(s: Sentence) -> Iterator[Found]:
    """Where no street has the number: the block beside it, of a street that was heard well."""
    for figure, mention, _ in numbered(s):
        if figure.value >= 100 and mention.exact and not weak(s, mention):
            words = figure.end - figure.start + mention.end - mention.start
            yield from neighbours(s.gazetteer, figure.value, s.fits(mention), words)


def numbered(s: Sentence) -> Iterator[tuple[Figure, Mention, bool]]:
    """A number with the street it stands at, and whether it is said to be a block's."""
    before = BEFORE_STREET_ES if s.language == "es" else BEFORE_STREET
    for figure in s.figures:
        for mention in s.mentions:
            if figure.cut and mention.start != figure.end:
                continue
            if mention.start >= figure.end:
                between = s.gap(figure.end, mention.start)
                if len(between) > 5 or any(word not in before for word in between):
                    continue
                block = bool(BLOCK_WORDS & {*between, *s.said[max(0, figure.start - 3) : figure.start]})
            elif mention.end <= figure.start and figure.value >= 100 and len(figure.digits) < 5:
                between = s.gap(mention.end, figure.start)
                if len(between) > 4 or any(word not in BEFORE_NUMBER for word in between):
                    continue
                block = bool(BLOCK_WORDS & {*between, *s.said[figure.end : figure.end + 1]})
            else:
                continue
            few = figure.value < _FEW and not mention.exact
            if not mention.dressed and (few or (figure.value < 100 and weak(s, mention))):
                continue
            yield figure, mention, block


def weak(s: Sentence, mention: Mention) -> bool:
    """A word of every day that is a street's name too, with nothing said to make it one."""
    return not mention.dressed and all(word in ORDINARY for word in s.said[mention.begin : mention.stop])


def _corners(s: Sentence) -> Iterator[Found]:
    marked = bool(SURE_JOINTS & set(s.said))
    for n, first in enumerate(s.mentions):
        for second in s.mentions[n + 1 :]:
            if second.start - first.end > _WIDEST:
                break
            if {"between", "entre"} & set(s.said[max(0, first.start - 2) : first.start]):
                break
            if second.start < first.end or (weak(s, first) and weak(s, second)):
                continue
            between = s.gap(first.end, second.start)
            joined = bool(JOINTS & set(between))
            told = joined or marked or (first.dressed and second.dressed)
            loose = not told or any(word not in BETWEEN_JOINTS for word in between)
            if loose and not (first.exact and second.exact and not weak(s, first) and not weak(s, second)):
                continue
            words = first.end - first.start + second.end - second.start + (1 if joined else 0)
            for corner in corners(s.gazetteer, s.index, s.fits(first), s.fits(second), words):
                yield replace(corner, fit=corner.fit * _LOOSE) if loose else corner


def _stretches(s: Sentence) -> Iterator[Found]:
    for at, word in enumerate(s.said):
        for joint in STRETCH.get(word, ()):
            for first, second in _ends(s, at, joint):
                for main in _mains(s, at, second.end):
                    words = sum(m.end - m.start for m in (main, first, second)) + 2
                    yield from stretches(s.gazetteer, s.index, s.fits(main), s.fits(first), s.fits(second), words)


def _ends(s: Sentence, at: int, joint: str) -> Iterator[tuple[Mention, Mention]]:
    """The two streets after “between”, with the joint between them."""
    for first in s.mentions:
        if not at < first.start <= at + 3:
            continue
        for second in s.mentions:
            between = s.gap(first.end, second.start)
            told = first.exact and second.exact and all(word in ORDINARY for word in between)
            if second.start > first.end and len(between) <= (_WIDEST if told else 3) and joint in between:
                yield first, second  # “between conkling and, what's that next one, highland”


def _mains(s: Sentence, at: int, end: int) -> Iterator[Mention]:
    for main in s.mentions:
        if 0 <= at - main.end <= 3 or 0 < main.start - end <= 2:
            yield main


def _areas(s: Sentence) -> Iterator[Found]:
    for start, end, area in s.areas:
        match area.what:
            case Landmark(lat=lat, long=long, name=names):
                name = names.get(s.language) or next(iter(names.values()), area.name)
                beside = s.said[max(0, start - 1) : start] + s.said[end : end + 1]
                numbered = any(figure.end == start for figure in s.figures)
                fit = 0.97 * area.likeness * (0.55 if numbered else 0.8 if JOINTS & set(beside[-1:]) else 1.0)
                yield Found(
                    "landmark",
                    fit,
                    end - start + 1,
                    Point(lat, long),
                    name=name,
                    exact=area.likeness == 1.0,
                )
            case Neighborhood(name=name, lat=lat, long=long):
                before = s.said[start - 1] if start else ""
                led = before in IN or s.said[end : end + 1] in (("neighborhood",), ("area",))
                joined = before in JOINTS or s.said[end : end + 1] in (("and",), ("y",), ("at",), ("con",))
                if joined and not led and any(m.exact and (m.begin, m.stop) == (start, end) for m in s.mentions):
                    continue
                if s.said[max(0, start - 2) : start] and set(s.said[max(0, start - 2) : start]) & ON and not led:
                    continue
                if _no_name(s, start, end) and s.said[end : end + 1] != ("neighborhood",):
                    continue
                more = SIGHTS & {*s.said[max(0, start - 5) : start], *s.said[end : end + 2]}
                fit = (0.75 if led else 0.6 if before else 0.7) * area.likeness * (0.9 if area.part else 1.0)
                fit *= 0.7 if more or (s.mentions_beside(start, end) and not led) else 1.0
                yield Found(
                    "neighborhood", fit, end - start, Point(lat, long, False), name=name, exact=area.likeness == 1.0
                )
            case None:
                continue


def _no_name(s: Sentence, start: int, end: int) -> bool:
    """“parkway”, “care”: one word that says something else far more often than a neighborhood's name."""
    return end - start == 1 and (s.said[start] in ORDINARY or s.said[start] in HEARD_KINDS)


def _streets(s: Sentence) -> Iterator[Found]:
    for mention in s.mentions:
        before = set(s.said[max(0, mention.start - 2) : mention.start])
        if weak(s, mention) or (not mention.dressed and not mention.exact and not before & ON):
            continue
        told = 0.5 if mention.dressed else 0.45 if before & ON else 0.35
        for one in s.fits(mention)[:4]:
            yield Found("street", told * one.fit, mention.end - mention.start, None, "", one.called, exact=one.exact)

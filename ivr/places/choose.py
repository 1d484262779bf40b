"""Which of the places that fit is meant, how sure that is, and what has to be asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ivr.flow.spoken import fold
from ivr.places.beyond import beyond, town
from ivr.places.found import Found
from ivr.places.gazetteer import Areas, Neighborhood
from ivr.places.lexis import BETWEEN_JOINTS, JOINTS, ORDINARY
from ivr.places.located import MOST_CANDIDATES, Ask
from ivr.places.readings import numbered, readings, weak
from ivr.places.scale import apart
from ivr.places.sentence import Sentence

_SAME_PLACE = 150.0
_NEAR_RIVAL = 0.22
"""A rival whose weight is this close to the best one's is worth a question."""
_GUESSED = 0.15
"""What a misheard name loses beside one that was heard exactly."""
_STEEP = 12.0
_CLEAR = 0.78
"""Of all that fits, the share from which on the best place needs no question about the others."""
_WEIGHED = 12
"""Places that are weighed against each other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The best place and the rivals worth offering, best first. outside: the town that is not this city."""

    best: Found | None
    rivals: tuple[Found, ...] = ()
    confidence: float = 0.0
    ask: Ask | None = "again"
    outside: str = ""


def choose(sentence: Sentence) -> Choice:
    """The place meant. Towns around come first: whoever names one is not in the city, whatever street they say."""
    found = apart_from_each_other(_hinted(sentence, readings(sentence)[: 4 * _WEIGHED]))[:_WEIGHED]
    best = found[0] if found else None
    if best and best.exact:
        found = [f if f.exact else replace(f, fit=f.fit - _GUESSED) for f in found]
    if elsewhere := town(sentence, best):
        return Choice(None, (), 0.9, "outside", elsewhere)
    if best is None:
        return Choice(None)
    if best.point is not None and beyond(sentence, best.point):
        return Choice(None, (), 0.85, "outside", str(best.main or best.name))
    if best.kind == "street":
        begun = _begun(sentence)
        first = next((f for f in found if begun and f.main and fold(f.main.name) == begun), best)
        whole = _undirected(sentence, first, found)
        return Choice(whole, _streets(first, found), 0.5 * _certain(first), _lacking(sentence, begun))
    rivals = [f for f in found[1:] if f.point is not None and best.weight - f.weight < _NEAR_RIVAL]
    others = sum(math.exp(-_STEEP * (best.weight - f.weight)) for f in found[1:] if f.point is not None)
    share = 1.0 / (1.0 + others)
    ask = _ask(best, rivals) if share < _CLEAR else None
    return Choice(best, tuple(rivals[: MOST_CANDIDATES - 1]), _certain(best) * share, ask)


def _certain(best: Found) -> float:
    """How sure a place is that has no rival: by how well it fits; a guessed name is never beyond doubt."""
    if best.kind == "neighborhood":
        return min(0.9, 0.2 + 0.95 * best.fit)
    return min(0.98, 0.3 + 0.68 * best.fit) if best.exact else min(0.9, 0.12 + 0.85 * best.fit)


def apart_from_each_other(found: Sequence[Found]) -> list[Found]:
    """One of each place: of readings that lead to the same spot, the best."""
    kept: list[Found] = []
    for one in found:
        same = (k for k in kept if k.point is not None and apart(k.point, one.point) < _SAME_PLACE)
        if one.point is None:
            if not any(k.main == one.main for k in kept):
                kept.append(one)
        elif next(same, None) is None:
            kept.append(one)
    return kept


def _hinted(s: Sentence, found: Sequence[Found]) -> list[Found]:
    """Places in a neighborhood that was named too come first: “annapolis road and maisel, westport”."""
    hoods = {area.what.name for _, _, area in s.areas if isinstance(area.what, Neighborhood)}
    if not hoods:
        return list(found)

    def hinted(one: Found) -> float:
        if one.point is None or one.kind == "neighborhood":
            return one.weight
        areas: Areas = s.gazetteer.areas(one.point.lat, one.point.long)
        return one.weight + (0.15 if areas.neighborhood in hoods else 0.0)

    return sorted(found, key=lambda one: -hinted(one))


def _streets(best: Found, found: Sequence[Found]) -> tuple[Found, ...]:
    same = [f for f in found if f is not best and f.kind == "street" and (not best.exact or _name(f) == _name(best))]
    return tuple(same[: MOST_CANDIDATES - 1])


def _name(found: Found) -> str:
    return found.main.name if found.main else ""


def _undirected(s: Sentence, best: Found, found: Sequence[Found]) -> Found:
    """“Pratt Street”, not “East Pratt Street”, “I 83”, not “I 83 North”, where nobody said which."""
    main = best.main
    if main is None or any(m.prefix == (main.prefix or main.tail) and m.exact for m in s.mentions):
        return best
    halves = [f.main for f in found if f.kind == "street" and f.main and f.main.suffix == main.suffix]
    if any(name.name == main.name and (name.prefix, name.tail) != (main.prefix, main.tail) for name in halves):
        return replace(best, main=replace(main, prefix="", tail=""))
    return best


def _begun(s: Sentence) -> str:
    """The street a corner was begun with, “charles and …”: the other one is missing, or does not meet it; "": none."""
    for mention in s.mentions:
        after = s.said[mention.end : mention.end + 1]
        rest = s.said[mention.end + 1 :]
        if after and after[0] in JOINTS and any(word not in ORDINARY | BETWEEN_JOINTS for word in rest[:3]):
            return mention.names[0].name
    return ""


def _lacking(s: Sentence, begun: str) -> Ask:
    """What a street still needs: its house number, or the other street of the corner; what was said of it is wrong."""
    if not begun:
        return "house" if any(mention.exact for _, mention, _ in numbered(s)) else "number"
    first = next(m for m in s.mentions if m.names[0].name == begun)
    second = (m for m in s.mentions if m.start > first.end and m.exact and not weak(s, m))
    return "apart" if any(m.names[0].name != begun for m in second) else "cross"


def _ask(best: Found, rivals: Sequence[Found]) -> Ask | None:
    close = [r for r in rivals if r.kind == best.kind and best.exact == r.exact]
    if not close:
        return "which" if rivals else None
    rival = close[0]
    if best.main and rival.main and best.main.name == rival.main.name:
        if best.main.suffix != rival.main.suffix:
            return "suffix"
        if best.main.prefix != rival.main.prefix:
            return "direction"
    return "which"

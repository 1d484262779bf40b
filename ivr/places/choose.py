"""Which of the places that fit is meant, how sure that is, and what has to be asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ivr.places.found import Found
from ivr.places.gazetteer import Areas, Neighborhood
from ivr.places.lexis import BETWEEN_JOINTS, IN, JOINTS, ORDINARY, TOWN_TAILS
from ivr.places.located import MOST_CANDIDATES, Ask
from ivr.places.readings import Sentence, readings
from ivr.places.scale import apart

_SAME_PLACE = 150.0
_NEAR_RIVAL = 0.22
"""A rival whose weight is this close to the best one's is worth a question."""
_GUESSED = 0.15
"""What a misheard name loses beside one that was heard exactly."""
_STEEP = 12.0
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
    found = _apart(_hinted(sentence, readings(sentence)[: 4 * _WEIGHED]))[:_WEIGHED]
    best = found[0] if found else None
    if best and best.exact:
        found = [f if f.exact else replace(f, fit=f.fit - _GUESSED) for f in found]
    if town := _town(sentence, best):
        return Choice(None, (), 0.9, "outside", town)
    if best is None:
        return Choice(None)
    if best.point is not None and not sentence.gazetteer.contains(best.point.lat, best.point.long):
        return Choice(None, (), 0.85, "outside", str(best.main or best.name))
    if best.kind == "street":
        return Choice(best, _streets(found), 0.5 * _certain(best), _missing(sentence))
    rivals = [f for f in found[1:] if f.point is not None and best.weight - f.weight < _NEAR_RIVAL]
    others = sum(math.exp(-_STEEP * (best.weight - f.weight)) for f in found[1:] if f.point is not None)
    confidence = _certain(best) / (1.0 + others)
    return Choice(best, tuple(rivals[: MOST_CANDIDATES - 1]), confidence, _ask(best, rivals))


def _certain(best: Found) -> float:
    """How sure a place is that has no rival: by how well it fits; a guessed name is never beyond doubt."""
    if best.kind == "neighborhood":
        return min(0.9, 0.2 + 1.2 * best.fit)
    return min(0.98, 0.3 + 0.68 * best.fit) if best.exact else min(0.9, 0.12 + 0.85 * best.fit)


def _apart(found: Sequence[Found]) -> list[Found]:
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


def _town(s: Sentence, best: Found | None) -> str:
    """A town or county around that was named as the place, not as a street's name: “… in towson”, “… washington d c”."""
    for start, end, area in s.areas:
        if area.what is not None:
            continue
        before, after = s.said[start - 1] if start else "", s.said[end] if end < len(s.said) else ""
        mentioned = [m for m in s.mentions if m.begin <= start and m.stop >= end and m.exact]
        told = after in TOWN_TAILS or (before in IN and before != "de")
        if mentioned and not told:
            continue
        if any(m.dressed and not m.loose for m in mentioned) and after not in TOWN_TAILS:
            continue
        if (
            mentioned
            and before not in ("in", "en")
            and (after in JOINTS or before in JOINTS - {"near", "by", "at"})
            and after not in TOWN_TAILS
        ):
            continue
        inside = any(a.what is not None and a.likeness == 1.0 for b, e, a in s.areas if b <= start and e >= end)
        if not inside or after in TOWN_TAILS:
            return area.name
    return ""


def _streets(found: Sequence[Found]) -> tuple[Found, ...]:
    return tuple(f for f in found[1:MOST_CANDIDATES] if f.kind == "street")


def _missing(s: Sentence) -> Ask:
    """A street alone: the house number, or the other street when one was begun: “charles and …”."""
    for mention in s.mentions:
        after = s.said[mention.end : mention.end + 1]
        rest = s.said[mention.end + 1 :]
        if after and after[0] in JOINTS and any(word not in ORDINARY | BETWEEN_JOINTS for word in rest[:3]):
            return "cross"
    return "number"


def _ask(best: Found, rivals: Sequence[Found]) -> Ask | None:
    close = [r for r in rivals if r.kind == best.kind and best.exact == r.exact]
    if not close:
        return None if not rivals or best.weight - rivals[0].weight > 0.12 else "which"
    rival = close[0]
    if best.main and rival.main and best.main.name == rival.main.name:
        if best.main.suffix != rival.main.suffix:
            return "suffix"
        if best.main.prefix != rival.main.prefix:
            return "direction"
    return "which"

"""Whether a place is not in this city: by a town's name, or by where it lies."""

from __future__ import annotations

from ivr.places.found import Found
from ivr.places.gazetteer import Point
from ivr.places.lexis import IN, JOINTS, ON, TOWN_TAILS
from ivr.places.sentence import Sentence


def beyond(s: Sentence, point: Point) -> bool:
    """Whether a point is outside the city, and not by the width of a street: boundaries are drawn roughly."""
    slack = 0.0015
    around = ((0.0, 0.0), (slack, 0.0), (-slack, 0.0), (0.0, slack), (0.0, -slack))
    return not any(s.gazetteer.contains(point.lat + up, point.long + right) for up, right in around)


def town(s: Sentence, best: Found | None) -> str:
    """A town or county around, named as the place and not as a street: “… in towson”."""
    for start, end, area in s.areas:
        if area.what is not None:
            continue
        before, after = s.said[start - 1] if start else "", s.said[end] if end < len(s.said) else ""
        mentioned = [m for m in s.mentions if m.begin <= start and m.stop >= end and m.exact]
        alone = best is None or (best.kind == "street" and before not in ON | JOINTS | {"of", "the", "la"})
        told = after in TOWN_TAILS or (before in IN and before != "de")
        if (mentioned or area.likeness < 1.0) and not told and not (alone and area.likeness == 1.0):
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
        if best is not None and best.exact and best.point and {"but", "pero"} & set(s.said[end:]):
            continue  # “I live in Towson, but the pothole is at …”
        inside = any(
            a.what is not None and a.likeness == 1.0 and not a.part for b, e, a in s.areas if b <= start and e >= end
        )
        if not inside or after in TOWN_TAILS:
            return area.name
    return ""

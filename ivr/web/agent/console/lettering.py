"""Streets' names on a drawing: along the street, short as on a sign, never upside down and never one upon another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot

MOST = 10
LETTER = 6.9
"""A letter's width, in the drawing's units."""
ROOM = 14.0
"""Between two names."""
_SHORT = {
    "North": "N", "South": "S", "East": "E", "West": "W", "Northeast": "NE", "Northwest": "NW", "Southeast": "SE",
    "Southwest": "SW", "Street": "St", "Avenue": "Ave", "Road": "Rd", "Boulevard": "Blvd", "Drive": "Dr", "Lane": "Ln",
    "Court": "Ct", "Place": "Pl", "Parkway": "Pkwy", "Terrace": "Ter", "Square": "Sq", "Highway": "Hwy",
    "Circle": "Cir", "Expressway": "Expy",
}  # fmt: skip
Run = tuple[float, float, float, float]
"""A straight piece: from x, y to x, y."""
Box = tuple[float, float, float, float]
"""A middle, and half of what it takes each way."""


@dataclass(frozen=True, slots=True)
class Name:
    """A street's name, written along it. turn: degrees."""

    text: str
    x: float
    y: float
    turn: float


def short(name: str) -> str:
    """As a street sign has it: N Charles St. The name itself is left as it is: North Avenue stays North Ave."""
    words = name.split()
    kept = [word if 0 < nth < len(words) - 1 else _SHORT.get(word, word) for nth, word in enumerate(words)]
    if len(words) == 2 and words[1] in _SHORT:
        kept[0] = words[0]
    return " ".join(kept)


def lettered(runs: Mapping[str, Sequence[Run]], taken: Sequence[Box], wide: float, high: float) -> Iterator[Name]:
    """Names for the longest of these streets. runs: their pieces, in order. taken: where nothing may be written."""
    free = list(taken)
    inside = {
        name: _joined([cut for one in pieces if (cut := _inside(*one, wide, high))]) for name, pieces in runs.items()
    }
    lengths = {name: max((_length(one) for one in pieces), default=0.0) for name, pieces in inside.items()}
    count = 0
    for name in sorted(inside, key=lambda one: -lengths[one]):
        text = short(name)
        if "_" in text or lengths[name] < len(text) * LETTER + 8 or count == MOST:
            continue
        for run in sorted(inside[name], key=_length, reverse=True)[:2]:
            if at := _room(text, run, free, wide, high):
                free.append(at)
                count += 1
                turn = (degrees(atan2(run[3] - run[1], run[2] - run[0])) + 90) % 180 - 90
                yield Name(text, round(at[0], 1), round(at[1], 1), round(turn, 1))
                break


def _room(text: str, run: Run, free: Sequence[Box], wide: float, high: float) -> Box | None:
    """A middle on this piece where the name fits and stands alone, and half of the room it takes each way."""
    x1, y1, x2, y2 = run
    length = _length(run)
    half = len(text) * LETTER / 2
    along = (abs(x2 - x1) / length * half + ROOM / 2, abs(y2 - y1) / length * half + ROOM / 2)
    for share in (0.5, 0.3, 0.7, 0.2, 0.8):
        if half > length * min(share, 1 - share) + 4:
            continue
        x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        seen = along[0] <= x <= wide - along[0] and along[1] <= y <= high - along[1]
        if seen and all(abs(x - a) >= along[0] + w or abs(y - b) >= along[1] + h for a, b, w, h in free):
            return x, y, *along
    return None


def _joined(pieces: list[Run]) -> list[Run]:
    """Pieces that go on from one another in nearly one direction, as one."""
    found: list[Run] = []
    for one in sorted((_rightwards(piece) for piece in pieces), key=lambda run: (run[0], run[1])):
        for nth, other in enumerate(found):
            if hypot(other[2] - one[0], other[3] - one[1]) < 6 and _bend(other, one) < 12:
                found[nth] = (other[0], other[1], one[2], one[3])
                break
        else:
            found.append(one)
    return found


def _rightwards(run: Run) -> Run:
    return run if (run[0], run[1]) <= (run[2], run[3]) else (run[2], run[3], run[0], run[1])


def _bend(one: Run, other: Run) -> float:
    turn = degrees(atan2(one[3] - one[1], one[2] - one[0]) - atan2(other[3] - other[1], other[2] - other[0])) % 180
    return min(turn, 180 - turn)


def _length(run: Run) -> float:
    return hypot(run[2] - run[0], run[3] - run[1])


def _inside(x1: float, y1: float, x2: float, y2: float, wide: float, high: float) -> Run | None:
    """What of a piece is in the picture; None: nothing."""
    begin, end = 0.0, 1.0
    for start, run, most in ((x1, x2 - x1, wide), (y1, y2 - y1, high)):
        if abs(run) < 1e-9:
            if not 0 <= start <= most:
                return None
            continue
        one, other = sorted((-start / run, (most - start) / run))
        begin, end = max(begin, one), min(end, other)
    if begin >= end:
        return None
    dx, dy = x2 - x1, y2 - y1
    return x1 + dx * begin, y1 + dy * begin, x1 + dx * end, y1 + dy * end

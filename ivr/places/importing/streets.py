"""Street centrelines: each row a stretch of a street, with the house numbers of its two sides."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ivr.flow.spoken import fold
from ivr.places.atlas import naming
from ivr.places.atlas.builder import Builder
from ivr.places.atlas.earth import METRES
from ivr.places.gazetteer import Kind, Range, StreetName
from ivr.places.importing.records import Record, Shape, Spot, Table
from ivr.places.importing.report import Ledger

HIGHEST = 99_999
PER_METRE = 5
"""House numbers to a metre of street; a range with more is a slip of somebody's keys."""
SURELY = 400
"""House numbers any stretch may have."""
_NUMBER = re.compile(r"(\d{1,6})(?:\.0+)?")
_HYPHENED = re.compile(r"(\d{1,3})-(\d{2})")
_KINDS: dict[str, Kind] = {
    "straly": "alley", "s1730": "alley", "alley": "alley", "strr": "ramp", "s1630": "ramp", "ramp": "ramp",
    "strex": "highway", "s1100": "highway", "freeway": "highway", "interstate": "highway",
}  # fmt: skip
_NAMELESS = frozenset(["", "ramp", "alley", "driveway"])
"""Names that name nothing: there are hundreds of each."""
Inside = Callable[[Spot], bool]


@dataclass(frozen=True, slots=True)
class Streets:
    """A reader of one table; `roles`: what its columns are for."""

    table: Table
    roles: Mapping[str, str]
    ledger: Ledger

    def add(self, builder: Builder, inside: Inside, tick: Callable[[int], None]) -> None:
        """Every row into the map; what cannot be used is told to the ledger."""
        seen: set[object] = set()
        for done, record in enumerate(self.table.records(), 1):
            if done % 500 == 0:
                tick(done)
            name = self._name(record)
            if name is None:
                self._skip(record, "no street name")
                continue
            if record.shape is None or record.shape.form != "line":
                self._skip(record, "no line of its own", str(name))
                continue
            if not inside(_middle(record.shape)):
                self._skip(record, "outside the city", str(name))
                continue
            for line in record.shape.parts:
                self._stretch(builder, record, name, line, seen)

    def _stretch(
        self, builder: Builder, record: Record, name: StreetName, line: tuple[Spot, ...], seen: set[object]
    ) -> None:
        metres = _length(line)
        sides = [self._side(record, side, name, metres) for side in ("left", "right")]
        key = (naming.key(name), line, *sides)
        if key in seen:
            self._skip(record, "the same stretch twice", str(name))
            return
        seen.add(key)
        builder.segment(name, line, *sides, also=self._also(record), kind=self._kind(record))

    def _skip(self, record: Record, reason: str, what: str = "") -> None:
        self.ledger.skip(self.table.path, record.row, reason, what)

    def _cell(self, record: Record, role: str) -> str:
        return record.values.get(self.roles.get(role, ""), "").strip()

    def _name(self, record: Record) -> StreetName | None:
        apart = self.roles.keys() & {"prefix", "suffix", "tail"}
        name, full = self._cell(record, "name"), self._cell(record, "full")
        if "name" not in self.roles or (not apart and full):
            found = naming.parsed(full)
        elif not apart:
            found = naming.parsed(name)
        else:
            whole = " ".join(filter(None, (self._cell(record, "pretype"), name)))
            prefix, suffix, tail = (self._cell(record, role) for role in ("prefix", "suffix", "tail"))
            found = naming.named(prefix, whole if name else "", suffix, tail)
        return found if found and naming.key(found)[1] not in _NAMELESS else None

    def _also(self, record: Record) -> Iterator[StreetName]:
        other = naming.parsed(self._cell(record, "also"))
        if other and fold(other.name):
            yield other

    def _kind(self, record: Record) -> Kind:
        return _KINDS.get(self._cell(record, "kind").lower(), "street")

    def _side(self, record: Record, side: str, name: StreetName, metres: float) -> Range | None:
        written = [self._cell(record, f"{side}_{end}") for end in ("from", "to")]
        numbers = [_number(each) for each in written]
        shown = f"{name} {'–'.join(written)}"
        if None in numbers:
            self._skip(record, "house numbers that are none", shown)
            return None
        known = [number for number in numbers if number]
        if not known:
            return None
        first, last = known[0], known[-1]
        if abs(first - last) > max(SURELY, PER_METRE * metres):
            self._skip(record, "more house numbers than fit on the street", shown)
            return None
        return Range(first, last, _parity(self._cell(record, f"parity_{side}"), first, last))


def _number(written: str) -> int | None:
    """0: nothing is written. None: what is no house number. "120-01", as in Queens, is said, and kept, as 12001."""
    if not written:
        return 0
    found = _NUMBER.fullmatch(written)
    hyphened = _HYPHENED.fullmatch(written)
    number = int(found[1]) if found else int(hyphened[1] + hyphened[2]) if hyphened else -1
    return number if 0 <= number <= HIGHEST else None


def _parity(written: str, first: int, last: int) -> Literal["odd", "even", "both"]:
    if (first - last) % 2 or written[:1].upper() == "B":
        return "both"
    return "odd" if first % 2 else "even"


def _length(line: tuple[Spot, ...]) -> float:
    across = METRES * math.cos(math.radians(line[0][0]))
    pairs = pairwise(line)
    return sum(math.hypot((b[0] - a[0]) * METRES, (b[1] - a[1]) * across) for a, b in pairs)


def _middle(shape: Shape) -> Spot:
    line = shape.parts[0]
    if len(line) == 2:
        return (line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2
    return line[len(line) // 2]

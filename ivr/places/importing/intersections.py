"""Corners as a city lists them: a point, and the names of the streets that meet there, in any spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ivr.flow.spoken import fold
from ivr.places.atlas import naming
from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import StreetName
from ivr.places.importing.records import Record, Table
from ivr.places.importing.report import Ledger
from ivr.places.importing.streets import Inside

_APART = re.compile(r"\s*[&@/]\s*|\s+(?:and|at)\s+", re.IGNORECASE)
_NOBODY = frozenset(["no name", "unnamed", "alley", "ramp", "off ramp", "on ramp", "driveway"])


def add(table: Table, roles: Mapping[str, str], builder: Builder, inside: Inside, ledger: Ledger) -> None:
    """Every corner into the map. A name is one of its streets, or nearly one: its direction may be missing."""
    names = _Names(builder.streets)
    for record in table.records():
        written = record.values.get(roles.get("full", ""), "") or record.values.get(roles.get("name", ""), "")
        if record.shape is None or record.shape.form != "point":
            ledger.skip(table.path, record.row, "no point", written)
        elif not inside(spot := record.shape.parts[0][0]):
            ledger.skip(table.path, record.row, "outside the city", written)
        elif len(streets := _streets(record, written, names, table, ledger)) > 1:
            builder.crossing(streets, spot)


def _streets(record: Record, written: str, names: _Names, table: Table, ledger: Ledger) -> list[StreetName]:
    parts = [part for part in _APART.split(written) if part and fold(part) not in _NOBODY]
    called = [name for part in parts if (name := naming.parsed(part))]
    if len(called) < 2:
        ledger.skip(table.path, record.row, "fewer than two streets", written)
        return []
    found = list(dict.fromkeys(name for each in called if (name := names.find(each))))
    if len(found) < 2 and len({naming.key(each) for each in called}) > 1:
        ledger.skip(table.path, record.row, "a street that is not among the streets", written)
    return found


class _Names:
    """The streets by their whole name, and by less of it where that is enough to tell one from all others."""

    def __init__(self, known: Iterable[StreetName]) -> None:
        self._whole: dict[tuple[str, ...], StreetName] = {}
        self._part: dict[tuple[str, ...], set[StreetName]] = defaultdict(set)
        for name in known:
            prefix, base, suffix, tail = naming.key(name)
            self._whole[prefix, base, suffix, tail] = name
            for less in (("", base, suffix, tail), (prefix, base, "", tail), ("", base, "", "")):
                self._part[less].add(name)

    def find(self, name: StreetName) -> StreetName | None:
        prefix, base, suffix, tail = naming.key(name)
        if whole := self._whole.get((prefix, base, suffix, tail)):
            return whole
        tries = [("", base, suffix, tail)] if not prefix else []
        tries += [(prefix, base, "", tail)] if not suffix else []
        tries += [("", base, "", "")] if not (prefix or suffix) else []
        return next((next(iter(self._part[less])) for less in tries if len(self._part.get(less, ())) == 1), None)

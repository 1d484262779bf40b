"""Requests on paper and on the screen: a table, one in full, JSON and CSV. Values in, text out; no personal data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ivr.requests.filing import Place
from ivr.requests.request import Change, Request

Format = Literal["csv", "json", "ndjson"]
COLUMNS = (
    "service_request_id",
    "kind",
    "service_code",
    "status",
    "city_status",
    "status_notes",
    "description",
    "agency_responsible",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "closed_datetime",
    "address",
    "lat",
    "long",
    "neighborhood",
    "council_district",
    "police_district",
    "media_url",
    "language",
    "source",
    "attributes",
)


def record(request: Request, zone: ZoneInfo) -> dict[str, Any]:
    """The request in Open311's words (COLUMNS in this order); times in ISO 8601 with the zone's offset, or None."""
    values = (
        request.number,
        request.kind,
        request.service_code,
        request.status,
        request.city_status,
        request.status_notes,
        request.description,
        request.agency,
        _iso(request.requested, zone),
        _iso(request.updated, zone),
        _iso(request.expected, zone),
        _iso(request.closed, zone),
        request.place.readback or request.place.said,
        request.place.lat,
        request.place.long,
        request.place.neighborhood,
        request.place.council_district,
        request.place.police_district,
        request.media_url,
        request.language,
        request.channel,
        dict(request.attributes),
    )
    return dict(zip(COLUMNS, values, strict=True))


def export(requests: Iterable[Request], form: Format, zone: ZoneInfo) -> Iterator[str]:
    """The requests as text, piece by piece: `csv` with a heading, `json` one array, `ndjson` one object a line."""
    records = (record(request, zone) for request in requests)
    match form:
        case "csv":
            yield from _csv(records)
        case "json":
            yield from _array(records)
        case "ndjson":
            yield from (_json(each) + "\n" for each in records)


def table(requests: Sequence[Request], zone: ZoneInfo, total: int) -> str:
    """A table for the terminal, a line each, and below it how many of `total` are shown."""
    if not requests:
        return "No requests.\n"
    head = ("NUMBER", "RECEIVED", "STATUS", "SERVICE", "AGENCY", "DUE", "PLACE")
    lines = [head, *(_line(request, zone) for request in requests)]
    widths = [min(34, max(len(line[column]) for line in lines)) for column in range(len(head))]
    rows = ("  ".join(_cut(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
    shown = f"{len(requests)} of {total} requests" if total > len(requests) else f"{total} requests"
    return "\n".join([*rows, "", shown.removesuffix("s") if total == 1 else shown]) + "\n"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording of a request's call, with its words where they are known (else `outcome` says why not).

    kind: message | answer | stream. sure: 0..1, None: unknown. times: (word, start, end, sure) in seconds.
    """

    sid: str
    kind: str
    seconds: float
    language: str
    outcome: str
    text: str = field(default="", repr=False)
    sure: float | None = None
    times: Sequence[tuple[str, float, float, float | None]] = field(default=(), repr=False)


def in_full(request: Request, history: Sequence[Change], zone: ZoneInfo, spoken: Sequence[Spoken] = ()) -> str:
    """One request with its answers, what was recorded, and its history, for the terminal."""
    facts = {
        "Service": request.service_code,
        "Status": f"{request.city_status} ({request.status})",
        "Agency": request.agency,
        "Received": f"{_local(request.requested, zone)} by {request.channel}, {request.language}",
        "Due": _local(request.expected, zone),
        "Closed": _local(request.closed, zone),
        "Place": _one_line(request.place.readback or request.place.said),
        "On the map": _on_the_map(request.place),
        "Details": _one_line(request.description),
        **{f"  {code}": _one_line(value) for code, value in request.attributes.items()},
        "Recordings": "" if spoken else ", ".join(request.recordings),
    }
    lines = [f"{request.number}", *(f"{name + ':':<14}{value}" for name, value in facts.items() if value)]
    lines += ["Recordings:"] * bool(spoken) + [_spoken(one) for one in spoken]
    lines += ["History:", *(f"  {_local(c.at, zone)}  {c.city_status}  {c.by}  {_one_line(c.note)}" for c in history)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _spoken(one: Spoken) -> str:
    """`  RE…  answer, 12 s, en-US, 91 % sure: “words”`."""
    sure = f", {one.sure:.0%} sure" if one.sure is not None and one.text else ""
    said = f": “{_one_line(one.text)}”" if one.text else f" ({one.outcome})"
    return f"  {one.sid}  {one.kind}, {one.seconds:.0f} s, {one.language}{sure}{said}"


def _on_the_map(place: Place) -> str:
    """`39.313000, -76.617000 · Charles Village · council district 12 · police Northern`; "" for a place not found."""
    if place.lat is None or place.long is None:
        return ""
    areas = (
        place.neighborhood,
        f"council district {place.council_district}" * bool(place.council_district),
        f"police {place.police_district}" * bool(place.police_district),
    )
    return " · ".join([f"{place.lat:.6f}, {place.long:.6f}", *(_one_line(area) for area in areas if area)])


def full_record(request: Request, history: Sequence[Change], zone: ZoneInfo, spoken: Sequence[Spoken] = ()) -> str:
    """One request with what was recorded, word by word, and its history as a JSON object."""
    lines = [
        {"at": _iso(c.at, zone), "status": c.status, "city_status": c.city_status, "note": c.note, "by": c.by}
        for c in history
    ]
    full = {**record(request, zone), "recordings": [_recorded(one) for one in spoken], "history": lines}
    return json.dumps(full, ensure_ascii=False, indent=2) + "\n"


def _recorded(one: Spoken) -> dict[str, Any]:
    names = ("text", "start", "end", "confidence")
    return {
        "sid": one.sid,
        "kind": one.kind,
        "seconds": one.seconds,
        "language": one.language,
        "outcome": one.outcome,
        "transcript": one.text,
        "confidence": one.sure,
        "words": [dict(zip(names, word, strict=True)) for word in one.times],
    }


def _line(request: Request, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        request.number,
        _local(request.requested, zone),
        request.city_status,
        request.service_code,
        request.agency,
        _local(request.expected, zone)[:10],
        _one_line(request.place.readback or request.place.said),
    )


def _csv(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\r\n"
    for each in records:
        line = io.StringIO()
        csv.writer(line).writerow([_cell(value) for value in each.values()])
        yield line.getvalue()


def _cell(value: Any) -> str | float:
    if isinstance(value, dict):
        return _json(value) if value else ""
    # What a caller said must not become a formula in somebody's spreadsheet.
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value


def _array(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = "[\n"
    for each in records:
        yield before + _json(each)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _iso(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def _one_line(text: str) -> str:
    # A terminal obeys control characters; a caller must not.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _cut(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"

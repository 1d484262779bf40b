"""`ivr requests list|show|export`: what is asked, and what is printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ivr.db.errors import DatabaseUnavailable
from ivr.requests import report
from ivr.requests.filing import Filing, Place
from ivr.requests.request import Filed, NoSuchRequest
from ivr.requests.store import Query

MakeFiling = Callable[..., Filing]
FileIt = Callable[..., Filed]
CITY = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 21, 10, 30, tzinfo=CITY)
NOBODY = "postgresql://127.0.0.1:9/none"


# ------------------------------------------------------------------ filters


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({}, Query()),
        ({"status": "OPEN"}, Query(status="open")),
        ({"status": "pending"}, Query(city_status="Pending")),
        ({"status": "closed (duplicate)"}, Query(city_status="Closed (Duplicate)")),
        ({"service": "pothole", "agency": "dot"}, Query(service="pothole", agency="dot")),
        ({"kind": "message"}, Query(kind="message")),
        ({"since": "today"}, Query(since=datetime(2026, 11, 21, tzinfo=CITY))),
        ({"since": "7d"}, Query(since=NOW - timedelta(days=7))),
        ({"since": "24h"}, Query(since=NOW - timedelta(hours=24))),
        ({"since": "2026-11-01"}, Query(since=datetime(2026, 11, 1, tzinfo=CITY))),
        ({"since": "2026-11-01T12:00:00+00:00"}, Query(since=datetime(2026, 11, 1, 12, tzinfo=UTC))),
    ],
)
def test_filters_are_understood(given: dict[str, str], query: Query) -> None:
    assert report.asked(NOW, **given) == query


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"status": "done"}, "--status: 'done' is no status; it must be one of: New, Open, .*, or open, closed"),
        ({"since": "yesterday"}, "--since 'yesterday' is not understood; it may be 2026-11-01, today, 7d or 24h"),
        ({"kind": "voicemail"}, "--kind 'voicemail' is not understood; it may be request or message"),
    ],
)
def test_a_filter_that_is_not_understood_is_told_with_what_it_may_be(given: dict[str, str], message: str) -> None:
    with pytest.raises(report.BadQuery, match=message):
        report.asked(NOW, **given)


# ------------------------------------------------------------------ list


def test_the_list_is_a_table_with_local_times(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    number = file_it(filing(), due=datetime(2026, 11, 24, 4, 59, 59, tzinfo=UTC)).number
    assert report.listed(database_url, Query(), CITY).splitlines() == [
        "NUMBER       RECEIVED          STATUS  SERVICE  AGENCY          DUE         PLACE",
        f"{number}  2026-11-21 10:30  New     pothole  transportation  2026-11-23  2417 North Charles Street",
        "",
        "1 request",
    ]


def test_a_short_list_says_of_how_many(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    for _ in range(3):
        file_it(filing())
    assert report.listed(database_url, Query(), CITY, limit=2).endswith("\n2 of 3 requests\n")
    assert report.listed(database_url, Query(service="none"), CITY) == "No requests.\n"


def test_what_a_caller_said_cannot_steer_the_terminal(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    evil = filing(place=Place("\x1b[2J\r\nroot# "), details="\x1b]0;x\x07 deep")
    number = file_it(evil).number
    for text in (report.listed(database_url, Query(), CITY), report.shown(database_url, number, NOW, CITY)):
        assert "root#" in text
        assert not set("\x1b\x07\r") & set(text)


# ------------------------------------------------------------------ show


def test_one_is_shown_in_full_by_its_number_with_or_without_the_year(
    filing: MakeFiling, file_it: FileIt, database_url: str
) -> None:
    number = file_it(filing()).number
    text = report.shown(database_url, number, NOW, CITY)
    assert text == report.shown(database_url, number[3:], NOW, CITY)
    for line in (
        "Status:       New (open)",
        "Received:     2026-11-21 10:30 by phone, en",
        "Details:      It is deep.",
        "  lane:       travel",
        "  2026-11-21 10:30  New  caller",
    ):
        assert line in text.splitlines()
    assert "5550123" not in text


def test_where_it_lies_on_the_map_is_shown_and_exported(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    there = Place("x", "address", "2417", "North Charles Street", "", "2417 North Charles Street", 39.316, -76.6167)
    areas = {"neighborhood": "Charles Village", "council_district": "12", "police_district": "Northern"}
    number = file_it(filing(place=replace(there, **areas))).number
    line = "On the map:   39.316000, -76.616700 · Charles Village · council district 12 · police Northern"
    assert line in report.shown(database_url, number, NOW, CITY).splitlines()
    (row,) = json.loads(export(database_url, "json"))
    assert {name: row[name] for name in areas} == areas
    assert (row["lat"], row["long"]) == (39.316, -76.6167)


def test_a_place_nobody_found_has_no_line_on_the_map(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    assert "On the map" not in report.shown(database_url, file_it(filing()).number, NOW, CITY)


def test_one_is_shown_as_json_with_its_history(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    number = file_it(filing()).number
    shown = json.loads(report.shown(database_url, number, NOW, CITY, as_json=True))
    assert shown["service_request_id"] == number
    assert shown["requested_datetime"] == "2026-11-21T10:30:00-05:00"
    assert [change["city_status"] for change in shown["history"]] == ["New"]


def test_a_slip_in_the_number_is_told_apart_from_a_request_that_is_not_there(database_url: str) -> None:
    with pytest.raises(NoSuchRequest, match="one of its digits is wrong or missing"):
        report.shown(database_url, "26-20000007", NOW, CITY)
    with pytest.raises(NoSuchRequest, match=r"There is no request 26-20000006\."):
        report.shown(database_url, "26-20000006", NOW, CITY)


def test_a_database_that_is_away_is_one_line(filing: MakeFiling) -> None:
    with pytest.raises(DatabaseUnavailable, match="check DATABASE_URL"):
        report.listed(NOBODY, Query(), CITY)
    with pytest.raises(DatabaseUnavailable, match="check DATABASE_URL"):
        list(report.exported(NOBODY, Query(), "csv", CITY))


# ------------------------------------------------------------------ export


def export(url: str, form: Any) -> str:
    return "".join(report.exported(url, Query(), form, CITY))


def test_every_form_of_export_holds_the_same(filing: MakeFiling, file_it: FileIt, database_url: str) -> None:
    numbers = [file_it(filing(details='He said "¡hola!",\nand left', attributes={})).number for _ in range(3)]
    as_json = json.loads(export(database_url, "json"))
    as_lines = [json.loads(line) for line in export(database_url, "ndjson").splitlines()]
    as_csv = list(csv.DictReader(io.StringIO(export(database_url, "csv"), newline="")))
    assert [each["service_request_id"] for each in as_json] == numbers
    assert as_lines == as_json
    plain = [{k: "" if v in (None, {}) else str(v) for k, v in each.items()} for each in as_json]
    assert as_csv == plain
    assert json.loads(report.listed(database_url, Query(), CITY, as_json=True)) == as_json[::-1]


def test_an_empty_export_is_still_a_document(database_url: str) -> None:
    assert json.loads(export(database_url, "json")) == []
    assert export(database_url, "ndjson") == ""
    assert export(database_url, "csv").startswith("service_request_id,")


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1", "@sum", "\t=1"])
def test_what_a_caller_said_is_no_formula_in_a_spreadsheet(
    words: str, filing: MakeFiling, file_it: FileIt, database_url: str
) -> None:
    file_it(filing(details=words))
    (row,) = csv.DictReader(io.StringIO(export(database_url, "csv"), newline=""))
    assert row["description"] == f"'{words}"

"""What a call files: its slots become a request, the place with its point and its areas, what was recorded."""

from __future__ import annotations

from typing import Any

import pytest

from ivr.calls.work import filing_of
from ivr.flow.directives import Work
from ivr.requests.filing import Place
from ivr.telephony.webhook import Call

from .build import CALLER, NOON
from .test_library import real_book

SLOTS = {
    "service": "pothole",
    "place": "2401 North Charles Street",
    "place_said": "twenty four oh one north charles",
    "place_kind": "address",
    "place_number": "2401",
    "place_street": "North Charles Street",
    "place_lat": "39.316113",
    "place_long": "-76.617001",
    "place_neighborhood": "Charles Village",
    "place_council_district": "12",
    "place_police_district": "Northern",
}


def filed(**slots: str) -> Place:
    call: Any = Call(sid="CA1", account="AC1", caller=CALLER, called="+14105550100", status="in-progress", at=NOON)
    return filing_of(Work("file_request", {**SLOTS, **slots}, "en"), call, real_book(), NOON).place


def test_a_place_found_on_the_map_is_filed_with_its_point_and_areas() -> None:
    assert filed() == Place(
        "twenty four oh one north charles",
        "address",
        "2401",
        "North Charles Street",
        "",
        "2401 North Charles Street",
        39.316113,
        -76.617001,
        "Charles Village",
        "12",
        "Northern",
    )


@pytest.mark.parametrize("strange", ["", "x", "nan", "inf", "-inf", "391.0", "1e9", "39,3", "\0"])
def test_what_is_no_place_on_earth_is_no_point(strange: str) -> None:
    for place in (filed(place_lat=strange), filed(place_long=strange)):
        assert (place.lat, place.long) == (None, None)


def test_a_place_the_caller_does_not_know_has_no_readback() -> None:
    assert filed(place="unknown", place_lat="").readback == ""


RECORDED = "RE" + "0123456789abcdef" * 2
ANOTHER = "RE" + "f" * 32


def recordings(job: str = "file_request", **slots: str) -> tuple[str, ...]:
    call: Any = Call(sid="CA1", account="AC1", caller=CALLER, called="+14105550100", status="in-progress", at=NOON)
    return filing_of(Work(job, {**SLOTS, **slots}, "en"), call, real_book(), NOON).recordings


def test_every_recorded_answer_is_filed_with_its_recording() -> None:
    assert recordings() == ()
    assert recordings(details="it is deep", landmark="by the school") == ()
    assert recordings(details=f"recording:{RECORDED}") == (RECORDED,)
    assert recordings(details=f"recording:{RECORDED}", landmark=f"recording:{ANOTHER}") == (RECORDED, ANOTHER)


def test_a_message_and_an_answer_are_filed_once_each() -> None:
    assert recordings("file_message", recording=RECORDED) == (RECORDED,)
    assert recordings("file_message", recording=RECORDED, details=f"recording:{RECORDED}") == (RECORDED,)

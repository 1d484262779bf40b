"""ArcGIS, Nominatim and Photon, as they speak on the wire: what they know, what they do not, and how they fail."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from ivr.places.geocoders import KINDS, Geocoder, GeocoderFailed, geocoder
from ivr.places.geocoders.asking import MOST_BYTES, TOTAL
from ivr.places.geocoders.hits import BELIEVED
from ivr.places.geocoders.nominatim import Pace
from ivr.places.located import SURE, Candidate

from . import answers
from .server import Fake, serving, silent

HERE = (39.3161, -76.617)
ADDRESS: dict[str, Any] = {
    "arcgis": answers.arcgis("2401 N CHARLES ST, BALTIMORE, 21218", *HERE),
    "nominatim": [answers.nominatim(*HERE, "2401", "North Charles Street")],
    "photon": answers.photon(*HERE, housenumber="2401", street="North Charles Street"),
}
LANDMARK: dict[str, Any] = {
    "arcgis": answers.arcgis("Stieff Silver, Baltimore", *HERE, kind="POI", PlaceName="Stieff Silver"),
    "nominatim": [answers.nominatim(*HERE, name="Stieff Silver", category="building", type="yes")],
    "photon": answers.photon(*HERE, name="Stieff Silver", osm_key="building", osm_value="yes"),
}
NOTHING: dict[str, Any] = {"arcgis": answers.ARCGIS_NOTHING, "nominatim": [], "photon": answers.PHOTON_NOTHING}
ENDPOINT = {"arcgis": "findAddressCandidates", "nominatim": "search", "photon": "api"}
each = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as made:
        yield made


def other_map(kind: str, fake: Fake, path: str = "", key: str = "") -> Geocoder:
    return geocoder(kind, fake.base + path, key, "OneCall (+https://311.example.gov)")


def found(kind: str, fake: Fake, answer: Any) -> tuple[Candidate, ...]:
    fake.answer = answer
    return other_map(kind, fake).find("2401 North Charles Street, Baltimore")


# ------------------------------------------------------------------ what they know


@each
def test_an_address_is_found_and_named_as_the_line_names_it(kind: str, fake: Fake) -> None:
    (one,) = found(kind, fake, ADDRESS[kind])
    assert (one.kind, one.number, one.street) == ("address", "2401", "North Charles Street")
    assert (one.readback, one.lat, one.long) == ("2401 North Charles Street", *HERE)


@each
def test_a_place_with_a_name_is_found(kind: str, fake: Fake) -> None:
    (one,) = found(kind, fake, LANDMARK[kind])
    assert (one.kind, one.readback, one.lat) == ("landmark", "Stieff Silver", HERE[0])


def test_a_corner_is_found_by_arcgis(fake: Fake) -> None:
    (one,) = found("arcgis", fake, answers.arcgis("N Charles St & E 25th St, Baltimore", *HERE, kind="StreetInt"))
    assert (one.kind, one.street, one.cross) == ("intersection", "North Charles Street", "East 25th Street")


def test_a_locator_that_does_not_tell_the_kind_of_match_is_understood_by_its_address(fake: Fake) -> None:
    (one,) = found("arcgis", fake, answers.arcgis("2401 N CHARLES ST", *HERE, kind=""))
    assert one.kind == "address"


@each
def test_no_place_of_another_map_is_sure(kind: str, fake: Fake) -> None:
    assert BELIEVED < SURE
    assert [one.confidence <= BELIEVED for one in found(kind, fake, ADDRESS[kind])] == [True]


@each
def test_nothing_found_is_nothing(kind: str, fake: Fake) -> None:
    assert found(kind, fake, NOTHING[kind]) == ()


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("arcgis", answers.arcgis("2401 N CHARLES ST", *HERE, score=70)),
        ("arcgis", answers.arcgis("BALTIMORE", *HERE, kind="Locality")),
        ("arcgis", answers.arcgis("21218", *HERE, kind="Postal")),
        ("arcgis", answers.arcgis("N CHARLES ST", *HERE, kind="StreetName")),
        ("nominatim", [answers.nominatim(*HERE, "", "North Charles Street", category="highway")]),
        ("nominatim", [answers.nominatim(*HERE, name="Baltimore", category="boundary")]),
        ("photon", answers.photon(*HERE, name="Baltimore", osm_value="city", type="city")),
        ("photon", answers.photon(*HERE, name="North Charles Street", osm_key="highway")),
    ],
)
def test_what_is_no_place_to_send_a_crew_to_is_left_out(kind: str, answer: Any, fake: Fake) -> None:
    assert found(kind, fake, answer) == ()


# ------------------------------------------------------------------ how they are asked


@each
def test_each_is_asked_at_its_own_endpoint_however_the_address_is_written(kind: str, fake: Fake) -> None:
    fake.answer = NOTHING[kind]
    for path in ("/maps", f"/maps/{ENDPOINT[kind]}", f"/maps/{ENDPOINT[kind]}/"):
        other_map(kind, fake, path).find("City Hall")
    assert {path for path, *_ in fake.asked} == {f"/maps/{ENDPOINT[kind]}"}


@each
def test_the_citys_own_parameters_are_kept_and_the_program_says_who_it_is(kind: str, fake: Fake) -> None:
    fake.answer = NOTHING[kind]
    other_map(kind, fake, "/?countrycodes=us&limit=3").find("calle José & Peña 100%, Baltimore")
    (_, query, agent) = fake.asked[0]
    assert query["SingleLine" if kind == "arcgis" else "q"] == "calle José & Peña 100%, Baltimore"
    assert (query["countrycodes"], query["limit"]) == ("us", "3")
    assert agent == "OneCall (+https://311.example.gov)"


def test_arcgis_gets_its_token_and_degrees_are_asked_for(fake: Fake) -> None:
    fake.answer = NOTHING["arcgis"]
    other_map("arcgis", fake, key="secret").find("City Hall")
    assert (fake.asked[0][1]["token"], fake.asked[0][1]["outSR"], fake.asked[0][1]["f"]) == ("secret", "4326", "json")


def test_the_public_nominatim_is_asked_once_a_second_and_nobody_waits_for_it() -> None:
    now = [0.0]
    pace = Pace(1.0, lambda: now[0])
    assert [pace.admits(), pace.admits()] == [True, False]
    now[0] = 1.1
    assert pace.admits()


def test_a_nominatim_of_the_citys_own_is_asked_as_often_as_needed(fake: Fake) -> None:
    fake.answer = []
    other = other_map("nominatim", fake)
    for _ in range(3):
        other.find("City Hall")
    assert len(fake.asked) == 3


# ------------------------------------------------------------------ how they fail


@each
@pytest.mark.parametrize("status", [301, 400, 403, 404, 429, 500, 503])
def test_an_http_error_is_told_by_its_number(kind: str, status: int, fake: Fake) -> None:
    fake.status, fake.headers = status, {"Location": "/elsewhere", "Retry-After": "60"}
    with pytest.raises(GeocoderFailed, match=f"HTTP {status}"):
        found(kind, fake, NOTHING[kind])
    assert len(fake.asked) == 1


def test_arcgis_tells_its_errors_with_http_200(fake: Fake) -> None:
    with pytest.raises(GeocoderFailed, match="ArcGIS error 498"):
        found("arcgis", fake, answers.ARCGIS_ERROR)


def test_photon_tells_its_errors_in_a_message(fake: Fake) -> None:
    with pytest.raises(GeocoderFailed, match="Photon error"):
        found("photon", fake, answers.PHOTON_ERROR)


@each
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b'{"candidates": [', b"\xff\xfe", b"[" * 50_000, b"null"])
def test_what_is_no_answer_is_a_failure_and_no_surprise(kind: str, body: bytes, fake: Fake) -> None:
    with pytest.raises(GeocoderFailed):
        found(kind, fake, body)


STRANGE: tuple[Any, ...] = (None, 7, "x", [], {}, [None], [[1]], True)


@each
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_values_anywhere_are_left_out(kind: str, strange: Any, fake: Fake) -> None:
    point = {"type": "Point", "coordinates": [strange, strange]}
    every: dict[str, Any] = {
        "arcgis": {"candidates": [strange, dict.fromkeys(("location", "score", "attributes", "address"), strange)]},
        "nominatim": [strange, {**dict.fromkeys(("lat", "lon", "address", "name"), strange), "category": "shop"}],
        "photon": {
            "features": [
                strange,
                {"properties": strange, "geometry": strange},
                {"properties": {"name": "x", "osm_key": "shop"}, "geometry": point},
            ]
        },
    }
    for place in found(kind, fake, every[kind]):
        assert place.lat == 7.0  # a number alone can be one


@each
def test_a_place_that_is_not_on_earth_is_left_out(kind: str, fake: Fake) -> None:
    beyond: dict[str, Any] = {
        "arcgis": answers.arcgis("2401 N CHARLES ST", 4.7e6, -8.5e6),  # metres: the server did not heed outSR
        "nominatim": [answers.nominatim(float("nan"), 1.0, "2401", "North Charles Street")],
        "photon": answers.photon(391.0, -766.0, housenumber="2401", street="North Charles Street"),
    }
    assert found(kind, fake, beyond[kind]) == ()


@each
def test_a_slow_server_is_given_up_in_time(kind: str, fake: Fake) -> None:
    fake.wait = TOTAL + 1
    with pytest.raises(GeocoderFailed):
        timed(lambda: found(kind, fake, NOTHING[kind]))


def test_what_comes_drop_by_drop_is_cut_off(fake: Fake) -> None:
    fake.drip = 0.2
    with pytest.raises(GeocoderFailed, match="too slow"):
        timed(lambda: found("arcgis", fake, ADDRESS["arcgis"]))


def test_a_server_that_never_says_a_word_is_given_up_in_time() -> None:
    with silent() as base, pytest.raises(GeocoderFailed):
        timed(lambda: geocoder("photon", base).find("City Hall"))


def test_an_answer_without_end_is_not_read_to_the_end(fake: Fake) -> None:
    with pytest.raises(GeocoderFailed, match="too long"):
        found("photon", fake, b" " * (2 * MOST_BYTES))


def test_nothing_of_what_was_asked_is_in_the_failure() -> None:
    with pytest.raises(GeocoderFailed) as failed:
        geocoder("photon", "http://127.0.0.1:9", agent="x").find("my mother's house")
    assert failed.value.__cause__ is None
    assert "mother" not in str(failed.value)


def timed(ask: Any) -> None:
    """Asks; whatever comes of it must come in time."""
    began = time.monotonic()
    try:
        ask()
    finally:
        assert time.monotonic() - began < TOTAL + 5

"""A spoken place is taken apart as a resident means it, and never made up."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ivr.places import parse
from ivr.places.names import KINDS

HERE = Path(__file__).parent
SEGMENTS = HERE.parents[2] / "shared" / "data" / "baltimore_street_segments.csv.gz"


def _cases() -> list[Any]:
    said = YAML(typ="safe").load((HERE / "cases.yaml").read_text(encoding="utf-8"))
    return [
        pytest.param(text, lang, want, id=f"{lang}: {text}")
        for lang, texts in said.items()
        for text, want in texts.items()
    ]


@pytest.mark.parametrize(("text", "language", "want"), _cases())
def test_a_place_is_understood_as_said(text: str, language: str, want: list[str]) -> None:
    place = parse(text, language)
    assert [place.kind, place.number, place.street, place.cross, place.readback] == want
    assert place.said == text


@pytest.mark.parametrize("text", ["", "   ", "!!!", "\0\x07"])
def test_nothing_said_is_an_unknown_place(text: str) -> None:
    assert parse(text, "en").kind == "unknown"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("uh", "en"),
        ("um well hmm", "en"),
        ("yes", "en"),
        ("no", "en"),
        ("2401", "en"),
        ("twenty four oh one", "en"),
        ("it's number 2401", "en"),
        ("I don't have the number", "en"),
        ("I don't know the exact address", "en"),
        ("este pues", "es"),
        ("dos mil cuatrocientos", "es"),
        ("el número 2401", "es"),
        ("no tengo la dirección", "es"),
        ("no me sé el número", "es"),
    ],
)
def test_a_murmur_a_bare_number_and_not_knowing_are_no_place(text: str, language: str) -> None:
    place = parse(text, language)
    assert (place.kind, place.number, place.street, place.cross) == ("unknown", "", "", "")


@pytest.mark.parametrize(
    ("text", "language"), [("33rd", "en"), ("the 25th", "en"), ("my house", "en"), ("la 33", "es")]
)
def test_a_short_place_is_still_one(text: str, language: str) -> None:
    assert parse(text, language).kind == "landmark"


def test_most_addresses_of_the_real_city_are_read_as_written() -> None:
    if not SEGMENTS.exists():
        pytest.skip(f"NOT TESTED against the city's streets: {SEGMENTS} is not there")
    with gzip.open(SEGMENTS, "rt", encoding="utf-8") as file:
        rows = [
            r for r in csv.DictReader(file) if r["subtype"] == "STRPRD" and r["featype"] and int(r["fraddl"] or 0) > 0
        ]
    streets = {(r["dirpre"], r["feanme"], r["featype"]): r["fraddl"] for r in rows}
    read = sum(_as_written(number, *street) for street, number in streets.items())
    assert len(streets) > 1500
    assert read / len(streets) >= 0.98


def _as_written(number: str, direction: str, name: str, kind: str) -> bool:
    place = parse(f"{number} {direction} {name} {kind}".lower(), "en")
    written = KINDS.get(kind.lower(), kind.title())
    return place.kind == "address" and place.number == number and place.street.endswith(written)


@given(st.text(max_size=300), st.sampled_from(["en", "es", "xx"]))
def test_any_text_is_a_place_of_some_kind_and_is_kept(text: str, language: str) -> None:
    place = parse(text, language)
    assert place.kind in ("address", "intersection", "landmark", "unknown")
    assert place == parse(text, language)
    assert bool(place.readback) == bool(place.said)


HEAP = (
    "the",
    "and",
    "at",
    "25th",
    "two",
    "hundred",
    "north",
    "st",
    "charles",
    "between",
    "y",
    "con",
    "de",
    "calle",
    "corner",
)


@given(st.lists(st.sampled_from(HEAP)))
def test_any_heap_of_place_words_is_read_without_error(heap: list[str]) -> None:
    for language in ("en", "es"):
        assert parse(" ".join(heap), language).said == " ".join(heap)

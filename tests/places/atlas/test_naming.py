"""Street names out of tables: taken apart, spelled out, written as on a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.places.atlas.naming import key, named, parsed
from ivr.places.gazetteer import StreetName


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("N CHARLES ST", ("North", "Charles", "Street", "")),
        ("n. charles st.", ("North", "Charles", "Street", "")),
        ("E NORTH AVE", ("East", "North", "Avenue", "")),
        ("NORTH AVE", ("", "North", "Avenue", "")),
        ("South St", ("", "South", "Street", "")),
        ("THE ALAMEDA", ("", "The Alameda", "", "")),
        ("THE AVENUE", ("", "The Avenue", "", "")),
        ("S BROADWAY", ("South", "Broadway", "", "")),
        ("A St", ("", "A", "Street", "")),
        ("ST PAUL ST", ("", "St Paul", "Street", "")),
        ("E 25TH ST", ("East", "25th", "Street", "")),
        ("O'DONNELL ST", ("", "O'Donnell", "Street", "")),
        ("MCELDERRY ST", ("", "McElderry", "Street", "")),
        ("MARTIN LUTHER KING JR BLVD N", ("", "Martin Luther King Jr", "Boulevard", "North")),
        ("SW 8th Ter", ("Southwest", "8th", "Terrace", "")),
        ("I 95 N", ("", "I 95", "", "North")),
        ("DRUID PARK LAKE DR", ("", "Druid Park Lake", "Drive", "")),
        ("McKean Av", ("", "McKean", "Avenue", "")),
        ("BRIGHTON-PRESSTMAN", ("", "Brighton-Presstman", "", "")),
        ("LEE TERR", ("", "Lee", "Terrace", "")),
        ("E", ("", "E", "", "")),
    ],
)
def test_a_name_in_one_piece(written: str, parts: tuple[str, ...]) -> None:
    assert parsed(written) == StreetName(*parts)


@pytest.mark.parametrize("nothing", ["", "   ", "<NA>", "no name", "NULL", "\x00"])
def test_what_stands_for_nothing_is_no_name(nothing: str) -> None:
    assert parsed(nothing) is None
    assert named("N", nothing, "ST") is None


def test_a_name_in_pieces_and_a_kind_of_street_nobody_knows_is_kept() -> None:
    assert str(named("W", "SARATOGA", "ROAD", "")) == "West Saratoga Road"
    assert str(named("", "FOO", "QUIRK", "NB")) == "Foo Quirk Nb"


def test_every_spelling_of_a_street_has_one_key() -> None:
    spellings = ["E Fort Ave", "EAST FORT AV", "east fort avenue", "E. Fort Aven."]
    assert {key(name) for each in spellings if (name := parsed(each))} == {("east", "fort", "avenue", "")}


@given(st.text())
def test_any_text_is_a_name_or_none(text: str) -> None:
    found = parsed(text)
    assert found is None or found.name

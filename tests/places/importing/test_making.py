"""A small city is imported from small files, as the Census Bureau and as a city write them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ivr.places.atlas.atlas import Atlas
from ivr.places.gazetteer import Areas, Point
from ivr.places.importing.making import BadFiles, NoStreets
from ivr.places.keeping import packed
from ivr.places.problems import PlacesError

from .town import HERE, imported, skipped

WHOLE = ("streets.csv", "corners.csv", "neighborhoods.geojson", "city_limits.geojson", "landmarks.yaml")


def test_the_census_bureau_s_addresses() -> None:
    made = imported("tiger.geojson")
    names = {str(each): each.kind for each in made.atlas.streets}
    assert names == {"North Oak Street": "street", "State Hwy 7": "street", "Elm Alley": "alley"}
    oak = street(made.atlas, "Oak")
    assert made.atlas.span(oak) == (100, 299)
    assert at(made.atlas, "Oak", 151).long < -76.61 < at(made.atlas, "Oak", 102).long
    assert [each.exact for each in made.atlas.crossings(oak, street(made.atlas, "State Hwy 7"))] == [True]
    both = made.atlas.segments(street(made.atlas, "State Hwy 7"))[0].left
    assert both is not None
    assert both.parity == "both"


def test_house_numbers_with_a_hyphen_are_kept_as_they_are_said_and_with_a_letter_left_out() -> None:
    made = imported("tiger.geojson")
    (elm,) = made.atlas.segments(street(made.atlas, "Elm"))
    assert elm.left is None
    assert elm.right is not None
    assert (elm.right.first, elm.right.last) == (12001, 12015)
    assert skipped(made) == {"no street name": 1, "house numbers that are none": 1, "no line of its own": 1}


def test_a_city_s_own_files_found_out_by_themselves() -> None:
    made = imported(*WHOLE)
    assert {source.path.name: source.role for source in made.sources} == {
        "streets.csv": "streets",
        "corners.csv": "intersections",
        "neighborhoods.geojson": "neighborhood",
        "city_limits.geojson": "boundary",
        "landmarks.yaml": "landmarks",
    }
    atlas = made.atlas
    assert atlas.city == "Littleton"
    assert [str(each) for each in atlas.streets] == ["Main-Oak", "Wide Road", "East 1st Avenue", "North Main Street"]
    assert atlas.named("Main-Oak")[0].kind == "alley"
    assert atlas.areas(39.3, -76.61) == Areas("Southside")
    south = next(each for each in atlas.neighborhoods if each.name == "Southside")
    assert south.words == ("the south end",)
    assert [each.name["en"] for each in atlas.landmarks] == ["Town Hall"]
    assert atlas.outside == ("Bigville",)


def test_every_row_left_out_is_counted_with_its_reason_and_an_example() -> None:
    made = imported(*WHOLE)
    assert skipped(made) == {
        "no street name": 1,
        "no line of its own": 1,
        "outside the city": 1,
        "the same stretch twice": 1,
        "more house numbers than fit on the street": 1,
        "an area without a name": 1,
        "fewer than two streets": 1,
        "a street that is not among the streets": 1,
        "a landmark outside the city": 1,
        "not among the neighborhood areas": 1,
    }
    examples = {each.reason: each.examples for each in made.ledger.skipped}
    assert examples["no line of its own"] == ["streets.csv:9 Broken Court"]
    assert examples["outside the city"] == ["streets.csv:10 Far Court"]
    assert examples["more house numbers than fit on the street"] == ["streets.csv:6 Wide Road 100–9998"]


def test_corners_come_of_ends_that_meet_and_of_the_city_s_list_whatever_its_spellings() -> None:
    atlas = imported(*WHOLE).atlas
    main = street(atlas, "Main")
    assert [point.exact for point in atlas.crossings(main, street(atlas, "1st"))] == [True]
    assert atlas.crossings(main, street(atlas, "Main-Oak")) == (Point(39.302, -76.611),)
    assert atlas.crossings(main, street(atlas, "Wide")) == (Point(39.3, -76.6095),)
    bare = imported("streets.csv").atlas
    assert [point.exact for point in bare.crossings(street(bare, "Main"), street(bare, "1st"))] == [True]
    assert [point.exact for point in bare.crossings(street(bare, "Main"), street(bare, "Main-Oak"))] == []


def test_landmarks_of_another_city_are_not_taken(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("landmarks: [{name: Far Tower, at: [40.0, -75.0]}]\noutside: [Littleton]\n")
    made = imported("streets.csv", other)
    assert (made.atlas.landmarks, made.atlas.outside) == ((), ())


def test_other_names_are_given_to_streets_that_are_there_and_to_no_others(tmp_path: Path) -> None:
    names = tmp_path / "names.yaml"
    names.write_text(
        "streets: [{name: Main Street, also: [Old Mill Road, MSX]}, {name: Nowhere Lane, also: [Void Way]}]\n"
    )
    atlas = imported("streets.csv", names).atlas
    main = street(atlas, "Main")
    assert [each.id for each in (*atlas.named("old mill"), *atlas.named("msx"))] == [main, main]
    assert {"North Old Mill Road", "North MSX"} <= {str(each) for each in atlas.streets[main].also}
    assert (atlas.named("void"), atlas.named("nowhere")) == ((), ())


def test_equal_files_make_equal_maps_byte_for_byte_in_any_order(tmp_path: Path) -> None:
    assert packed(imported(*WHOLE).atlas.sheet) == packed(imported(*reversed(WHOLE)).atlas.sheet)


def test_the_version_tells_which_files_it_was_made_of(tmp_path: Path) -> None:
    one = imported("streets.csv").atlas.about
    changed = tmp_path / "streets.csv"
    changed.write_bytes((HERE / "streets.csv").read_bytes() + b"\n")
    other = imported(changed).atlas.about
    assert one.source != other.source
    assert one.source[0].startswith("streets.csv ")


def test_a_gzipped_file_is_the_same(tmp_path: Path) -> None:
    squeezed = tmp_path / "streets.csv.gz"
    squeezed.write_bytes(gzip.compress((HERE / "streets.csv").read_bytes()))
    assert list(imported(squeezed).atlas.streets) == list(imported("streets.csv").atlas.streets)


def test_columns_of_other_names_are_told() -> None:
    with pytest.raises(BadFiles, match="no column with the street's name"):
        imported("odd_columns.csv", told={"odd_columns.csv": "streets"})
    atlas = imported("odd_columns.csv", name="strasse", suffix="art", left_from="von", left_to="bis", wkt="linie").atlas
    assert [str(each) for each in atlas.streets] == ["Oak Street"]
    assert atlas.span(0) == (1, 99)


def test_a_column_role_that_is_none_is_an_error() -> None:
    with pytest.raises(PlacesError, match="there is no column for 'nmae'"):
        imported("streets.csv", nmae="feanme")


def test_without_a_single_street_nothing_is_made() -> None:
    with pytest.raises(NoStreets):
        imported("neighborhoods.geojson")


def test_all_bad_files_are_told_at_once_in_a_line_each(tmp_path: Path) -> None:
    not_json = tmp_path / "streets.geojson"
    not_json.write_text('{"type": "FeatureCollection", "features": [')
    with pytest.raises(BadFiles) as told:
        imported("streets.csv", not_json, tmp_path / "nowhere.csv", tmp_path)
    lines = str(told.value).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"{not_json}: is no JSON: ")
    assert lines[0].endswith("; fetch it again")
    assert lines[1:] == [
        f"{tmp_path / 'nowhere.csv'}: is not there; name a file",
        f"{tmp_path}: is a folder; name a file",
    ]


def street(atlas: Atlas, name: str) -> int:
    (found,) = (each for each in atlas.named(name))
    return found.id


def at(atlas: Atlas, name: str, number: int) -> Point:
    found = atlas.at(street(atlas, name), number)
    assert found is not None
    return found

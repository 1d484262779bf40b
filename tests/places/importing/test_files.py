"""CSV, GeoJSON and shapefiles, whole and broken: what is read, and the one line for what cannot be."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
import shapefile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.places.importing.roles import opened
from ivr.places.problems import BadFile

from .town import HERE, imported

STATE_PLANE = (
    'PROJCS["NAD_1983_StatePlane_Maryland_FIPS_1900_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",1312333.333],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",-77.0],PARAMETER["Standard_Parallel_1",39.45],PARAMETER["Standard_Parallel_2",38.3],'
    'PARAMETER["Latitude_Of_Origin",37.6666666666667],UNIT["US survey foot",0.304800609601219]]'
)


def written(
    folder: Path, name: str = "tl_2025_addrfeat", prj: str = "", move: tuple[float, float] | None = None
) -> Path:
    """A shapefile with two stretches of Oak Street, as the Census Bureau's ADDRFEAT names its columns."""
    x, y = move or (-76.61, 39.30)
    step = 500 if move else 0.002
    with shapefile.Writer(str(folder / name), shapeType=shapefile.POLYLINE) as writer:
        for column in ("FULLNAME", "LFROMHN", "LTOHN", "RFROMHN", "RTOHN", "PARITYL", "PARITYR"):
            writer.field(column, "C", 40)
        writer.line([[(x, y), (x, y + step)]])
        writer.record("N Calderón St", "1", "99", "2", "98", "O", "E")
        writer.line([[(x, y + step), (x, y + 2 * step)]])
        writer.record("N Calderón St", "101", "199", "", "", "O", "")
    if prj:
        (folder / f"{name}.prj").write_text(prj)
    return folder / f"{name}.shp"


def zipped(folder: Path, *shapes: Path) -> Path:
    path = folder / "streets.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for shape in shapes:
            for part in shape.parent.glob(f"{shape.stem}.*"):
                archive.write(part, f"inside/{part.name}")
    return path


def test_a_shapefile_and_the_same_in_a_zip(tmp_path: Path) -> None:
    shape = written(tmp_path)
    for path in (shape, zipped(tmp_path, shape)):
        atlas = imported(path).atlas
        assert [str(each) for each in atlas.streets] == ["North Calderón Street"]
        assert [each.name for each in atlas.named("calderon")] == ["Calderón"]
        assert atlas.span(0) == (1, 199)
        found = atlas.at(0, 50)
        assert found is not None
        assert (found.lat, found.long) == pytest.approx((39.301, -76.61), abs=2e-4)


def test_a_shapefile_in_the_state_s_feet(tmp_path: Path) -> None:
    atlas = imported(written(tmp_path, prj=STATE_PLANE, move=(1422517.74, 591733.395))).atlas
    start = atlas.segments(0)[0].start
    assert (start.lat, start.long) == pytest.approx((39.2908, -76.6107), abs=2e-6)


def test_a_shapefile_in_feet_that_does_not_say_so(tmp_path: Path) -> None:
    path = written(tmp_path, move=(1422517.74, 591733.395))
    assert complaint(path) == f"{path}: has no shape in degrees; its .prj is missing, or save it in WGS 84 (EPSG:4326)"


def test_a_projection_that_is_not_read(tmp_path: Path) -> None:
    path = written(
        tmp_path, prj=STATE_PLANE.replace("Lambert_Conformal_Conic", "Hotine_Oblique_Mercator_Azimuth_Center")
    )
    assert "save the file again in WGS 84 (EPSG:4326)" in complaint(path)


def test_a_shapefile_without_its_other_files(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.with_suffix(".dbf").unlink()
    assert complaint(path) == f"{path}: has no .dbf beside it; a shapefile is several files of one name, or a zip"


def test_a_zip_with_two_shapefiles_or_none(tmp_path: Path) -> None:
    two = zipped(tmp_path, written(tmp_path), written(tmp_path, "other"))
    assert complaint(two) == f"{two}: holds 2 shapefiles; give one a zip, or the .shp itself"
    none = zipped(tmp_path)
    assert complaint(none) == f"{none}: holds no shapefiles; give one a zip, or the .shp itself"


def test_a_shapefile_cut_short_at_any_place_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    whole = {each: each.read_bytes() for each in tmp_path.iterdir()}
    for part in (path, path.with_suffix(".dbf")):
        for size in range(0, len(whole[part]) - 1, 7):  # the last byte of a .dbf is only its end mark
            part.write_bytes(whole[part][:size])
            with pytest.raises(BadFile, match="fetch it again"):
                read(path)
        part.write_bytes(whole[part])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is no JSON: Input data was truncated"),
        ('{"type": "Feature"}', "is no GeoJSON feature collection: Object missing required field `features`"),
        ('{"features": []}', "has no features"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1422517, 5917]}}]}', "has no shape in degrees"),
        ('{"crs": {"properties": {"name": "EPSG:2248"}}, "features": [{}]}', "has its coordinates in EPSG:2248"),
    ],
)  # fmt: skip
def test_a_geojson_that_is_none(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "streets.geojson"
    path.write_text(content)
    assert complaint(path).startswith(f"{path}: {says}")


def test_web_mercator_in_a_geojson_that_says_so(tmp_path: Path) -> None:
    line = [[-8528264.113, 4763412.192], [-8528264.113, 4763600.0]]
    features = [{"properties": {"FULLNAME": "Oak St"}, "geometry": {"type": "LineString", "coordinates": line}}]
    path = tmp_path / "streets.geojson"
    path.write_text(json.dumps({"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, "features": features}))
    start = imported(path).atlas.segments(0)[0].start
    assert (start.lat, start.long) == pytest.approx((39.2908, -76.6107), abs=2e-6)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "has no line of column names"),
        (b"just words\n", "has no line of column names"),
        (b"name,name\n1,2\n", "has two columns 'name'"),
        (b"a,b\n1,2\n", "is neither streets, corners nor areas"),
        (b"PK\x03\x04\x00\xff,\x00\n", "is neither streets, corners nor areas"),
    ],
)
def test_a_csv_that_is_none(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "streets.csv"
    path.write_bytes(content)
    assert says in complaint(path)


def test_a_csv_of_an_old_coding_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    text = "FULLNAME,lon0,lat0,lon1,lat1\nCalderón St,-76.61,39.3,-76.61,39.302\n"
    for coding in ("cp1252", "utf-8-sig", "utf-8"):
        path = tmp_path / "streets.csv"
        path.write_bytes(text.encode(coding))
        assert [str(each) for each in imported(path).atlas.streets] == ["Calderón Street"]


def test_a_gzip_that_broke_off(tmp_path: Path) -> None:
    path = tmp_path / "streets.csv.gz"
    path.write_bytes(gzip.compress((HERE / "streets.csv").read_bytes())[:-20])
    assert complaint(path).endswith("; fetch it again")


def test_areas_of_a_kind_nobody_can_tell(tmp_path: Path) -> None:
    path = tmp_path / "polygons.geojson"
    path.write_bytes((HERE / "city_limits.geojson").read_bytes())
    remedy = "say --areas KIND=FILE, or --boundary FILE"
    assert complaint(path) == f"{path}: holds areas nobody can tell the kind of; {remedy}"


def test_lines_told_to_be_areas() -> None:
    path = HERE / "tiger.geojson"
    with pytest.raises(BadFile, match="holds lines, and boundary need areas"):
        opened(path, "boundary", {})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([".csv", ".csv.gz", ".geojson", ".zip", ".shp", ".yaml"]))
def test_any_bytes_are_read_or_refused_in_a_line(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / f"streets{ending}"
    path.write_bytes(content)
    read_or_refused(path)


def read(path: Path) -> None:
    source = opened(path, None, {})
    for _ in source.table.records() if source.table else ():
        pass


def read_or_refused(path: Path) -> None:
    said = str(path)
    try:
        read(path)
    except BadFile as problem:
        said = str(problem)
    assert said.startswith(str(path))
    assert "\n" not in said


def complaint(path: Path) -> str:
    with pytest.raises(BadFile) as told:
        opened(path, None, {})
    return str(told.value)

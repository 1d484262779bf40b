"""`ivr places import` and `show`, as a person and as a program use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivr.places.keeping import load

from .conftest import ROOT, Ivr, Process

TOWN = ROOT / "tests" / "places" / "importing" / "fixtures"
FILES = [str(TOWN / each) for each in ("streets.csv", "corners.csv", "neighborhoods.geojson", "city_limits.geojson")]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"ONECALL_DATA": str(tmp_path / "var"), "ONECALL_HOME": str(tmp_path)}


def test_an_import_makes_the_map_the_line_answers_with(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    told = ivr("places", "import", *FILES, **env)
    assert told.exit_code == 0, told.stderr
    assert "Littleton" in told.stdout
    assert "outside the city" in told.stdout
    assert load(tmp_path / "var" / "city.gazetteer").city == "Littleton"
    assert "Littleton" in ivr("places", "show", **env).stdout


def test_the_report_for_programs(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    told = json.loads(ivr("places", "import", *FILES, "--json", **env).stdout)
    assert told["city"] == "Littleton"
    assert told["to"] == str(tmp_path / "var" / "city.gazetteer")
    assert told["has"]["streets"] == 4
    assert told["files"][FILES[0]] == "streets"
    left = {each["reason"]: (each["file"], each["count"], each["examples"]) for each in told["skipped"]}
    assert left["outside the city"] == ("streets.csv", 1, ["streets.csv:10 Far Court"])
    shown = json.loads(ivr("places", "show", "--json", **env).stdout)
    assert (shown["version"], shown["complete"], shown["has"]) == (told["version"], True, told["has"])


def test_a_dry_run_tells_the_same_and_writes_nothing(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    told = json.loads(ivr("places", "import", *FILES, "--dry-run", "--json", **env).stdout)
    assert told["to"] is None
    assert told["has"]["streets"] == 4
    assert not (tmp_path / "var").exists()


def test_an_import_again_makes_the_same_bytes(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        assert ivr("places", "import", *FILES, "--to", str(path), **env).exit_code == 0
    assert one.read_bytes() == other.read_bytes()


def test_what_a_file_is_for_can_be_told(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    polygons = tmp_path / "polygons.geojson"
    polygons.write_bytes((TOWN / "neighborhoods.geojson").read_bytes())
    arguments = ["--streets", FILES[0], "--areas", f"police_district={polygons}", "--city", "Smallville"]
    told = json.loads(ivr("places", "import", *arguments, "--dry-run", "--json", **env).stdout)
    assert (told["city"], told["has"]["police districts"], told["has"]["neighborhood areas"]) == ("Smallville", 2, 0)


def test_columns_of_other_names_and_landmarks_of_one_s_own(ivr: Ivr, env: dict[str, str]) -> None:
    columns = "name=strasse,suffix=art,left_from=von,left_to=bis,wkt=linie"
    arguments = [str(TOWN / "odd_columns.csv"), "--columns", columns, "--landmarks", str(TOWN / "landmarks.yaml")]
    told = json.loads(ivr("places", "import", *arguments, "--dry-run", "--json", **env).stdout)
    assert (told["has"]["streets"], told["has"]["landmarks"]) == (1, 1)


def test_the_city_s_landmarks_in_gazetteer_are_taken_by_themselves(
    ivr: Ivr, env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "landmarks.yaml").write_bytes((TOWN / "landmarks.yaml").read_bytes())
    told = json.loads(ivr("places", "import", *FILES, "--dry-run", "--json", **env).stdout)
    assert told["has"]["landmarks"] == 1


def test_bad_files_are_a_line_each_exit_2_and_the_old_map_stays(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    ivr("places", "import", *FILES, **env)
    path = tmp_path / "var" / "city.gazetteer"
    old = path.read_bytes()
    broken = tmp_path / "broken.geojson"
    broken.write_text("{")
    told = ivr("places", "import", *FILES, str(broken), str(tmp_path / "nowhere.csv"), **env)
    assert told.exit_code == 2
    assert f"{broken}: is no JSON" in told.stderr
    assert f"{tmp_path / 'nowhere.csv'}: is not there" in told.stderr
    assert path.read_bytes() == old


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "There is no file to import"),
        (["--areas", "wards=x.geojson"], "KIND one of neighborhood, council_district, police_district"),
        ([FILES[0], "--columns", "name"], "write it as --columns name=COLUMN"),
        ([FILES[0], "--columns", "nmae=feanme"], "there is no column for 'nmae'"),
        ([FILES[2]], "no street with a name and a line"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_a_line(
    ivr: Ivr, env: dict[str, str], arguments: list[str], says: str
) -> None:
    told = ivr("places", "import", *arguments, **env)
    assert told.exit_code == 2
    assert says in " ".join(told.stderr.split())
    assert "Traceback" not in told.stderr


def test_a_folder_that_cannot_be_written(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = ivr("places", "import", *FILES, "--to", str(tmp_path / "file" / "map"), **env)
    assert told.exit_code == 2
    assert "could not be written" in told.stderr


def test_without_an_import_show_tells_of_the_starter(ivr: Ivr, tmp_path: Path) -> None:
    told = json.loads(ivr("places", "show", "--json", ONECALL_DATA=str(tmp_path)).stdout)
    assert (told["complete"], told["path"]) == (False, None)


def test_a_file_that_is_no_map_is_told_with_the_remedy(ivr: Ivr, env: dict[str, str]) -> None:
    told = ivr("places", "show", FILES[0], **env)
    assert told.exit_code == 2
    assert "is not a gazetteer; make it again with: ivr places import" in told.stderr


def test_a_gazetteer_elsewhere_is_named_by_a_setting(ivr: Ivr, env: dict[str, str], tmp_path: Path) -> None:
    env["ONECALL_GAZETTEER"] = str(tmp_path / "elsewhere" / "map")
    assert ivr("places", "import", *FILES, **env).exit_code == 0
    assert load(tmp_path / "elsewhere" / "map").complete
    assert json.loads(ivr("places", "show", "--json", **env).stdout)["path"] == env["ONECALL_GAZETTEER"]


def test_as_a_process_standard_output_is_the_report_alone(process: Process, env: dict[str, str]) -> None:
    done = process("places", "import", *FILES, "--dry-run", "--json", **env)
    assert done.returncode == 0
    assert json.loads(done.stdout)["has"]["streets"] == 4
    assert done.stderr == ""

"""`ivr locate`: words in, places out, one JSON object a line; measured on labelled files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Ivr
from .test_understand import objects, written

KEYS = "text kind number street cross lat long neighborhood confidence ask candidates"


def test_every_line_has_one_object_with_the_keys_that_programs_rely_on(ivr: Ivr, tmp_path: Path) -> None:
    said = ["twenty four hundred north charles street", "", "🙂", "en la esquina de north charles con north avenue"]
    told = objects(ivr("locate", written(tmp_path, *said)).stdout)
    assert [one["text"] for one in told] == said
    assert all(" ".join(one) == KEYS for one in told)
    house, nothing, _, corner = told
    assert (house["kind"], house["number"], house["street"], house["ask"]) == (
        "address",
        "2400",
        "North Charles Street",
        None,
    )
    assert house["lat"] == pytest.approx(39.3158, abs=0.002)
    assert (nothing["kind"], nothing["ask"], nothing["candidates"]) == ("unknown", "again", [])
    assert corner["kind"] == "intersection"


def test_a_gazetteer_that_is_none_is_told_in_one_line(ivr: Ivr, tmp_path: Path) -> None:
    done = ivr("locate", "--gazetteer", written(tmp_path, "no gazetteer"), written(tmp_path, "x"))
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_labelled_file_is_measured(ivr: Ivr, tmp_path: Path) -> None:
    rows = [
        {"text": "twenty four hundred north charles street", "language": "en", "lat": 39.3158, "long": -76.6166},
        {"text": "twenty four hundred north charles street", "language": "en", "lat": 39.2, "long": -76.5},
        {"text": "i do not know", "language": "en", "lat": None, "long": None, "kind": "unknown", "ask": True},
    ]
    file = written(tmp_path, *map(json.dumps, rows))
    told = json.loads(ivr("locate", "evaluate", "--json", file).stdout)
    assert told["within_150_m"]["rate"] == 0.5
    assert told["asked"]["rate"] == 1.0
    assert ivr("locate", "evaluate", "--least", "0.6", file).exit_code == 1
    assert "50.0 %" in ivr("locate", "evaluate", file).stdout


@pytest.mark.parametrize("line", ["[]", '{"language": "en"}', '{"text": "x", "lat": "north"}'])
def test_a_row_that_is_none_is_named_by_its_line(ivr: Ivr, tmp_path: Path, line: str) -> None:
    done = ivr("locate", "evaluate", written(tmp_path, line))
    assert done.exit_code == 2
    assert "lines.txt:1: " in done.stderr

"""`ivr understand`: lines in, JSON lines out, for people and for programs; measured on labelled files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Ivr, Process

KEYS = [
    "text",
    "language",
    "intent",
    "service_code",
    "confidence",
    "alternatives",
    "emergency",
    "crisis",
    "place",
    "because",
]


def objects(printed: str) -> list[Any]:
    return [json.loads(line) for line in printed.splitlines()]


def written(folder: Path, *lines: str) -> str:
    path = folder / "lines.txt"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    return str(path)


def test_every_line_of_a_file_has_one_object_in_the_same_order(ivr: Ivr, tmp_path: Path) -> None:
    said = ["there's a pothole on my street", "", "my husband is not breathing", "hay un bache en mi calle"]
    told = objects(ivr("understand", written(tmp_path, *said)).stdout)
    assert [one["text"] for one in told] == said
    assert all(list(one) == KEYS for one in told)
    assert [one["service_code"] for one in told] == ["pothole", None, None, "pothole"]
    assert [one["language"] for one in told] == ["en", "en", "en", "es"]
    assert (told[2]["intent"], told[2]["emergency"]) == ("emergency", "certain")


def test_standard_input_is_read_where_no_file_is_named_and_for_a_hyphen(process: Process) -> None:
    for arguments in ([], ["-"], ["--language", "en", "-"]):
        done = process("understand", *arguments, stdin="rats in the alley\n")
        assert objects(done.stdout)[0]["service_code"] == "rats"


def test_what_is_told_is_utf8_on_any_terminal(process: Process) -> None:
    done = process("understand", stdin="hay un bache 🕳\n", PYTHONIOENCODING="latin-1")
    assert objects(done.stdout)[0]["text"] == "hay un bache 🕳"


@pytest.mark.parametrize("command", ["understand", "locate"])
def test_a_file_without_a_row_measures_nothing_and_says_so(ivr: Ivr, tmp_path: Path, command: str) -> None:
    done = ivr(command, "evaluate", written(tmp_path, "", ""))
    assert (done.exit_code, "there is no row in it" in done.stderr) == (2, True)


def test_a_row_in_a_language_the_line_does_not_speak_is_named(ivr: Ivr, tmp_path: Path) -> None:
    row = json.dumps({"text": "un nid-de-poule", "language": "fr", "service_code": "pothole"})
    done = ivr("understand", "evaluate", written(tmp_path, row))
    assert (done.exit_code, "lines.txt:1" in done.stderr and "'fr'" in done.stderr) == (2, True)


def test_a_language_that_is_given_holds_for_every_line(ivr: Ivr, tmp_path: Path) -> None:
    told = objects(ivr("understand", "--language", "es", written(tmp_path, "pothole", "bache")).stdout)
    assert [one["language"] for one in told] == ["es", "es"]


def test_lines_that_are_no_utf8_or_no_language_at_all_are_heard_too(ivr: Ivr, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(b"\xff\xfe\x00\n" + "🙂\u202e\ud7ff\n".encode() + b"a" * 100_000 + b"\n")
    done = ivr("understand", str(path))
    assert done.exit_code == 0
    assert len(objects(done.stdout)) == 3


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("yesno", "no that's not correct", "no"),
        ("yesno", "yeah", "yes"),
        ("yesno", "maybe", None),
        ("number", "twenty four oh one", "2401"),
        ("number", "i do not know", None),
        ("when", "last night around ten", "2026-11-20T22:00"),
        ("when", "yesterday", "2026-11-20"),
        ("when", "it was dark", None),
    ],
)
def test_an_answer_that_decides_has_a_value(ivr: Ivr, tmp_path: Path, kind: str, said: str, value: str | None) -> None:
    now = ["--now", "2026-11-21T14:30"] if kind == "when" else []
    told = objects(ivr("understand", kind, "--language", "en", *now, written(tmp_path, said)).stdout)
    assert told == [{"text": said, "language": "en", "value": value}]


def test_a_time_that_is_none_is_told_with_the_remedy(ivr: Ivr, tmp_path: Path) -> None:
    done = ivr("understand", "when", "--now", "yesterday", written(tmp_path, "x"))
    assert done.exit_code == 2
    assert "2026-11-21T14:30" in done.stderr


def test_a_labelled_file_is_measured_and_the_exit_code_says_whether_it_was_enough(ivr: Ivr, tmp_path: Path) -> None:
    rows = [
        {"text": "there's a pothole", "language": "en", "intent": "service", "service_code": "pothole"},
        {"text": "there's a pothole", "language": "en", "intent": "service", "service_code": "rats"},
        {"text": "he is not breathing", "language": "en", "emergency": "certain", "crisis": False},
    ]
    file = written(tmp_path, *map(json.dumps, rows))
    told = json.loads(ivr("understand", "evaluate", "--json", file).stdout)
    assert told["first"]["en"] == {"of": 2, "good": 1, "rate": 0.5}
    assert told["emergencies_heard"]["all"]["rate"] == 1.0
    assert told["confusion"] == [{"meant": "rats", "heard": "pothole", "times": 1}]
    assert ivr("understand", "evaluate", "--least", "0.5", file).exit_code == 0
    assert ivr("understand", "evaluate", "--least", "0.6", file).exit_code == 1


def test_answers_are_measured_too(ivr: Ivr, tmp_path: Path) -> None:
    file = written(tmp_path, *(json.dumps({"text": t, "language": "en", "value": "yes"}) for t in ("yeah", "nope")))
    done = ivr("understand", "evaluate", "--as", "yesno", file)
    assert "50.0 % of 2" in done.stdout
    assert "nope" in done.stdout


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "x"}', '{"language": "en", "intent": "info"}'])
def test_a_row_that_cannot_be_measured_is_named_by_its_line(ivr: Ivr, tmp_path: Path, line: str) -> None:
    good = '{"text": "a pothole", "language": "en", "intent": "service", "service_code": "pothole"}'
    done = ivr("understand", "evaluate", written(tmp_path, good, line))
    assert done.exit_code == 2
    assert "lines.txt:2: " in done.stderr
    assert "Traceback" not in done.stderr


def test_flows_with_mistakes_are_listed_and_nothing_is_guessed(ivr: Ivr, tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text("flow: main\nstart: nowhere\nnodes: {}\n")
    done = ivr("understand", written(tmp_path, "x"), ONECALL_HOME=str(tmp_path))
    assert done.exit_code == 1
    assert "flows/main.yaml" in done.stderr
    assert done.stdout == ""

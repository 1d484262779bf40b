"""`ivr` as a whole: help worth reading, at once; exit codes; failures in one line, and in JSON for programs."""

from __future__ import annotations

import json
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ivr.cli import main
from ivr.cli.commands import TABLE

from .conftest import IVR, KEY, ROOT, Ivr, Process


def commands(group: click.Command = main, name: str = "ivr") -> Iterator[tuple[str, click.Command]]:
    """Every command by its full name, groups included."""
    yield name, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for each in group.list_commands(context):
            command = group.get_command(context, each)
            assert command is not None
            yield from commands(command, f"{name} {each}")


EVERY = dict(commands())


def test_help_loads_little(process: Process) -> None:
    """0.2 s of the processor where nothing else runs; with all that `ivr run` needs it would be ten times that."""
    took = []
    for _ in range(3):
        began = _of_children()
        assert process("--help").returncode == 0
        took.append(_of_children() - began)
    assert min(took) < 1.0


def _of_children() -> float:
    """Seconds of the processor that ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", EVERY)
def test_every_command_explains_itself_and_each_of_its_options(name: str) -> None:
    command = EVERY[name]
    sentence = (command.help or "").split("\n\n")[0]
    assert sentence.endswith("."), name
    assert sentence[0].isupper(), name
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_eager:
            assert parameter.help or parameter.type.name in ("choice", "integer range"), f"{name} {parameter.name}"


@pytest.mark.parametrize("name", TABLE)
def test_the_table_says_what_the_commands_say_of_themselves(name: str) -> None:
    said = (EVERY[f"ivr {name}"].help or "").split("\n\n")[0]
    assert TABLE[name][1] == " ".join(said.split())


@pytest.mark.parametrize(
    ("name", "options"),
    {
        "run": {"port", "data", "no_simulator", "demo"},
        "check": {"path", "as_json"},
        "call": {"play", "record", "language", "trace"},
        "requests list": {"as_json"},
        "requests show": {"as_json", "number"},
        "requests export": {"as_json"},
        "flows graph": {"output"},
        "flows manual": {"output"},
    }.items(),
)
def test_the_interfaces_others_rely_on_are_there(name: str, options: set[str]) -> None:
    assert options <= {parameter.name for parameter in EVERY[f"ivr {name}"].params}


def test_a_mistyped_command_is_answered_with_the_right_one(process: Process) -> None:
    done = process("chek")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no command 'chek'. Did you mean 'check'?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["requests", "list"], "there is no database in"),
        (["requests", "show", "26-00000012"], "there is no database in"),
        (["check", "/"], "no flows/ folder"),
        (["requests", "list", "--since", "someday"], "is not understood"),
        (["requests", "list", "--limit", "none"], "is not a valid integer"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2_and_json_for_programs(
    arguments: list[str], line: str, process: Process, tmp_path: Path, database_url: str
) -> None:
    env = {"DATABASE_URL": database_url} if "--since" in arguments else {"ONECALL_DATA": str(tmp_path / "none")}
    done = process(*arguments, "--json", SECRET_KEYS=KEY, **env)
    assert done.returncode == 2
    assert line in json.loads(done.stdout)["error"]
    assert done.stderr.splitlines()[-1] == f"error: {json.loads(done.stdout)['error']}"
    assert "Traceback" not in done.stderr
    assert process(*arguments, SECRET_KEYS=KEY, **env).stdout == ""


def test_a_mistake_of_ours_is_one_line_too_and_more_with_log_level_debug(
    ivr: Ivr, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise KeyError("what a caller said")

    monkeypatch.setattr("ivr.calls.folders.read", broken)
    done = ivr("check")
    assert done.exit_code == 2
    assert "something unexpected happened (KeyError in test_commands.py:" in done.stderr
    assert "what a caller said" not in done.output
    assert "Traceback" in ivr("check", LOG_LEVEL="debug").stderr


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    command = f"'{IVR}' flows manual | (read -r first; exec 0<&-; sleep 2)"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["worker", "release"])
def test_what_runs_in_production_says_which_setting_it_needs(command: str, process: Process) -> None:
    assert "DATABASE_URL is not set" in process(command).stderr
    assert "openssl rand -hex 32" in process(command, DATABASE_URL="postgresql:///x").stderr


def test_the_phone_calls_nobody_with_a_file_that_is_no_sound(process: Process, tmp_path: Path) -> None:
    wrong = tmp_path / "words.mp3"
    wrong.write_bytes(b"ID3")
    done = process("call", "--url", "http://127.0.0.1:9", "--speak", str(wrong))
    assert done.returncode == 2
    assert "only WAV files are read; sox or ffmpeg makes one" in done.stderr


def test_the_phone_says_how_to_start_a_line_where_none_answers(process: Process) -> None:
    done = process("call", "--url", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr == "error: no line answers at http://127.0.0.1:9; start it with: make run\n"

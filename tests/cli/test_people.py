"""`ivr people`: added, given links, locked, and what they opened; a password is never on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from ivr.cli import main

from .conftest import KEY, Ivr

PASSWORD = "tall blue harbor crane"


@pytest.fixture
def env(database_url: str, tmp_path: Path) -> dict[str, str]:
    base = {"PUBLIC_BASE_URL": "https://311.example.gov", "ONECALL_PASSWORD_MIB": "1"}
    return {"DATABASE_URL": database_url, "SECRET_KEYS": KEY, "ONECALL_DATA": str(tmp_path), **base}


def test_who_is_added_gets_a_link_and_stands_in_the_list(ivr: Ivr, env: dict[str, str]) -> None:
    told = ("--name", "Dana Reyes", "--telephone", "+1 410 555 0123", "--languages", "en,es", "--skills", "police")
    done = ivr("people", "add", "dana", *told, **env)
    assert done.exit_code == 0
    assert done.stdout.startswith("https://311.example.gov/desk/set-up/")
    assert done.stdout.count("\n") == 1
    assert ivr("people", "list", **env).stdout == (
        "dana · Dana Reyes · agent · en, es · police · +14105550123 · must set up\n"
    )
    (one,) = json.loads(ivr("people", "list", "--json", **env).stdout)
    assert (one["login"], one["roles"], one["second_step"]) == ("dana", ["agent"], False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "Dana Reyes"), "cannot be a name for signing in"),
        (("add", "kim", "--telephone", "555"), "The telephone must be"),
        (("add", "kim", "--languages", "spanish"), "is no language"),
        (("add", "dana"), "already somebody called 'dana'"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(
    ivr: Ivr, env: dict[str, str], arguments: tuple[str, ...], told: str
) -> None:
    ivr("people", "add", "dana", **env)
    done = ivr("people", *arguments, "--json", **env)
    assert done.exit_code == 2
    assert told in json.loads(done.stdout)["error"]


@pytest.mark.parametrize("command", ["roles", "reset", "lock", "unlock"])
def test_nobody_of_that_name_is_exit_1(ivr: Ivr, env: dict[str, str], command: str) -> None:
    done = ivr("people", command, "nobody", "--json", **env)
    assert done.exit_code == 1
    assert "nobody called 'nobody'" in json.loads(done.stdout)["error"]


def test_a_password_is_asked_for_without_echo_and_kept_as_argon2(
    env: dict[str, str], database: Engine, ivr: Ivr
) -> None:
    ivr("people", "add", "dana", **env)
    asked = CliRunner(env=env).invoke(
        main, ["people", "reset", "dana", "--password"], input=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert asked.exit_code == 0, asked.output
    assert PASSWORD not in asked.output
    with database.connect() as connection:
        kept = connection.execute(text("SELECT password FROM people")).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=1024,t=2,p=1$")
    weak = CliRunner(env=env).invoke(
        main, ["people", "reset", "dana", "--password"], input="danadanadana\ndanadanadana\n"
    )
    assert weak.exit_code == 2
    assert "easy to guess" in weak.stderr


def test_a_role_that_needs_a_second_step_prints_a_link_for_who_has_none(ivr: Ivr, env: dict[str, str]) -> None:
    ivr("people", "add", "dana", **env)
    CliRunner(env=env).invoke(main, ["people", "reset", "dana", "--password"], input=f"{PASSWORD}\n{PASSWORD}\n")
    told = json.loads(ivr("people", "roles", "dana", "--role", "agent", "--role", "supervisor", "--json", **env).stdout)
    assert told["roles"] == ["agent", "supervisor"]
    assert told["state"] == "second step missing"
    assert told["link"].startswith("https://311.example.gov/desk/set-up/")
    other = json.loads(ivr("people", "roles", "dana", "--heard", "Dana", "--json", **env).stdout)
    assert (other["heard"], other["roles"]) == ("Dana", ["agent", "supervisor"])
    assert "link" not in other


def test_locked_unlocked_and_all_of_it_in_the_audit(ivr: Ivr, env: dict[str, str]) -> None:
    ivr("people", "add", "dana", **env)
    assert "locked" in ivr("people", "lock", "dana", **env).stdout
    assert ivr("people", "list", **env).stdout.endswith("locked\n")
    ivr("people", "unlock", "dana", **env)
    told = json.loads(ivr("people", "audit", "--days", "1", "--json", **env).stdout)
    assert [line["what"] for line in told] == ["unlocked_person", "locked_person", "added_person"]
    assert {line["about"] for line in told} == {"person:1"}
    assert all(line["who"].endswith("(ivr)") for line in told)
    assert ivr("people", "audit", "--who", "dana", **env).stdout == "Nothing is written down of that.\n"

"""The people of a demo: made once, able to sign in, and locked before a real number rings."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.doorkeeper import Doorkeeper
from ivr.agents.people.person import Profile
from ivr.agents.people.register import Register
from ivr.agents.people.store import people
from ivr.bootstrap import crew, run
from ivr.bootstrap.desk import signing
from ivr.config import Settings
from ivr.db.engine import connect
from ivr.db.secrets import Secrets
from ivr.web.agent import library

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
KEY = "a key of a demo, thirty-two characters"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path, secret_keys=(KEY,), password_mib=1, simulator=True)


@pytest.fixture
def register(settings: Settings) -> Iterator[Register]:
    engine = connect(settings.database_url, name="tests")
    yield Register(Cabinet(engine, Secrets(settings.secret_keys)), "tests")
    engine.dispose()


def test_two_agents_and_a_supervisor_are_there_and_are_said_to_be_once(settings: Settings, register: Register) -> None:
    said: list[str] = []
    first, again = crew.hire(settings, said.append), crew.hire(settings, said.append)
    assert said == ["Adding two agents and a supervisor to try the desk with."]
    assert first.passwords == again.passwords
    assert first.link != again.link  # a link is good for a day: each start has a new one
    assert {person.login: sorted(person.roles) for person in register.everybody()} == {
        "ana": ["agent"],
        "ben": ["agent"],
        "kim": ["agent", "supervisor"],
    }
    assert len({person.profile.telephone for person in register.everybody()}) == 3


def test_the_passwords_are_good_and_lie_where_nobody_else_reads_them(settings: Settings, register: Register) -> None:
    made = crew.hire(settings, lambda _: None)
    kept = settings.data_dir / "demo-people.json"
    assert json.loads(kept.read_text()) == made.passwords
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    app = Flask(__name__)
    doorkeeper = Doorkeeper(register.cabinet, timedelta(hours=1), timedelta(hours=12))
    locks = library.hang(app, signing(settings), doorkeeper, lambda: NOW)
    with app.app_context(), register.cabinet.transaction() as session:
        found = people.by_login(session, "ana")
        assert found
        assert locks.right(made.passwords["ana"], found.password)
        assert not locks.right(made.passwords["ben"], found.password)


def test_where_somebody_works_already_nobody_is_added(settings: Settings, register: Register) -> None:
    register.add(Profile("dana", "Dana Reyes"), NOW)
    assert crew.hire(settings, lambda _: None) == crew.Crew({})
    assert [person.login for person in register.everybody()] == ["dana"]


@pytest.mark.parametrize(
    "real",
    [
        {"twilio_account_sid": "AC1", "twilio_auth_token": "of a real account"},
        {"twilio_api": "http://127.0.0.1:9"},
        {"simulator": False},
        {"desk": "off"},
    ],
)
def test_beside_a_real_account_or_without_a_test_phone_nobody_is_added(
    settings: Settings, register: Register, real: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert run._people(replace(settings, **real), run.Options(), lambda _: None) == crew.Crew({})
    assert run._people(settings, run.Options(demo=False), lambda _: None) == crew.Crew({})
    monkeypatch.setenv("DATABASE_URL", settings.database_url)  # somebody's own
    assert run._people(settings, run.Options(), lambda _: None) == crew.Crew({})
    assert register.everybody() == []


def test_a_line_that_is_no_demo_any_more_lets_none_of_them_in(settings: Settings, register: Register) -> None:
    said: list[str] = []
    crew.dismiss(settings, said.append)
    assert said == []  # there never was one
    crew.hire(settings, lambda _: None)
    crew.dismiss(settings, said.append)
    assert len(said) == 1
    assert all(person.locked for person in register.everybody())
    assert not (settings.data_dir / "demo-people.json").exists()
    assert crew.hire(settings, lambda _: None) == crew.Crew({})

"""The people of a demo: two agents and a supervisor, so that a caller of the test phone comes to somebody.

They are made only in the database that `ivr run` brings itself, beside a test phone; where that database answers a real
number some day, they are locked before it does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import choice

from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.errors import NobodyOfThatName
from ivr.agents.people.person import Profile
from ivr.agents.people.register import Register
from ivr.config import Settings
from ivr.db.engine import connect
from ivr.db.secrets import Secrets

Say = Callable[[str], None]
AGENTS = (
    Profile("ana", "Ana Ruiz", "Ana", languages=("en", "es"), skills=("police",), telephone="+14105550201"),
    Profile("ben", "Ben Okafor", "Ben", telephone="+14105550202"),
)
LEADS = Profile(
    "kim", "Kim Lindqvist", "Kim", frozenset({"agent", "supervisor"}), languages=("en",), telephone="+14105550203"
)
BY = "demo"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Crew:
    """passwords: of the agents, by the name they sign in with. link: by which the supervisor sets up; "": she has."""

    passwords: Mapping[str, str]
    link: str = ""


def hire(settings: Settings, say: Say) -> Crew:
    """Makes them, once, and says so. Whoever is there already is left as they are."""
    with _register(settings) as register:
        known = {person.login for person in register.everybody()}
        passwords = _kept(settings)
        if not known:
            say("Adding two agents and a supervisor to try the desk with.")
            passwords = {profile.login: _hired(register, profile, settings) for profile in AGENTS}
            _keep(settings, passwords)
            register.add(LEADS, datetime.now(UTC))
        if not passwords:
            return Crew({})
        there = {login: word for login, word in passwords.items() if _is_in(register, login)}
        return Crew(there, _link(register, settings))


def dismiss(settings: Settings, say: Say) -> None:
    """Nobody comes in by a demo's password where real callers ring."""
    if not _file(settings).exists():
        return
    with _register(settings) as register:
        for profile in (*AGENTS, LEADS):
            with suppress(NobodyOfThatName):
                register.lock(profile.login, datetime.now(UTC))
    _file(settings).unlink()
    say("The agents of the demo are locked: this line is no demo any more.")


def _hired(register: Register, profile: Profile, settings: Settings) -> str:
    from ivr.bootstrap.desk import hashed

    now, password = datetime.now(UTC), "-".join("".join(choice(_LETTERS) for _ in range(4)) for _ in range(4))
    register.add(profile, now)
    made, weak = hashed(password, profile.login, settings, register.cabinet)
    assert not weak, weak
    register.put_password(profile.login, made, now)
    return password


def _link(register: Register, settings: Settings) -> str:
    """A new one at each start, until it was used."""
    with suppress(NobodyOfThatName):
        found = register.find(LEADS.login)
        if not found.locked and not (found.ready and found.second):
            token = register.invite(LEADS.login, datetime.now(UTC))[1]
            return f"{settings.public_base_url}/desk/set-up/{token}"
    return ""


def _is_in(register: Register, login: str) -> bool:
    with suppress(NobodyOfThatName):
        return not register.find(login).locked
    return False


def _file(settings: Settings) -> Path:
    return settings.data_dir / "demo-people.json"


def _kept(settings: Settings) -> Mapping[str, str]:
    try:
        found = json.loads(_file(settings).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(settings: Settings, passwords: Mapping[str, str]) -> None:
    """For nobody but the owner of this data."""
    with os.fdopen(os.open(_file(settings), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(dict(passwords), file)


@contextmanager
def _register(settings: Settings) -> Iterator[Register]:
    engine = connect(settings.database_url, name="onecall demo", pool_size=1)
    try:
        yield Register(Cabinet(engine, Secrets(settings.secret_keys)), BY)
    finally:
        engine.dispose()

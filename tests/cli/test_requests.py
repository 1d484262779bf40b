"""`ivr requests`: listed, shown, exported, called back, forgotten; with the demo's requests and one of a caller."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.bootstrap import demo
from ivr.config import Settings
from ivr.db.embedded import Server
from ivr.db.engine import transaction
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.filing import Contact, Filing, Place
from ivr.requests.numbers import reference
from tests.conftest import copied, named

from .conftest import KEY, ROOT, Ivr

CALLER = "+14435550177"
NUMBER = reference(2026, 4000)


LEARNED = str(ROOT / "var" / "cache")  # what one test learned, the next need not


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def template(server: Server, template: str, data: Path) -> Iterator[str]:
    """The name of a database with the demo's requests."""
    with copied(server.url, template) as name:
        url = named(server.url, name)
        settings = Settings(database_url=url, secret_keys=(KEY,), data_dir=data, home=ROOT, cache=LEARNED)
        demo.publish(settings, lambda _: None)
        demo.fill(settings, lambda _: None)
        yield name


@pytest.fixture
def env(database: Engine, database_url: str, data: Path) -> dict[str, str]:
    """A database with the demo's requests and one of CALLER."""
    filing = Filing(
        key="CA1/0",
        service_code="rats",
        language="es",
        received_at=datetime.now(UTC),
        place=Place("3000 greenmount avenue", "address", "3000", "Greenmount Avenue", "", "3000 Greenmount Avenue"),
        contact=Contact(phone=CALLER, wants_texts=True),
    )
    with transaction(database) as session:
        store.file(session, filing, number=NUMBER, agency="health", due=None, secrets=Secrets((KEY,)))
    return {"DATABASE_URL": database_url, "SECRET_KEYS": KEY, "ONECALL_DATA": str(data), "ONECALL_CACHE": LEARNED}


def test_a_table_for_people_and_json_for_programs_without_anybody_s_number(ivr: Ivr, env: dict[str, str]) -> None:
    table = ivr("requests", "list", **env).stdout
    assert NUMBER in table
    assert "7 requests" in table
    told = json.loads(ivr("requests", "list", "--service", "rats", "--json", **env).stdout)
    assert {one["service_code"] for one in told} == {"rats"}
    assert len(told) == 2
    assert CALLER[2:] not in table + json.dumps(told)


def test_one_request_in_full_and_exit_1_where_there_is_none(ivr: Ivr, env: dict[str, str]) -> None:
    assert "3000 Greenmount Avenue" in ivr("requests", "show", NUMBER[3:], **env).stdout
    none = ivr("requests", "show", reference(2026, 9999), "--json", **env)
    assert none.exit_code == 1
    assert "There is no request" in json.loads(none.stdout)["error"]


def test_an_export_is_a_spreadsheet(ivr: Ivr, env: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(ivr("requests", "export", **env).stdout)))
    assert len(rows) == 7
    assert rows[-1]["service_request_id"] == NUMBER
    assert len(json.loads(ivr("requests", "export", "--json", **env).stdout)) == 7


def test_who_asked_is_told_to_those_who_call_back_and_forgotten_on_request(ivr: Ivr, env: dict[str, str]) -> None:
    assert ivr("requests", "contact", NUMBER, **env).stdout == f"{CALLER} (texts welcome)\n"
    assert json.loads(ivr("requests", "contact", NUMBER, "--json", **env).stdout)["phone"] == CALLER
    assert ivr("requests", "contact", reference(2026, 9999), **env).exit_code == 1
    assert "who made 1 request" in ivr("requests", "forget", CALLER, **env).stdout
    assert ivr("requests", "contact", NUMBER, **env).stdout == "No number is known.\n"
    assert ivr("requests", "show", NUMBER, **env).exit_code == 0


def test_a_number_to_forget_must_be_a_number(ivr: Ivr, env: dict[str, str]) -> None:
    done = ivr("requests", "forget", "somebody", **env)
    assert done.exit_code == 2
    assert "like +14105550123" in done.stderr


def test_after_a_new_key_contacts_are_sealed_anew_and_the_old_key_may_go(ivr: Ivr, env: dict[str, str]) -> None:
    new = "k2" * 20
    both = env | {"SECRET_KEYS": f"{new},{KEY}"}
    assert ivr("requests", "reseal", **both).stdout == "Sealed 1 contacts, 0 transcripts and 0 second steps anew.\n"
    assert ivr("requests", "contact", NUMBER, **env | {"SECRET_KEYS": new}).stdout.startswith(CALLER)
    assert "SECRET_KEYS" in ivr("requests", "contact", NUMBER, **env).stderr


def test_nobody_to_call_back(ivr: Ivr, env: dict[str, str]) -> None:
    assert ivr("requests", "drafts", **env).stdout == "Nobody waits for a call back.\n"
    assert json.loads(ivr("requests", "drafts", "--json", **env).stdout) == []

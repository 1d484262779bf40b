"""The register and the audit over a real PostgreSQL: what is kept, sealed, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from ivr.agents.people.audit import Audit
from ivr.agents.people.audited import Entry, NotForTheAudit
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.doorkeeper import KEPT, Doorkeeper
from ivr.agents.people.errors import LoginTaken, NobodyOfThatName
from ivr.agents.people.person import Person, Profile
from ivr.agents.people.register import Register
from ivr.agents.people.settingup import SettingUp
from ivr.agents.people.store import people
from ivr.agents.people.where import From
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
HERE = From("203.0.113.7", "Firefox, Windows")
OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def cabinet(database: Engine) -> Cabinet:
    return Cabinet(database, Secrets((OLD,)))


@pytest.fixture
def dana(cabinet: Cabinet) -> Person:
    profile = Profile("dana", "Dana Reyes", "Dana", languages=("en", "es"), skills=("police",), telephone="browser")
    return Register(cabinet, "test").add(profile, NOW)[0]


def test_a_profile_is_kept_and_changed_whole(cabinet: Cabinet, dana: Person) -> None:
    register = Register(cabinet, "test")
    assert register.find(" DANA ").profile == dana.profile
    other = replace(dana.profile, heard="", languages=("es:3",), telephone="sip:dana@pbx.example.gov")
    assert register.change("dana", other, NOW).profile == other
    assert [person.login for person in register.everybody()] == ["dana"]


def test_a_name_is_somebody_s_once_and_nobody_is_told_so(cabinet: Cabinet, dana: Person) -> None:
    register = Register(cabinet, "test")
    with pytest.raises(LoginTaken, match="'dana'"):
        register.add(Profile("Dana", "Another"), NOW)
    for ask in (register.find, lambda login: register.lock(login, NOW), lambda login: register.reset(login, NOW)):
        with pytest.raises(NobodyOfThatName):
            ask("lee")


def test_the_secret_of_a_second_step_is_sealed_and_outlives_a_change_of_keys(cabinet: Cabinet, dana: Person) -> None:
    setting_up = SettingUp(cabinet)
    setting_up.totp(dana, '{"key":"GEZDGNBV"}', 7, ["aaaa-bbbb-cccc"], HERE, NOW, keep=None)
    with cabinet.engine.connect() as connection:
        kept = connection.execute(text("SELECT totp, counter FROM people")).one()
        codes = connection.execute(text("SELECT code FROM recovery_codes")).scalars().all()
    assert b"GEZDGNBV" not in bytes(kept[0])
    assert "aaaa" not in str(codes)
    both, new = Secrets((NEW, OLD)), Secrets((NEW,))
    with cabinet.transaction() as session:
        assert people.reseal(session, both) == 1
        assert people.reseal(session, both) == 0
        assert people.totp(session, dana.id, new) == ('{"key":"GEZDGNBV"}', 7)
        with pytest.raises(Unreadable):
            people.totp(session, dana.id, cabinet.secrets)
    rotated = Doorkeeper(Cabinet(cabinet.engine, both), timedelta(hours=1), timedelta(hours=12))
    assert rotated.spend_recovery(dana.id, "aaaa-bbbb-cccc")
    assert not rotated.spend_recovery(dana.id, "aaaa-bbbb-cccc")


def test_tokens_are_kept_as_hashes_and_old_sign_ins_are_forgotten(cabinet: Cabinet, dana: Person) -> None:
    keeper = Doorkeeper(cabinet, timedelta(hours=1), timedelta(hours=12))
    token = keeper.begin(dana, HERE, False, NOW)
    with cabinet.engine.connect() as connection:
        assert token.encode() not in bytes(connection.execute(text("SELECT token FROM sign_ins")).scalar_one())
    assert keeper.standing(token, NOW) is not None
    assert keeper.standing(token[:-1], NOW) is None
    keeper.begin(dana, HERE, False, NOW + KEPT + timedelta(days=1))
    assert len(keeper.recent(dana.id)) == 1


def test_whoever_is_locked_is_out_even_where_a_sign_in_was_not_ended(cabinet: Cabinet, dana: Person) -> None:
    keeper = Doorkeeper(cabinet, timedelta(hours=1), timedelta(hours=12))
    token = keeper.begin(dana, HERE, False, NOW)
    with cabinet.transaction() as session:
        people.put_lock(session, dana.id, NOW)
    assert keeper.standing(token, NOW) is None
    assert keeper.known(dana.id) is None


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET who = 'lee'", "DELETE FROM audit", "TRUNCATE audit", "DELETE FROM people"]
)
def test_what_was_written_down_stays(cabinet: Cabinet, dana: Person, change: str) -> None:
    Audit(cabinet).opened(dana, "opened_call", "CA" + "0" * 32, HERE, NOW)
    with pytest.raises(DBAPIError), cabinet.engine.begin() as connection:
        connection.execute(text(change))
    assert len(Audit(cabinet).read("dana", "", None, 10)) == 1


def test_the_audit_is_asked_by_who_about_what_and_since_when(cabinet: Cabinet, dana: Person) -> None:
    audit, call = Audit(cabinet), "CA" + "1" * 32
    audit.opened(dana, "opened_call", call, HERE, NOW)
    audit.opened(dana, "opened_request", "26-20000006", HERE, NOW + timedelta(days=2))
    audit.refused("password_refused", HERE, NOW + timedelta(days=3))
    assert [each.what for each in audit.read("dana", "", None, 10)] == ["opened_request", "opened_call"]
    assert [each.address for each in audit.read("", call, None, 10)] == ["203.0.113.7"]
    assert [each.who for each in audit.read("", "", NOW + timedelta(days=3), 10)] == [""]


@pytest.mark.parametrize(
    ("what", "about"),
    [
        ("opened_call", "+14105550123"), ("opened_call", "4105550123"), ("opened_call", "phone:4105550123"),
        ("opened_call", "water in the street"), ("Opened a call", ""), ("opened_call", "person:dana reyes"),
        ("opened_call", "call:" + "x" * 65),
    ],
)  # fmt: skip
def test_words_and_numbers_of_people_are_not_for_the_audit(what: str, about: str) -> None:
    with pytest.raises(NotForTheAudit):
        Entry(NOW, "dana", what, about)

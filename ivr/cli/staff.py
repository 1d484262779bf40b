"""`ivr people`: who works at the line, what they may do, and how they come in for the first time."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.settings import DATA, timezone, with_database
from ivr.config import Settings

if TYPE_CHECKING:
    from ivr.agents.people.audited import Entry
    from ivr.agents.people.person import Person, Profile
    from ivr.agents.people.register import Register

JSON = click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
ROLES = click.Choice(["agent", "supervisor", "administrator"])
ROLE = click.option("--role", "roles", type=ROLES, multiple=True, help="What they may do; may be given more than once.")
NAME = click.option("--name", help="Their name, for colleagues.")
HEARD = click.option("--heard", help="The name callers may hear; empty: none.")
TELEPHONE = click.option("--telephone", help="+14105550123, sip:dana@pbx.example.gov, or browser.")
LANGUAGES = click.option("--languages", help="What they speak, by commas; with a level of 1 to 3: en:3,es.")
SKILLS = click.option("--skills", help="What else they can take, by commas: police:3,water.")


@dataclass(frozen=True)
class _Office:
    settings: Settings
    register: Register

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def hashed(self, login: str) -> str:
        """The hash of a password that is asked for here, without echo. ClickException: it will not do."""
        from ivr.bootstrap.desk import hashed

        password = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more", err=True)
        made, weak = hashed(password, login, self.settings, self.register.cabinet)
        if weak:
            raise click.ClickException(_WEAK[weak])
        return made

    def link(self, token: str) -> str:
        return f"{self.settings.public_base_url}/desk/set-up/{token}"


_WEAK = {
    "short": "that password is too short: at least 12 characters",
    "long": "that password is too long: at most 128 characters",
    "plain": "that password is too easy to guess: use more different characters, and not the name",
}


@click.group()
def people() -> None:
    """Adds, lists and locks the people who work at the line, and shows what they opened."""


@people.command()
@click.argument("login")
@NAME
@ROLE
@HEARD
@TELEPHONE
@LANGUAGES
@SKILLS
@JSON
@DATA
def add(login: str, roles: tuple[str, ...], as_json: bool, data: Path | None, **told: str | None) -> None:
    """Adds somebody who signs in as LOGIN, and prints a link by which they set up how.

    The link is good once and for a day; give it to nobody else. Without --role, they are an agent.
    """
    from ivr.agents.people.person import Profile

    profile = _told(Profile(login, told.pop("name") or login), roles, told)
    with _office(data, as_json) as office:
        person, token = office.register.add(profile, office.now)
        _print_link(person, office.link(token), as_json)


@people.command("list")
@JSON
@DATA
def list_(as_json: bool, data: Path | None) -> None:
    """Everybody, one a line: roles, languages, telephone, and what is missing before they can come in."""
    with _office(data, as_json) as office:
        found = [_facts(person, office.settings.second_step) for person in office.register.everybody()]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(" · ".join(_shown(value) for value in one.values() if value))
    if not found:
        click.echo("There is nobody yet. Add somebody: ivr people add dana --name 'Dana Reyes'")


@people.command()
@click.argument("login")
@ROLE
@NAME
@HEARD
@TELEPHONE
@LANGUAGES
@SKILLS
@JSON
@DATA
def roles(login: str, roles: tuple[str, ...], as_json: bool, data: Path | None, **told: str | None) -> None:
    """Changes what LOGIN may do (--role, all that they shall have), and anything else that is told of them.

    New roles sign them out everywhere. A role that needs a second step, for somebody who has none, prints a link.
    """
    with _office(data, as_json) as office:
        before = office.register.find(login)
        person = office.register.change(login, _told(before.profile, roles, told), office.now)
        link = ""
        missing = person.needs_second(office.settings.second_step) and not person.second
        if roles and missing and person.ready:
            link = office.link(office.register.invite(login, office.now)[1])
        facts = _facts(person, office.settings.second_step) | ({"link": link} if link else {})
    click.echo(
        json.dumps(facts, ensure_ascii=False) if as_json else " · ".join(filter(None, map(_shown, facts.values())))
    )


@people.command()
@click.argument("login")
@click.option("--password", is_flag=True, help="Asks for a new password here, instead; the second step stays.")
@JSON
@DATA
def reset(login: str, password: bool, as_json: bool, data: Path | None) -> None:
    """Forgets LOGIN's password, second step, recovery codes and city account, signs them out, and prints a new link."""
    with _office(data, as_json) as office:
        person = office.register.find(login)
        if password:
            office.register.put_password(login, office.hashed(person.login), office.now)
            click.echo(json.dumps({"login": person.login}) if as_json else f"{person.login} has a new password.")
            return
        person, token = office.register.reset(login, office.now)
        _print_link(person, office.link(token), as_json)


@people.command()
@click.argument("login")
@JSON
@DATA
def lock(login: str, as_json: bool, data: Path | None) -> None:
    """Lets nobody in as LOGIN, from this moment on, and signs them out everywhere."""
    with _office(data, as_json) as office:
        person, ended = office.register.lock(login, office.now)
    told = {"login": person.login, "locked": True, "signed_out": ended}
    click.echo(json.dumps(told) if as_json else f"{person.login} is locked; signed out of {ended} browsers.")


@people.command()
@click.argument("login")
@JSON
@DATA
def unlock(login: str, as_json: bool, data: Path | None) -> None:
    """Lets LOGIN in again, and forgets their wrong passwords."""
    with _office(data, as_json) as office:
        person = office.register.unlock(login, office.now)
    click.echo(json.dumps({"login": person.login, "locked": False}) if as_json else f"{person.login} may come in.")


@people.command()
@click.option("--who", default="", help="Only what this one did, by their name for signing in.")
@click.option("--about", default="", help="Only what was done about this call, recording or request, by its id.")
@click.option("--days", type=click.IntRange(1, 3650), help="Only the last days.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@JSON
@DATA
def audit(who: str, about: str, days: int | None, limit: int, as_json: bool, data: Path | None) -> None:
    """Who signed in, and who opened what, the newest first; never what was said."""
    with _office(data, as_json) as office:
        since = office.now - timedelta(days=days) if days else None
        found = office.register.audited(who.strip().lower(), about, since, limit)
        zone = timezone(office.settings)
    if as_json:
        click.echo(json.dumps([_line(each) for each in found], ensure_ascii=False, indent=2))
        return
    for each in found:
        at = each.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        click.echo("  ".join(filter(None, (at, each.who or "nobody known", each.what, each.about, each.address))))
    if not found:
        click.echo("Nothing is written down of that.")


def _told(profile: Profile, roles: Sequence[str], told: dict[str, str | None]) -> Profile:
    """The profile with what was told anew. BadPerson: see Profile."""
    changes: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    for several in ("languages", "skills"):
        if several in changes:
            changes[several] = tuple(changes[several].split(","))
    if roles:
        changes["roles"] = frozenset(roles)
    return replace(profile, **changes)


def _print_link(person: Person, link: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"login": person.login, "link": link, "valid_hours": 24}))
        return
    click.echo(f"For {person.name}, once, until this time tomorrow:", err=True)
    click.echo(link)


def _facts(person: Person, agents_too: bool) -> dict[str, Any]:
    missing = "" if person.ready else "must set up"
    if person.ready and person.needs_second(agents_too) and not person.second:
        missing = "second step missing"
    return {
        **person.profile.facts(),
        "second_step": person.second,
        "state": "locked" if person.locked else missing,
    }


def _shown(value: object) -> str:
    match value:
        case list():
            return ", ".join(value)
        case dict():
            return ", ".join(f"{name} {level} of 3" for name, level in value.items())
        case bool():
            return "second step" if value else ""
        case _:
            return str(value)


def _line(entry: Entry) -> dict[str, str]:
    at = entry.at.isoformat(timespec="seconds")
    return {"at": at, "who": entry.who, "what": entry.what, "about": entry.about, "from": entry.address}


@contextmanager
def _office(data: Path | None, as_json: bool) -> Iterator[_Office]:
    """Exit 1, with one line: there is nobody of the name that was asked about."""
    from ivr.agents.people.cabinet import Cabinet
    from ivr.agents.people.errors import NobodyOfThatName
    from ivr.agents.people.register import Register
    from ivr.db.engine import connect
    from ivr.db.secrets import Secrets

    with with_database(Settings.from_env(os.environ), data) as ready:
        engine = connect(ready.database_url, name="onecall command", pool_size=1)
        try:
            yield _Office(ready, Register(Cabinet(engine, Secrets(ready.secret_keys)), f"{getpass.getuser()} (ivr)"))
        except NobodyOfThatName as nobody:
            click.echo(json.dumps({"error": str(nobody)}, ensure_ascii=False) if as_json else "", nl=as_json)
            click.echo(str(nobody), err=True)
            sys.exit(1)
        finally:
            engine.dispose()

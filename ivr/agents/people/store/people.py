"""Who there is, and what each needs to come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ivr.agents.people.person import Person, Profile
from ivr.agents.people.tables import PersonRow
from ivr.db.secrets import Secrets


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a try to come in is compared with. password: an argon2 hash; "": none is set."""

    person: Person
    password: str


def add(session: Session, profile: Profile, at: datetime) -> Person | None:
    """None: somebody has this name for signing in."""
    new = insert(PersonRow).values(added_at=at, **profile.facts()).on_conflict_do_nothing()
    found = session.scalar(new.returning(PersonRow.id))
    return Person(found, profile) if found is not None else None


def change(session: Session, person: int, profile: Profile) -> None:
    """All of the profile; the name for signing in stays."""
    values = profile.facts()
    del values["login"]
    session.execute(update(PersonRow).where(PersonRow.id == person).values(values))


def by_login(session: Session, login: str) -> Credentials | None:
    return _found(session.scalar(select(PersonRow).where(PersonRow.login == login)))


def by_id(session: Session, person: int) -> Credentials | None:
    return _found(session.scalar(select(PersonRow).where(PersonRow.id == person)))


def by_subject(session: Session, issuer: str, subject: str) -> Credentials | None:
    """Who was tied to this account of a single sign-on."""
    own = (PersonRow.issuer == issuer, PersonRow.subject == subject)
    return _found(session.scalar(select(PersonRow).where(*own)))


def tie(session: Session, login: str, issuer: str, subject: str) -> int | None:
    """From now on this account of a single sign-on is this person's. None: nobody has the name, or it is tied."""
    free = (PersonRow.login == login, PersonRow.subject.is_(None), PersonRow.locked_at.is_(None))
    tied = update(PersonRow).where(*free).values(issuer=issuer, subject=subject)
    return session.scalar(tied.returning(PersonRow.id))


def untie(session: Session, person: int) -> None:
    _set(session, person, issuer=None, subject=None)


def everybody(session: Session) -> Sequence[Person]:
    return [_person(row) for row in session.scalars(select(PersonRow).order_by(PersonRow.login))]


def put_password(session: Session, person: int, hashed: str, at: datetime) -> None:
    _set(session, person, password=hashed, password_at=at)


def put_lock(session: Session, person: int, at: datetime | None) -> None:
    """at None: they may come in again."""
    _set(session, person, locked_at=at)


def put_totp(session: Session, person: int, totp: str, secrets: Secrets | None, counter: int = 0) -> None:
    """totp: the secret as JSON; "": no second step any more. counter: of the code it was proved with."""
    sealed = secrets.seal(totp.encode(), _context(person)) if totp and secrets else None
    _set(session, person, totp=sealed, counter=counter)


def totp(session: Session, person: int, secrets: Secrets) -> tuple[str, int] | None:
    """The secret as JSON, and the last code's counter. None: there is no second step. Unreadable: see Secrets."""
    row = session.execute(select(PersonRow.totp, PersonRow.counter).where(PersonRow.id == person)).one_or_none()
    if row is None or row[0] is None:
        return None
    return secrets.open(row[0], _context(person)).decode(), row[1]


def spend(session: Session, person: int, counter: int) -> bool:
    """Takes the one-time code of this counter. False: it, or a later one, was taken before, here or by another."""
    once = update(PersonRow).where(PersonRow.id == person, PersonRow.counter < counter).values(counter=counter)
    return session.scalar(once.returning(PersonRow.id)) is not None


def reseal(session: Session, secrets: Secrets, limit: int = 500) -> int:
    """Seals anew with the newest key; how many were not. A person whose secret no key opens must be reset."""
    old = func.substr(PersonRow.totp, 1, len(secrets.mark)) != secrets.mark
    rows = session.scalars(select(PersonRow).where(old).order_by(PersonRow.id).limit(limit).with_for_update()).all()
    for row in rows:
        assert row.totp is not None
        row.totp = secrets.seal(secrets.open(row.totp, _context(row.id)), _context(row.id))
    session.flush()
    return len(rows)


def _set(session: Session, person: int, **values: Any) -> None:
    session.execute(update(PersonRow).where(PersonRow.id == person).values(values))


def _context(person: int) -> str:
    return f"totp of {person}"


def _found(row: PersonRow | None) -> Credentials | None:
    return Credentials(_person(row), row.password) if row else None


def _person(row: PersonRow) -> Person:
    profile = Profile(
        login=row.login,
        name=row.name,
        heard=row.heard,
        roles=frozenset(row.roles),  # type: ignore[arg-type]  # the table's check says which
        languages=tuple(row.languages),
        skills=tuple(row.skills),
        telephone=row.telephone,
        levels=row.levels,
    )
    ready = bool(row.password or row.subject)
    second, locked, tied = row.totp is not None, row.locked_at is not None, row.subject is not None
    return Person(row.id, profile, second, ready, locked, tied, password=bool(row.password))

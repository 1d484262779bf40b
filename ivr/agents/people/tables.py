"""The tables of the people: who they are, how they come in, and what they opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ivr.db.base import Base

_EMPTY = text("''")
_NONE = text("'{}'::text[]")


class PersonRow(Base):
    """One who works at the line. totp: the secret of the second step, sealed. counter: the last one-time code that
    was taken, so that none is taken twice. issuer, subject: who they are to whose single sign-on. levels: of languages
    and skills, where not 1."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    heard: Mapped[str] = mapped_column(server_default=_EMPTY)
    roles: Mapped[list[str]]
    languages: Mapped[list[str]] = mapped_column(server_default=_NONE)
    skills: Mapped[list[str]] = mapped_column(server_default=_NONE)
    telephone: Mapped[str] = mapped_column(server_default=_EMPTY)
    password: Mapped[str] = mapped_column(server_default=_EMPTY)
    password_at: Mapped[datetime | None]
    totp: Mapped[bytes | None]
    counter: Mapped[int] = mapped_column(server_default=text("0"))
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    levels: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    added_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("roles <@ ARRAY['agent', 'supervisor', 'administrator'] AND roles <> '{}'", name="roles"),
        CheckConstraint("login = lower(login)", name="login"),
        CheckConstraint("(issuer IS NULL) = (subject IS NULL)", name="tied"),
        UniqueConstraint("issuer", "subject", name="uq_people_issuer_subject"),
    )


class SignInRow(Base):
    """One browser somebody came in by. token: a hash."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    token: Mapped[bytes] = mapped_column(unique=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(server_default=_EMPTY)
    address: Mapped[str]
    device: Mapped[str]
    second: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (Index("ix_sign_ins_person_id_at", "person_id", text("at DESC")),)


class RecoveryCodeRow(Base):
    """One of the codes for who lost the telephone; it is deleted when it is used."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)


class InvitationRow(Base):
    """One link by which somebody sets up how they come in. token: a hash."""

    __tablename__ = "invitations"

    token: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SpentRow(Base):
    """An answer of the single sign-on that was taken, so that none is taken twice. state: a hash."""

    __tablename__ = "spent_states"

    state: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class BucketRow(Base):
    """How many tries are left. key: a hash. at: when that was so."""

    __tablename__ = "buckets"

    key: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """Who did what, about what, when, from where. It is only ever added to: a trigger refuses everything else."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    who: Mapped[str]
    what: Mapped[str]
    about: Mapped[str] = mapped_column(server_default=_EMPTY)
    address: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (
        Index("ix_audit_person_id_at", "person_id", "at"),
        Index("ix_audit_about", "about", postgresql_where=text("about <> ''")),
    )

"""The people who work at the line: who they are, how they come in, and what they opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_EMPTY = sa.text("''")
_NONE = sa.text("'{}'::text[]")
_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _people()
    _sign_ins()
    _ways_in()
    _audit()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("heard", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.Text()), server_default=_NONE, nullable=False),
        sa.Column("skills", sa.ARRAY(sa.Text()), server_default=_NONE, nullable=False),
        sa.Column("telephone", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("password", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("password_at", _WHEN, nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("counter", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("added_at", _WHEN, nullable=False),
        sa.Column("locked_at", _WHEN, nullable=True),
        sa.CheckConstraint(
            "roles <@ ARRAY['agent', 'supervisor', 'administrator'] AND roles <> '{}'", name=op.f("ck_people_roles")
        ),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_people_login")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("login", name=op.f("uq_people_login")),
        sa.UniqueConstraint("subject", name=op.f("uq_people_subject")),
    )


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("seen_at", _WHEN, nullable=False),
        sa.Column("ends_at", _WHEN, nullable=False),
        sa.Column("ended_at", _WHEN, nullable=True),
        sa.Column("ended_why", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("second", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token", name=op.f("uq_sign_ins_token")),
    )
    op.create_index("ix_sign_ins_person_id_at", "sign_ins", ["person_id", sa.text("at DESC")])


def _ways_in() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "code", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "invitations",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", _WHEN, nullable=False),
        sa.Column("ends_at", _WHEN, nullable=False),
        sa.Column("used_at", _WHEN, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id_people")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"])
    op.create_table(
        "buckets",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_buckets")),
    )
    op.create_index(op.f("ix_buckets_at"), "buckets", ["at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("address", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index("ix_audit_person_id_at", "audit", ["person_id", "at"])
    op.create_index("ix_audit_about", "audit", ["about"], postgresql_where=sa.text("about <> ''"))
    # What was written down stays as it was written, also against a mistake in a program of ours.
    op.execute("""
        CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit is only ever added to'; END $$
    """)
    op.execute("""
        CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()
    """)


def downgrade() -> None:
    for table in ("audit", "buckets", "invitations", "recovery_codes", "sign_ins", "people"):
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_stays")

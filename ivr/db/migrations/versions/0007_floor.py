"""The floor: hand-offs, who is asked for them, who is there, and what happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_EMPTY = sa.text("''")
_WHEN = sa.DateTime(timezone=True)
_OPEN = sa.text("phase NOT IN ('done', 'abandoned', 'withdrawn', 'called_back', 'failed')")


def upgrade() -> None:
    _handoffs()
    _offers()
    _presence()
    _what_happened()
    _asked()


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("nth", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("caller_leg", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("cut_off", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("since", _WHEN, nullable=False),
        sa.Column("next_at", _WHEN, nullable=True),
        sa.Column("seen_at", _WHEN, nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("line", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("token", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("danger", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("filed", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.Column("outcome", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.Column("changed_at", _WHEN, nullable=False),
        sa.Column("joined_at", _WHEN, nullable=True),
        sa.Column("ended_at", _WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
    )
    op.create_index("uq_handoffs_call_sid_nth", "handoffs", ["call_sid", "nth"], unique=True)
    op.create_index("ix_handoffs_phase", "handoffs", ["phase"], postgresql_where=_OPEN)
    op.create_index("ix_handoffs_next_at", "handoffs", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_index("ix_handoffs_caller_leg", "handoffs", ["caller_leg"], postgresql_where=sa.text("caller_leg <> ''"))
    op.create_index("ix_handoffs_created_at", "handoffs", ["created_at"])
    op.create_index(
        "ix_handoffs_queue_joined_at",
        "handoffs",
        ["queue", "joined_at"],
        postgresql_where=sa.text("joined_at IS NOT NULL"),
    )
    op.create_index(
        "ix_handoffs_phone_hash", "handoffs", ["phone_hash"], postgresql_where=sa.text("phone_hash IS NOT NULL")
    )


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("handoff_id", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("made_at", _WHEN, nullable=False),
        sa.Column("taken_at", _WHEN, nullable=True),
        sa.Column("ended_at", _WHEN, nullable=True),
        sa.Column("why", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_offers_handoff_id_handoffs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index("uq_offers_handoff_id", "offers", ["handoff_id"], unique=True, postgresql_where=standing)
    op.create_index("uq_offers_agent", "offers", ["agent"], unique=True, postgresql_where=standing)
    op.create_index("ix_offers_made_at", "offers", ["made_at"])


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("since", _WHEN, nullable=False),
        sa.Column("seen_at", _WHEN, nullable=False),
        sa.Column("handoff", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.CheckConstraint("state IN ('available', 'busy', 'wrap_up', 'away')", name=op.f("ck_presence_state")),
        sa.CheckConstraint("wanted IN ('available', 'away')", name=op.f("ck_presence_wanted")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presence_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_presence")),
    )
    op.create_index("ix_presence_state", "presence", ["state"])


def _what_happened() -> None:
    op.create_table(
        "handoff_journal",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("handoff_id", sa.Text(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("why", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoffs.id"], name=op.f("fk_handoff_journal_handoff_id_handoffs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_journal")),
    )
    op.create_index("ix_handoff_journal_handoff_id", "handoff_journal", ["handoff_id", "id"])
    op.create_index("ix_handoff_journal_at", "handoff_journal", ["at"])
    op.create_table(
        "floor_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("handoff_id", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("agent", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("audience", sa.Text(), server_default=sa.text("'everybody'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_events")),
    )
    op.create_index("ix_floor_events_at", "floor_events", ["at"])


def _asked() -> None:
    op.create_table(
        "asked_of_twilio",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("handoff_id", sa.Text(), nullable=False),
        sa.Column("tie", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_at", _WHEN, nullable=False),
        sa.Column("done_at", _WHEN, nullable=True),
        sa.Column("outcome", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.Column("sid", sa.Text(), server_default=_EMPTY, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_asked_of_twilio")),
    )
    op.create_index("ix_asked_of_twilio_handoff_id", "asked_of_twilio", ["handoff_id"])
    op.create_index("ix_asked_of_twilio_asked_at", "asked_of_twilio", ["asked_at"])


def downgrade() -> None:
    for table in ("asked_of_twilio", "floor_events", "handoff_journal", "presence", "offers", "handoffs"):
        op.drop_table(table)

"""The tables of the calls: turns, notes, callers' languages, recordings, and published versions of the line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_notes",
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "n", "note", name=op.f("pk_call_notes")),
    )
    op.create_index(op.f("ix_call_notes_note_at"), "call_notes", ["note", "at"], unique=False)
    op.create_table(
        "callers",
        sa.Column("caller_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("last_called", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller_hash", name=op.f("pk_callers")),
    )
    op.create_table(
        "calls",
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("caller_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_n", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("seconds", sa.BigInteger(), nullable=True),
        sa.Column("filed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", name=op.f("pk_calls")),
    )
    op.create_index(op.f("ix_calls_caller_hash_started_at"), "calls", ["caller_hash", "started_at"], unique=False)
    op.create_index("ix_calls_open", "calls", ["last_at"], unique=False, postgresql_where=sa.text("ended_at IS NULL"))
    op.create_index(op.f("ix_calls_started_at"), "calls", ["started_at"], unique=False)
    op.create_table(
        "flow_versions",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_flow_versions")),
    )
    op.create_table(
        "recordings",
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("seconds", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_recordings")),
    )
    op.create_index(op.f("ix_recordings_call_sid"), "recordings", ["call_sid"], unique=False)
    op.create_table(
        "turns",
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("node_before", sa.Text(), nullable=False),
        sa.Column("node_after", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("meaning", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("milliseconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "n", "digest", name=op.f("pk_turns")),
    )
    op.create_index("ix_turns_at", "turns", ["at"], unique=False, postgresql_using="brin")
    op.create_table(
        "flow_current",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("single", name=op.f("ck_flow_current_one_row")),
        sa.ForeignKeyConstraint(
            ["version"], ["flow_versions.version"], name=op.f("fk_flow_current_version_flow_versions")
        ),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_flow_current")),
    )


def downgrade() -> None:
    for table in ("flow_current", "flow_versions", "recordings", "turns", "call_notes", "callers", "calls"):
        op.drop_table(table)

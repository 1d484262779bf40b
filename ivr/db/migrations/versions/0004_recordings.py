"""What becomes of recordings: fetched, heard, joined, searched, deleted; alerts; and who opened which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENTS = ("fetched_at", "transcribed_at", "joined_at", "searched_at", "deleted_at", "deleted_at_twilio")
_TEXTS = ("kind", "language", "media_type", "storage_key", "outcome", "deleted_by")


def upgrade() -> None:
    for name in _TEXTS:  # a constant default: PostgreSQL rewrites no row for it
        op.add_column("recordings", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("recordings", sa.Column("attempts", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    for name in ("turn", "size"):
        op.add_column("recordings", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("tried_at", *_MOMENTS):
        op.add_column("recordings", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE recordings SET outcome = 'absent' WHERE status = 'absent'")
    op.create_check_constraint(op.f("ck_recordings_kind"), "recordings", "kind IN ('', 'message', 'answer', 'stream')")
    op.create_index("ix_recordings_kept", "recordings", ["arrived_at"], postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index("ix_recordings_waiting", "recordings", ["tried_at"], postgresql_where=sa.text("outcome = ''"))
    _transcripts()
    _alerts()
    _openings()


def _transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("recording_sid", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("billed", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_sid"], ["recordings.sid"], name=op.f("fk_transcripts_recording_sid_recordings")
        ),
        sa.PrimaryKeyConstraint("recording_sid", name=op.f("pk_transcripts")),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("call_sid", "source", name=op.f("uq_alerts_call_sid_source")),
    )
    op.create_index(op.f("ix_alerts_found_at"), "alerts", ["found_at"], unique=False)


def _openings() -> None:
    op.create_table(
        "recording_openings",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("recording_sid", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_openings")),
        sa.UniqueConstraint("link", "what", name=op.f("uq_recording_openings_link_what")),
    )
    op.create_index(op.f("ix_recording_openings_recording_sid"), "recording_openings", ["recording_sid"], unique=False)


def downgrade() -> None:
    for table in ("recording_openings", "alerts", "transcripts"):
        op.drop_table(table)
    for index in ("ix_recordings_waiting", "ix_recordings_kept"):
        op.drop_index(index, "recordings")
    op.drop_constraint(op.f("ck_recordings_kind"), "recordings")
    for name in ("tried_at", *_MOMENTS, "turn", "size", "attempts", *_TEXTS):
        op.drop_column("recordings", name)

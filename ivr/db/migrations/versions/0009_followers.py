"""Followers of requests: who told of the same thing after it was on file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "request_followers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.Column("erased_at", _WHEN, nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_request_followers_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_followers")),
        sa.UniqueConstraint("key", name=op.f("uq_request_followers_key")),
    )
    op.create_index("ix_request_followers_request_id", "request_followers", ["request_id"])
    op.create_index(
        "ix_request_followers_phone_hash",
        "request_followers",
        ["phone_hash"],
        postgresql_where=sa.text("phone_hash IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("request_followers")

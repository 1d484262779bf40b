"""Where live listenings stand, for the line's other machines: a few minutes each, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hearings",
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "turn", name=op.f("pk_hearings")),
    )
    op.create_index("ix_hearings_owner", "hearings", ["owner"], postgresql_where=sa.text("NOT settled"))
    op.create_index(op.f("ix_hearings_beat_at"), "hearings", ["beat_at"])
    # Gone after some minutes: not worth the write-ahead log, nor a copy on the standby.
    op.execute("ALTER TABLE hearings SET UNLOGGED")


def downgrade() -> None:
    op.drop_table("hearings")

"""Who somebody is to the city's single sign-on, and how well each does what they can."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)
_TIED = "(issuer IS NULL) = (subject IS NULL)"


def upgrade() -> None:
    op.add_column("people", sa.Column("issuer", sa.Text(), nullable=True))
    none = sa.text("'{}'::jsonb")
    op.add_column("people", sa.Column("levels", postgresql.JSONB(), server_default=none, nullable=False))
    op.drop_constraint("uq_people_subject", "people")
    # No door has ever written a subject: whatever stands there leads nowhere.
    op.execute("UPDATE people SET subject = NULL")
    op.create_unique_constraint("uq_people_issuer_subject", "people", ["issuer", "subject"])
    op.create_check_constraint(op.f("ck_people_tied"), "people", _TIED)
    op.create_table(
        "spent_states",
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_spent_states")),
    )
    op.create_index(op.f("ix_spent_states_at"), "spent_states", ["at"])


def downgrade() -> None:
    op.drop_table("spent_states")
    op.drop_constraint("ck_people_tied", "people")
    op.drop_constraint("uq_people_issuer_subject", "people")
    op.execute("UPDATE people SET subject = NULL")
    op.create_unique_constraint("uq_people_subject", "people", ["subject"])
    op.drop_column("people", "levels")
    op.drop_column("people", "issuer")

"""Open requests are found by where they are: an agent is shown those around a caller's place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NAME = "ix_service_requests_open_place"


def upgrade() -> None:
    op.create_index(_NAME, "service_requests", ["lat", "long"], postgresql_where=sa.text("status = 'open'"))


def downgrade() -> None:
    op.drop_index(_NAME, "service_requests")

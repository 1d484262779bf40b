"""Where a request lies, found on the map; and the maps themselves, so that every machine of a city has the same one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AREAS = ("neighborhood", "council_district", "police_district")


def upgrade() -> None:
    for name in AREAS:  # nullable: adding them rewrites no row, and what was filed before was not found on a map
        op.add_column("service_requests", sa.Column(name, sa.Text(), nullable=True))
    op.create_index(
        "ix_service_requests_neighborhood_requested",
        "service_requests",
        ["neighborhood", "requested_datetime"],
        unique=False,
    )
    op.create_table(
        "gazetteers",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_gazetteers")),
    )
    op.create_table(
        "gazetteer_current",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("single", name=op.f("ck_gazetteer_current_one_row")),
        sa.ForeignKeyConstraint(["digest"], ["gazetteers.digest"], name=op.f("fk_gazetteer_current_digest_gazetteers")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_gazetteer_current")),
    )


def downgrade() -> None:
    op.drop_table("gazetteer_current")
    op.drop_table("gazetteers")
    op.drop_index("ix_service_requests_neighborhood_requested", "service_requests")
    for name in reversed(AREAS):
        op.drop_column("service_requests", name)

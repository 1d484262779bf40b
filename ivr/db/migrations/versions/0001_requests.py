"""The tables of the city's work: requests, their numbers, answers, history and contacts, and drafts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = """
    CREATE FUNCTION onecall_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a line of % is never changed or deleted: add another', TG_TABLE_NAME;
    END $$
"""


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("nth", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("turn", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("service_code", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'left', 'filed')", name=op.f("ck_drafts_state")),
        sa.PrimaryKeyConstraint("call_sid", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_state_updated_at", "drafts", ["state", "updated_at"], unique=False)
    op.create_table(
        "request_counters",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("leased", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_request_counters")),
    )
    op.create_table(
        "service_requests",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("service_request_id", sa.Text(), nullable=False),
        sa.Column("filing_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("city_status", sa.Text(), nullable=False),
        sa.Column("status_notes", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("agency_responsible", sa.Text(), nullable=False),
        sa.Column("requested_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("place_said", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("place_kind", sa.Text(), server_default=sa.text("'unknown'"), nullable=False),
        sa.Column("place_number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("place_street", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("place_cross", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("long", sa.Double(), nullable=True),
        sa.Column("media_url", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("call_sid", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("recordings", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_datetime IS NOT NULL)", name=op.f("ck_service_requests_closed_when")
        ),
        sa.CheckConstraint("kind IN ('request', 'message')", name=op.f("ck_service_requests_kind")),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_service_requests_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_requests")),
        sa.UniqueConstraint("filing_key", name=op.f("uq_service_requests_filing_key")),
        sa.UniqueConstraint("service_request_id", name=op.f("uq_service_requests_service_request_id")),
    )
    op.create_index(
        "ix_service_requests_agency_status", "service_requests", ["agency_responsible", "status"], unique=False
    )
    op.create_index(
        "ix_service_requests_call_sid",
        "service_requests",
        ["call_sid"],
        unique=False,
        postgresql_where=sa.text("call_sid <> ''"),
    )
    op.create_index("ix_service_requests_requested_datetime", "service_requests", ["requested_datetime"], unique=False)
    op.create_index(
        "ix_service_requests_service_code_requested",
        "service_requests",
        ["service_code", "requested_datetime"],
        unique=False,
    )
    op.create_index("ix_service_requests_updated_datetime", "service_requests", ["updated_datetime"], unique=False)
    op.create_table(
        "request_attributes",
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_request_attributes_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("request_id", "code", name=op.f("pk_request_attributes")),
    )
    op.create_table(
        "request_contacts",
        sa.Column("request_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hash", sa.Text(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("wants_texts", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_request_contacts_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_contacts")),
    )
    op.create_index(
        "ix_request_contacts_phone_hash",
        "request_contacts",
        ["phone_hash"],
        unique=False,
        postgresql_where=sa.text("phone_hash IS NOT NULL"),
    )
    op.create_table(
        "request_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("city_status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_request_history_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_history")),
    )
    op.create_index(op.f("ix_request_history_at"), "request_history", ["at"], unique=False)
    op.create_index("ix_request_history_request_id_at", "request_history", ["request_id", "at"], unique=False)
    op.create_table(
        "request_numbers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_request_numbers_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_request_numbers")),
    )
    op.create_index(op.f("ix_request_numbers_request_id"), "request_numbers", ["request_id"], unique=False)
    op.execute(_APPEND_ONLY)
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON request_history "
        "FOR EACH ROW EXECUTE FUNCTION onecall_append_only()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER append_only ON request_history")
    op.execute("DROP FUNCTION onecall_append_only()")
    op.drop_index(op.f("ix_request_numbers_request_id"), table_name="request_numbers")
    op.drop_table("request_numbers")
    op.drop_index("ix_request_history_request_id_at", table_name="request_history")
    op.drop_index(op.f("ix_request_history_at"), table_name="request_history")
    op.drop_table("request_history")
    op.drop_index(
        "ix_request_contacts_phone_hash",
        table_name="request_contacts",
        postgresql_where=sa.text("phone_hash IS NOT NULL"),
    )
    op.drop_table("request_contacts")
    op.drop_table("request_attributes")
    op.drop_index("ix_service_requests_updated_datetime", table_name="service_requests")
    op.drop_index("ix_service_requests_service_code_requested", table_name="service_requests")
    op.drop_index("ix_service_requests_requested_datetime", table_name="service_requests")
    op.drop_index(
        "ix_service_requests_call_sid", table_name="service_requests", postgresql_where=sa.text("call_sid <> ''")
    )
    op.drop_index("ix_service_requests_agency_status", table_name="service_requests")
    op.drop_table("service_requests")
    op.drop_table("request_counters")
    op.drop_index("ix_drafts_state_updated_at", table_name="drafts")
    op.drop_table("drafts")

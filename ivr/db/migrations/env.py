"""Alembic's way in: runs on the connection that db/migrate.py holds."""

from __future__ import annotations

from alembic import context

from ivr.db.tables import ours, target

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=target(), include_name=ours, compare_server_default=True)
with context.begin_transaction():
    context.run_migrations()

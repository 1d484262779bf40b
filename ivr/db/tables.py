"""All tables of the house, whichever room they stand in: what migrations are compared with."""

from __future__ import annotations

import importlib
import importlib.util

from sqlalchemy import MetaData

from ivr.db.base import Base

# By name: the cellar knows that these rooms have tables, and imports nothing of them.
ROOMS = ("ivr.requests", "ivr.calls", "ivr.calls.hearing", "ivr.agents", "ivr.agents.people")


def target() -> MetaData:
    """The catalogue with every room's tables declared on it."""
    for room in ROOMS:
        if importlib.util.find_spec(f"{room}.tables"):
            importlib.import_module(f"{room}.tables")
    return Base.metadata


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Alembic's include_name: leaves the tables of the durable jobs and of extensions alone."""
    return kind != "table" or name in Base.metadata.tables

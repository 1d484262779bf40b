"""One row of `recordings` changes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text


def change(connection: Connection, sid: str, changes: str, **values: Any) -> None:
    """changes: `column = :value`, written in this program and never by anybody else."""
    connection.execute(text(f"UPDATE recordings SET {changes} WHERE sid = :sid"), {"sid": sid, **values})  # noqa: S608

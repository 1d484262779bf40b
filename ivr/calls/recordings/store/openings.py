"""Who opened what of a recording."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from ivr.calls.recordings.recording import Opening

_OPENED = """
INSERT INTO recording_openings AS o (recording_sid, who, what, link, at, last_at) VALUES (:sid, :who, :what, :link, :at,
    :at)
ON CONFLICT (link, what) DO UPDATE SET times = o.times + 1, last_at = greatest(o.last_at, excluded.last_at)
"""


def opened(connection: Connection, sid: str, who: str, what: str, link: str, at: datetime) -> None:
    """Writes down who opened what of a recording, one line a link; a player's further requests are counted in it."""
    connection.execute(text(_OPENED), {"sid": sid, "who": who, "what": what, "link": link, "at": at})


def openings(connection: Connection, sid: str) -> list[Opening]:
    """Who opened a recording, the first first."""
    rows = connection.execute(
        text("SELECT * FROM recording_openings WHERE recording_sid = :sid ORDER BY at, id"), {"sid": sid}
    )
    return [Opening(r.recording_sid, r.who, r.what, r.at, r.last_at, r.times) for r in rows]

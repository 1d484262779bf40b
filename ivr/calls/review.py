"""What callers said in vain: utterances that ended in a reprompt, a correction or a person, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, text
from sqlalchemy.engine import Row

from ivr.calls.rows import opened_words
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets
from ivr.understanding.masking import mask

End = Literal["reprompt", "correction", "person"]

LOST = ("not_understood",)
TAKEN_BACK = ("corrected", "denied")
"""Notes of the engine: nothing was understood; what was understood was not what the caller meant."""

_SAID_IN_VAIN = text(
    """
    SELECT * FROM (
        SELECT call_sid, n, at, event, language, node_before, node_after, words, meaning, notes,
               lead(notes) OVER (PARTITION BY call_sid ORDER BY n) AS next_notes
          FROM turns WHERE at >= :since
    ) AS said
    CROSS JOIN LATERAL (
        SELECT array(SELECT service_code FROM service_requests r
                      WHERE r.call_sid = said.call_sid AND r.kind = 'request' ORDER BY r.id) AS filed,
               (SELECT service_code FROM drafts d WHERE d.call_sid = said.call_sid ORDER BY nth DESC LIMIT 1) AS begun
    ) AS came_of_it
    WHERE event = 'Utterance' AND words IS NOT NULL AND (cast(:language AS text) = '' OR language = :language)
      AND (notes && :lost OR next_notes && :taken_back OR (node_after LIKE 'agent.%' AND meaning->>'link' IS NULL))
    ORDER BY at DESC, call_sid, n DESC
    LIMIT :limit
    """
)


@dataclass(frozen=True, slots=True)
class Vain:
    """One utterance that did not do what the caller wanted.

    id: `call_sid/n`. said: masked. heard: the intent or value it was taken for, "" for nothing. meant: the service code
    the call came to in the end, "" where nobody knows.
    """

    id: str
    at: datetime
    language: str
    asked: str
    said: str
    end: End
    heard: str
    meant: str


def said_in_vain(engine: Engine, secrets: Secrets, since: datetime, language: str = "", limit: int = 50) -> list[Vain]:
    """The newest first. Words that no key opens any more are left out."""
    asked = {"since": since, "language": language, "limit": limit, "lost": list(LOST), "taken_back": list(TAKEN_BACK)}
    with engine.connect() as connection:
        return [vain for row in connection.execute(_SAID_IN_VAIN, asked) for vain in _opened(row, secrets)]


def words_of(engine: Engine, secrets: Secrets, id_: str) -> tuple[str, str] | None:
    """(language, masked words) of one utterance by its id; None: there is none."""
    call_sid, _, n = id_.rpartition("/")
    query = text("SELECT call_sid, language, words FROM turns WHERE call_sid = :sid AND n = :n AND event = 'Utterance'")
    with engine.connect() as connection:
        row = connection.execute(query, {"sid": call_sid, "n": int(n) if n.isdigit() else -1}).first()
    if row is None or row.words is None:
        return None
    return row.language, mask(str(opened_words(row.words, row.call_sid, secrets).get("heard", "")), row.language)


def _opened(row: Row[Any], secrets: Secrets) -> Iterator[Vain]:
    try:
        words = opened_words(row.words, row.call_sid, secrets)
    except Unreadable:
        return
    yield Vain(
        id=f"{row.call_sid}/{row.n}",
        at=row.at,
        language=row.language,
        asked=row.node_before,
        said=mask(str(words.get("heard", "")), row.language),
        end=_end(row),
        heard=mask(str(words.get("value") or row.meaning.get("intent") or ""), row.language),
        meant=(row.filed[0] if row.filed else row.begun) or "",
    )


def _end(row: Row[Any]) -> End:
    if row.node_after.startswith("agent."):
        return "person"
    return "correction" if set(TAKEN_BACK) & set(row.next_notes or ()) else "reprompt"

"""What agents are shown of calls: the words so far, danger found afterwards, whom a draft is of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ivr.agents.screens import Alert, Said
from ivr.calls import drafts, rows
from ivr.calls.tables import AlertRow, TurnRow
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets
from ivr.requests.store import Draft


def said(engine: Engine, secrets: Secrets, call_sid: str) -> tuple[Said, ...]:
    """What the caller said, in order; keys and what is private are left out, and so is what no key opens."""
    with Session(engine) as session:
        turns = session.scalars(select(TurnRow).where(TurnRow.call_sid == call_sid).order_by(TurnRow.n, TurnRow.at))
        found = [(turn, _heard(turn, secrets)) for turn in turns if turn.words and turn.event == "Utterance"]
    return tuple(Said(turn.n, "caller", text, turn.language, sure=turn.confidence) for turn, text in found if text)


def alerts(engine: Engine, since: datetime) -> tuple[Alert, ...]:
    """Danger that was found after calls since then, the newest first."""
    with Session(engine) as session:
        found = session.scalars(select(AlertRow).where(AlertRow.found_at >= since).order_by(AlertRow.found_at.desc()))
        return tuple(
            Alert(one.found_at, one.call_sid, one.source if one.source.startswith("RE") else "") for one in found
        )


def number(draft: Draft, secrets: Secrets) -> str:
    """The number to call this draft's caller back at; "" for none, or when no key opens it."""
    try:
        return drafts.opened(draft.sealed, draft.call_sid, secrets).phone
    except Unreadable:
        return ""


def _heard(turn: TurnRow, secrets: Secrets) -> str:
    assert turn.words is not None
    try:
        words: dict[str, Any] = rows.opened_words(turn.words, turn.call_sid, secrets)
    except Unreadable:
        return ""
    return str(words.get("heard", ""))

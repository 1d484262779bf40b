"""What the wall counts: everybody who asked since a moment, who waits for a person now, and who is to be called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ivr.agents.counting import Counted
from ivr.agents.handoff import ENDED
from ivr.agents.screens import Owed
from ivr.agents.store.reading import DRAFT
from ivr.agents.tables import HandoffJournalRow, HandoffRow

_WITH_SOMEBODY = (*sorted(ENDED), "joined", "wrap_up")
_ON_THE_LINE = ("line", "door", "room")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the line. since: they asked, or lost the person they had."""

    queue: str
    since: datetime


def asked(session: Session, since: datetime) -> Sequence[Counted]:
    """All who asked since then; call-backs of drafts are not among them: nobody asked."""
    value = HandoffRow.value
    chosen = select(
        HandoffRow.created_at, HandoffRow.joined_at, HandoffRow.ended_at, HandoffRow.phase,
        value["end"].astext, value["call_back"].astext.is_not(None),
    )  # fmt: skip
    mine = chosen.where(HandoffRow.created_at >= since, HandoffRow.nth < DRAFT).order_by(HandoffRow.created_at)
    return [
        Counted(at, joined, ended, end if phase == "wrap_up" else phase, called)
        for at, joined, ended, phase, end, called in session.execute(mine)
    ]


def waiting(session: Session) -> tuple[Sequence[Waiting], Sequence[Owed]]:
    """Who is without a person now, also while an agent is being asked: on the line, and to be called back."""
    lost = (
        select(func.max(HandoffJournalRow.at))
        .where(HandoffJournalRow.handoff_id == HandoffRow.id, HandoffJournalRow.after == "waiting")
        .where(HandoffJournalRow.before.in_(("joining", "joined")))
        .correlate(HandoffRow)
        .scalar_subquery()
    )
    chosen = select(
        HandoffRow.queue, HandoffRow.language, HandoffRow.created_at, HandoffRow.joined_at, HandoffRow.value, lost
    )
    here: list[Waiting] = []
    owed: list[Owed] = []
    for queue, language, at, joined, value, since in session.execute(
        chosen.where(HandoffRow.phase.not_in(_WITH_SOMEBODY))
    ):
        if value.get("caller", "line") in _ON_THE_LINE:
            here.append(Waiting(queue, (since if joined else None) or at))
        elif back := value.get("call_back"):
            due = datetime.fromisoformat(back["due"])
            owed.append(Owed(queue, language, due, back.get("tries", 0), value["phase"] != "waiting"))
    return here, sorted(owed, key=lambda one: one.due)

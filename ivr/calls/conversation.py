"""What agents are shown of calls: the words so far, what was understood, danger found later, whom a draft is of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ivr.agents.screens import Alert, Heard, Said, Understood
from ivr.calls import drafts, rows
from ivr.calls.hearing.store import Far
from ivr.calls.recordings import store as recordings
from ivr.calls.recordings.recording import MARK
from ivr.calls.tables import AlertRow, TurnRow
from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets
from ivr.requests import store
from ivr.requests.store import Draft


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn, opened. key: what tells two turns of waiting apart from two turns of talking."""

    n: int
    event: str
    key: tuple[str, str]
    language: str
    sure: float | None
    words: dict[str, Any] = field(repr=False)

    @property
    def heard(self) -> str:
        return str(self.words.get("heard", ""))


def heard(engine: Engine, secrets: Secrets, call_sid: str) -> Heard:
    """What was said to the line and by it, in order, and what it took down; words that are still being spoken come
    last. What is private is left out, and so is what no key opens."""
    with Session(engine) as session:
        chosen = select(TurnRow).where(TurnRow.call_sid == call_sid).order_by(TurnRow.n, TurnRow.at)
        turns = [_opened(row, secrets) for row in session.scalars(chosen)]
        answers = {turn.heard for turn in turns if turn.event == "Utterance"}
        told = [line for turn in _without_waiting(turns) for line in _lines(session, turn, secrets, answers)]
        told += _last_words(session, call_sid, secrets, told)
    return Heard((*told, *_live(engine, secrets, call_sid, turns)), _understood(turns))


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


# ------------------------------------------------------------------ the words


def _opened(row: TurnRow, secrets: Secrets) -> _Turn:
    try:
        words = rows.opened_words(row.words, row.call_sid, secrets) if row.words else {}
    except Unreadable:
        words = {}
    return _Turn(row.n, row.event, (row.node_before, row.node_after), row.language, row.confidence, words)


def _without_waiting(turns: Iterable[_Turn]) -> Iterator[_Turn]:
    """Of turns one after the other in which nobody said anything and the line is where it was, the last one."""
    last: _Turn | None = None
    for turn in turns:
        if last and not (last.key == turn.key and turn.key[0] == turn.key[1] and not turn.heard):
            yield last
        last = turn
    if last:
        yield last


def _lines(session: Session, turn: _Turn, secrets: Secrets, answers: Container[str]) -> Iterator[Said]:
    """answers: what was said otherwise; a recording that was waited for has become one of them."""
    match turn.event:
        case "Utterance" if turn.heard:
            yield Said(2 * turn.n, "caller", turn.heard, turn.language, sure=turn.sure)
        case "Digits" if turn.heard:
            yield Said(2 * turn.n, "caller", turn.heard, turn.language, keyed=True)
        case "Recorded" if turn.heard:
            recorded = _recorded(session, turn, secrets)
            if recorded.text not in answers:
                yield recorded
    if words := str(turn.words.get("said", "")):
        yield Said(2 * turn.n + 1, "line", words, turn.language)


def _recorded(session: Session, turn: _Turn, secrets: Secrets) -> Said:
    """The words of a recording; while it has none, it is live."""
    try:
        found = recordings.transcript(session.connection(), turn.heard, secrets)
    except Unreadable:
        found = None
    if found is None:
        return Said(2 * turn.n, "caller", "", turn.language, live=True)
    return Said(2 * turn.n, "caller", found.text, found.language[:2] or turn.language, sure=found.confidence)


def _last_words(session: Session, call_sid: str, secrets: Secrets, told: Sequence[Said]) -> Iterator[Said]:
    """What a caller who was cut off had said, and nobody has answered."""
    left = store.draft(session, call_sid)
    if left is None or left.state == "filed":
        return
    try:
        words = drafts.opened(left.sealed, call_sid, secrets).private.get(drafts.SAID, "")
    except Unreadable:
        return
    if words and not words.startswith(MARK) and not any(words == one.text for one in told):
        yield Said(2 * max((one.n for one in told), default=0) + 2, "caller", words, left.language)


def _live(engine: Engine, secrets: Secrets, call_sid: str, turns: Sequence[_Turn]) -> Iterator[Said]:
    """Words of a stream that no turn has taken yet."""
    newest = max((turn.n for turn in turns), default=-1)
    for notice in Far(engine, secrets).of(call_sid):
        if notice.turn >= newest and notice.text:
            sure = notice.confidence if notice.settled else None
            language = notice.language[:2] or (turns[-1].language if turns else "")
            yield Said(2 * notice.turn + 2, "caller", notice.text, language, live=True, sure=sure)


# ------------------------------------------------------------------ what was understood


def _understood(turns: Iterable[_Turn]) -> tuple[Understood, ...]:
    """Each slot as the last turn that touched it left it; what else a value may have been stays known while it stands,
    also when the caller has said yes to it."""
    found: dict[str, Understood] = {}
    for turn in turns:
        for slot, (value, sure, others) in turn.words.get("gathered", {}).items():
            new = Understood(slot, value, sure, tuple((other, share) for other, share in others))
            was = found.get(slot)
            if was and not new.others:
                new = replace(new, others=tuple(one for one in was.others if one[0] != value))
            found[slot] = new
    return tuple(found.values())

"""The line's own ear, as the doors ask for it: streams announced, let in, listened to, and told of."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import structlog

from ivr.calls import drafts
from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer
from ivr.calls.hearing.hearing import Hearing
from ivr.calls.hearing.listening import Asked, Listening
from ivr.calls.hearing.near import Near
from ivr.calls.hearing.notice import Notice
from ivr.calls.hearing.room import ListeningRoom
from ivr.calls.hearing.store import Far
from ivr.calls.records import Overheard
from ivr.flow.directives import Listen
from ivr.flow.state import State
from ivr.speech.transcript import Expected
from ivr.telephony.ticket import Ticket, Tickets
from ivr.telephony.webhook import Call

log = structlog.get_logger(__name__)

SHORTEST, LONGEST = 0.8, 2.0
"""Seconds of silence that end an answer, whatever the flow says: of four, two are the ear's, the line's and ours."""
BROKEN = Hearing("broken")


class CityEar:
    """Never raises and never waits but for a file, and for PostgreSQL within its deadline; safe for many threads.

    able: whether an ear is there for a language (BCP-47), and whether an answer is closed. expected: what the ear is
    told of a ticket's question. recording: where the words of a recording (its sid) stand. journal: is told what was
    said to an open question: the caller may be gone before it becomes an answer.
    """

    def __init__(
        self,
        room: ListeningRoom,
        near: Near,
        far: Far | None,
        tickets: Tickets,
        deadline: Deadline,
        *,
        able: Callable[[str, bool], bool],
        expected: Callable[[Ticket], Expected],
        recording: Callable[[str], Hearing],
        journal: Callable[[Overheard], object] = lambda record: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._room, self._near, self._far, self._tickets, self._deadline = room, near, far, tickets, deadline
        self._able, self._expected, self._recording, self._clock = able, expected, recording, clock
        self._journal = journal

    # ------------------------------------------------------------------ the voice door

    def begin(self, call: Call, state: State, listen: Listen) -> str | None:
        """The ticket of the stream at this question; None: it is heard by gather."""
        try:
            if self._room.listening >= self._room.limit or not self._able(listen.locale, listen.closed):
                return None
            now = self._clock()
            announced = self._near.announce(Notice(call.sid, state.turns, "waiting", now, now, now))
            self._room.announce(announced)
            return self._tickets.seal(_ticket(call, state, listen, int(announced.began)), call.sid)
        except Exception as problem:
            log.error("no_stream", error=type(problem).__name__)
            return None

    def heard(self, call: Call, turn: int) -> Hearing:
        """Where it stands: as this process knows, else this machine, else another one of the line."""
        try:
            return self._room.hearing(call.sid, turn) or self._elsewhere(call.sid, turn)
        except Exception as problem:
            log.error("hearing_not_known", error=type(problem).__name__)
            return BROKEN

    def recorded(self, call: Call, sid: str) -> Hearing:
        try:
            return self._recording(sid)
        except Exception as problem:
            log.error("hearing_not_known", error=type(problem).__name__)
            return BROKEN

    def live(self, call_sid: str) -> list[Hearing]:
        """What is, or was just now, listened to in this call, the earliest answer first; for whoever looks on."""
        try:
            now = self._clock()
            return [self._room.hearing(n.call_sid, n.turn) or n.hearing(now) for n in self._near.of(call_sid)]
        except Exception as problem:
            log.error("hearing_not_known", error=type(problem).__name__)
            return []

    def _elsewhere(self, call_sid: str, turn: int) -> Hearing:
        here, now = self._near.find(call_sid, turn), self._clock()
        if here is not None and here.arrived():
            return here.hearing(now)
        there = self._asked(call_sid, turn, now)
        if there is not None and (there.arrived() or here is None):
            return there.hearing(now)
        return here.hearing(now) if here is not None else BROKEN

    def _asked(self, call_sid: str, turn: int, now: float) -> Notice | None:
        far = self._far
        if far is None:
            return None
        try:
            return self._deadline.run(lambda: far.find(call_sid, turn, now))
        except NoAnswer:
            return None

    # ------------------------------------------------------------------ the door of streams

    def listen(self, token: str, call_sid: str) -> Listening:
        """Listens to the answer of this ticket. TicketRefused, NotListened: it is not let in."""
        ticket = self._tickets.open(token, call_sid, self._clock())
        pause = min(max(float(ticket.pause), SHORTEST), LONGEST)
        told = partial(self._overheard, call_sid, ticket)
        return self._room.begin(Asked(call_sid, ticket.turn, self._ready_for(ticket), pause, told))

    def tick(self) -> bool:
        """To be called ten times a second or so, as long as it is true."""
        return self._room.tick()

    def close(self) -> None:
        self._room.close()

    def _overheard(self, call_sid: str, ticket: Ticket, words: str) -> None:
        if ticket.closed:  # a yes or an option: nothing to call back about
            return
        try:
            at = datetime.fromtimestamp(self._clock(), UTC)
            self._journal(Overheard(call_sid, ticket.turn, ticket.locale[:2], at, words, ticket.phone))
        except Exception as problem:
            log.error("last_words_not_told", error=type(problem).__name__)

    def _ready_for(self, ticket: Ticket) -> Expected:
        try:
            return self._expected(ticket)
        except Exception as problem:  # an ear hears without help too
            log.warning("nothing_expected", error=type(problem).__name__)
            return Expected((ticket.locale,), (), ticket.closed)


def _ticket(call: Call, state: State, listen: Listen, made: int) -> Ticket:
    return Ticket(
        turn=state.turns,
        made=made,
        version=state.version,
        at=state.at,
        index=state.index,
        phase=state.phase,
        locale=listen.locale,
        pause=listen.speech_timeout,
        closed=listen.closed,
        near=listen.near,
        group=state.slots.get("group", ""),
        service=state.slots.get("service", ""),
        offered=state.offered,
        phone=drafts.number_of(state.slots, call.caller_number or ""),
    )

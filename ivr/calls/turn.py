"""The turn: the one use case of the line. A webhook's event goes in, what the line answers comes out.

The engine decides; when it asks for understanding or for work, that is done here and told to it as the next event,
until it waits for the caller. The journal hears of it afterwards and never holds it up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from ivr.calls import drafts, gathered
from ivr.calls.journal import Journal
from ivr.calls.library import Edition, Library
from ivr.calls.people import Nobody, People
from ivr.calls.placing import NEEDS, Finder
from ivr.calls.records import CallEnded, LanguageChosen, RecordingArrived, TurnRecord
from ivr.calls.reply import Reply
from ivr.calls.thought import did, thought
from ivr.calls.work import Clerk
from ivr.flow.directives import (
    Await,
    Directive,
    Disconnect,
    Ending,
    Leave,
    Listen,
    Note,
    Prompt,
    Seek,
    Text,
    Understand,
    Work,
)
from ivr.flow.engine import Moment, traced_step
from ivr.flow.events import Answered, Dialed, Digits, Event, HungUp, Recorded, Understood, Unheard, Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.state import State
from ivr.flow.turning.question import private_at, secret_slots
from ivr.flow.turning.speaking import RECORDING, said
from ivr.speech.courteous import courteous
from ivr.telephony.webhook import Call
from ivr.understanding import Mind

HINTS = 500
"""What Twilio takes."""
NOBODY = Nobody()
ROUNDS = 12
"""Understandings and works within one turn; a flow that asks for more goes round in circles."""


class Memory(Protocol):
    """What is remembered of callers; answers within the deadline or not at all."""

    def language_of(self, phone: str) -> str | None: ...


@dataclass(slots=True)
class _Turn:
    """One turn in the making."""

    edition: Edition[Mind]
    call: Call
    moment: Moment
    state: State
    out: list[Directive] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    meaning: Meaning | None = None
    wanted: str = ""
    heard: str = ""
    confidence: float | None = None
    private: bool = False
    spoken: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Answers calls. first_seen: the moment a call was first seen by this machine, so that a repeated webhook is
    answered alike. zone: overrides the city's. traced: tell the test phone what the engine thought. people: who takes
    callers that need a person; they answer in time, and never raise (InTime)."""

    library: Library[Mind]
    journal: Journal
    memory: Memory
    clerk: Clerk
    finder: Finder
    first_seen: Callable[[str, datetime], datetime]
    zone: str = ""
    traced: bool = False
    people: People = NOBODY

    def answered(self, call: Call) -> Reply:
        """A call begins, in the language its caller chose last time."""
        edition = self.library.current()
        began = self.first_seen(call.sid, call.at)
        phone = call.caller_number
        language = call.language or (self.memory.language_of(phone) if phone else None)
        turn = self._turn(edition, call, State(), began)
        return self._answer(turn, Answered(language, phone is not None))

    def turn(self, call: Call, state: State, event: Event) -> Reply:
        """The caller did something. VersionUnknown: the flows this call began with cannot be had."""
        edition = self.library.get(state.version)
        if isinstance(event, HungUp):
            self.people.gone(call)
        return self._answer(self._turn(edition, call, state, call.at), event)

    def moment(self, call: Call, state: State) -> Reply:
        """What is said while the caller's words take longer than usual; nothing changes by it. VersionUnknown."""
        turn = self._turn(self.library.get(state.version), call, state, call.at)
        turn.out += said(turn.edition.book, state, "one_moment")
        return Reply(tuple(turn.out), state, state.language, self._trace(turn))

    def keep(self, call: Call, token: str) -> None:
        """Where a call that waits for a person goes on: its sealed state."""
        self.people.keep(call, token)

    def ended(self, call: Call) -> None:
        """Twilio says that the call is over."""
        self.people.gone(call)
        self.journal.put(CallEnded(call.sid, call.status, call.duration, call.at))

    def recording(self, call: Call, sid: str, status: str, seconds: int, kind: str = "") -> None:
        """Twilio says that a recording is there, or that there is none. kind: message | answer, "" where unknown."""
        self.journal.put(RecordingArrived(call.sid, sid, status, seconds, call.at, kind))

    # ------------------------------------------------------------------ one turn

    def _turn(self, edition: Edition[Mind], call: Call, state: State, at: datetime) -> _Turn:
        return _Turn(edition, call, Moment(at.astimezone(zone_of(self.zone or edition.book.city.timezone))), state)

    def _answer(self, turn: _Turn, event: Event) -> Reply:
        began, before = time.perf_counter(), turn.state
        self._hear(turn, event)
        next_event: Event | None = event
        for _ in range(ROUNDS):
            if next_event is None:
                break
            next_event = self._step(turn, next_event)
        else:
            raise GoesInCircles(turn.state.at)
        self._write(turn, before, event, (time.perf_counter() - began) * 1000)
        over = isinstance(turn.out[-1], Disconnect)
        told = tuple(_polite(one) if isinstance(one, Prompt) else one for one in turn.out)
        return Reply(told, None if over else turn.state, turn.state.language, self._trace(turn))

    def _step(self, turn: _Turn, event: Event) -> Event | None:
        """One step of the engine; the event that answers what it asks for, None when it waits for the caller."""
        step, path = traced_step(turn.edition.book, turn.state, event, turn.moment)
        turn.state = step.state
        turn.path += path
        *said, last = step.directives
        turn.out += said
        match last:
            case Understand():
                return self._understand(turn, last)
            case Work():
                return self.clerk.do(last, turn.call, turn.edition.book, turn.moment.now)
            case Seek():
                return self.people.seek(turn.call, last, turn.state)
            case Leave():
                return self.people.leave(turn.call, last, turn.state)
            case Listen(near=near) if near:
                last = self._with_streets(last, turn)
        turn.out.append(last)
        return None

    def _with_streets(self, listen: Listen, turn: _Turn) -> Listen:
        """Where a place is asked, the streets near what is known of it are expected too."""
        near = "" if listen.near == turn.edition.book.city.city else listen.near
        hints = (*listen.hints, *self.finder.streets(near, turn.state.language))
        return replace(listen, hints=hints[:HINTS])

    def _understand(self, turn: _Turn, ask: Understand) -> Understood:
        turn.private = turn.private or ask.private
        mind, now = turn.edition.mind, turn.moment.now
        meaning = mind.hear(ask.text, ask.language, ask.want, now, turn.confidence)
        meaning = self._in_their_language(turn, ask, meaning)
        meaning = self.finder.placed(meaning, ask.want, ask.language, ask.text)
        turn.meaning, turn.wanted = meaning, ask.want.kind
        return Understood(meaning, turn.confidence, ask.text, turn.doubtful)

    def _in_their_language(self, turn: _Turn, ask: Understand, meaning: Meaning) -> Meaning:
        """What an ear of the line's own heard in another of the city's languages, at a question whose words may be in
        any: as it is understood in that one, where it makes more sense there."""
        spoken = turn.spoken.partition("-")[0]
        strange = spoken != ask.language and spoken in turn.edition.book.city.languages
        if not strange or ask.want.kind not in NEEDS or "language" in meaning.slots or meaning.link:
            return meaning
        there = turn.edition.mind.hear(ask.text, spoken, ask.want, turn.moment.now, turn.confidence)
        if there.confidence <= meaning.confidence or meaning.emergency != "none" or meaning.crisis:
            return meaning
        return replace(there, slots={**there.slots, "language": spoken})

    def _hear(self, turn: _Turn, event: Event) -> None:
        match event:
            case Utterance(text, confidence, language, doubtful):
                turn.heard, turn.confidence, turn.spoken, turn.doubtful = text, confidence, language, doubtful
            case Digits(keys):
                turn.heard, turn.private = keys, private_at(turn.edition.book, turn.state)
            case Dialed(outcome):
                turn.heard = outcome
            case Recorded(sid):
                turn.heard = sid

    def _write(self, turn: _Turn, before: State, event: Event, milliseconds: float) -> None:
        after, phone = turn.state, turn.call.caller_number or ""
        book, keyed = turn.edition.book, isinstance(event, Digits)
        secret = secret_slots(book) | {drafts.SAID}
        self.journal.put(
            TurnRecord(
                call_sid=turn.call.sid,
                n=after.turns,
                at=turn.call.at,
                event=type(event).__name__,
                before=before.at,
                after=after.at,
                language=after.language,
                version=after.version,
                phone=phone,
                heard=turn.heard,
                private=turn.private,
                confidence=turn.confidence,
                meaning=_noted(turn.meaning),
                notes=tuple(d.name for d in turn.out if isinstance(d, Note)),
                milliseconds=milliseconds,
                said=gathered.said(turn.out, book),
                gathered=gathered.gathered(before, after, turn.meaning, turn.wanted, keyed, secret),
                known=drafts.known(after) | _being_heard(turn, event),
                secret=secret,
                filed=after.filed,
                ending=_ending(turn, event),
            )
        )
        if phone and before.at and before.language != after.language:
            self.journal.put(LanguageChosen(phone, after.language, turn.call.at))

    def _trace(self, turn: _Turn) -> dict[str, Any]:
        if not self.traced:
            return {}
        state, meaning = turn.state, turn.meaning
        notes = [d.name for d in turn.out if isinstance(d, Note)]
        return {
            "at": state.at,
            "path": turn.path,
            "language": state.language,
            "heard": turn.heard,
            "slots": {name: value for name, value in state.slots.items() if value},
            "meaning": _noted(meaning) | thought(meaning, turn.wanted, turn.confidence) if meaning else None,
            "did": did(notes),
            "offered": list(state.offered) if state.phase == "offer" else [],
            "notes": notes,
            "filed": [state.slots["number"]] if state.filed and state.slots.get("number") else [],
        }


def _being_heard(turn: _Turn, event: Event) -> dict[str, str]:
    """The mark of words that are waited for, or were in vain: the caller may be gone before they are known."""
    match event, turn.out[-1]:
        case (_, Await(sid)) | (Unheard(sid), _) if sid:
            return {drafts.SAID: RECORDING + sid}
    return {}


class GoesInCircles(Exception):
    """The flow asks for work without end; a person takes the call."""


@lru_cache(maxsize=32)
def zone_of(name: str) -> tzinfo:
    """The time zone of that name."""
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def _polite(prompt: Prompt) -> Prompt:
    """What callers said is said back without profanity; the record has their words."""
    parts = tuple(Text(courteous(part.text)) if isinstance(part, Text) else part for part in prompt.parts)
    return prompt if parts == prompt.parts else replace(prompt, parts=parts)


def _noted(meaning: Meaning | None) -> dict[str, str | float]:
    if meaning is None:
        return {}
    noted: dict[str, str | float] = {"confidence": round(meaning.confidence, 3)}
    words = {"intent": meaning.intent, "value": meaning.value, "link": meaning.link, "because": meaning.because}
    noted |= {name: value for name, value in words.items() if value}
    if meaning.emergency != "none":
        noted["emergency"] = meaning.emergency
    return noted | ({"crisis": "yes"} if meaning.crisis else {})


def _ending(turn: _Turn, event: Event) -> Ending | None:
    match event:
        case HungUp():
            # The caller hung up on the person they were connected to, or before anybody answered: then they are lost.
            return "transferred" if turn.call.transfer in ("completed", "answered") else "hung_up"
        case _:
            return "completed" if isinstance(turn.out[-1], Disconnect) else None

"""The door for the telephones of those who meet: agents' legs, rooms, called-back callers. Guard: twilio.

Each takes an event in and answers with a document or with nothing; whatever happens inside, nobody is left in silence.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import Blueprint, Response

from ivr.agents import events as e
from ivr.agents import names
from ivr.agents.desk import Desk
from ivr.telephony import callbacks
from ivr.telephony.callbacks import LegTold
from ivr.telephony.rooms import CALLER
from ivr.telephony.ties import NoTie, Ties
from ivr.web.document import Document
from ivr.web.incoming import Incoming, incoming

log = structlog.get_logger(__name__)

ENDED = {"busy": "busy", "no-answer": "no_answer", "failed": "failed", "canceled": "no_answer"}
"""Twilio's CallStatus of a leg that was never picked up."""
DECLINED = 603
PATIENT = 5
"""So often an agent's telephone asks again, a few seconds apart, when it cannot be answered: no longer than the clocks
of what it asks for."""


def door(desk: Desk, ties: Ties) -> Blueprint:
    """The blueprint `rooms`; GET is answered as POST is."""
    blueprint, entrance, both = Blueprint("rooms", __name__), _Door(desk, ties), ["GET", "POST"]
    blueprint.add_url_rule("/voice/room/status", "room", entrance.room, methods=both)
    blueprint.add_url_rule("/voice/leg/answered", "answered", entrance.answered, methods=both)
    blueprint.add_url_rule("/voice/leg/key", "key", entrance.key, methods=both)
    blueprint.add_url_rule("/voice/leg/status", "status", entrance.status, methods=both)
    blueprint.add_url_rule("/voice/called", "called", entrance.called, methods=both)
    blueprint.add_url_rule("/voice/called/next", "following", entrance.following, methods=both)
    return blueprint


class _Door:
    def __init__(self, desk: Desk, ties: Ties) -> None:
        self._desk, self._ties = desk, ties

    def answered(self) -> Response:
        """Somebody, or something, picked up."""

        def answer(tie: str, got: Incoming) -> bytes:
            told = callbacks.leg(got.form)
            machine = told.answered_by in ("machine", "fax")
            event = e.Voicemail(tie, told.call) if machine else e.PickedUp(tie, told.call)
            return self._desk.leg(tie, told.call, event)

        return self._spoken(answer, self._later)

    def key(self) -> Response:
        """The key in answer to the whisper, or that none came; any other is asked again."""

        def answer(tie: str, got: Incoming) -> bytes:
            told, key = callbacks.leg(got.form), _key(got)
            match key:
                case "1" | "2":
                    return self._desk.leg(tie, told.call, e.Pressed(tie, told.call, key))
                case "" if told.over:
                    return self._desk.leg(tie, told.call, None)
                case "":
                    return self._desk.leg(tie, told.call, e.NoKey(tie, told.call))
                case _:
                    return self._desk.leg(tie, told.call, None)

        return self._spoken(answer, self._later)

    def called(self) -> Response:
        """A called-back caller's telephone was answered."""

        def answer(tie: str, got: Incoming) -> bytes:
            told = callbacks.leg(got.form)
            return self._desk.called(tie, told.call, told.answered_by)

        return self._spoken(answer, lambda tie, _: self._desk.moment(tie))

    def following(self) -> Response:
        """What a called-back caller hears next."""

        def answer(tie: str, got: Incoming) -> bytes:
            told = callbacks.leg(got.form)
            if told.over:
                self._desk.floor.tell(names.handoff_of(tie), e.CallerHungUp(told.call))
            return self._desk.following(tie, told.call)

        return self._spoken(answer, lambda tie, _: self._desk.moment(tie))

    def status(self) -> Response:
        """How a telephone that we rang fares."""

        def tell(got: Incoming) -> None:
            tie, told = self._tie(got), callbacks.leg(got.form)
            if event := _leg_event(tie, told):
                self._desk.floor.tell(names.handoff_of(tie), event)
            if told.status == "completed":  # a called-back caller's own leg is the caller's
                self._desk.floor.tell(names.handoff_of(tie), e.CallerHungUp(told.call))

        return self._taken(tell)

    def room(self) -> Response:
        """Who came into a room, and who left it."""

        def tell(got: Incoming) -> None:
            told = callbacks.room(got.form)
            room, seq = names.tie(told.room), told.sequence or 0
            tie = e.CALLER if told.label == CALLER else names.tie(told.label)
            if told.event == "join":
                self._desk.floor.tell(names.handoff_of(room), e.Entered(room, tie, told.call, seq))
            elif told.event == "leave":
                self._desk.floor.tell(names.handoff_of(room), e.Left(room, tie, told.call, seq))

        return self._taken(tell)

    def _tie(self, got: Incoming) -> str:
        return self._ties.read(got.query.get("t", [""])[0])

    def _later(self, tie: str, got: Incoming) -> bytes:
        """What an agent hears while the database is away: the key is not lost, if it is back soon."""
        asked = _first(got, "again")
        if asked == str(PATIENT):
            return self._desk.over("en", "whisper_away")
        return self._desk.later(tie, _key(got), int(asked) + 1 if asked.isdecimal() else 1)

    def _spoken(self, answer: Callable[[str, Incoming], bytes], sorry: Callable[[str, Incoming], bytes]) -> Response:
        got = incoming()
        try:
            tie = self._tie(got)
        except NoTie:
            log.warning("leg_refused")
            return Document(self._desk.over("en"))
        try:
            return Document(answer(tie, got))
        except Exception as problem:
            log.error("leg_not_answered", error=type(problem).__name__)
            return Document(sorry(tie, got))

    def _taken(self, tell: Callable[[Incoming], None]) -> Response:
        """A callback nobody hears the answer of: what it told is found out by the reconciler, too."""
        try:
            tell(incoming())
        except NoTie:
            log.warning("leg_refused")
        except Exception as problem:
            log.error("leg_not_taken", error=type(problem).__name__)
        return Response(status=204)


def _first(got: Incoming, name: str) -> str:
    return next(iter(got.query.get(name, [])), "")


def _key(got: Incoming) -> str:
    """The key that is pressed, or was when it could not be taken."""
    return callbacks.key(got.form) or _first(got, "key")


def _leg_event(tie: str, told: LegTold) -> e.Event | None:
    match told.status:
        case "ringing" | "initiated":
            return e.Rang(tie, told.call)
        case "completed":
            return e.LegEnded(tie, told.call, "hung_up")
        case "busy" | "no-answer" | "failed" | "canceled" as status:
            declined = told.sip == DECLINED
            return e.LegEnded(tie, told.call, "busy" if declined else ENDED[status])  # type: ignore[arg-type]
        case _:
            return None

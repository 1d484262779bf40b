"""The door Twilio comes through: webhooks in, TwiML out; whatever happens inside, the caller hears a person's words.

A turn: the guard has checked the signature; the sealed state is opened; the switchboard answers; the directives become
TwiML with the new state sealed into its addresses. Every failure on the way is an apology and the operator, no 5xx.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb

import structlog
from flask import Blueprint, Response, abort, request, send_from_directory

from ivr.flow.directives import Directive, Enter, Hold, Listen, Prompt
from ivr.flow.state import State
from ivr.flow.turning.hearing import consented
from ivr.telephony import twiml, webhook
from ivr.telephony.seal import SealRefused
from ivr.telephony.webhook import Call
from ivr.web import listening
from ivr.web.document import Document, Header
from ivr.web.incoming import Incoming, incoming
from ivr.web.listening import Listening, Poll
from ivr.web.switchboard import Line, Reply
from ivr.web.trace import CLOCK_HEADER, LANGUAGE_HEADER, TRACE_HEADER, VOICE_HEADER, quoted

_SOUNDS = (".wav", ".mp3")
_STREAM = re.compile(r"[?&]stream=q([0-9]{1,4})(?:&|$)", re.ASCII)

log = structlog.get_logger(__name__)


class NoCall(Exception):
    """The webhook names no call."""


def door(line: Line) -> Blueprint:
    """The blueprint `voice`; its routes expect the guard `twilio`. GET is answered as POST is."""
    blueprint, entrance, both = Blueprint("voice", __name__), _Door(line), ["GET", "POST"]
    blueprint.add_url_rule("/voice", "answer", entrance.answer, methods=both)
    blueprint.add_url_rule("/voice/turn", "turn", entrance.turn, methods=both)
    blueprint.add_url_rule("/voice/status", "status", entrance.status, methods=both)
    blueprint.add_url_rule("/voice/recording", "recording", entrance.recording, methods=both)
    blueprint.add_url_rule("/voice/stream/status", "stream_status", entrance.stream_status, methods=both)
    blueprint.add_url_rule("/voice/fallback", "fallback", entrance.fallback, methods=both)
    blueprint.add_url_rule("/voice/prompts/<path:name>", "prompt", entrance.prompt)
    return blueprint


class _Door:
    def __init__(self, line: Line) -> None:
        self._line, self._listening = line, Listening(line.ear)

    def answer(self) -> Response:
        """A call begins; the end of one, sent here by a number's wrong setting, is taken for what it is."""
        got = incoming()
        try:
            call = self._call(got)
            if call.ended:
                self._line.switchboard.ended(call)
                return Document(twiml.EMPTY)
            return self._speak(call, self._line.switchboard.answered(call), "")
        except Exception as error:
            return self._apologise(error, "")

    def turn(self) -> Response:
        """One turn of the caller's. While the line's own ear listens, most webhooks only ask where that stands."""
        language, got, streamed = "", incoming(), None
        try:
            call = self._call(got)
            state = self._line.sealer.open(got.query.get("s", [""])[0], call.sid, call.at.timestamp())
            language, streamed = state.language, state.turns if "stream" in got.query else None
            happened = webhook.event(call, got.form, silent="silence" in got.query)
            if poll := listening.asked(got.query, state.turns):
                settled = self._listening.settle(poll, call, happened)
                if isinstance(settled, Poll):
                    return self._wait(call, state, settled)
                happened = settled
            return self._speak(call, self._line.switchboard.turn(call, state, happened), state.version, streamed)
        except Exception as error:
            return self._apologise(error, language, streamed)

    def _wait(self, call: Call, state: State, poll: Poll) -> Response:
        """Words are still made out: Twilio asks again in a second. Nothing of the state changes."""
        address = self._address(call, state)
        if not (poll.asks or self._line.simulator):
            return Document(twiml.waiting(address, poll.query, poll.times))
        reply = self._line.switchboard.moment(call, state)
        said = [one for one in reply.directives if isinstance(one, Prompt)] if poll.asks else []
        document = twiml.waiting(address, poll.query, poll.times, said, self._line.voices(state.version))
        return Document(document, self._traced(reply.trace))

    def status(self) -> Response:
        return self._told(lambda call: self._line.switchboard.ended(call) if call.ended else None)

    def recording(self) -> Response:
        def tell(call: Call) -> None:
            got = incoming()
            sid, status, seconds = webhook.recording(got.form)
            if sid:
                self._line.switchboard.recording(call, sid, status, seconds, webhook.recorded_as(got.query))

        return self._told(tell)

    def stream_status(self) -> Response:
        """Twilio tells how a stream fares: only what went wrong is of interest, and the ear notices it by itself."""

        def tell(call: Call) -> None:
            if incoming().form.get("StreamEvent", [""])[0] == "stream-error":
                log.warning("stream failed at Twilio")

        return self._told(tell)

    def fallback(self) -> Response:
        """Twilio could not get an answer, or the operator's line has ended (`after`): only constants speak."""
        got = incoming()
        if after := got.query.get("after", [""])[0]:
            outcome = got.form.get("DialCallStatus", [""])[0]
            return Document(self._line.apologies.after(after, outcome))
        code = got.form.get("ErrorCode", [""])[0]
        log.error("fallback", code=code if code.isascii() and code.isdigit() and len(code) < 7 else "")
        asked_for = _STREAM.search(got.form.get("ErrorUrl", [""])[0])
        return self._sorry("", int(asked_for[1]) if asked_for else None)

    def prompt(self, name: str) -> Response:
        """A recorded prompt: only sound, only from its folder. Twilio keeps it while it does not change."""
        if not name.endswith(_SOUNDS) or "\0" in name:
            abort(404)
        return send_from_directory(self._line.recordings.resolve(), name, max_age=3600)

    def _call(self, got: Incoming) -> Call:
        call = webhook.read(got.form, self._now())
        if not call.sid:
            raise NoCall
        return replace(call, language=self._remembered()) if self._line.simulator else call

    def _remembered(self) -> str:
        """The language the test phone's caller chose some other time; two letters, or nothing."""
        said = request.headers.get(LANGUAGE_HEADER, "")
        return said if len(said) == 2 and said.isascii() and said.isalpha() else ""

    def _types(self) -> bool:
        """The test phone's caller has no voice, only words: they are asked as on a machine without an ear."""
        return self._line.simulator and request.headers.get(VOICE_HEADER) == "none"

    def _now(self) -> datetime:
        if self._line.simulator and (said := request.headers.get(CLOCK_HEADER)):
            try:
                moment = datetime.fromisoformat(said)
                return (moment if moment.tzinfo else moment.replace(tzinfo=self._line.zone)).astimezone(UTC)
            except (ValueError, OverflowError):
                pass
        return self._line.clock()

    def _speak(self, call: Call, reply: Reply, version: str, streamed: int | None = None) -> Response:
        """The reply as TwiML, in the voices of the version the call began with (`version` when it is over).

        streamed: the turn whose stream ends now.
        """
        state, address = reply.state, twiml.Address(self._line.base, called=call.called_number or "", stops=streamed)
        if state:
            state, address = self._prepared(call, state, reply.directives[-1], address)
        document = twiml.render(reply.directives, address, self._line.voices(state.version if state else version))
        return Document(document, self._traced(reply.trace))

    def _prepared(
        self, call: Call, state: State, wait: Directive, address: twiml.Address
    ) -> tuple[State, twiml.Address]:
        """The state as it is sealed, and the address: with a stream where one is asked for and can be had.

        Consent counts as told only where the document says it.
        """
        if isinstance(wait, Listen) and wait.by != "gather":
            heard = self._line.ear is not None and not self._types()
            token = self._listening.begin(call, state, wait) if wait.by == "stream" and heard else ""
            address = replace(address, stream=token, ears=heard, turn_number=state.turns)
            if wait.consent and twiml.heard_by(wait, address) != "gather":
                state = consented(state)
        token = self._line.sealer.seal(state, call.sid)
        if isinstance(wait, Hold | Enter):
            self._line.switchboard.keep(call, token)
        return state, replace(address, token=token)

    def _address(self, call: Call, state: State) -> twiml.Address:
        """Where Twilio asks again, with the state as it was."""
        return twiml.Address(self._line.base, self._line.sealer.seal(state, call.sid))

    def _traced(self, trace: object) -> Sequence[Header]:
        return ((TRACE_HEADER, quoted(trace)),) if self._line.simulator else ()

    def _told(self, tell: Callable[[Call], None]) -> Response:
        """A callback nobody hears the answer of: it is always taken."""
        got = incoming()
        try:
            tell(self._call(got))
        except Exception as error:
            _note(error)
        return Response(status=204)

    def _apologise(self, error: Exception, language: str, streamed: int | None = None) -> Response:
        _note(error)
        return self._sorry(language, streamed, self._traced({"error": type(error).__name__}))

    def _sorry(self, language: str, streamed: int | None, more: Sequence[Header] = ()) -> Response:
        """The apology and the operator; no stream goes on into what the caller says to a person."""
        document = self._line.apologies.sorry(language)
        return Document(document if streamed is None else twiml.stopping(document, streamed), more)


def _note(error: Exception) -> None:
    """What failed and where, without what was said: messages may hold a caller's words, so only names are kept."""
    if isinstance(error, SealRefused | NoCall):
        log.warning("call refused", reason=type(error).__name__, route=request.endpoint)
        return
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    log.error("turn failed", error=type(error).__name__, where=where[-4:], route=request.endpoint)

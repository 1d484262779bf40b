"""The door Twilio comes through: webhooks in, TwiML out; whatever happens inside, the caller hears a person's words.

A turn: the guard has checked the signature; the sealed state is opened; the switchboard answers; the directives become
TwiML with the new state sealed into its addresses. Every failure on the way is an apology and the operator, no 5xx.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb

import structlog
from flask import Blueprint, Response, abort, request, send_from_directory

from ivr.telephony import twiml, webhook
from ivr.telephony.seal import SealRefused
from ivr.telephony.webhook import Call
from ivr.web.document import Document, Header
from ivr.web.incoming import Incoming, incoming
from ivr.web.switchboard import Line, Reply
from ivr.web.trace import CLOCK_HEADER, LANGUAGE_HEADER, TRACE_HEADER, quoted

_SOUNDS = (".wav", ".mp3")

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
    blueprint.add_url_rule("/voice/fallback", "fallback", entrance.fallback, methods=both)
    blueprint.add_url_rule("/voice/prompts/<path:name>", "prompt", entrance.prompt)
    return blueprint


class _Door:
    def __init__(self, line: Line) -> None:
        self._line = line

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
        language, got = "", incoming()
        try:
            call = self._call(got)
            state = self._line.sealer.open(got.query.get("s", [""])[0], call.sid, call.at.timestamp())
            language = state.language
            happened = webhook.event(call, got.form, silent="silence" in got.query)
            return self._speak(call, self._line.switchboard.turn(call, state, happened), state.version)
        except Exception as error:
            return self._apologise(error, language)

    def status(self) -> Response:
        return self._told(lambda call: self._line.switchboard.ended(call) if call.ended else None)

    def recording(self) -> Response:
        def tell(call: Call) -> None:
            sid, status, seconds = webhook.recording(incoming().form)
            if sid:
                self._line.switchboard.recording(call, sid, status, seconds)

        return self._told(tell)

    def fallback(self) -> Response:
        """Twilio could not get an answer, or the operator's line has ended (`after`): only constants speak."""
        got = incoming()
        if after := got.query.get("after", [""])[0]:
            outcome = got.form.get("DialCallStatus", [""])[0]
            return Document(self._line.apologies.after(after, outcome))
        code = got.form.get("ErrorCode", [""])[0]
        log.error("fallback", code=code if code.isascii() and code.isdigit() and len(code) < 7 else "")
        return Document(self._line.apologies.sorry())

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

    def _now(self) -> datetime:
        if self._line.simulator and (said := request.headers.get(CLOCK_HEADER)):
            try:
                moment = datetime.fromisoformat(said)
                return (moment if moment.tzinfo else moment.replace(tzinfo=self._line.zone)).astimezone(UTC)
            except (ValueError, OverflowError):
                pass
        return self._line.clock()

    def _speak(self, call: Call, reply: Reply, version: str) -> Response:
        """The reply as TwiML, in the voices of the version the call began with (`version` when it is over)."""
        state = reply.state
        token = self._line.sealer.seal(state, call.sid) if state else ""
        address = twiml.Address(self._line.base, token, call.called_number or "")
        document = twiml.render(reply.directives, address, self._line.voices(state.version if state else version))
        return Document(document, self._traced(reply.trace))

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

    def _apologise(self, error: Exception, language: str) -> Response:
        _note(error)
        return Document(self._line.apologies.sorry(language), self._traced({"error": type(error).__name__}))


def _note(error: Exception) -> None:
    """What failed and where, without what was said: messages may hold a caller's words, so only names are kept."""
    if isinstance(error, SealRefused | NoCall):
        log.warning("call refused", reason=type(error).__name__, route=request.endpoint)
        return
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    log.error("turn failed", error=type(error).__name__, where=where[-4:], route=request.endpoint)

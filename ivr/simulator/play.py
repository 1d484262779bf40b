"""Plays a call file against the app, and tells where the call went another way than written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.simulator import steps
from ivr.simulator.call import PhoneCall
from ivr.simulator.callfile import CallFile
from ivr.simulator.http import Line
from ivr.simulator.outcome import Differs, Failure, Records, brief, compare
from ivr.simulator.steps import Step
from ivr.simulator.waits import Dialing
from ivr.simulator.words import find


@dataclass(frozen=True)
class Result:
    """failure: the first thing that was not as written, or None. unchecked: keys of the file nobody could look up."""

    file: CallFile
    call: PhoneCall
    failure: Failure | None
    unchecked: tuple[str, ...] = ()


def play(file: CallFile, line: Line, records: Records | None = None, lines: Mapping[str, str] | None = None) -> Result:
    """One call, to its end. lines: the numbers of city.yaml's lines by name, for `transfer: {to: …}`."""
    call = PhoneCall(line, file.caller, now=file.at, language=file.language, speaks=False)
    player = _Player(call, lines or {})
    try:
        player.run(file)
        _finish(file, call)
        _outcome(file, call, records)
    except Differs as differs:
        if call.waiting:
            call.hang_up()
        return Result(file, call, differs.failure)
    wanted = (("files", file.files), ("draft", file.draft))
    unchecked = tuple(name for name, value in wanted if records is None and value is not None)
    return Result(file, call, None, unchecked)


class _Player:
    """Walks the steps; `_at` is how far the line's words have been matched since the caller's last act."""

    def __init__(self, call: PhoneCall, lines: Mapping[str, str]) -> None:
        self._call, self._lines, self._at = call, lines, 0

    def run(self, file: CallFile) -> None:
        self._call.dial()
        self._accepted(file.where("call"))
        for step in file.talk:
            match step:
                case steps.Says():
                    self._says(step)
                case steps.Never():
                    self._never(step)
                case steps.At():
                    self._node(step)
                case _:
                    self._do(step)

    def _do(self, step: Step) -> None:
        call = self._call
        if call.ending:
            raise Differs(step.where, f"the call is over ({call.ending}), nobody hears this", *_said(call))
        self._at = 0
        match step:
            case steps.Say(_, text, confidence):
                call.say(text, confidence)
            case steps.Press(_, keys):
                call.press(keys)
            case steps.Record(_, seconds, then):
                call.leave_message(seconds, "hangup" if then == "hang up" else then)
            case steps.Transfer():
                self._transfer(step)
            case steps.HangUp():
                call.hang_up()
            case steps.Silence(_, times):
                for _ in range(times):
                    if call.waiting:
                        call.wait()
        self._accepted(step.where)

    def _transfer(self, step: steps.Transfer) -> None:
        waiting = self._call.waiting
        if not isinstance(waiting, Dialing):
            raise Differs(step.where, "the line should be connecting the caller to somebody", *_said(self._call))
        wanted = self._lines.get(step.to, step.to)
        if re.search(r"\d", wanted) and _digits(wanted) != _digits(waiting.number):
            raise Differs(step.where, f"the call should go to {step.to} ({wanted})", f"it went to {waiting.number}")
        if self._lines and step.to and not re.search(r"\d", wanted):
            raise Differs(
                step.where, f"no line of city.yaml is called {step.to!r}", f"there are {', '.join(self._lines)}"
            )
        self._call.far_end(step.answer, step.seconds, step.hang_up)

    def _accepted(self, where: str) -> None:
        turn = self._call.transcript[-1]
        if turn.refusals:
            raise Differs(where, "Twilio would have refused the answer", *(str(r) for r in turn.refusals))
        if turn.ignored:
            raise Differs(where, f"this reached nobody: {turn.ignored}", *_said(self._call))

    def _says(self, step: steps.Says) -> None:
        for text, language in step.texts:
            found = find(self._call.heard_since_last(), text, language, self._at)
            if found < 0:
                again = find(self._call.heard_since_last(), text, language, 0) >= 0
                order = " (it was said, but not in this order)" if again else ""
                spoken = f" in {language}" if language else ""
                raise Differs(step.where, f"the line should say{spoken}{order}", f"- {text}", *_said(self._call))
            self._at = found

    def _never(self, step: steps.Never) -> None:
        for text in step.texts:
            if find(self._call.heard_since_last(), text, "", 0) >= 0:
                raise Differs(step.where, "the line should not say", f"- {text}", *_said(self._call))

    def _node(self, step: steps.At) -> None:
        if (node := self._call.transcript[-1].node) != step.node:
            message = f"the call should be at {step.node}; it is at {node or 'an unknown node'}"
            raise Differs(step.where, message, *_said(self._call))


def _finish(file: CallFile, call: PhoneCall) -> None:
    """The end of the talk: the caller hangs up where the line still waits."""
    waited = call.state
    if not call.ending:
        call.hang_up()
    if call.transcript[-1].refusals:
        details = (str(refusal) for refusal in call.transcript[-1].refusals)
        raise Differs(file.where("talk"), "Twilio would have complained at the end of the call", *details)
    if file.ends and call.ending != file.ends:
        still = f"; at the end of the talk the line was still {waited}" if waited != "ended" else ""
        message = f"the call should have ended {file.ends}; it ended {call.ending}{still}"
        raise Differs(file.where("ends"), message, *_said(call))


def _outcome(file: CallFile, call: PhoneCall, records: Records | None) -> None:
    if records is None:
        return
    if file.files is not None:
        compare(file.where("files"), "request", file.files, records.filed(call.sid))
    if file.draft is not None:
        draft = records.draft(call.sid)
        compare(file.where("draft"), "draft", file.draft, [] if draft is None else [draft])


def _said(call: PhoneCall) -> list[str]:
    """What the line really said, and what the app told of why."""
    turn = call.transcript[-1]
    lines = [f"+ [{item.language}] {item.text}" for item in turn.heard if item.kind == "say"]
    lines = lines or ["+ (nothing was said)"]
    trace = turn.trace or {}
    path = trace.get("path")
    if turn.node:
        lines.append(
            f"at {turn.node}" + (f", by way of {' → '.join(map(str, path))}" if isinstance(path, list) else "")
        )
    if meaning := trace.get("meaning"):
        lines.append(f"understood: {brief(meaning)}")
    if slots := trace.get("slots"):
        lines.append(f"known: {brief(slots)}")
    return lines


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-10:]

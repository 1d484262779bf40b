"""The far leg of a transfer: what Twilio tells the app about it besides the action."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.simulator import webhook
from ivr.simulator.courier import Courier
from ivr.simulator.course import Course
from ivr.simulator.document import Element, answer
from ivr.simulator.refusal import Refusal
from ivr.simulator.sound import tone
from ivr.simulator.verbs import WHISPER
from ivr.simulator.waits import Ask, Dialing, DialResult, Outcome
from ivr.simulator.webhook import Callback


def whisper(course: Course, dialing: Dialing, courier: Courier) -> None:
    """The document of a <Number url>, played to the called party before the two are joined. Refusal."""
    for noun in dialing.numbers:
        if url := noun.get("url"):
            form = {"CallSid": dialing.sid, "ParentCallSid": course.sid}
            page = courier.fetch(courier.absolute(url), noun.get("method", "POST"), form)
            for verb in answer(page.kind, page.body, page.url):
                if verb.name not in WHISPER:
                    raise Refusal(12200, f"<{verb.name}> is not allowed before two callers are joined", verb.place)


def progress(course: Course, dialing: Dialing, result: DialResult, seconds: int) -> Iterator[Callback]:
    """The status callbacks of each <Number>, in order: SequenceNumber tells it, for they may arrive in any."""
    passed = ["initiated", "ringing", *(["answered"] if result == "answered" else []), "completed"]
    for noun in dialing.numbers:
        wanted = noun.get("statusCallbackEvent", "completed").split()
        for order, event in enumerate(passed):
            if noun.get("statusCallback") and event in wanted:
                form = _leg(course, dialing, noun) | {
                    "SequenceNumber": str(order),
                    "CallStatus": _status(event, result),
                }
                if event == "completed":
                    form |= {"CallDuration": str(seconds if result == "answered" else 0)}
                yield noun.get("statusCallback"), noun.get("statusCallbackMethod", "POST"), form


def recorded(course: Course, dialing: Dialing, outcome: Outcome, seconds: int) -> tuple[Outcome, list[Callback]]:
    """The action with the talk's recording, where <Dial record> asks for one, and the recording's own callback."""
    dial = dialing.element
    if dial.get("record", "do-not-record") in ("do-not-record", "false"):
        return outcome, []
    sid = course.sids("RE")
    course.keep(sid, tone(seconds), seconds, "DialVerb")
    named = webhook.recording(course.line.account_sid, sid)
    if isinstance(outcome, Ask):
        outcome = Ask(outcome.url, outcome.method, {**outcome.form, **named})
    url, method = dial.get("recordingStatusCallback"), dial.get("recordingStatusCallbackMethod", "POST")
    return outcome, [(url, method, webhook.recorded(named, seconds, "DialVerb"))] if url else []


def _leg(course: Course, dialing: Dialing, noun: Element) -> dict[str, str]:
    return {
        "CallSid": dialing.sid,
        "ParentCallSid": course.sid,
        "Direction": "outbound-dial",
        "To": noun.text,
        "Called": noun.text,
        "CallbackSource": "call-progress-events",
    }


def _status(event: str, result: DialResult) -> str:
    ended = "completed" if result == "answered" else result
    return {"answered": "in-progress", "completed": ended}.get(event, event)

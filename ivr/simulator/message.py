"""A message left on the line: its recording, what the action is told, and the recording's own callback."""

from __future__ import annotations

from ivr.simulator import webhook
from ivr.simulator.course import Course
from ivr.simulator.sound import tone
from ivr.simulator.waits import Ask, Outcome, Recording
from ivr.simulator.webhook import Callback
from ivr.speech.audio import Audio


def left(
    course: Course, waiting: Recording, seconds: int, ended_by: str, sound: Audio | None
) -> tuple[Outcome, list[Callback]]:
    """The outcome, and the callback that follows. sound: of the message, else a tone of its length."""
    course.passes(min(seconds, waiting.longest))
    outcome = waiting.leave(seconds, ended_by)
    length = (outcome.recording or 0) if isinstance(outcome, Ask) else 0
    sid = course.sids("RE")
    if length:
        course.keep(sid, sound or tone(length), length, "RecordVerb")
    named = webhook.recording(course.line.account_sid, sid)
    if isinstance(outcome, Ask):
        outcome = Ask(outcome.url, outcome.method, {**outcome.form, **named})
    return outcome, _callback(waiting, named, length)


def _callback(waiting: Recording, named: dict[str, str], length: int) -> list[Callback]:
    element = waiting.element
    events = element.get("recordingStatusCallbackEvent", "completed").split()
    url, method = element.get("recordingStatusCallback"), element.get("recordingStatusCallbackMethod", "POST")
    if not url or ("completed" if length else "absent") not in events:
        return []
    return [(url, method, webhook.recorded(named, length, "RecordVerb"))]

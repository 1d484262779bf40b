"""A small line to play calls against: two languages, a question, a message, a transfer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from .scripted import Answer, Script, twiml

WELCOME = (
    '<Gather input="dtmf speech" numDigits="1" finishOnKey="" action="/need" timeout="6" language="en-US">'
    '<Say voice="Polly.Joanna" language="en-US">Thank you for calling 311. For potholes, press 1.</Say>'
    '<Say voice="Polly.Lupe" language="es-US">Para español, oprima 9.</Say></Gather><Redirect>/still</Redirect>'
)
TOLD = {
    "at": "main.need",
    "path": ["main.welcome", "main.need"],
    "slots": {"service": "pothole", "place": ""},
    "meaning": {"intent": "service", "value": "pothole", "confidence": 0.93, "because": ""},
}


def told(body: str, **changes: object) -> Answer:
    return Answer(twiml(body), headers=(("X-OneCall-Trace", json.dumps({**TOLD, **changes})),))


def build(app: Script) -> Script:
    """/voice → /need → /left or /dialled."""
    say = '<Say voice="Polly.Joanna">'
    app.on("/voice", told(WELCOME)).on("/still", told(f"{say}Are you still there?</Say>{WELCOME}"))
    app.on("/need", told(f'{say}Tell me more after the tone.</Say><Record action="/left"/>', at="report.details"))
    app.on("/left", told(f'{say}One moment.</Say><Dial action="/dialled">+14105550111</Dial>', at="agent.start"))
    filed = f"{say}All of us are busy. Your number is <say-as interpret-as='digits'>26000014</say-as>.</Say>"
    return app.on("/dialled", told(filed, at="report.filed"))


class Kept:
    """What the line would have stored."""

    def __init__(self, filed: Sequence[Mapping[str, object]] = (), draft: Mapping[str, object] | None = None) -> None:
        self._filed, self._draft = filed, draft

    def filed(self, call_sid: str) -> Sequence[Mapping[str, object]]:
        return self._filed

    def draft(self, call_sid: str) -> Mapping[str, object] | None:
        return self._draft

"""A small switchboard for the door's tests: it follows the protocol, keeps what it was told, and breaks on request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from msgspec.structs import replace

from ivr.flow.directives import Await, Directive, Disconnect, Listen, Prompt, Sound, Spell, Text, Transfer
from ivr.flow.events import Digits, Event, HungUp, Recorded, Silence, Unheard, Utterance
from ivr.flow.model import By, Voice
from ivr.flow.state import State
from ivr.telephony.apology import Apologies
from ivr.telephony.seal import Sealer
from ivr.telephony.signature import Signatures
from ivr.telephony.webhook import Call
from ivr.web import guards, health, voice
from ivr.web.application import Application
from ivr.web.switchboard import Ear, Line

SID = "CA" + "0123456789abcdef" * 2
RECORDING = "RE" + "0123456789abcdef" * 2
TOKEN = "0123456789abcdef0123456789abcdef"
BASE = "https://311.example.gov"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
VOICES = {
    "en": Voice(name="English", voice="Polly.Joanna-Neural", locale="en-US"),
    "es": Voice(name="español", voice="Polly.Lupe-Neural", locale="es-US"),
}
FORM = {
    "CallSid": SID,
    "AccountSid": "AC" + "0" * 32,
    "From": "+14105550123",
    "To": "+14105550100",
    "CallStatus": "in-progress",
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
}


@dataclass(frozen=True)
class Reply:
    directives: tuple[Directive, ...]
    state: State | None
    language: str = "en"
    trace: object = None


@dataclass
class Script:
    """Says back what it heard. Keys: 1 asks for a number, 2 calls a person, 3 hangs up, 4 breaks, 6 asks a question
    that is streamed, 7 one that is recorded and waited for, 8 one that is recorded, 9 speaks Spanish."""

    told: list[object] = field(default_factory=list)
    trace: object = None

    def answered(self, call: Call) -> Reply:
        self.told.append(("answered", call.sid, call.at))
        if call.caller == "broken":
            raise RuntimeError("the words of a caller at +14105550123")
        return self._ask("Welcome to 311.", State("v1", "main.need", started=int(call.at.timestamp())))

    def turn(self, call: Call, state: State, event: Event) -> Reply:
        self.told.append(event)
        match event:
            case Digits("1"):
                listen = Listen(keys=True, speech=False, locale="en-US", digits=8)
                number = Prompt("", "en", (Text("Yours is"), Spell("26-00012345"), Sound("en/bell.wav")))
                return Reply((number, listen), _next(state, at="status.number"), trace=self.trace)
            case Digits("2"):
                return Reply((Transfer("operator", "+14105550188", 30),), _next(state, at="agent.start"))
            case Digits("3") | HungUp():
                return Reply((Prompt("", "en", (Text("Good-bye."),)), Disconnect()), None)
            case Digits("4"):
                raise RuntimeError("the words of a caller at +14105550123")
            case Digits("5"):
                return Reply(
                    (Prompt("", "en", tuple(Sound("en/" + "x" * 200) for _ in range(400))), Disconnect()), None
                )
            case Digits("6"):
                return self._asked_by("stream", state)
            case Digits("7") | Digits("8"):
                return self._asked_by("record", state, later=event == Digits("8"))
            case Recorded(sid) if state.at == "main.recorded":
                return Reply((Prompt("", "en", (Text("One moment."),)), Await(sid)), _next(state), trace=self.trace)
            case Unheard():
                return self._ask("I have trouble hearing you.", _next(state, at="main.need"))
            case Digits("9"):
                return self._ask("¿En qué podemos ayudarle?", _next(state, language="es"))
            case Utterance(text):
                return self._ask(f"You said: {text}", _next(state, slots={"details": text}))
            case Silence():
                return self._ask("Are you still there?", _next(state))
        return self._ask("I see.", _next(state))

    def moment(self, call: Call, state: State) -> Reply:
        return Reply((Prompt("", state.language, (Text("One moment."),)),), state, state.language, {"at": state.at})

    def keep(self, call: Call, token: str) -> None:
        self.told.append(("keep", call.sid, token))

    def ended(self, call: Call) -> None:
        self.told.append(("ended", call.sid, call.status, call.duration))
        if call.caller == "broken":
            raise RuntimeError("the words of a caller")

    def recording(self, call: Call, sid: str, status: str, seconds: int, kind: str) -> None:
        self.told.append(("recording", sid, status, seconds, kind))

    def _asked_by(self, by: By, state: State, later: bool = False) -> Reply:
        consent = () if "consent_told" in state.slots else (Prompt("", "en", (Text("We listen in."),)),)
        listen = Listen(keys=True, speech=True, locale="en-US", timeout=3, by=by, later=later, consent=consent)
        at = {"stream": "main.streamed", "record": "main.recorded"}[by]
        return Reply((Prompt("", "en", (Text("Tell me."),)), listen), _next(state, at=at), trace=self.trace)

    def _ask(self, text: str, state: State) -> Reply:
        prompt = Prompt("", state.language, (Text(text),))
        return Reply((prompt, Listen(keys=True, speech=True, locale="en-US")), state, state.language, self.trace)


def _next(state: State, **changes: object) -> State:
    return replace(state, **{"turns": state.turns + 1, **changes})


def app(
    script: Script,
    recordings: Path = Path("/nowhere"),
    tokens: tuple[str, ...] = (),
    simulator: bool = False,
    base: str = BASE,
    secrets: tuple[str, ...] = ("a secret of at least 32 characters!",),
    ear: Ear | None = None,
) -> Flask:
    """The door and its guards, as the house puts them together, at NOW."""
    made = Application("line", static_folder=None)
    line = Line(
        switchboard=script,
        sealer=Sealer(secrets),
        base=base,
        voices=lambda version: VOICES,
        apologies=Apologies(base, "+14105550188", VOICES),
        recordings=recordings,
        zone=ZoneInfo("America/New_York"),
        simulator=simulator,
        clock=lambda: NOW,
        ear=ear,
    )
    checks = guards.checks(Signatures(tokens, base) if tokens else None, simulator)
    guards.register(made, voice.door(line), checks)
    guards.register(made, health.door(health.Probes(lambda: ["v1"], lambda: True)), checks)
    guards.refuse_unguarded(made)
    return made

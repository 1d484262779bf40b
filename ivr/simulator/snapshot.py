"""A call as a page sees it: what was heard, what it waits for, who is there; values that JSON can carry."""

from __future__ import annotations

from typing import Any

from ivr.simulator.call import PhoneCall
from ivr.simulator.heard import Heard
from ivr.simulator.refusal import Refusal
from ivr.simulator.stay import Staff
from ivr.simulator.turn import Turn
from ivr.simulator.waits import Dialing, Listening, Recording, Staying

Snapshot = dict[str, Any]


def of(call: PhoneCall, office: Staff | None, after: int = 0, turn: Turn | None = None) -> Snapshot:
    """What was heard after so many lines, and where the call is now. turn: whose answer this is; None: the latest."""
    everything, told = heard(call), turn or call.transcript[-1]
    return {
        "id": call.sid,
        "state": call.state,
        "heard": [line(item, office) for item in everything[after:]],
        "at": len(everything),
        "seen": seen(call, office),
        "people": people(call, office),
        "holding": holding(call),
        "shared": call.shared,
        "waiting": waiting(call),
        "ms": told.ms,
        "trace": call.trace,
        "refusal": _refusal(call.refusal),
        "ending": call.ending,
        "elapsed": round(call.elapsed),
        "made_out": told.made_out,
        "ignored": told.ignored or None,
    }


def heard(call: PhoneCall) -> list[Heard]:
    """All lines of a call in their order, pauses left out; it only ever grows."""
    return [item for turn in list(call.transcript) for item in list(turn.heard) if item.kind != "pause"]


def line(item: Heard, office: Staff | None = None) -> Snapshot:
    """`kind` is left out where the line itself speaks; a person's voice is their telephone's number, or `caller`."""
    kind = {} if item.kind == "say" else {"kind": item.kind}
    voice = office.who(item.voice) if office and item.kind == "voice" else item.voice
    facts = {"language": item.language, "voice": voice, "text": item.text, "node": item.node}
    return {**facts, "seconds": item.seconds, **kind}


def people(call: PhoneCall, office: Staff | None) -> list[str]:
    """Who is heard: telephones by number, `caller`."""
    return sorted(office.people(call.sid)) if office and not call.ending else []


def seen(call: PhoneCall, office: Staff | None) -> str:
    """Differs when the call stands otherwise, though nothing was heard."""
    return " ".join((call.state, call.ending or "", str(holding(call)), *people(call, office)))


def holding(call: PhoneCall) -> bool:
    """It asks nothing: the line plays something, and goes on by itself."""
    return isinstance(call.waiting, Listening) and call.waiting.passing and not call.streams


def waiting(call: PhoneCall) -> Snapshot | None:
    """What it waits for; None: it is over, or on its way from one document to the next."""
    nothing: Snapshot = dict.fromkeys(("keys", "speech", "sound", "record"), False)
    nothing |= {"digits": None, "finish": "", "keyed": "", "dial": None}
    match call.waiting:
        case Listening() as wait:
            said = {"keys": wait.keys, "speech": wait.speech, "digits": wait.digits, "finish": wait.finish}
            sound = bool(call.streams) or (wait.speech and call.hears)
            return {**nothing, **said, "sound": sound, "keyed": wait.keyed, "seconds": wait.timeout}
        case Recording() as wait:
            said = {"keys": True, "record": True, "finish": wait.finish}
            return {**nothing, **said, "sound": call.speaks, "seconds": wait.longest}
        case Dialing() as wait:
            return {**nothing, "dial": wait.number, "seconds": wait.timeout}
        case Staying() as wait:
            return {**nothing, "stay": wait.kind, "seconds": wait.timeout}
        case None:
            return None


def _refusal(refusal: Refusal | None) -> Snapshot | None:
    if refusal is None:
        return None
    return {"code": refusal.code, "title": refusal.title, "message": refusal.message, "place": refusal.place}

"""A call that was made, written down as a call file: the other way round of play."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ivr.simulator.call import PhoneCall
from ivr.simulator.turn import Did, Turn

_WORDS = 8


def record(call: PhoneCall, title: str) -> str:
    """The YAML of `call`, ready to be played. Of each answer the first words become the line expected."""
    head = [f"call: {json.dumps(title, ensure_ascii=False)}"]
    if call.caller != "+14105550123":
        head.append(f"caller: {json.dumps(call.caller) if call.caller else 'hidden'}")
    if call.language:
        head.append(f"language: {call.language}")
    if call.now:
        head.append(f"at: {call.now.isoformat(timespec='minutes')}")
    steps = [f"  - {step}" for turn in _merged(call.transcript) for step in _steps(turn)]
    tail = [f"ends: {call.ending}"] if call.ending in ("completed", "transferred", "hung_up") else []
    return "\n".join([*head, "talk:", *steps, *tail]) + "\n"


def _merged(turns: list[Turn]) -> Iterator[Turn]:
    """Without acts that reached nobody, and with keys pressed one by one as one entry."""
    held = ""
    for turn in turns:
        if turn.ignored:
            continue
        if turn.did.kind == "press" and not turn.heard and not turn.ms:
            held += turn.did.text
            continue
        if held and turn.did.kind in ("press", "silence"):
            text = held + (turn.did.text if turn.did.kind == "press" else "")
            turn = Turn(Did("press", text), turn.heard, turn.ms, turn.trace, turn.refusals)
        held = ""
        yield turn


def _steps(turn: Turn) -> Iterator[str]:
    if step := _step(turn.did):
        yield step
    if expected := _excerpt(turn.said):
        yield f"line: {expected}"


def _step(did: Did) -> str:
    words = json.dumps(did.text, ensure_ascii=False)
    match did.kind:
        case "say" if did.confidence == 0.9:
            return f"say: {words}"
        case "say":
            return f"{{say: {words}, heard: {'unknown' if did.confidence is None else did.confidence}}}"
        case "press":
            return f"press: {words}"
        case "speak":
            return f"record: {did.seconds} s  # in sound"
        case "record":
            then = {"": "", "hangup": ", then: hang up"}.get(did.text, f", then: {words}")
            return f"record: {{seconds: {did.seconds}{then}}}" if then else f"record: {did.seconds} s"
        case "transfer":
            return f"transfer: {{to: {json.dumps(did.to)}, answer: {did.text}, seconds: {did.seconds}}}"
        case "dial" | "answer" | "moved":
            return ""
        case kind:
            return kind


def _excerpt(said: str) -> str:
    """The first sentence or words, up to the first number: numbers differ from call to call."""
    words: list[str] = []
    for word in said.split()[:_WORDS]:
        if any(character.isdigit() for character in word) and words:
            break
        words.append(word)
        if word[-1] in ".?!" and len(words) >= 3:
            break
    return json.dumps(" ".join(words), ensure_ascii=False) if words else ""

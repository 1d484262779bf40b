"""A call that was made, written down as a call file: the other way round of play."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ivr.simulator.call import PhoneCall
from ivr.simulator.turn import Did, Turn

_WORDS = 8
_SOUND = re.compile(r"RE[0-9A-Za-z]+")
SPOKEN = "Spoken in sound. A call file has words: where sound was heard, these are what the line heard of it."
"""What is noted in such a file, for whoever plays it and wonders."""


def record(call: PhoneCall, title: str) -> str:
    """The YAML of `call`, ready to be played. Of each answer the first words become the line expected.

    What was spoken in sound becomes the words that were heard, where the app tells of them.
    """
    spoken = any(turn.did.kind == "speak" for turn in call.transcript)
    head = [f"call: {json.dumps(title, ensure_ascii=False)}"]
    head += [f"note: {json.dumps(SPOKEN)}"] if spoken else []
    if call.caller != "+14105550123":
        head.append(f"caller: {json.dumps(call.caller) if call.caller else 'hidden'}")
    if call.language:
        head.append(f"language: {call.language}")
    if call.now:
        head.append(f"at: {call.now.isoformat(timespec='minutes')}")
    steps = [f"  - {step}" for turn in _merged(call.transcript) for step in _steps(turn, spoken)]
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


def _steps(turn: Turn, spoken: bool) -> Iterator[str]:
    """spoken: the call was. Consent, and “one moment” while words are made out, are said to callers with a voice alone:
    there the last thing that was said is the line expected."""
    if step := _heard(turn) if turn.did.kind == "speak" else _step(turn.did):
        yield step
    said = [item.text for item in turn.heard if item.kind == "say"]
    if expected := _excerpt(said[-1] if spoken and said else turn.said):
        yield f"line: {expected}"


def _heard(turn: Turn) -> str:
    """What was spoken in sound: into a recording, or as the words that were heard."""
    words = str((turn.trace or {}).get("heard") or "")
    if _SOUND.fullmatch(words):
        return f"record: {turn.did.seconds} s"
    if not words:
        return "silence  # spoken in sound, and nothing was heard: put the words here, as in  say: there is a pothole"
    return f"{{say: {json.dumps(words, ensure_ascii=False)}, heard: unknown}}"


def _step(did: Did) -> str:
    words = json.dumps(did.text, ensure_ascii=False)
    match did.kind:
        case "say" if did.confidence == 0.9:
            return f"say: {words}"
        case "say":
            return f"{{say: {words}, heard: {'unknown' if did.confidence is None else did.confidence}}}"
        case "press":
            return f"press: {words}"
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

"""The documents of those who meet a caller: the room, the whisper before it, and a word to whoever comes too late."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ivr.flow.directives import Prompt
from ivr.flow.model import Voice
from ivr.telephony.speaking import attribute, spoken

CALLER = "caller"
"""The caller's label in the room; everybody else has one of their own."""
STATUS = "/voice/room/status"
"""Where Twilio tells what happens in a room."""
EVENTS = "start end join leave mute hold modify"
ANSWER_IN = 5
"""Seconds for a key after the whisper, which is said twice."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
_RANDOM = re.compile(r"(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{20,64}")
_LABEL = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CALL = re.compile(r"CA[0-9a-f]{32}")


class NotARoom(ValueError):
    """A room's name is long and random: one that could be anybody's number or name is never sent to Twilio."""


def conference(
    name: str,
    base: str,
    action: str = "",
    *,
    label: str = CALLER,
    muted: bool = False,
    coached: str = "",
) -> str:
    """<Dial><Conference>: into the room, silently; whoever leaves it ends nobody else's call. NotARoom.

    base: the public address. action: where the call goes on after the room; empty: with the next verb. coached: the
    CallSid of whom this one whispers to. Twilio takes statusCallback from the first who enters, so everybody brings it;
    and plays its own music to who is alone there: a waitUrl of ours would fall silent at its end.
    """
    if not _RANDOM.fullmatch(name) or not _LABEL.fullmatch(label) or (coached and not _CALL.fullmatch(coached)):
        raise NotARoom
    dial = f'<Dial action="{attribute(action)}" method="POST">' if action else "<Dial>"
    mutes = (' muted="true"' if muted else "") + (f' coach="{coached}"' if coached else "")
    status = f'statusCallback="{attribute(base + STATUS)}" statusCallbackMethod="POST" statusCallbackEvent="{EVENTS}"'
    return (
        f'{dial}<Conference startConferenceOnEnter="true" endConferenceOnExit="false" beep="false"{mutes}'
        f' participantLabel="{label}" {status}>{name}</Conference></Dial>'
    )


def agent_room(name: str, base: str, label: str, action: str = "", *, muted: bool = False, coached: str = "") -> bytes:
    """The room for an agent, a colleague or a supervisor; after it they are hung up on, or asked at `action`."""
    return _document(conference(name, base, action, label=label, muted=muted, coached=coached), "<Hangup/>")


def whisper(words: Sequence[Prompt], base: str, action: str, voices: Mapping[str, Voice]) -> bytes:
    """Who calls, and what for; said twice, each time with a few seconds for a key, which is told to `action`.

    Nothing but a key goes on from here: after the second time `action` is asked without one, and hangs up.
    """
    said = spoken(words, base, voices)
    gather = (
        f'<Gather input="dtmf" action="{attribute(action)}" method="POST" timeout="{ANSWER_IN}"'
        f' actionOnEmptyResult="false" finishOnKey="" numDigits="1">{said}</Gather>'
    )
    return _document(gather, gather, f'<Redirect method="POST">{attribute(action)}</Redirect>')


def moment(words: Sequence[Prompt], base: str, action: str, again: str, voices: Mapping[str, Voice]) -> bytes:
    """A word and a few seconds' patience, while nothing is known: a key is told to `action`; else `again` is asked."""
    gather = (
        f'<Gather input="dtmf" action="{attribute(action)}" method="POST" timeout="{ANSWER_IN}"'
        f' actionOnEmptyResult="false" finishOnKey="" numDigits="1">{spoken(words, base, voices)}</Gather>'
    )
    return _document(gather, f'<Redirect method="POST">{attribute(again)}</Redirect>')


def gone(words: Sequence[Prompt], base: str, voices: Mapping[str, Voice]) -> bytes:
    """A word to a telephone that is not awaited any more, and the end of its call."""
    return _document(spoken(words, base, voices), "<Hangup/>")


def _document(*verbs: str) -> bytes:
    return (_HEAD + "".join(verbs) + "</Response>").encode()

"""Twilio's Media Streams: the messages of a WebSocket as values, and back."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

MOST_BYTES = 64 * 1024
"""The largest message that is read; Twilio's own are under 1 kB."""
ENCODING, RATE = "audio/x-mulaw", 8000

_Name = Annotated[str, Meta(max_length=64)]
_Count = Annotated[int, Meta(ge=0, lt=2**53)]
_Value = Annotated[str, Meta(max_length=2048)]


class NotMedia(ValueError):
    """This is no message of a media stream."""


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """Names as Twilio writes them; numbers are strings there, and numbers here."""


class Format(_Part, frozen=True):
    encoding: _Name = ENCODING
    sample_rate: _Count = RATE
    channels: _Count = 1


class Beginning(_Part, frozen=True):
    """custom_parameters: what the document gave along; the token is among them."""

    call_sid: _Name
    stream_sid: _Name = ""
    account_sid: _Name = ""
    tracks: Annotated[tuple[_Name, ...], Meta(max_length=8)] = ("inbound",)
    media_format: Format = Format()
    custom_parameters: Annotated[dict[_Name, _Value], Meta(max_length=32)] = {}


class Sound(_Part, frozen=True):
    """payload: µ-law, a byte a sample. chunk: counted from 1. timestamp: milliseconds since the stream began."""

    payload: Annotated[bytes, Meta(max_length=MOST_BYTES)]
    chunk: _Count
    timestamp: _Count = 0
    track: _Name = "inbound"


class Key(_Part, frozen=True):
    digit: Annotated[str, Meta(pattern=r"^[0-9*#A-D]$")]
    track: _Name = "inbound_track"


class Label(_Part, frozen=True):
    name: _Name = ""


class End(_Part, frozen=True):
    call_sid: _Name = ""
    account_sid: _Name = ""
    stream_sid: _Name = ""


class _Message(msgspec.Struct, frozen=True, rename="camel", tag_field="event"):
    pass


class Connected(_Message, frozen=True, tag="connected"):
    protocol: _Name = "Call"
    version: _Name = "1.0.0"


class Start(_Message, frozen=True, tag="start"):
    start: Beginning
    sequence_number: _Count = 1
    stream_sid: _Name = ""


class Media(_Message, frozen=True, tag="media"):
    media: Sound
    sequence_number: _Count
    stream_sid: _Name = ""


class Dtmf(_Message, frozen=True, tag="dtmf"):
    dtmf: Key
    sequence_number: _Count = 0
    stream_sid: _Name = ""


class Mark(_Message, frozen=True, tag="mark"):
    mark: Label = Label()
    sequence_number: _Count = 0
    stream_sid: _Name = ""


class Stop(_Message, frozen=True, tag="stop"):
    stop: End = End()
    sequence_number: _Count = 0
    stream_sid: _Name = ""


Message = Connected | Start | Media | Dtmf | Mark | Stop


class _Any(msgspec.Struct, frozen=True):
    event: str


_reader = msgspec.json.Decoder(Message, strict=False)
_KNOWN = frozenset(("connected", "start", "media", "dtmf", "mark", "stop"))


def read(text: str | bytes) -> Message | None:
    """The message; None: an event of a kind that is not known yet. NotMedia: it is none, or beyond the bounds."""
    if len(text) > MOST_BYTES:
        raise NotMedia("the message is too large")
    try:
        message: Message = _reader.decode(text)
        return message
    except (msgspec.DecodeError, UnicodeError):
        if _kind(text) in _KNOWN | {""}:
            raise NotMedia from None
        return None


def _kind(text: str | bytes) -> str:
    try:
        return msgspec.json.decode(text, type=_Any).event
    except (msgspec.DecodeError, UnicodeError):
        return ""


def write(message: Message) -> str:
    """The message as Twilio sends it: every number of the envelope is a string, those of the format are not."""
    plain = msgspec.to_builtins(message)
    if isinstance(message, Connected):
        return _json(plain)
    plain["sequenceNumber"] = str(message.sequence_number)
    if isinstance(message, Media):
        plain["media"] |= {"chunk": str(message.media.chunk), "timestamp": str(message.media.timestamp)}
    return _json(plain)


def _json(plain: object) -> str:
    return msgspec.json.encode(plain).decode()

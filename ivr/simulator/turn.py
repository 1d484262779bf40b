"""One turn of a call, as it is remembered: what the caller did, what the line said to it, and what the app told."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote

from ivr.simulator.heard import Heard
from ivr.simulator.refusal import Refusal

Kind = Literal["dial", "answer", "say", "speak", "press", "silence", "record", "transfer", "hang up", "moved"]
Trace = Mapping[str, Any]


@dataclass(frozen=True)
class Did:
    """What the caller (or the far end of a transfer) did; moved: what was done to the call from outside.

    text: the words, the keys, the far end's answer, or what happened. confidence: of the words; None = unknown.
    seconds: of a recording or a talk. to: the number dialled.
    """

    kind: Kind
    text: str = ""
    confidence: float | None = 0.9
    seconds: int = 0
    to: str = ""


@dataclass
class Turn:
    """ms: what the app took to answer, all its documents together. ignored: why the act reached nobody, or "".

    made_out: the words that what plays Twilio's recogniser made of the caller's sound.
    """

    did: Did
    heard: list[Heard] = field(default_factory=list)
    ms: float = 0.0
    trace: Trace | None = None
    refusals: list[Refusal] = field(default_factory=list)
    ignored: str = ""
    made_out: str = ""

    @property
    def said(self) -> str:
        """Everything that was said, in one line."""
        return " ".join(item.text for item in self.heard if item.kind == "say")

    @property
    def node(self) -> str:
        """Where the flow stands after this turn, if the app told."""
        at = (self.trace or {}).get("at")
        return at if isinstance(at, str) else ""


def read_trace(header: str | None) -> Trace | None:
    """The X-OneCall-Trace header: JSON as it is, percent-encoded, or in base64url. None: absent, or none of these."""
    if not header:
        return None
    for text in (header, unquote(header), _from_base64(header)):
        try:
            found = json.loads(text)
        except ValueError:
            continue
        return found if isinstance(found, dict) else None
    return None


def _from_base64(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""

"""Drafts: what is known of a request that is not filed yet, so that an agent can call back a caller who is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ivr.calls.records import TurnRecord
from ivr.db.secrets import Secrets
from ivr.flow.state import State
from ivr.flow.turning.hearing import CONSENT_TOLD, UNHEARD

# Without one of these there is nothing to call back about: a caller who asked for opening hours leaves no draft.
MATTERS = ("service", "place", "details", "message", "recording", "also")
# These outlive a filing within a call (engine.LASTING): alone they do not make a second request.
_LEFT_OVER = frozenset({"service", "topic"})
# What the conversation notes for itself, of no use to an agent.
_OWN = frozenset({"caller", "slow", "limit", "remembered", CONSENT_TOLD, UNHEARD})


@dataclass(frozen=True, slots=True)
class Hidden:
    """The sealed part of a draft. phone: E.164, or "" when there is none; private: the secret slots."""

    phone: str = field(default="", repr=False)
    private: Mapping[str, str] = field(default_factory=dict, repr=False)


def known(state: State) -> dict[str, str]:
    """What an agent would want to know were the caller gone now; empty when there is nothing to call back about."""
    if state.slots.get("status"):
        return {}  # a request on file was looked up: nothing is unfinished
    matters = [name for name in MATTERS if state.slots.get(name) and not (state.filed and name in _LEFT_OVER)]
    if not matters:
        return {}
    told = {name: value for name, value in state.slots.items() if value and name not in _OWN}
    if matters == ["also"]:  # one of two problems was filed: this is about the other one
        return told | {"service": state.slots.get("next_service", ""), "details": state.slots["also"]}
    return told


def row(turn: TurnRecord, secrets: Secrets) -> dict[str, Any]:
    """The line of `drafts`; the number and the secret slots are sealed (see opened).

    Whoever stays anonymous leaves no number.
    """
    phone = "" if turn.known.get("anonymous") == "yes" else turn.known.get("phone") or turn.phone
    private = {name: value for name, value in turn.known.items() if name in turn.secret and name != "phone"}
    hidden = msgspec.json.encode(Hidden(phone, private))
    return {
        "call_sid": turn.call_sid,
        "nth": turn.filed,
        "turn": turn.n,
        "service_code": turn.known.get("service", ""),
        "language": turn.language,
        "snapshot": {name: value for name, value in turn.known.items() if name not in private and name != "phone"},
        "sealed": secrets.seal(hidden, f"draft/{turn.call_sid}") if private or phone else None,
        "phone_hash": secrets.phone_hash(phone) or None,
        "at": turn.at,
    }


def opened(sealed: bytes | None, call_sid: str, secrets: Secrets) -> Hidden:
    """The sealed part of a draft (requests.store.Draft.sealed). Unreadable: no key in force opens it."""
    return msgspec.json.decode(secrets.open(sealed, f"draft/{call_sid}"), type=Hidden) if sealed else Hidden()

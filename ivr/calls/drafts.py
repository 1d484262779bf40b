"""Drafts: what is known of a request that is not filed yet, so that an agent can call back a caller who is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ivr.calls.records import Overheard, TurnRecord
from ivr.db.secrets import Secrets
from ivr.flow.state import State
from ivr.flow.turning.hearing import CONSENT_TOLD, UNHEARD
from ivr.flow.turning.keeping import WAITED
from ivr.flow.turning.needing import LANGUAGES_TOLD
from ivr.flow.turning.reasons import CARE, HANDOVER

# Without one of these there is nothing to call back about: a caller who asked for opening hours leaves no draft.
MATTERS = ("service", "place", "details", "message", "recording", "also")
# These outlive a filing within a call (engine.LASTING): alone they do not make a second request.
_LEFT_OVER = frozenset({"service", "topic"})
# What the conversation notes for itself, of no use to an agent.
_OWN = frozenset(
    {"caller", "slow", "limit", "remembered", CONSENT_TOLD, UNHEARD, HANDOVER, CARE, WAITED, LANGUAGES_TOLD}
)

SAID = "said"
"""What was said last, and had not become an answer when the caller was gone; sealed, whatever was asked."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The sealed part of a draft. phone: E.164, or "" when there is none; private: the secret slots."""

    phone: str = field(default="", repr=False)
    private: Mapping[str, str] = field(default_factory=dict, repr=False)


def known(state: State) -> dict[str, str]:
    """What an agent would want to know were the caller gone now; empty when there is nothing to call back about."""
    if state.slots.get("status"):
        return {}  # a request on file was looked up: nothing is unfinished
    just_filed = state.filed and state.slots.get("number")  # it is forgotten when the next request is begun
    matters = [name for name in MATTERS if state.slots.get(name) and not (just_filed and name in _LEFT_OVER)]
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
    phone = number_of(turn.known, turn.phone)
    private = {name: value for name, value in turn.known.items() if name in turn.secret and name != "phone"}
    return {
        "call_sid": turn.call_sid,
        "nth": turn.filed,
        "turn": turn.n,
        "service_code": turn.known.get("service", ""),
        "language": turn.language,
        "snapshot": {name: value for name, value in turn.known.items() if name not in private and name != "phone"},
        "sealed": closed(Hidden(phone, private), turn.call_sid, secrets),
        "phone_hash": secrets.phone_hash(phone) or None,
        "at": turn.at,
    }


def number_of(known: Mapping[str, str], phone: str) -> str:
    """The number to call back: as the caller said it, else the one they call from; "" for who stays anonymous."""
    return "" if known.get("anonymous") == "yes" else known.get("phone") or phone


def overheard(last: Overheard, nth: int, secrets: Secrets) -> dict[str, Any]:
    """The line of `drafts` for a caller of whom only these words are known. nth: requests the call has filed."""
    return {
        "call_sid": last.call_sid,
        "nth": nth,
        "turn": last.n,
        "language": last.language,
        "sealed": closed(Hidden(last.phone, {SAID: last.text}), last.call_sid, secrets),
        "phone_hash": secrets.phone_hash(last.phone) or None,
        "at": last.at,
    }


def with_last(sealed: bytes | None, last: Overheard, secrets: Secrets) -> bytes | None:
    """The sealed part of a draft with these words in it. Unreadable."""
    hidden = opened(sealed, last.call_sid, secrets)
    return closed(Hidden(hidden.phone, {**hidden.private, SAID: last.text}), last.call_sid, secrets)


def with_words(hidden: Hidden, slots: Mapping[str, str], mark: str, words: str) -> tuple[Hidden, dict[str, str]] | None:
    """Both parts of a draft with words in the place of their mark; None: it stands in neither."""
    if not any(mark in value for value in (*slots.values(), *hidden.private.values())):
        return None
    private, told = ({n: v.replace(mark, words) for n, v in part.items()} for part in (hidden.private, slots))
    return Hidden(hidden.phone, private), told


def with_remark(hidden: Hidden, words: str) -> Hidden:
    """The sealed part with words in it that no question took; again changes nothing."""
    said = hidden.private.get(SAID, "")
    both = said if words in said else " … ".join(filter(None, (words, said)))
    return Hidden(hidden.phone, {**hidden.private, SAID: both})


def closed(hidden: Hidden, call_sid: str, secrets: Secrets) -> bytes | None:
    """The other way round of `opened`; None: there is nothing in it."""
    known = hidden.phone or hidden.private
    return secrets.seal(msgspec.json.encode(hidden), f"draft/{call_sid}") if known else None


def opened(sealed: bytes | None, call_sid: str, secrets: Secrets) -> Hidden:
    """The sealed part of a draft (requests.store.Draft.sealed). Unreadable: no key in force opens it."""
    return msgspec.json.decode(secrets.open(sealed, f"draft/{call_sid}"), type=Hidden) if sealed else Hidden()

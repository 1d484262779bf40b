"""How a hand-off and its ties are called: by us, and by Twilio, whose labels know no dots. Random, nothing personal."""

from __future__ import annotations

import secrets

from ivr.agents.events import CALLER


def new() -> str:
    """A hand-off's id: 96 random bits behind a letter, because a room of digits alone could be a number."""
    return f"h{secrets.token_hex(12)}"


def handoff_of(tie: str) -> str:
    """The hand-off this tie is of; "" for the caller's."""
    return tie.partition(".")[0] if "." in tie else ""


def label(tie: str) -> str:
    """As Twilio gets it: a participant's label, a room's name."""
    return tie.replace(".", "-")


def tie(label: str) -> str:
    """The other way round."""
    return label if label == CALLER else label.replace("-", ".")

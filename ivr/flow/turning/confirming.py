"""When is an answer read back? As the flow says, as costly as a mistake would be, as badly as it was heard."""

from __future__ import annotations

from typing import Literal

from ivr.flow.model import Confirm, Slot

ReadBack = Literal["no", "in_passing", "ask"]
BADLY = 0.45
WELL = 0.75

# A wrong telephone number or plate is somebody else's: these are always asked. Of a vehicle the caller hears what was
# made of their words. Of places placing.py decides.
COSTLY: dict[str, Confirm] = {
    "phone": "explicit",
    "plate": "explicit",
    "reference": "none",
    "time": "explicit",
    "vehicle": "implicit",
    "speech": "none",
}


def read_back(slot: Slot, heard: float | None, sure: float, keyed: bool) -> ReadBack:
    """How to read back an answer.

    heard: the recogniser's confidence or None (unknown); sure: how sure the understanding is; both 0..1.
    """
    match slot.confirm or _usual(slot):
        case "none":
            return "no"
        case "explicit":
            return "ask"
        case "implicit":
            return "in_passing"
        case _:
            return "no" if keyed else _by_hearing(heard, sure)


def _usual(slot: Slot) -> Confirm:
    return COSTLY.get(slot.type, "when_unsure")


def _by_hearing(heard: float | None, sure: float) -> ReadBack:
    if (heard is not None and heard < BADLY) or sure < BADLY:
        return "ask"
    return "no" if heard is not None and heard >= WELL and sure >= WELL else "in_passing"

"""How orders to Twilio are told apart, and which of them wait for which."""

from __future__ import annotations

from ivr.agents.actions import (
    Asking,
    CallCaller,
    Coach,
    Dial,
    HangUp,
    Hold,
    MoveBack,
    MoveIntoRoom,
    Mute,
    Ring,
)

PEOPLE = ("colleague", "supervisor")


def key(order: Asking) -> str:
    """Its name for good, in all hand-offs: what was done under it is not done again."""
    match order:
        case Ring(tie):
            return f"ring/{tie}"
        case Dial(tie):
            return f"dial/{tie}"
        case CallCaller(tie):
            return f"call/{tie}"
        case HangUp(leg):
            return f"hangup/{leg}/{order.moment}"
        case MoveIntoRoom(leg, room, version):
            return f"move/{leg}/{room}/{version}"
        case MoveBack(leg, handoff, version):
            return f"back/{leg}/{handoff}/{version}"
        case Hold(leg, room) | Mute(leg, room) | Coach(leg, room):
            return f"{type(order).__name__.lower()}/{leg}/{room}/{order.version}"


def lane(order: Asking) -> str:
    """Orders of one lane are begun in the order they were given: a person's telephone stops ringing for one caller
    before it rings for the next."""
    match order:
        case Ring(agent=person):
            return f"person/{person}"
        case HangUp(who=person) if person:
            return f"person/{person}"
        case Dial(kind=kind, who=person) if kind in PEOPLE:
            return f"person/{person}"
    return aside(order)


def aside(order: Asking) -> str:
    """The lane of one telephone alone, for an order that Twilio has refused once: nothing else waits for it."""
    match order:
        case Ring(tie) | Dial(tie) | CallCaller(tie):
            return f"tie/{tie}"
        case _:
            return f"leg/{order.leg}"

"""What follows from a step, in its transaction: the offer, presence, the journal, the screens' lines, Twilio's jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from ivr.agents import actions as a
from ivr.agents import orders
from ivr.agents.growing import at_it
from ivr.agents.handoff import OFFERING, Handoff
from ivr.agents.people.cabinet import Session
from ivr.agents.store import handoffs, presence, told
from ivr.agents.store.told import Change
from ivr.db.deferring import defer

ASK, LOOK = "agents.ask_twilio", "agents.look"
QUEUE = "floor"
"""Of jobs for which hands of a worker are always free: a recording of an hour keeps no telephone from ringing."""
SOON = 40
"""The priority of jobs somebody waits for on the line."""


@dataclass(slots=True)
class Aftermath:
    """What is done last in a transaction, and after it. frees: an agent may be free, or a caller waits."""

    changes: list[Change] = field(default_factory=list)
    frees: bool = False


def follow(
    session: Session, before: Handoff | None, after: Handoff, did: tuple[a.Action, ...], event: str, now: datetime
) -> Aftermath:
    """Writes all that `did` asks for but the row itself. before None: the hand-off is new."""
    why = next((one.why for one in did if isinstance(one, a.Release)), after.why)
    if before != after:
        was, agent = before.phase if before else "", after.offer.agent if after.offer else ""
        told.journal(session, after.id, now, event, was, after.phase, after.version, agent, why)
        _offers(session, before, after, why, now)
        if after.phase == "joined" and was != "joined":
            handoffs.joined(session, after.id, now)
    aftermath = Aftermath()
    for action in did:
        _do(session, after, action, aftermath, now)
    return aftermath


def _do(session: Session, handoff: Handoff, action: a.Action, aftermath: Aftermath, now: datetime) -> None:
    match action:
        case a.Release(agent, state, why):
            presence.release(session, agent, state, why, now)
            aftermath.changes.append(Change("presence", agent=agent))
            aftermath.frees = True
        case a.Match():
            aftermath.frees = True
        case a.Show():
            aftermath.changes += [Change("handoff", handoff.id, who) for who in at_it(handoff) or ("",)]
        case a.Look():
            look(session, handoff.id)
        case a.Deadline() | a.SaveDraft():
            pass  # the clock stands in the row, and what is known of the matter beside it
        case _:
            order(session, handoff.id, action)


def order(session: Session, handoff: str, action: a.Asking) -> None:
    """The job that asks Twilio for this, in its lane."""
    defer(
        session.connection(),
        ASK,
        once=None,  # what is done twice is found out by its key; a job that begins again must not meet its own name
        lock=orders.lane(action),
        priority=SOON,
        queue=QUEUE,
        handoff=handoff,
        kind=type(action).__name__,
        value=msgspec.json.encode(action).decode(),
    )


def look(session: Session, handoff: str) -> None:
    """The job that asks Twilio what is true of this hand-off."""
    defer(session.connection(), LOOK, once=handoff, priority=SOON, queue=QUEUE, handoff=handoff)


def _offers(session: Session, before: Handoff | None, after: Handoff, why: str, now: datetime) -> None:
    was, offer = before.offer if before else None, after.offer
    other = (was.id if was else "") != (offer.id if offer else "")
    if was and other:
        presence.settled(session, was.id, why, now)
    if offer and other:
        presence.offered(session, offer.id, after.id, offer.agent, now)
    asked = other or before is None or before.phase in OFFERING
    if offer and asked and after.phase not in OFFERING:
        presence.accepted(session, offer.id, now)

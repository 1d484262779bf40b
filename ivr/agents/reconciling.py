"""Reconciling: Twilio is asked what is true of a hand-off, and the machine is told what was found."""

from __future__ import annotations

from datetime import timedelta

import structlog

from ivr.agents import names
from ivr.agents.events import Found
from ivr.agents.floor import Change, Floor
from ivr.agents.handoff import Handoff
from ivr.agents.store import asked, handoffs
from ivr.telephony.rest import Twilio, TwilioProblem

log = structlog.get_logger(__name__)

QUIET = timedelta(seconds=45)
"""What changed a moment ago is left alone: its own callbacks are on their way."""
MOST = 100
"""Hand-offs in one go."""


def look(floor: Floor, twilio: Twilio, id: str) -> None:
    """One hand-off. TwilioProblem: nothing was told."""
    with floor.cabinet.transaction() as session:
        kept = handoffs.find(session, id)
        legs = tuple(asked.calls(session, id))
    if kept is None:
        return
    found = _found(twilio, kept.handoff, legs)

    def tell(change: Change) -> None:
        locked = handoffs.locked(change.session, id)
        if locked is None:
            return
        if locked.handoff.version == found.version and locked.handoff.caller_leg in found.live:
            handoffs.seen(change.session, id, floor.now())
        change.take(locked, found)

    floor.change(tell)


def reconcile(floor: Floor, twilio: Twilio, quiet_for: timedelta = QUIET) -> int:
    """All that is open and has been quiet for so long; how many were looked at."""
    with floor.cabinet.transaction() as session:
        quiet = [one.handoff.id for one in handoffs.open_ones(session, floor.now() - quiet_for)][:MOST]
    for id in quiet:
        try:
            look(floor, twilio, id)
        except TwilioProblem as problem:
            log.warning("handoffs_not_looked_at", why=type(problem).__name__)
            return 0
    return len(quiet)


def _found(twilio: Twilio, it: Handoff, legs: tuple[tuple[str, str], ...]) -> Found:
    named = {it.caller_leg, it.offer.leg if it.offer else "", *(leg.sid for leg in it.legs)}
    ours = {sid for sid in named | {sid for _, sid in legs} if sid}
    live = frozenset(sid for sid in sorted(ours) if twilio.lives(sid))
    inside = twilio.inside(names.label(it.room)) if it.room and live else frozenset()
    return Found(it.version, live, dict.fromkeys(inside, it.room), legs)

"""Reconciling: Twilio is asked what is true of a hand-off, and the machine is told what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from time import sleep

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
SETTLE = 2.0
"""Seconds after which Twilio's word of a hang-up has come, if it comes at all."""
MOST = 100
"""Hand-offs in one go."""


def look(floor: Floor, twilio: Twilio, id: str, wait: Callable[[float], None] = sleep) -> None:
    """One hand-off. TwilioProblem: nothing was told."""
    _look(floor, twilio, [id], wait)


def reconcile(floor: Floor, twilio: Twilio, quiet_for: timedelta = QUIET, wait: Callable[[float], None] = sleep) -> int:
    """All that is open and has been quiet for so long; how many were looked at."""
    with floor.cabinet.transaction() as session:
        quiet = [one.handoff.id for one in handoffs.open_ones(session, floor.now() - quiet_for)][:MOST]
    try:
        _look(floor, twilio, quiet, wait)
    except TwilioProblem as problem:
        log.warning("handoffs_not_looked_at", why=type(problem).__name__)
        return 0
    return len(quiet)


def _look(floor: Floor, twilio: Twilio, ids: Sequence[str], wait: Callable[[float], None]) -> None:
    """Tells what is found. Who is missing has perhaps hung up at this very moment, and Twilio's word of it is on its
    way: that somebody is gone is believed when it is so a little later, and nothing has been heard meanwhile."""
    missing: list[tuple[str, int]] = []
    for id in ids:
        seen = _ask(floor, twilio, id)
        if seen and _all_there(*seen):
            _tell(floor, id, seen[1])
        elif seen:
            missing.append((id, seen[0].version))
    if missing:
        wait(SETTLE)
    for id, version in missing:
        again = _ask(floor, twilio, id)
        if again and again[0].version == version:
            _tell(floor, id, again[1])


def _ask(floor: Floor, twilio: Twilio, id: str) -> tuple[Handoff, Found] | None:
    with floor.cabinet.transaction() as session:
        kept = handoffs.find(session, id)
        legs = tuple(asked.calls(session, id))
    return (kept.handoff, _found(twilio, kept.handoff, legs)) if kept else None


def _tell(floor: Floor, id: str, found: Found) -> None:
    def tell(change: Change) -> None:
        locked = handoffs.locked(change.session, id)
        if locked is None:
            return
        if locked.handoff.version == found.version and locked.handoff.caller_leg in found.live:
            handoffs.seen(change.session, id, floor.now())
        change.take(locked, found)

    floor.change(tell)


def _all_there(it: Handoff, found: Found) -> bool:
    """Every telephone that is believed to be on a call is, and who is believed to be in the room is there."""
    inside = {leg.sid for leg in it.legs if leg.inside} | ({it.offer.leg} if it.offer and it.offer.inside else set())
    inside |= {it.caller_leg} if it.caller == "room" else set()
    believed = inside | {leg.sid for leg in it.legs} | ({it.offer.leg} if it.offer else set())
    believed |= {it.caller_leg} if it.caller in ("line", "door", "room", "calling") else set()
    return believed - {""} <= found.live and (not it.room or inside - {""} <= found.rooms.keys())


def _found(twilio: Twilio, it: Handoff, legs: tuple[tuple[str, str], ...]) -> Found:
    named = {it.caller_leg, it.offer.leg if it.offer else "", *(leg.sid for leg in it.legs)}
    ours = {sid for sid in named | {sid for _, sid in legs} if sid}
    live = frozenset(sid for sid in sorted(ours) if twilio.lives(sid))
    inside = twilio.inside(names.label(it.room)) if it.room and live else frozenset()
    return Found(it.version, live, dict.fromkeys(inside, it.room), legs)

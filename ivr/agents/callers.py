"""The floor, as a caller's turns ask it (ivr.calls.people.People): a place in line, the room, or the way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ivr.agents import estimate, matching, names
from ivr.agents import place as places
from ivr.agents.city import PRIORITIES
from ivr.agents.events import Asked, CallerChose, CallerFetched, CallerHungUp
from ivr.agents.floor import Change, Floor
from ivr.agents.handoff import Handoff
from ivr.agents.matcher import ALIVE
from ivr.agents.people.store import people
from ivr.agents.store import handoffs, presence
from ivr.agents.store.handoffs import Kept, Matter
from ivr.flow.directives import Leave, Seek
from ivr.flow.events import Place, Resolved, Room
from ivr.flow.state import State
from ivr.telephony.webhook import Call

FAILED, LEFT = Resolved("failed"), Resolved("left")
LOST = timedelta(hours=1)
"""Who was lost on the way to a person not longer ago goes in front."""
_CHOICES: Mapping[str, Literal["call_back", "message", "go_on"]] = {"call_back": "call_back", "message": "message"}


@dataclass(frozen=True)
class Callers:
    """May raise what the database raises, and be slow: turns ask through InTime. known: the slots of a state that say
    something of the caller's matter."""

    floor: Floor
    known: Callable[[State], Mapping[str, str]] = lambda state: {name: v for name, v in state.slots.items() if v}

    def seek(self, call: Call, seek: Seek, state: State, /) -> Place | Room | Resolved:
        """Where the caller belongs at this moment. Nobody is queued where nobody works who could take them."""

        def ask(change: Change) -> Place | Room | Resolved:
            kept = self._sought(change, call, seek, state)
            if kept is None:
                return FAILED
            handoffs.seen(change.session, kept.handoff.id, change.floor.now())
            kept = change.take(kept, CallerFetched(call.sid))
            return _answer(change, call, seek, kept)

        return self.floor.change(ask)

    def leave(self, call: Call, leave: Leave, state: State, /) -> Resolved:
        def go(change: Change) -> Resolved:
            kept = handoffs.locked(change.session, handoffs.by_turn(change.session, call.sid, leave.turn))
            if kept is None:
                return FAILED
            matter = self._matter(call, state)
            handoffs.tell(change.session, kept.handoff.id, matter, change.floor.cabinet.secrets)
            if leave.why == "call_back" and not matter.phone:
                return FAILED
            choice = _CHOICES.get(leave.why, "go_on")
            after = change.take(kept, CallerChose(call.sid, choice, leave.at)).handoff
            return LEFT if choice != "call_back" or _owed(after, leave.at) else FAILED

        return self.floor.change(go)

    def keep(self, call: Call, token: str, /) -> None:
        with self.floor.cabinet.transaction() as session:
            for id in handoffs.of_call(session, call.sid, self.floor.now())[:1]:
                handoffs.keep(session, id, token)

    def gone(self, call: Call, /) -> None:
        with self.floor.cabinet.transaction() as session:
            mine = handoffs.of_call(session, call.sid, self.floor.now())
        for id in mine:
            self.floor.tell(id, CallerHungUp(call.sid))

    def _sought(self, change: Change, call: Call, seek: Seek, state: State) -> Kept | None:
        """The hand-off of this asking, locked; None: it is new, and nobody is there who could ever take it."""
        session, now = change.session, change.floor.now()
        if id := handoffs.by_turn(session, call.sid, seek.turn):
            return handoffs.locked(session, id)
        queue = change.floor.city().queues.get(seek.queue)
        if not presence.staffed(session, now - ALIVE, queue.skills if queue else frozenset(seek.skills)):
            return None
        matter, secrets = self._matter(call, state), change.floor.cabinet.secrets
        asked = Asked(
            call.sid,
            seek.turn,
            seek.queue,
            seek.reason,
            PRIORITIES.get(seek.priority, matching.SERVICES),
            seek.language,
            call.sid,
            frozenset(seek.skills),
            handoffs.was_cut_off(session, secrets.phone_hashes(matter.phone), now - LOST),
            _place_before(change, call),
        )
        return change.begin(asked, matter, call.called_number or "")

    def _matter(self, call: Call, state: State) -> Matter:
        own = "" if state.slots.get("anonymous") == "yes" else call.caller_number or ""
        return Matter(state.slots.get("phone") or own, self.known(state))


def _place_before(change: Change, call: Call) -> datetime | None:
    """The place of who was to be called back, and in the same call would rather wait: nobody is in two places."""
    for id in handoffs.of_call(change.session, call.sid, change.floor.now()):
        kept = handoffs.locked(change.session, id)
        if kept and kept.handoff.call_back and change.take(kept, CallerChose(call.sid, "wait")).handoff.ended:
            return kept.handoff.since
    return None


def _owed(it: Handoff, at: datetime | None) -> bool:
    """Whether they are called back, and not before that time."""
    return it.call_back is not None and not it.over and (at is None or it.call_back.due >= at)


def _answer(change: Change, call: Call, seek: Seek, kept: Kept) -> Place | Room | Resolved:
    it = kept.handoff
    match places.caller(it, call.sid):
        case places.Place("room", room):
            return Room(names.label(room), _heard(change, it.offer.agent if it.offer else ""))
        case places.Place("queue") if _overflows(change, seek, kept):
            change.take(kept, CallerChose(call.sid, "go_on"))
            return Resolved("overflow")
        case places.Place("queue"):
            return _place(change, kept)
        case places.Place(why=why) if why.startswith("desk:"):
            return Resolved("desk", {"line": why.removeprefix("desk:")})
        case places.Place(why=why):
            return Resolved(why or "completed")


def _overflows(change: Change, seek: Seek, kept: Kept) -> bool:
    waited = change.floor.now() - (kept.created_at or kept.seen_at)
    return seek.overflow is not None and kept.handoff.phase == "waiting" and waited.total_seconds() >= seek.overflow


def _place(change: Change, kept: Kept) -> Place:
    """Which in the queue, and how long it will take; 0: somebody is being asked."""
    it, session, now = kept.handoff, change.session, change.floor.now()
    if it.phase != "waiting":
        return Place(0)
    position = matching.place(it, (one.handoff for one in handoffs.waiting(session)), now)
    return Place(position, estimate.minutes(position, handoffs.taken(session, it.queue, now - estimate.HOUR), now))


def _heard(change: Change, agent: str) -> str:
    """How the caller may call this person; "" for who is not named."""
    found = people.by_id(change.session, int(agent)) if agent else None
    return found.person.profile.heard if found else ""

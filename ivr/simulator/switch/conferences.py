"""Conferences and their participants by REST.

GET     …/Conferences.json                          FriendlyName, Status
GET     …/Conferences/{CF}.json
POST    …/Conferences/{CF}.json                     Status=completed, AnnounceUrl
GET     …/Conferences/{CF}/Participants.json        Muted, Hold, Coaching
POST    …/Conferences/{CF or name}/Participants.json
GET     …/Conferences/{CF}/Participants/{CA or label}.json
POST    …/Conferences/{CF}/Participants/{CA or label}.json    Muted, Hold, HoldUrl, AnnounceUrl, EndConferenceOnExit …
DELETE  …/Conferences/{CF}/Participants/{CA or label}.json
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from ivr.simulator import resources
from ivr.simulator.exchange import Exchange
from ivr.simulator.resources import Json, Problem, not_found
from ivr.simulator.stay import Music
from ivr.simulator.switch import asked, told
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.asked import Form
from ivr.simulator.switch.mixing import Seat
from ivr.simulator.switch.outgoing import Order
from ivr.simulator.switch.room import USUAL, Room
from ivr.simulator.switch.rooms import wrong_label
from ivr.simulator.waits import Given

_ATTRIBUTES = {
    "Label": "participantLabel",
    "Muted": "muted",
    "Beep": "beep",
    "StartConferenceOnEnter": "startConferenceOnEnter",
    "EndConferenceOnExit": "endConferenceOnExit",
    "WaitUrl": "waitUrl",
    "WaitMethod": "waitMethod",
    "MaxParticipants": "maxParticipants",
    "CallSidToCoach": "coach",
}
_STATUSES = {"queued": "queued", "initiated": "connecting", "ringing": "ringing", "in-progress": "connected"}
_FLAGS = {"Muted": "muted", "Hold": "hold", "Coaching": "coaching"}


class Conferences:
    def __init__(self, account: Account) -> None:
        self._account, self._rooms = account, account.rooms

    # -------------------------------------------------------------- conferences

    def listed(self, path: str, query: Mapping[str, str]) -> Json:
        """The latest first."""
        with self._account.lock:
            found = [
                told.conference(room)
                for room in reversed(self._rooms.all.values())
                if query.get("FriendlyName", room.name) == room.name and query.get("Status", room.status) == room.status
            ]
        return resources.page("conferences", found, path, query)

    def told(self, sid: str, path: str) -> Json:
        return told.conference(self._room(sid, path))

    def changed(self, sid: str, path: str, form: Form) -> Json:
        """Ended, or spoken to. Problem."""
        with self._account.lock:
            room = self._room(sid, path)
            status, url = form.get("Status", ""), asked.url(form, "AnnounceUrl")
            if status not in ("", "completed"):
                raise Problem(400, 20001, "Status must be completed")
            if room.status == "completed" or (url and room.status != "in-progress"):
                raise asked.WRONG_STATUS
            for seat in room.seats.values() if url else ():
                self._rooms.announce(seat.sid, url, asked.method(form, "AnnounceMethod"))
            if status:
                self._rooms.end(room, "conference-ended-via-api")
            return told.conference(room)

    # -------------------------------------------------------------- participants

    def participants(self, sid: str, path: str, query: Mapping[str, str]) -> Json:
        """Those who are in, and those who are asked in; none of a conference that is over."""
        with self._account.lock:
            found = [self._tell(room, seat) for room in [self._room(sid, path)] for seat in _everybody(room)]
        for name, key in _FLAGS.items():
            if name in query:
                found = [one for one in found if one[key] == asked.truth(query, name)]
        return resources.page("participants", found, path, query)

    def participant(self, sid: str, who: str, path: str) -> Json:
        with self._account.lock:
            room = self._room(sid, path)
            return self._tell(room, _somebody(room, who, path))

    def added(self, key: str, path: str, form: Form) -> Json:
        """Somebody is called, and in the conference when they answer. key: a sid, or the name of a room that may not be
        there yet. Problem."""
        to, sender = asked.callee(form), asked.caller(form, self._account.numbers)
        timeout = asked.seconds(form, "Timeout", 60, 5, 600)
        detection, machine = asked.detection(form)
        progress, wanted = asked.progress(form), asked.wanted(form, "ConferenceStatusCallback", USUAL)
        asked.url(form, "WaitUrl")
        with self._account.lock:
            room = self._rooms.all.get(key) or (None if key.startswith("CF") else self._rooms.open(key, wanted))
            if room is None or room.status == "completed":
                raise not_found(path)
            _may(room, form)
            order = Order(
                to,
                sender,
                Given(_document(room.name, form)),
                timeout=timeout,
                wanted=progress,
                detection=detection,
                machine=machine,
                label=form.get("Label", ""),
            )
            call = self._account.dialler.place(order)
            room.ringing[call.sid] = call
            return self._tell(room, _asked_in(room, call.sid))

    def updated(self, sid: str, who: str, path: str, form: Form) -> Json:
        """Muted, held, coaching, or spoken to. Problem."""
        with self._account.lock:
            room = self._room(sid, path)
            seat = room.named(who)
            if seat is None:
                raise not_found(path)
            if room.status != "in-progress":
                raise asked.WRONG_STATUS
            hold, announcement = asked.url(form, "HoldUrl"), asked.url(form, "AnnounceUrl")
            self._modify(room, seat, form)
            if "Muted" in form:
                self._rooms.mute(room, seat, asked.truth(form, "Muted"))
            if "Hold" in form:
                music = Music(hold, asked.method(form, "HoldMethod", "GET"))
                self._rooms.hold(room, seat, asked.truth(form, "Hold"), music)
            if announcement:
                self._rooms.announce(seat.sid, announcement, asked.method(form, "AnnounceMethod"))
            return self._tell(room, seat)

    def removed(self, sid: str, who: str, path: str) -> None:
        """Out of the conference; the call goes on in its own document. One who still rings is not asked any more."""
        with self._account.lock:
            room = self._room(sid, path)
            seat = _somebody(room, who, path)
            if seat.sid in room.ringing:
                self._account.dialler.over(room.ringing[seat.sid], "canceled")
            elif stay := self._rooms.stay(seat.sid):
                self._rooms.leave(room, seat.sid, "removed")
                self._account.move(seat.sid, "removed", Exchange.over, stay)

    # -------------------------------------------------------------- parts

    def _modify(self, room: Room, seat: Seat, form: Form) -> None:
        before = (seat.coach, seat.ends, seat.beep)
        if "Coaching" in form or "CallSidToCoach" in form:
            seat.coach = _coached(room, seat, form)
        if "EndConferenceOnExit" in form:
            seat.ends = asked.truth(form, "EndConferenceOnExit")
        if "BeepOnExit" in form:
            seat.beep = "onExit" if asked.truth(form, "BeepOnExit") else "false"
        if before != (seat.coach, seat.ends, seat.beep):
            self._rooms.modify(room, seat)

    def _tell(self, room: Room, seat: Seat) -> Json:
        status = self._account.calls[seat.sid].status
        return told.participant(room, seat, _STATUSES.get(status, "complete"))

    def _room(self, sid: str, path: str) -> Room:
        with self._account.lock:
            if (room := self._rooms.all.get(sid)) is None:
                raise not_found(path)
            return room


def _everybody(room: Room) -> Iterator[Seat]:
    yield from room.seats.values()
    for sid in room.ringing:
        yield _asked_in(room, sid)


def _somebody(room: Room, who: str, path: str) -> Seat:
    """By sid or label. Problem 404."""
    found = next((seat for seat in _everybody(room) if who in (seat.sid, seat.label)), None)
    if found is None:
        raise not_found(path)
    return found


def _asked_in(room: Room, sid: str) -> Seat:
    return Seat(sid, room.ringing[sid].order.label)


def _may(room: Room, form: Form) -> None:
    """Problem: this participant cannot be asked in."""
    label = form.get("Label", "")
    if wrong_label(label):
        raise Problem(400, 16024, "Participant label invalid: max 128 chars, not a CallSid, no '/'")
    if label and any(seat.label == label for seat in _everybody(room)):
        raise Problem(400, 16026, f"Participant label {label} is in use by another participant")
    if asked.truth(form, "Coaching") or form.get("CallSidToCoach"):
        _coached(room, None, form)


def _coached(room: Room, seat: Seat | None, form: Form) -> str:
    """Whom a coach whispers to; "" = nobody any more. Problem."""
    if "Coaching" in form and not asked.truth(form, "Coaching"):
        return ""
    sid = form.get("CallSidToCoach", seat.coach if seat else "")
    if room.status != "in-progress" or sid not in room.seats or (seat and sid == seat.sid):
        raise asked.NOBODY_TO_COACH
    return sid


def _document(name: str, form: Form) -> bytes:
    """What the called party's telephone is told: the conference, and nothing else."""
    given = {_ATTRIBUTES[name]: value for name, value in form.items() if name in _ATTRIBUTES}
    if "Coaching" in form and not asked.truth(form, "Coaching"):
        given.pop("coach", None)
    attributes = "".join(f" {name}={quoteattr(_lower(value))}" for name, value in given.items())
    return f"<Response><Dial><Conference{attributes}>{escape(name)}</Conference></Dial></Response>".encode()


def _lower(value: str) -> str:
    """Clients write True and true."""
    return value.lower() if value in ("True", "False") else value

"""The conferences of an account: calls come in, go out, are held, muted, coached, and spoken to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivr.simulator.course import Course
from ivr.simulator.document import Element
from ivr.simulator.exchange import Exchange
from ivr.simulator.heard import Heard
from ivr.simulator.refusal import Refusal
from ivr.simulator.stay import Absolute, Kind, Music, Why
from ivr.simulator.switch.mixing import Seat
from ivr.simulator.switch.room import USUAL, Ended, Room, Wanted
from ivr.simulator.verbs import WAIT_CONFERENCE

if TYPE_CHECKING:
    from ivr.simulator.switch.account import Account

BEEP = Heard("play", "", "", "(beep)", 0.5)
MOST_LABEL = 128
_REASONS: Mapping[Why, str] = {"removed": "participant_updated_via_api", "redirected": "participant_updated_via_api"}


def wrong_label(label: str) -> bool:
    return len(label) > MOST_LABEL or "/" in label or bool(re.fullmatch(r"CA[0-9a-f]{32}", label))


class InRoom:
    """A call's stay in a conference."""

    kind: Kind = "conference"
    allowed = WAIT_CONFERENCE
    timeout = 10

    def __init__(self, rooms: Rooms, room: Room, seat: Seat) -> None:
        self.name, self.room, self.seat, self._rooms = room.name, room, seat, rooms

    @property
    def music(self) -> Music | None:
        if self.seat.held:
            return self.seat.hold
        return None if self.room.status == "in-progress" else self.seat.wait

    @property
    def talks(self) -> bool:
        return bool(self.room.hears.get(self.seat.sid))

    def form(self) -> Mapping[str, str]:
        return {}

    def idle(self) -> None:
        return

    def lingered(self) -> Why | None:
        return None

    def left(self, why: Why) -> Mapping[str, str] | None:
        self._rooms.leave(self.room, self.seat.sid, why)
        return None if why == "redirected" else {"DialCallStatus": "answered"}


class Rooms:
    """All of them, those that are over included; of one name at most one is not over. who: by a seat's name, the sid of
    the call that had it last."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.all: dict[str, Room] = {}
        self.who: dict[str, str] = {}
        self._stays: dict[str, InRoom] = {}

    def named(self, name: str) -> Room | None:
        """The one of this name that is not over."""
        return next((room for room in self.all.values() if room.name == name and room.status != "completed"), None)

    def of(self, sid: str) -> Room | None:
        """The one this call is in."""
        stay = self._stays.get(sid)
        return stay.room if stay else None

    def stay(self, sid: str) -> InRoom | None:
        return self._stays.get(sid)

    def forget(self, most: int, calls: set[str]) -> None:
        """All rooms that are over but the latest, and whose name it was whose call is not known any more."""
        over = [sid for sid, room in self.all.items() if room.status == "completed"]
        for sid in over[: max(0, len(over) - most)]:
            del self.all[sid]
        self.who = {name: sid for name, sid in self.who.items() if sid in calls}

    def open(self, name: str, wanted: Wanted) -> Room:
        """The room of this name; wanted: if this is who opens it."""
        with self._account.lock:
            room = self.named(name)
            if room is None:
                room = Room(self._account.sids("CF"), name, self._account.line.account_sid, wanted)
                self.all[room.sid] = room
            return room

    # -------------------------------------------------------------- in and out

    def dial(self, course: Course, noun: Element, absolute: Absolute) -> InRoom | Mapping[str, str]:
        """What <Dial><Conference> leads to."""
        with self._account.lock:
            room = self.open(noun.text, _wanted(noun, absolute))
            seat = _seat(noun, course.sid)
            room.ringing.pop(course.sid, None)
            refusal = _refused(room, seat, noun)
            if refusal:
                course.refused(refusal)
            if refusal or len(room.seats) >= int(noun.get("maxParticipants", "250")):
                self._close_if_empty(room, "last-participant-left", course.sid)
                return {"DialCallStatus": "failed"}
            return self._enter(room, seat)

    def _enter(self, room: Room, seat: Seat) -> InRoom:
        room.seats[seat.sid] = seat
        self.who[seat.name] = seat.sid
        stay = self._stays[seat.sid] = InRoom(self, room, seat)
        self._tell(room, "participant-join", seat)
        if seat.beep in ("true", "onEnter"):
            self._beep(room, seat)
        if room.ready:
            room.status = "in-progress"
            self._tell(room, "conference-start")
            for other in room.seats:
                if other != seat.sid:
                    self._play(other, "the conference begins")
        return stay

    def leave(self, room: Room, sid: str, why: Why) -> None:
        """Whoever is not there any more is gone already."""
        with self._account.lock:
            seat = room.seats.pop(sid, None)
            if seat is None:
                return
            del self._stays[sid]
            self._left(room, seat, _REASONS.get(why, "participant_hung_up"), why)
            if seat.beep in ("true", "onExit"):
                self._beep(room, seat)
            removed = why == "removed"
            if seat.ends:
                kind: Ended = (
                    "participant-with-end-conference-on-exit-kicked"
                    if removed
                    else "participant-with-end-conference-on-exit-left"
                )
                self.end(room, kind, seat)
            else:
                self._close_if_empty(room, "last-participant-kicked" if removed else "last-participant-left", sid)

    def missed(self, sid: str, status: str) -> None:
        """A call that was asked into a room did not come to be answered."""
        with self._account.lock:
            room = next((room for room in self.all.values() if sid in room.ringing), None)
            if room is None:
                return
            call = room.ringing.pop(sid)
            seat = Seat(sid, call.order.label)
            self._tell(room, "participant-leave", seat, ParticipantCallStatus=status)
            self._close_if_empty(room, "last-participant-left", sid)

    def end(self, room: Room, reason: Ended, by: Seat | None = None) -> None:
        """Everybody goes on in their own document; who still rings is not asked any more."""
        with self._account.lock:
            if room.status == "completed":
                return
            room.status, room.ended, room.ended_by = "completed", reason, by.sid if by else ""
            seats, ringing = list(room.seats.values()), list(room.ringing.values())
            room.seats.clear()
            room.ringing.clear()
            for seat in seats:
                self._left(room, seat, "moderator_ended_conference", "over")
                self._out(self._stays.pop(seat.sid))
            for call in ringing:
                self._account.dialler.over(call, "canceled")
            self._tell(room, "conference-end", None, **_end(reason, by))

    def _close_if_empty(self, room: Room, reason: Ended, sid: str) -> None:
        if not room.seats and not room.ringing:
            self.end(room, reason, Seat(sid))

    # -------------------------------------------------------------- what REST requests change

    def mute(self, room: Room, seat: Seat, muted: bool) -> None:
        if seat.muted != muted:
            seat.muted = muted
            self._tell(room, "participant-mute" if muted else "participant-unmute", seat)

    def hold(self, room: Room, seat: Seat, held: bool, music: Music | None) -> None:
        """music: for one who is held."""
        if seat.held == held:
            return
        seat.held, seat.hold = held, music if held else None
        self._tell(room, "participant-hold" if held else "participant-unhold", seat)
        self._play(seat.sid, "on hold" if held else "back from hold")

    def modify(self, room: Room, seat: Seat) -> None:
        """Something else about a participant was changed."""
        self._tell(room, "participant-modify", seat)

    def announce(self, sid: str, url: str, method: str) -> None:
        if stay := self._stays.get(sid):
            self._account.move(sid, "an announcement", lambda call: call.announce(url, method), stay)

    # -------------------------------------------------------------- what others notice

    def _play(self, sid: str, what: str) -> None:
        stay = self._stays[sid]
        self._account.move(sid, what, Exchange.play, stay)

    def _out(self, stay: InRoom) -> None:
        self._account.move(stay.seat.sid, "the conference is over", Exchange.over, stay)

    def _beep(self, room: Room, seat: Seat) -> None:
        for other in room.seats.values():
            if other.sid != seat.sid and not other.held:
                self._account.overheard(other.sid, BEEP)

    def _left(self, room: Room, seat: Seat, reason: str, why: Why) -> None:
        status = "completed" if why == "hung up" else "in-progress"
        self._tell(room, "participant-leave", seat, ParticipantCallStatus=status, ReasonParticipantLeft=reason)

    def _tell(self, room: Room, event: str, seat: Seat | None = None, **more: str) -> None:
        if callback := room.callback(event, seat, **more):
            self._account.post.send(callback)


def _end(reason: Ended, by: Seat | None) -> dict[str, str]:
    who = {"CallSidEndingConference": by.sid} if by else {}
    label = {"ParticipantLabelEndingConference": by.label} if by and by.label else {}
    return {"ReasonConferenceEnded": reason, **who, **label}


def _seat(noun: Element, sid: str) -> Seat:
    wait = Music(noun.get("waitUrl"), noun.get("waitMethod", "POST")) if noun.get("waitUrl", "…") else None
    return Seat(
        sid,
        noun.get("participantLabel"),
        muted=noun.get("muted") == "true",
        coach=noun.get("coach"),
        starts=noun.get("startConferenceOnEnter", "true") == "true",
        ends=noun.get("endConferenceOnExit") == "true",
        beep=noun.get("beep", "true"),
        wait=wait,
    )


def _wanted(noun: Element, absolute: Absolute) -> Wanted:
    url = noun.get("statusCallback")
    events = frozenset(noun.get("statusCallbackEvent").split()) or USUAL
    return Wanted(absolute(url) if url else "", noun.get("statusCallbackMethod", "POST"), events)


def _refused(room: Room, seat: Seat, noun: Element) -> Refusal | None:
    if wrong_label(seat.label):
        return Refusal(16023, "the participant label is too long, holds a slash, or is a call's sid", noun.place)
    if seat.label and room.named(seat.label):
        return Refusal(16025, "this participant label is another's", noun.place)
    if seat.coach and (room.status != "in-progress" or seat.coach not in room.seats):
        return Refusal(13240, "the call to coach is not in this conference", noun.place)
    return None

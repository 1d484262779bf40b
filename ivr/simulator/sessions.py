"""The calls of the browser telephone: a bounded registry of PhoneCalls, spoken to in JSON-able values.

What a door does with it:

    sessions = Sessions(line)                            # line: ivr.simulator.http.Line, how and where to dial
    snapshot = sessions.dial("+14105550123", "en")       # from_: a number, or "" for a hidden one;
                                                         # language: "en" | "es" | None (as the line remembers);
                                                         # now: "2026-11-24T22:30", the city's clock, or None;
                                                         # speaks: through a microphone; else the caller only types
    snapshot = sessions.act(snapshot["id"], action)      # one action, one snapshot
    snapshot = sessions.look(snapshot["id"])             # the same call again, `heard` from its beginning

`action` is one of
    {"say": "there is a pothole", "confidence": 0.9}     # confidence: 0..1, null = unknown; left out = 0.9
    {"press": "1"}                                       # one key is held until the entry is complete (see below);
    {"press": "21218", "hold": false}                    #   several keys are a complete entry; `hold` overrides
    {"silence": true}                                    # the caller waits; submits the keys held so far
    {"record": 12, "then": "#"}                          # speaks 12 s into an open recording; 0 = says nothing;
                                                         #   then: a key ends it, "hangup", or left out: falls silent
    {"dial_result": "answered", "seconds": 30}           # answered | busy | no-answer | failed | canceled;
                                                         #   with "then": "hangup" the caller hangs up first
    {"microphone": true}                                 # speaks until the line goes on: what `sound` brings meanwhile
    {"hangup": true}
and may say "after": how many lines were seen before, so that none is missed that was heard meanwhile.

    snapshot = sessions.news(snapshot["id"], after, seen)    # waits a moment until others changed something (below)

    sessions.sound(id, mulaw, end="")                    # from any thread while the microphone is open: 8 kHz µ-law;
                                                         #   end: "done" (nothing more is said), a key pressed after
                                                         #   the last word, "away" (the caller does something else),
                                                         #   or "hangup", which that action is to follow

`snapshot` is
    {"id": "CA…", "state": "listening",                  # listening | recording | dialing | conference | queue | talk |
                                                         #   ended
     "heard": [{"language": "en-US", "voice": "Polly.Joanna", "text": "…", "node": "main.need", "seconds": 2.4}],
                                                         # since the last snapshot, pauses left out; play them in order.
                                                         #   Of a sound there is "kind": "play", of somebody's words
                                                         #   "kind": "voice", and `voice` is who: see `people`
     "at": 7, "seen": "…",                               # lines heard since the call began, these included; how the
                                                         #   call stands: both for `news`
     "people": ["+14105550201"],                         # who is heard here: telephones, or "caller"
     "holding": false,                                   # music, until somebody comes; the line goes on by itself
     "shared": false,                                    # others may change this call: ask for `news`
     "waiting": {"keys": true, "speech": true, "seconds": 6,       # what the call waits for; null when ended.
                 "sound": false,                                   #   sound: a microphone is heard here (see below).
                 "digits": 1, "finish": "", "keyed": "",           #   listening: digits null = any number of keys,
                 "record": false, "dial": null},                   #   `finish` ends them; keyed = held so far.
                                                         #   recording: record true, seconds = longest message.
                                                         #   dialing: dial = the number rung, seconds = ring time.
     "ms": 12.5,                                         # what the app took to answer the last action
     "trace": {…} | null,                                # X-OneCall-Trace of the last answer
     "refusal": {"code": 12200, "title": "…", "message": "…", "place": "line 3, column 5: /Response/Say[1]"} | null,
     "ending": null | "completed" | "transferred" | "hung_up",
     "elapsed": 41,                                      # seconds of virtual call time
     "made_out": "there is a pothole",                   # by what plays Twilio's recogniser, of the last action's sound
     "ignored": "keys are not heard here" | null}        # why the last action reached nobody

Keys held: a real telephone sends keys one at a time, and the line goes on when enough came (`digits`), when the
`finish` key came, or `seconds` after the last one. So after a held key with `keyed` not empty, send {"silence": true}
when `seconds` have passed without another key.

A microphone is heard where a media stream runs, while a message is recorded, and at a question for Twilio's own
recogniser where `hears` plays it. Any other action takes the microphone away first.

Errors: NoSuchCall (404: ended long ago, or never was), BadAction (400: the message says what is wrong).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

from ivr.simulator import snapshot
from ivr.simulator.call import CallEndedError, PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.mouth import Microphone
from ivr.simulator.snapshot import Snapshot
from ivr.simulator.stay import Staff
from ivr.simulator.turn import Turn
from ivr.simulator.waits import DialResult
from ivr.speech.recognizer import Recognizer

NEWS = 4.0
"""Seconds that `news` waits at most."""
MOST_TEXT = 10_000


class NoSuchCall(Exception):
    """There is no such call any more."""


class BadAction(Exception):
    """The action cannot be understood, or does not fit the call; the message says why."""


@dataclass
class _Session:
    """microphone: the one that is open, or the next one to be: sound may come before it is asked for."""

    call: PhoneCall
    used: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    microphone: Microphone = field(default_factory=Microphone)


class Sessions:
    """most: calls kept at a time; the one unused for longest makes room. age: seconds a call is kept unused.

    hears: plays Twilio's own recogniser for callers with a microphone. office: what they share with other telephones.
    """

    def __init__(
        self,
        line: Line,
        most: int = 50,
        age: float = 1800,
        clock: Callable[[], float] = time.monotonic,
        hears: Callable[[], Recognizer | None] = lambda: None,
        office: Staff | None = None,
    ) -> None:
        self._line, self._most, self._age, self._clock, self._hears = line, most, age, clock, hears
        self._office = office
        self._calls: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def dial(self, from_: str, language: str | None = None, now: str | None = None, speaks: bool = False) -> Snapshot:
        """A new call, up to the first thing it waits for. BadAction: `now` is not an ISO date and time."""
        hears = self._hears() if speaks else None
        call = PhoneCall(
            self._line,
            from_,
            now=_moment(now),
            language=language or None,
            hears=hears,
            speaks=speaks,
            office=self._office,
        )
        session = _Session(call, self._clock())
        with self._lock:
            gone = self._make_room()
            self._calls[call.sid] = session
        for old in gone:
            _let_go(old)
        with session.lock:
            return self._snapshot(call, 0, call.dial())

    def act(self, id_: str, action: Mapping[str, Any]) -> Snapshot:
        """One action of the caller, or of the far end of a transfer. NoSuchCall, BadAction."""
        session = self._session(id_)
        if "microphone" not in action:
            session.microphone.close(interrupted=True, gone="hangup" in action)
        with session.lock:
            after = _after(action, len(snapshot.heard(session.call)))
            if session.call.ending:
                raise BadAction("the call is over")
            try:
                if "microphone" in action:
                    return self._snapshot(session.call, after, _listen(session))
                session.microphone = Microphone()
                return self._snapshot(session.call, after, _perform(session.call, action))
            except CallEndedError:
                raise BadAction("the call is over") from None

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None:
        """What comes through the microphone: 8 kHz µ-law. NoSuchCall, BadAction."""
        if end not in ("", "done", "away", "hangup", *"0123456789*#"):
            raise BadAction("end is done, away, hangup, a key, or left out")
        microphone = self._session(id_).microphone
        microphone.put(mulaw)
        if end:
            microphone.close(end == "away", key=end if len(end) == 1 else "", gone=end == "hangup")

    def look(self, id_: str) -> Snapshot:
        """The call as it is, with everything heard since its beginning. NoSuchCall."""
        session = self._session(id_)
        with session.lock:
            return self._snapshot(session.call, 0)

    def news(self, id_: str, after: int, seen: str, seconds: float = NEWS) -> Snapshot:
        """The call as it is once something was heard after so many lines, or it stands otherwise than `seen`; or, when
        that does not come about in time, `quiet`. NoSuchCall."""
        session = self._session(id_)
        call = session.call

        def new() -> bool:
            heard, stands = len(snapshot.heard(call)), snapshot.seen(call, self._office)
            return not call.moving and (heard > after or stands != seen)

        came = self._office.watch(new, seconds) if self._office else new()
        return self._snapshot(call, after) if came else {"id": id_, "quiet": True}

    def passes(self, pastime: Callable[[PhoneCall], None], gone: float) -> None:
        """What time does to calls that hold: `pastime` of each. Who waits for somebody, or talks, has hung up when
        nothing was heard of their page for `gone` seconds."""
        with self._lock:
            calls = list(self._calls.values())
        for session in calls:
            if not session.call.ending and session.lock.acquire(blocking=False):
                try:
                    self._pass(session, pastime, gone)
                finally:
                    session.lock.release()

    def _pass(self, session: _Session, pastime: Callable[[PhoneCall], None], gone: float) -> None:
        call = session.call
        waits = snapshot.holding(call) or call.state in ("conference", "queue", "talk")
        if waits and self._clock() - session.used > gone:
            call.hang_up()
        elif snapshot.holding(call):
            pastime(call)

    def _snapshot(self, call: PhoneCall, after: int, turn: Turn | None = None) -> Snapshot:
        return snapshot.of(call, self._office, after, turn)

    def _session(self, id_: str) -> _Session:
        with self._lock:
            session = self._calls.get(id_)
            if session is None or self._clock() - session.used > self._age:
                raise NoSuchCall("this call is over, or was made before the server was started again")
            session.used = self._clock()
            return session

    def _make_room(self) -> list[_Session]:
        """Takes out what is too old, and the oldest of too many. The app is told later, outside the lock."""
        by_use = sorted(self._calls.items(), key=lambda item: item[1].used)
        surplus = len(by_use) - self._most + 1
        out = [sid for at, (sid, s) in enumerate(by_use) if at < surplus or self._clock() - s.used > self._age]
        return [self._calls.pop(sid) for sid in out]


def _let_go(session: _Session) -> None:
    """A forgotten call is hung up, so that the app learns of its end."""
    with session.lock, suppress(CallEndedError):
        if session.call.waiting:
            session.call.hang_up()


def _after(action: Mapping[str, Any], heard: int) -> int:
    after = action.get("after", heard)
    if not isinstance(after, int) or not 0 <= after <= heard:
        raise BadAction("after is how many lines were seen, a whole number")
    return after


def _listen(session: _Session) -> Turn:
    """The open microphone speaks until the line goes on, or it is taken away."""
    try:
        return session.call.speak(session.microphone)
    finally:
        session.microphone = Microphone()


def _perform(call: PhoneCall, action: Mapping[str, Any]) -> Turn:
    match dict(action):
        case {"say": str(text), **rest} if text.strip():
            return call.say(_bounded(text), _confidence(rest.get("confidence", 0.9)))
        case {"press": str(keys), **rest} if keys and set(keys) <= set("0123456789*#"):
            return call.press(_bounded(keys), hold=bool(rest.get("hold", len(keys) == 1)))
        case {"silence": _}:
            return call.wait()
        case {"record": int(seconds), **rest} if 0 <= seconds <= 3600:
            return call.leave_message(seconds, _then(rest, (*"0123456789*#", "hangup")))
        case {"dial_result": result, **rest} if result in get_args(DialResult):
            gone = _then(rest, ("hangup",)) == "hangup"
            return call.far_end(result, _seconds(rest.get("seconds", 30)), then_hang_up=gone)
        case {"hangup": _}:
            return call.hang_up()
    raise BadAction(
        "an action is one of say (text), press (0-9*#), silence, record (seconds), "
        f"dial_result ({', '.join(get_args(DialResult))}), microphone, hangup"
    )


def _bounded(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise BadAction(f"at most {MOST_TEXT} characters at a time")
    return text


def _confidence(value: object) -> float | None:
    if value is None or (isinstance(value, int | float) and 0 <= value <= 1):
        return None if value is None else float(value)
    raise BadAction("confidence is a number from 0 to 1, or null for unknown")


def _seconds(value: object) -> int:
    if isinstance(value, int) and 0 <= value <= 14400:
        return value
    raise BadAction("seconds is a whole number from 0 to 14400")


def _then(rest: Mapping[str, Any], allowed: tuple[str, ...]) -> str:
    then = rest.get("then", "")
    if then == "" or then in allowed:
        return str(then)
    raise BadAction(f"then is one of {', '.join(allowed)}, or left out")


def _moment(now: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(now) if now else None
    except ValueError:
        raise BadAction(f"{now!r} is not a date and time like 2026-11-24T22:30") from None

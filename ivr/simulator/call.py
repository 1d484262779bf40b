"""One telephone call, played against the app over HTTP as Twilio would: the caller's side in Python.

    call = PhoneCall(Line("http://localhost:8311"), caller="+14105550123")
    call.dial().said            # "Thank you for calling 311. …"
    call.press("1"); call.say("there is a pothole", confidence=None); call.wait()
    call.leave_message(12); call.far_end("busy"); call.hang_up()
    call.speak(Path("pothole.wav"))             # in sound: over the stream that runs, or into the open recording

Time is virtual: nothing sleeps but `speak`; `elapsed` counts what the caller would have lived through. Every act
returns its Turn.
What Twilio would refuse is in `refusals`; the call then goes on with the fallback URL's document, or ends.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Literal

from ivr.simulator import webhook
from ivr.simulator.course import Course, Ending, new_sid
from ivr.simulator.document import Element
from ivr.simulator.exchange import Exchange
from ivr.simulator.heard import Heard
from ivr.simulator.http import Line
from ivr.simulator.life import Swift
from ivr.simulator.mouth import Microphone, Mouth, Spoken
from ivr.simulator.network import CLEAR, Network
from ivr.simulator.refusal import Refusal
from ivr.simulator.sound import frames
from ivr.simulator.speech import Speech
from ivr.simulator.stay import Office, Stay
from ivr.simulator.turn import Did, Trace, Turn
from ivr.simulator.waits import (
    Ask,
    Dialing,
    DialResult,
    GoOn,
    Ignored,
    Listening,
    Outcome,
    Recording,
    Staying,
    Wait,
)
from ivr.simulator.webhook import Parties
from ivr.speech.audio import Audio, read
from ivr.speech.recognizer import Recognizer

TYPED = "the line listens to sound here, not to words that are typed: speak, press keys, or call as one who types"
State = Literal["ringing", "listening", "recording", "dialing", "conference", "queue", "talk", "ended"]
Moved = Callable[[Exchange], Outcome]
"""What is done to a call from outside."""


class CallEndedError(Exception):
    """The call is over, or has not begun: nobody hears this."""


class PhoneCall:
    """A call from `caller` ("" = hidden number). now: the city's clock at its beginning, told to a simulating app.

    language: what this caller is remembered to speak, told to a simulating app. sids: names calls and recordings.
    network: what happens to media streams on their way. hears: plays Twilio's own recogniser where sound is spoken.
    speaks: False is a caller who can only type, told to a simulating app: it then asks without a stream.
    office: what it shares with other calls (an Account), so that REST requests reach it, and it comes into rooms.
    """

    def __init__(
        self,
        line: Line,
        caller: str = "+14105550123",
        *,
        now: datetime | None = None,
        language: str | None = None,
        sids: Callable[[str], str] = new_sid,
        network: Network = CLEAR,
        hears: Recognizer | None = None,
        speaks: bool = True,
        office: Office | None = None,
    ) -> None:
        self._course = Course(line, caller, now, language, sids, network, speaks, office)
        self._exchange = Exchange(self._course)
        self._hears = hears
        self._acting = threading.Lock()
        self._moves: deque[tuple[str, Moved, Stay | None]] = deque()

    # -------------------------------------------------------------- what can be seen

    @property
    def sid(self) -> str:
        return self._course.sid

    @property
    def caller(self) -> str:
        return self._course.caller

    @property
    def parties(self) -> Parties:
        """Who calls whom."""
        return self._course.parties

    @property
    def status(self) -> str:
        """Twilio's CallStatus."""
        return self._course.status

    @property
    def hears_whom(self) -> frozenset[str]:
        """Who is heard in the room or the talk this call is in: labels, or sids where there are none."""
        office = self._course.office
        return office.hears(self.sid) if office and not self.ending else frozenset()

    @property
    def shared(self) -> bool:
        """Whether others may change it: it shares an account."""
        return self._course.office is not None

    @property
    def now(self) -> datetime | None:
        return self._course.now

    @property
    def language(self) -> str | None:
        return self._course.language

    @property
    def speaks(self) -> bool:
        """Whether this caller can be heard, or only types."""
        return self._course.speaks

    @property
    def hears(self) -> bool:
        """Whether somebody plays Twilio's own recogniser."""
        return self._hears is not None

    @property
    def transcript(self) -> list[Turn]:
        return self._course.turns

    @property
    def waiting(self) -> Wait | None:
        """What the call waits for, with its details; None: it has not begun, or is over."""
        return self._course.waiting

    @property
    def ending(self) -> Ending | None:
        """completed: the line ended it; transferred: it ended with a talk to somebody; failed: Twilio gave up."""
        return self._course.ending

    @property
    def elapsed(self) -> float:
        """Seconds since the call began, virtual ones and those that were really spoken."""
        return self._course.elapsed

    @property
    def silences(self) -> list[float]:
        """Every stretch of seconds in which a caller who had spoken in sound heard nothing before the line went on."""
        return self._course.silences

    @property
    def streams(self) -> tuple[str, ...]:
        """The names of the media streams that run."""
        return self._course.streams.names

    @property
    def state(self) -> State:
        match self.waiting:
            case Listening():
                return "listening"
            case Recording():
                return "recording"
            case Dialing():
                return "dialing"
            case Staying(kind=kind):
                return kind
            case None:
                return "ended" if self.ending else "ringing"

    @property
    def trace(self) -> Trace | None:
        """What the app last told of its thinking."""
        return next((turn.trace for turn in reversed(self.transcript) if turn.trace), None)

    @property
    def refusals(self) -> list[Refusal]:
        return [refusal for turn in self.transcript for refusal in turn.refusals]

    @property
    def refusal(self) -> Refusal | None:
        """The first thing Twilio would have refused."""
        return next(iter(self.refusals), None)

    def heard_since_last(self) -> list[Heard]:
        """What was said after the caller's last act."""
        return list(self.transcript[-1].heard) if self.transcript else []

    # -------------------------------------------------------------- what the caller does

    def dial(self) -> Turn:
        """Calls the number and listens until the line waits for something."""
        if self.transcript:
            raise CallEndedError("this call was dialled before; a new call is a new PhoneCall")
        first = Ask("", "POST", webhook.answered(self.caller))
        if office := self._course.office:
            office.began(self)
        return self._turn(Did("dial"), lambda _: first)

    def say(self, text: str, confidence: float | None = 0.9) -> Turn:
        """Speaks. confidence: how well it is heard, 0..1; None = the recogniser does not tell.

        Into an open recording it is a message as long as the words take.
        """

        def spoken(waiting: Wait) -> Outcome:
            match waiting:
                case Listening() if self._course.streams.heard and not waiting.speech:
                    return Ignored(TYPED)
                case Listening():
                    self._partial(waiting, text)
                    return waiting.say(text, confidence)
                case Recording():
                    return self._exchange.record(waiting, max(1, round(len(text.split()) / 2.5)), "")
                case Staying():
                    office = self._course.office
                    return waiting if office and office.said(self.sid, text) else Ignored("nobody hears this")
                case Dialing():
                    return Ignored("nobody has answered yet")

        return self._turn(Did("say", text, confidence), spoken)

    def speak(self, sound: Audio | Path | Microphone, pace: float = 1.0, then: str = "") -> Turn:
        """Speaks in sound, and listens until the line goes on. then: a key pressed right after the last word.

        At a question with a stream the sound goes over it, `pace` real seconds for each second; 0: as fast as the app
        takes it. Silence follows until the line goes on, for 20 s at most. Into an open recording it becomes its file.
        At a question for Twilio's own recogniser `hears` plays it. NotAudio, OSError: the file cannot be read.
        """
        mouth = sound if isinstance(sound, Microphone) else Spoken(sound if isinstance(sound, Audio) else read(sound))
        return self._spoken(Did("speak", then, seconds=round(mouth.seconds or 0)), mouth, pace, then)

    def press(self, keys: str, hold: bool = False) -> Turn:
        """Presses keys one after another; those too many for one question are pressed at the next.

        hold: more keys may follow in the next act, so that an incomplete entry stays open.
        """

        def pressed(waiting: Wait) -> Outcome:
            match waiting:
                case Listening():
                    outcome, self._exchange.ahead = waiting.press(keys, hold)
                case Recording():
                    outcome, self._exchange.ahead = waiting.press(keys)
                case Staying() if waiting.star and "*" in keys:
                    outcome = self._exchange.out("star")
                case Staying():
                    outcome = Ignored("keys are not heard here")
                case Dialing():
                    outcome = Ignored("nobody has answered yet")
            return outcome

        if not self._course.streams.heard:
            return self._turn(Did("press", keys), pressed)
        silent = Speech(self._course, self._exchange, Spoken(Audio(b"")), 0.0, "", None)
        try:  # the pound key says that the caller is done: the line may need a moment for the last words
            return self._turn(Did("press", keys), pressed, more=silent.more)
        finally:
            silent.end()

    def wait(self) -> Turn:
        """Says and presses nothing until the line goes on: a question's timeout, a recording's, the ring time."""
        if self._course.streams.heard and isinstance(self.waiting, Listening):
            return self._spoken(Did("silence"), Spoken(Audio(b"")), 0.0, "")

        def silent(waiting: Wait) -> Outcome:
            self._course.passes(waiting.timeout)
            match waiting:
                case Listening():
                    return waiting.silence()
                case Recording():
                    return self._exchange.record(waiting, 0, "")
                case Staying():
                    return self._exchange.linger()
                case Dialing():
                    return waiting.result("no-answer", 0)

        return self._turn(Did("silence"), silent)

    def leave_message(self, seconds: int, ended_by: str = "") -> Turn:
        """Speaks into an open recording; 0 seconds: not a word. ended_by: a key, `hangup`, or "" for falling silent."""

        def left(waiting: Wait) -> Outcome:
            if not isinstance(waiting, Recording):
                return Ignored("nothing is being recorded here")
            return self._exchange.record(waiting, seconds, ended_by)

        return self._turn(Did("record", ended_by, seconds=seconds), left, gone=ended_by == "hangup")

    def far_end(self, result: DialResult, seconds: int = 30, then_hang_up: bool = False) -> Turn:
        """The dialled party answers and talks for `seconds`, or does not. then_hang_up: the caller hangs up first."""
        to = self.waiting.number if isinstance(self.waiting, Dialing) else ""

        def ended(waiting: Wait) -> Outcome:
            if not isinstance(waiting, Dialing):
                return Ignored("nobody is being dialled here")
            return self._exchange.far_end(waiting, result, seconds)

        return self._turn(Did("transfer", result, seconds=seconds, to=to), ended, gone=then_hang_up)

    def talk_over(self, sound: Audio) -> None:
        """When the line speaks next, the caller says this meanwhile; what is left at the next question is not said."""
        self._course.life = Swift(self._course.streams, self.elapsed, Spoken(sound))

    def hang_up(self, saying: Audio | None = None) -> Turn:
        """Ends the call, whatever it is doing. A number being dialled is cancelled.

        saying: the last words, cut off: over the stream that runs, or into the open recording.
        """

        def gone(waiting: Wait) -> Outcome:
            match waiting:
                case Dialing():
                    return waiting.result("canceled", 0)
                case Recording() if (said := saying or self._exchange.said) is not None and said.mulaw:
                    return self._exchange.record(waiting, max(1, round(said.seconds)), "hangup", said)
            self._course.streams.carry(frames(saying or Audio(b"")))
            return GoOn()

        return self._turn(Did("hang up"), gone, gone=True)

    # -------------------------------------------------------------- what others do

    def move(self, what: str, act: Moved, at: Stay | None = None) -> None:
        """Something is done to this call from outside, by any thread: at once, or when what it is doing is done.

        A call that is over is left alone, and, where `at` says so, one that is there no longer.
        """
        self._moves.append((what, act, at))
        self._move()

    def overhear(self, item: Heard) -> None:
        """Something sounds where the call is, and changes nothing."""
        if self.transcript:
            self.transcript[-1].heard.append(item)

    @property
    def moving(self) -> bool:
        """Something that was to be done to it is not done yet."""
        return bool(self._moves) or self._acting.locked()

    def _move(self) -> None:
        """Whoever holds the call does what has come meanwhile; nobody waits for it. Before the call's first document it
        is left for later."""
        while self._moves and self.transcript and self._acting.acquire(blocking=False):
            try:
                while self._moves:
                    what, act, at = self._moves.popleft()
                    if not self.ending and (at is None or self._exchange.stays.at(at)):
                        self._act(Did("moved", what), lambda _, act=act: act(self._exchange))  # type: ignore[misc]
            finally:
                self._acting.release()
        if office := self._course.office:
            office.changed()

    # -------------------------------------------------------------- one turn

    def _turn(
        self,
        did: Did,
        act: Callable[[Wait], Outcome],
        gone: bool = False,
        more: Callable[[], Outcome | None] = lambda: None,
    ) -> Turn:
        """One act of the caller and all that follows from it. gone: the caller has hung up, and hears no more.

        more: what the caller does next in the same act; None: nothing.
        """
        try:
            with self._acting:
                if self.ending or (self.waiting is None and did.kind not in ("dial", "answer")):
                    raise CallEndedError("the call is over" if self.ending else "the call has not been dialled yet")
                return self._act(did, act, gone, more)
        finally:
            self._move()

    def _act(
        self,
        did: Did,
        act: Callable[[Wait], Outcome],
        gone: bool = False,
        more: Callable[[], Outcome | None] = lambda: None,
    ) -> Turn:
        turn = Turn(did)
        self.transcript.append(turn)
        exchange = self._exchange
        try:
            outcome = act(self.waiting or Listening(_NOTHING))
            if gone and not isinstance(outcome, Ignored):
                exchange.leave(outcome)
            else:
                exchange.follow(outcome)
                while (then := more()) is not None:
                    exchange.courier.deliver()
                    exchange.follow(then)
        except Refusal as refusal:
            exchange.refuse(refusal)
            exchange.run()
        exchange.courier.deliver()
        if self.ending:
            exchange.courier.close()
        return turn

    def _spoken(self, did: Did, mouth: Mouth, pace: float, key: str) -> Turn:
        speech = Speech(self._course, self._exchange, mouth, pace, key, self._hears)
        try:
            return self._turn(did, speech.first, more=speech.more)
        finally:
            speech.end()

    def _partial(self, waiting: Listening, text: str) -> None:
        """What is heard while the caller still speaks, where the app asked for it."""
        if (url := waiting.element.get("partialResultCallback")) and waiting.speech:
            form = {"UnstableSpeechResult": text, "StableSpeechResult": "", "SequenceNumber": "0", "Stability": "0.9"}
            method = waiting.element.get("partialResultCallbackMethod", "POST")
            self._exchange.courier.notify(self._exchange.courier.absolute(url), method, form)


_NOTHING = Element("Gather", {}, (), 0, 0, "")

"""One telephone call, played against the app over HTTP as Twilio would: the caller's side in Python.

    call = PhoneCall(Line("http://localhost:8311"), caller="+14105550123")
    call.dial().said            # "Thank you for calling 311. …"
    call.press("1"); call.say("there is a pothole", confidence=None); call.wait()
    call.leave_message(12); call.far_end("busy"); call.hang_up()

Time is virtual: nothing sleeps; `elapsed` counts what the caller would have lived through. Every act returns its Turn.
What Twilio would refuse is in `refusals`; the call then goes on with the fallback URL's document, or ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from ivr.simulator import webhook
from ivr.simulator.document import Element, answer
from ivr.simulator.heard import Heard, heard
from ivr.simulator.http import Line, Page, Wire
from ivr.simulator.refusal import Refusal
from ivr.simulator.turn import Did, Trace, Turn, read_trace
from ivr.simulator.verbs import WHISPER
from ivr.simulator.waits import Ask, Dialing, DialResult, GoOn, Ignored, Listening, Outcome, Recording, Wait

State = Literal["ringing", "listening", "recording", "dialing", "ended"]
Ending = Literal["completed", "transferred", "hung_up", "failed"]
MOST_DOCUMENTS = 50  # without anything from the caller between them
MOST_AUDIO = 40_000_000


class CallEndedError(Exception):
    """The call is over, or has not begun: nobody hears this."""


def new_sid(prefix: str) -> str:
    """CA, RE … and 32 hex digits, as Twilio names things."""
    return prefix + uuid4().hex


class PhoneCall:
    """A call from `caller` ("" = hidden number). now: the city's clock at its beginning, told to a simulating app.

    language: what this caller is remembered to speak, told to a simulating app. sids: names calls and recordings.
    """

    def __init__(
        self,
        line: Line,
        caller: str = "+14105550123",
        *,
        now: datetime | None = None,
        language: str | None = None,
        sids: Callable[[str], str] = new_sid,
    ) -> None:
        self.line, self.caller, self.now, self.language = line, caller, now, language
        self.sid = sids("CA")
        self.transcript: list[Turn] = []
        self.waiting: Wait | None = None
        self.ending: Ending | None = None
        self.elapsed = 0.0
        self._sids = sids
        self._parties = webhook.Parties(self.sid, line.account_sid, caller, line.number)
        self._wire = Wire(line)
        self._status = "ringing"
        self._document = line.url(line.voice)
        self._todo: list[Element] = []
        self._later: list[tuple[str, str, Mapping[str, str]]] = []
        self._documents = 0
        self._ahead = ""
        self._bridged = False
        self._sounds: set[str] = set()

    # -------------------------------------------------------------- what can be seen

    @property
    def state(self) -> State:
        match self.waiting:
            case Listening():
                return "listening"
            case Recording():
                return "recording"
            case Dialing():
                return "dialing"
            case _:
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
        first = Ask(self._document, "POST", webhook.answered(self.caller))
        return self._turn(Did("dial"), lambda _: first)

    def say(self, text: str, confidence: float | None = 0.9) -> Turn:
        """Speaks. confidence: how well it is heard, 0..1; None = the recogniser does not tell.

        Into an open recording it is a message as long as the words take.
        """

        def spoken(waiting: Wait) -> Outcome:
            match waiting:
                case Listening():
                    self._partial(waiting, text)
                    return waiting.say(text, confidence)
                case Recording():
                    return self._record(waiting, max(1, round(len(text.split()) / 2.5)), "")
                case Dialing():
                    return Ignored("nobody has answered yet")

        return self._turn(Did("say", text, confidence), spoken)

    def press(self, keys: str, hold: bool = False) -> Turn:
        """Presses keys one after another; those too many for one question are pressed at the next.

        hold: more keys may follow in the next act, so that an incomplete entry stays open.
        """

        def pressed(waiting: Wait) -> Outcome:
            match waiting:
                case Listening():
                    outcome, self._ahead = waiting.press(keys, hold)
                case Recording():
                    outcome, self._ahead = waiting.press(keys)
                case Dialing():
                    outcome = Ignored("nobody has answered yet")
            return outcome

        return self._turn(Did("press", keys), pressed)

    def wait(self) -> Turn:
        """Says and presses nothing until the line goes on: a question's timeout, a recording's, the ring time."""

        def silent(waiting: Wait) -> Outcome:
            self.elapsed += waiting.timeout
            match waiting:
                case Listening():
                    return waiting.silence()
                case Recording():
                    return self._record(waiting, 0, "")
                case Dialing():
                    return waiting.result("no-answer", 0)

        return self._turn(Did("silence"), silent)

    def leave_message(self, seconds: int, ended_by: str = "") -> Turn:
        """Speaks into an open recording; 0 seconds: not a word. ended_by: a key, `hangup`, or "" for falling silent."""

        def left(waiting: Wait) -> Outcome:
            if not isinstance(waiting, Recording):
                return Ignored("nothing is being recorded here")
            return self._record(waiting, seconds, ended_by)

        return self._turn(Did("record", ended_by, seconds=seconds), left, gone=ended_by == "hangup")

    def far_end(self, result: DialResult, seconds: int = 30, then_hang_up: bool = False) -> Turn:
        """The dialled party answers and talks for `seconds`, or does not. then_hang_up: the caller hangs up first."""
        to = self.waiting.number if isinstance(self.waiting, Dialing) else ""

        def ended(waiting: Wait) -> Outcome:
            if not isinstance(waiting, Dialing):
                return Ignored("nobody is being dialled here")
            self._bridged = result == "answered"
            self.elapsed += min(seconds, waiting.longest) if self._bridged else 5
            if self._bridged:
                self._whisper(waiting)
            return waiting.result(result, seconds)

        return self._turn(Did("transfer", result, seconds=seconds, to=to), ended, gone=then_hang_up)

    def hang_up(self) -> Turn:
        """Ends the call, whatever it is doing. A number being dialled is cancelled."""

        def gone(waiting: Wait) -> Outcome:
            return waiting.result("canceled", 0) if isinstance(waiting, Dialing) else GoOn()

        return self._turn(Did("hang up"), gone, gone=True)

    # -------------------------------------------------------------- one turn

    def _turn(self, did: Did, act: Callable[[Wait], Outcome], gone: bool = False) -> Turn:
        """One act of the caller and all that follows from it. gone: the caller has hung up, and hears no more."""
        if self.ending or (self.waiting is None and did.kind != "dial"):
            raise CallEndedError("the call is over" if self.ending else "the call has not been dialled yet")
        turn = Turn(did)
        self.transcript.append(turn)
        self._documents = 0
        try:
            outcome = act(self.waiting or Listening(_NOTHING))
            if gone and not isinstance(outcome, Ignored):
                self._leave(outcome)
            else:
                self._apply(outcome)
        except Refusal as refusal:
            self.waiting = None
            self._refused(refusal, self._document)
        self._run()
        for url, method, form in self._later:
            self._notify(url, method, form)
        self._later = []
        return turn

    def _apply(self, outcome: Outcome) -> None:
        match outcome:
            case Ignored(why):
                self.transcript[-1].ignored = why
            case Listening() | Recording() | Dialing():
                self.waiting = outcome
            case Ask():
                self.waiting = None
                self._load(outcome.url, outcome.method, outcome.form)
            case GoOn():
                self.waiting = None

    def _run(self) -> None:
        """On to the next thing that needs the caller. Keys pressed ahead of a question are its first answer."""
        while not self.ending:
            if self.waiting is None:
                self._next()
            elif self._ahead and isinstance(self.waiting, Listening):
                self._documents = 0
                outcome, self._ahead = self.waiting.press(self._ahead)
                self._apply(outcome)
            else:
                break
        self._ahead = ""

    def _leave(self, outcome: Outcome) -> None:
        """The caller is gone: the app is still asked, but its document reaches nobody."""
        self._status = "completed"
        if isinstance(outcome, Ask):
            self._notify(urljoin(self._document, outcome.url), outcome.method, outcome.form)
        self._end("transferred" if self._bridged else "hung_up")

    def _next(self) -> None:
        if not self._todo:
            self._end("transferred" if self._bridged else "completed")
            return
        element = self._todo.pop(0)
        try:
            self._perform(element)
        except Refusal as refusal:
            self._refused(refusal, self._document)

    def _perform(self, element: Element) -> None:
        """One verb. Queues, conferences and streams are further waits to begin here."""
        self._status = "in-progress" if element.name != "Reject" else self._status
        match element.name:
            case "Say" | "Play" | "Pause":
                self._hear(element)
            case "Gather":
                self._gather(element)
            case "Record":
                self.elapsed += 1  # the beep
                self.waiting = Recording(element)
            case "Dial":
                self._dial(element)
            case "Redirect":
                self._load(element.text, element.get("method", "POST"), {})
            case "Hangup":
                self._end("transferred" if self._bridged else "completed")
            case "Reject":
                self._end("completed", "busy" if element.get("reason") == "busy" else "no-answer")
            case name:
                raise Refusal(13750, f"the test phone does not play <{name}> yet", element.place)

    def _hear(self, element: Element) -> None:
        if element.name == "Play" and element.text:
            self._listen_to(element)
        item = heard(element, self.transcript[-1].node)
        self.transcript[-1].heard.append(item)
        self.elapsed += item.seconds

    def _gather(self, gather: Element) -> None:
        for nested in gather.elements:
            self._hear(nested)
        self.waiting = Listening(gather)

    def _dial(self, dial: Element) -> None:
        if any(noun.name != "Number" for noun in dial.elements):
            raise Refusal(13750, f"the test phone does not dial a <{dial.elements[0].name}> yet", dial.place)
        shown = dial.get("callerId", self.caller)
        if dial.get("callerId") and shown not in (self.caller, self.line.number):
            raise Refusal(13214, "callerId must be the number that called, or the number called", dial.place)
        self._bridged = False
        self.waiting = Dialing(dial, self._sids("CA"))

    def _record(self, waiting: Recording, seconds: int, ended_by: str) -> Outcome:
        """The outcome of a message; the recording's own callback is sent when it is ready, after the action."""
        self.elapsed += min(seconds, waiting.longest)
        outcome = waiting.leave(seconds, ended_by)
        length = (outcome.recording or 0) if isinstance(outcome, Ask) else 0
        named = webhook.recording(self.line.account_sid, self._sids("RE"))
        element, events = waiting.element, waiting.element.get("recordingStatusCallbackEvent", "completed").split()
        if (url := element.get("recordingStatusCallback")) and ("completed" if length else "absent") in events:
            method = element.get("recordingStatusCallbackMethod", "POST")
            form = webhook.recorded(named, length, "RecordVerb")
            self._later.append((urljoin(self._document, url), method, form))
        return Ask(outcome.url, outcome.method, {**outcome.form, **named}) if isinstance(outcome, Ask) else outcome

    # -------------------------------------------------------------- requests

    def _load(self, url: str, method: str, form: Mapping[str, str]) -> None:
        """The document at `url` becomes what the call does next."""
        target = urljoin(self._document, url) if url else self._document
        self._documents += 1
        if self._documents > MOST_DOCUMENTS:
            message = (
                f"{MOST_DOCUMENTS} documents without anything from the caller between them: the call runs in a loop"
            )
            self._refused(Refusal(11215, message, target.partition("?")[0]), target, fatal=True)
            return
        try:
            self._read(self._fetch(target, method, form))
        except Refusal as refusal:
            self._refused(refusal, target)

    def _read(self, page: Page) -> None:
        self._todo = list(answer(page.kind, page.body, page.url))
        self._document = page.url

    def _fetch(self, url: str, method: str, form: Mapping[str, str]) -> Page:
        page = self._wire.fetch(url, method, {**self._parties.form(self._status), **form}, self._headers())
        turn = self.transcript[-1]
        turn.ms = round(turn.ms + page.ms, 1)
        turn.trace = read_trace(page.headers.get("X-OneCall-Trace")) or turn.trace
        return page

    def _refused(self, refusal: Refusal, url: str, fatal: bool = False) -> None:
        """Twilio turns to the fallback URL, once; its document may save the call."""
        self.transcript[-1].refusals.append(refusal)
        self._todo = []
        if fatal or not self.line.fallback:
            self._end("failed")
            return
        try:
            form = {"ErrorCode": str(refusal.code), "ErrorUrl": url}
            self._read(self._fetch(self.line.url(self.line.fallback), "POST", form))
        except Refusal as second:
            self.transcript[-1].refusals.append(second)
            self._end("failed")

    def _notify(self, url: str, method: str, form: Mapping[str, str]) -> None:
        """A callback whose answer is not TwiML for this call. A wrong answer is remembered, and changes nothing."""
        try:
            self._wire.fetch(url, method, {**self._parties.form(self._status), **form}, self._headers())
        except Refusal as refusal:
            self.transcript[-1].refusals.append(Refusal(15003, refusal.message, refusal.place))

    def _partial(self, waiting: Listening, text: str) -> None:
        if (url := waiting.element.get("partialResultCallback")) and waiting.speech:
            form = {"UnstableSpeechResult": text, "StableSpeechResult": "", "SequenceNumber": "0", "Stability": "0.9"}
            method = waiting.element.get("partialResultCallbackMethod", "POST")
            self._notify(urljoin(self._document, url), method, form)

    def _whisper(self, waiting: Dialing) -> None:
        """What the called party hears before the two are joined."""
        for noun in waiting.numbers:
            if url := noun.get("url"):
                page = self._fetch(urljoin(self._document, url), noun.get("method", "POST"), {"CallSid": waiting.sid})
                for verb in answer(page.kind, page.body, page.url):
                    if verb.name not in WHISPER:
                        raise Refusal(12200, f"<{verb.name}> is not allowed before two callers are joined", verb.place)

    def _listen_to(self, play: Element) -> None:
        """The app's own sounds are fetched, as Twilio would: a missing recording is found here, not by a caller."""
        url = urljoin(self._document, play.text)
        if not url.startswith(self.line.public) or url in self._sounds:
            return
        page = self._wire.fetch(url, "GET", {}, self._headers(), MOST_AUDIO)
        if not page.kind.startswith("audio/"):
            code = 13325 if "/Gather" in play.path else 13420
            raise Refusal(code, f"the sound at {urlsplit(url).path} is {page.kind or 'of no type'}", play.place)
        self._sounds.add(url)

    def _headers(self) -> dict[str, str]:
        """What only a simulating app listens to: the caller's language and the city's clock."""
        headers = {"X-OneCall-Language": self.language} if self.language else {}
        if self.now:
            headers["X-OneCall-Now"] = (self.now + timedelta(seconds=int(self.elapsed))).isoformat()
        return headers

    def _end(self, ending: Ending, status: str = "completed") -> None:
        self.waiting, self.ending, self._status, self._todo = None, ending, status, []
        if self.line.status:
            form = webhook.completed(round(self.elapsed), datetime.now(UTC))
            self._later.append((self.line.url(self.line.status), "POST", form))


_NOTHING = Element("Gather", {}, (), 0, 0, "")

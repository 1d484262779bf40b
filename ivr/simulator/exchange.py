"""Twilio's side of one call: performs documents verb by verb, until the caller is needed or the call is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from ivr.simulator import leg, message, webhook
from ivr.simulator.courier import Courier
from ivr.simulator.course import Course, Ending
from ivr.simulator.document import Element, answer, read
from ivr.simulator.heard import heard
from ivr.simulator.http import Page
from ivr.simulator.refusal import Refusal
from ivr.simulator.stay import Stay, Why
from ivr.simulator.staying import Stays
from ivr.simulator.waits import (
    Ask,
    Dialing,
    DialResult,
    Given,
    GoOn,
    Ignored,
    Listening,
    Outcome,
    Recording,
    Staying,
)
from ivr.speech.audio import Audio

MOST_DOCUMENTS = 50  # without anything from the caller between them


class Exchange:
    """ahead: keys pressed before the question they answer was asked. said: into the open recording, by a caller who is
    hanging up."""

    def __init__(self, course: Course) -> None:
        self.ahead = ""
        self.said: Audio | None = None
        self.courier = Courier(course)
        self.stays = Stays(course, self.courier)
        course.streams.tell = self._told
        self._course = course
        self._todo: list[Element] = []
        self._documents = 0

    # -------------------------------------------------------------- what an act of the caller leads to

    def follow(self, outcome: Outcome) -> None:
        """The outcome of an act, and on to the next thing that needs the caller."""
        self._documents = 0
        self._apply(outcome)
        self.run()

    def run(self) -> None:
        """Until the call waits or is over. Keys pressed ahead of a question are its first answer."""
        course = self._course
        while not course.ending:
            if course.waiting is None:
                self._next()
            elif self.ahead and isinstance(course.waiting, Listening):
                self._documents = 0
                outcome, self.ahead = course.waiting.press(self.ahead)
                self._apply(outcome)
            else:
                break
        self.ahead = ""

    def leave(self, outcome: Outcome) -> None:
        """The caller has hung up: the app is still asked what was to be asked, but its document reaches nobody."""
        self._course.status = "completed"
        if self.stays:
            outcome = self.stays.out("hung up")[0]
        if isinstance(outcome, Ask):
            self.courier.notify(self.courier.absolute(outcome.url), outcome.method, outcome.form)
        self._end("transferred" if self._course.bridged else "hung_up")

    def refuse(self, refusal: Refusal, url: str = "", fatal: bool = False) -> None:
        """Twilio turns to the fallback URL, once for each mistake; its document may save the call."""
        course, line = self._course, self._course.line
        course.refused(refusal)
        course.waiting, self._todo = None, []
        if self.stays and not fatal:
            return self._unplayed()
        if fatal or not line.fallback:
            self._end("failed")
            return
        form = {"ErrorCode": str(refusal.code), "ErrorUrl": url or self.courier.url}
        try:
            self._read(self.courier.fetch(line.url(line.fallback), "POST", form))
        except Refusal as second:
            course.refused(second)
            self._end("failed")

    # -------------------------------------------------------------- what others do to the call

    def moved(self, outcome: Ask | Given) -> Outcome:
        """A REST request gives the call another document: wherever it is, it is there no longer."""
        self._leave_stay("redirected")
        self._todo, self.ahead = [], ""
        return outcome

    def out(self, why: Why) -> Outcome:
        """The call leaves the place where it stays, and goes on in its own document."""
        outcome, self._todo = self.stays.out(why)
        return outcome

    def over(self) -> Outcome:
        """The stay has come to its end by what others did."""
        return self.out("over")

    def play(self) -> Outcome:
        """What is to be heard where the call stays has changed."""
        self._todo = []
        return self.stays.play()

    def announce(self, url: str, method: str) -> Outcome:
        """A document is played in between, and what was there before goes on."""
        before = self.courier.url
        try:
            page = self.courier.fetch(url, method, {})
            self.courier.url = page.url
            for verb in answer(page.kind, page.body, page.url):
                self.stays.may(verb)
                self._hear(verb)
        except Refusal as refusal:
            self._course.refused(refusal)
        self.courier.url = before
        return self._course.waiting or GoOn()

    def stay(self, stay: Stay, verb: Element) -> Outcome:
        """Here from now on; the rest of the document follows afterwards."""
        self._course.bridged = False
        rest, self._todo = self._todo, []
        return self.stays.enter(stay, verb, rest)

    def finish(self) -> Outcome:
        """A REST request, or the network, ends the call."""
        self._course.status = "completed"
        self._end("transferred" if self._course.bridged else "completed")
        return GoOn()

    def linger(self) -> Outcome:
        """The caller waits on where they stay."""
        why = self.stays.lingered()
        return self.out(why) if why else self.stays.again()

    # -------------------------------------------------------------- messages and transfers

    def record(self, waiting: Recording, seconds: int, ended_by: str, sound: Audio | None = None) -> Outcome:
        """The outcome of a message left; sound: of it, else a tone. Its own callback follows, after the action."""
        outcome, callbacks = message.left(self._course, waiting, seconds, ended_by, sound)
        self._later(callbacks)
        return outcome

    def far_end(self, dialing: Dialing, result: DialResult, seconds: int) -> Outcome:
        """The outcome of a transfer, once the called party has heard what is for them alone. Refusal: of that."""
        course, answered = self._course, result == "answered"
        course.bridged = answered
        talked = min(seconds, dialing.longest) if answered else 0
        course.passes(talked or 5)
        if answered:
            leg.whisper(course, dialing, self.courier)
        outcome, callbacks = dialing.result(result, seconds), list(leg.progress(course, dialing, result, talked))
        if talked:
            outcome, recorded = leg.recorded(course, dialing, outcome, talked)
            callbacks += recorded
        self._later(callbacks)
        return outcome

    def _later(self, callbacks: Iterable[webhook.Callback]) -> None:
        for url, method, form in callbacks:
            self.courier.later(self.courier.absolute(url), method, form)

    # -------------------------------------------------------------- the document

    def _apply(self, outcome: Outcome) -> None:
        match outcome:
            case Ignored(why):
                self._course.turn.ignored = why
            case Listening() | Recording() | Dialing() | Staying():
                self._course.waiting = outcome
            case Ask():
                self._course.waiting = None
                self._load(outcome.url, outcome.method, outcome.form)
            case Given(body):
                self._course.waiting = None
                self._given(body)
            case GoOn():
                self._course.waiting = None

    def _next(self) -> None:
        if not self._todo and self.stays:
            self._course.waiting = self.stays.ran_out()
            return
        if not self._todo:
            self._end("transferred" if self._course.bridged else "completed")
            return
        element = self._todo.pop(0)
        try:
            self._perform(element)
        except Refusal as refusal:
            self.refuse(refusal)

    def _perform(self, element: Element) -> None:
        course = self._course
        if self.stays:
            self.stays.may(element)
        course.status = "in-progress" if element.name != "Reject" else course.status
        match element.name:
            case "Say" | "Play" | "Pause":
                self._hear(element)
            case "Gather":
                for nested in element.elements:
                    self._hear(nested)
                course.waiting = Listening(element)
            case "Record":
                course.waiting = Recording(element)
            case "Dial":
                self._dial(element)
            case "Start" | "Stop":
                self._stream(element)
            case "Enqueue":
                self._enqueue(element)
            case "Leave" if self.stays:
                self._apply(self.out("leave"))
            case "Redirect" if self.stays:
                url = self.courier.absolute(element.text)
                self._todo = []
                self._apply(self.stays.redirect(url, element.get("method", "POST")))
            case "Redirect":
                self._load(element.text, element.get("method", "POST"), {})
            case "Hangup":
                self._end("transferred" if course.bridged else "completed")
            case "Reject":
                self._end("completed", "busy" if element.get("reason") == "busy" else "no-answer")
            case name:
                raise Refusal(13750, f"the test phone does not play <{name}> yet", element.place)

    def _stream(self, verb: Element) -> None:
        """Streams begin and end beside the call: it goes on at once."""
        for noun in verb.elements:
            if noun.name != "Stream":
                raise Refusal(13750, f"the test phone does not play <{noun.name}> yet", noun.place)
            (self._course.streams.start if verb.name == "Start" else self._course.streams.stop)(noun)

    def _told(self, stream: Element, form: Mapping[str, str]) -> None:
        if url := stream.get("statusCallback"):
            method = stream.get("statusCallbackMethod", "POST")
            self.courier.later(self.courier.absolute(url), method, form)

    def _hear(self, element: Element) -> None:
        item = heard(element, self._course.turn.node)
        if element.name == "Play" and element.text:
            item = replace(item, seconds=self.courier.sound(element) or item.seconds)
        self._course.hears(item)

    def _dial(self, dial: Element) -> None:
        course = self._course
        place = course.office.dial(course, dial, self.courier.absolute) if course.office else None
        if place is not None:
            return self._go(place, dial)
        if any(noun.name != "Number" for noun in dial.elements):
            raise Refusal(
                13750,
                f"the test phone dials a <{dial.elements[0].name}> only in an account that calls share",
                dial.place,
            )
        if dial.get("callerId") not in ("", course.caller, course.line.number):
            raise Refusal(13214, "callerId must be the number that called, or the number called", dial.place)
        course.bridged = False
        course.waiting = Dialing(dial, course.sids("CA"))

    def _enqueue(self, enqueue: Element) -> None:
        if not self._course.office:
            raise Refusal(13750, "the test phone plays <Enqueue> only in an account that calls share", enqueue.place)
        self._go(self._course.office.enqueue(self._course, enqueue, self.courier.absolute), enqueue)

    def _go(self, place: Stay | Mapping[str, str], verb: Element) -> None:
        """Into a place, or on with what the verb's action says to its not being there."""
        if isinstance(place, Mapping):
            action = verb.get("action")
            self._apply(Ask(action, verb.get("method", "POST"), place) if action else GoOn())
        else:
            self._apply(self.stay(place, verb))

    def _unplayed(self) -> None:
        """What is played where the call stays is refused: a queue is left for it, elsewhere there is silence."""
        waits = self.stays.wait
        self._apply(self.out("error") if waits.kind == "queue" else waits)

    def _leave_stay(self, why: Why) -> None:
        """For good: an action that is asked all the same reaches nobody with its document."""
        if not self.stays:
            return
        outcome, self._todo = self.stays.out(why)
        if isinstance(outcome, Ask):
            self.courier.notify(self.courier.absolute(outcome.url), outcome.method, outcome.form)

    def _given(self, body: bytes) -> None:
        """A document without an address of its own."""
        self.courier.url = ""
        try:
            self._todo = list(read(body))
        except Refusal as refusal:
            self.refuse(refusal)

    def _load(self, url: str, method: str, form: Mapping[str, str]) -> None:
        """The document at `url` becomes what the call does next."""
        target = self.courier.absolute(url)
        self._documents += 1
        if self._documents > MOST_DOCUMENTS:
            message = f"{MOST_DOCUMENTS} documents, and nothing from the caller between them: the call runs in a loop"
            self.refuse(Refusal(11215, message, target.partition("?")[0]), target, fatal=True)
            return
        try:
            self._read(self.courier.fetch(target, method, form))
        except Refusal as refusal:
            self.refuse(refusal, target)

    def _read(self, page: Page) -> None:
        self._todo = list(answer(page.kind, page.body, page.url))
        self.courier.url = page.url

    def _end(self, ending: Ending, status: str = "completed") -> None:
        course = self._course
        course.status = status
        self._leave_stay("hung up")
        course.waiting, course.ending, self._todo = None, ending, []
        course.streams.end()
        if course.line.status:
            self._tell_end(course.line.url(course.line.status))
        if course.office:
            course.office.ended(course.sid)

    def _tell_end(self, url: str) -> None:
        """The line's status callback; where calls share an account, that delivers it."""
        course, form = self._course, webhook.completed(round(self._course.elapsed), datetime.now(UTC))
        if course.office:
            course.office.tell(course.sid, "completed", url, {**course.parties.form(course.status), **form})
        else:
            self.courier.later(url, "POST", form)

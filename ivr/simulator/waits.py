"""What a call can wait for, and what each thing a caller does leads to: Twilio's rules for Gather, Record and Dial.

Pure: a wait and an act go in, an outcome comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ivr.simulator.document import Element
from ivr.simulator.stay import Kind

MOST_SPEECH = 60  # seconds that one Gather listens to
_WORDS_A_SECOND = 3.0

DialResult = Literal["answered", "busy", "no-answer", "failed", "canceled"]


@dataclass(frozen=True)
class Ask:
    """Request a document. url: as the document wrote it; "" = the current document. recording: seconds, or None."""

    url: str
    method: str
    form: Mapping[str, str] = field(default_factory=dict)
    recording: int | None = None


@dataclass(frozen=True)
class Given:
    """A document that is there already, because a REST request brought it. URLs inside it must be absolute."""

    body: bytes


@dataclass(frozen=True)
class GoOn:
    """Nothing came of it: the next verb."""


@dataclass(frozen=True)
class Ignored:
    """The act reached nobody; the call waits on. `why`, as a sentence's end: keys are not heard here."""

    why: str


@dataclass(frozen=True)
class Listening:
    """A Gather. timeout: seconds of silence. digits: how many keys end it, None: any number. keyed: pressed so far."""

    element: Element
    keyed: str = ""

    @property
    def keys(self) -> bool:
        return "dtmf" in self.element.get("input", "dtmf").split()

    @property
    def speech(self) -> bool:
        return "speech" in self.element.get("input", "dtmf").split()

    @property
    def passing(self) -> bool:
        """It asks for nothing but a key, if there is one: the line goes on by itself when its sound has run out."""
        return not self.speech and self.timeout <= 2

    @property
    def brief(self) -> bool:
        """It asks nothing: the line only listens for a moment before it goes on by itself."""
        return not self.speech and not self.element.elements and self.timeout <= 2

    @property
    def digits(self) -> int | None:
        most = self.element.get("numDigits")
        return int(most) if most else None

    @property
    def finish(self) -> str:
        return self.element.get("finishOnKey", "#")

    @property
    def timeout(self) -> int:
        return int(self.element.get("timeout", "5"))

    def press(self, keys: str, hold: bool = False) -> tuple[Outcome, str]:
        """The outcome, and the keys that were pressed after the entry was complete.

        hold: more keys may follow before the timeout, so that an incomplete entry keeps waiting.
        """
        if not self.keys:
            return Ignored("keys are not heard here"), ""
        keyed = self.keyed
        for at, key in enumerate(keys):
            if key == self.finish:
                return self._ended(keyed, key), keys[at + 1 :]
            keyed += key
            if len(keyed) == self.digits:
                return self._ended(keyed), keys[at + 1 :]
        return (replace(self, keyed=keyed) if hold else self._ended(keyed)), ""

    def say(self, text: str, confidence: float | None) -> Outcome:
        """Keys already pressed win over speech, as with Twilio."""
        if not self.speech:
            return Ignored("speech is not heard here")
        if self.keyed:
            return self._ended(self.keyed)
        words = text.split()[: int(self._longest * _WORDS_A_SECOND)]
        if not words:
            return self.silence()
        certain = {} if confidence is None else {"Confidence": f"{confidence:.8f}"}
        return self._ask(
            {"SpeechResult": " ".join(words), **certain, "Language": self.element.get("language", "en-US")}
        )

    def silence(self) -> Outcome:
        return self._ended(self.keyed)

    @property
    def _longest(self) -> int:
        return min(MOST_SPEECH, int(self.element.get("maxSpeechTime", str(MOST_SPEECH))))

    def _ended(self, keyed: str, finished: str = "") -> Outcome:
        """With nothing keyed, the next verb follows, also after the finishing key alone, unless asked otherwise."""
        if keyed:
            return self._ask({"Digits": keyed, "FinishedOnKey": finished, "msg": "Gather End"})
        if self.element.get("actionOnEmptyResult") != "true":
            return GoOn()
        empty = {"Digits": ""} if self.keys else {"SpeechResult": ""}
        return self._ask({**empty, "FinishedOnKey": finished, "msg": "Gather End"})

    def _ask(self, form: Mapping[str, str]) -> Ask:
        return Ask(self.element.get("action"), self.element.get("method", "POST"), form)


@dataclass(frozen=True)
class Recording:
    """A Record. longest: seconds it takes at most. finish: the keys that end it."""

    element: Element

    @property
    def longest(self) -> int:
        return int(self.element.get("maxLength", "3600"))

    @property
    def timeout(self) -> int:
        return int(self.element.get("timeout", "5"))

    @property
    def finish(self) -> str:
        return self.element.get("finishOnKey", "1234567890*#")

    def leave(self, seconds: int, ended_by: str = "") -> Outcome:
        """A message of that length; ended_by: a key, or `hangup`. Without a sound, the next verb follows."""
        if seconds <= 0:
            return GoOn()
        length = min(seconds, self.longest)
        form = {"RecordingDuration": str(length), "Digits": ended_by}
        return Ask(self.element.get("action"), self.element.get("method", "POST"), form, recording=length)

    def press(self, keys: str) -> tuple[Outcome, str]:
        """The first finishing key ends it, after a second of sound; other keys are recorded as tones."""
        for at, key in enumerate(keys):
            if key in self.finish:
                return self.leave(1, key), keys[at + 1 :]
        return Ignored("this key does not end the recording"), ""


@dataclass(frozen=True)
class Dialing:
    """A Dial of telephone numbers, ringing. sid: the far leg's."""

    element: Element
    sid: str

    @property
    def numbers(self) -> tuple[Element, ...]:
        """The <Number>s, or the <Dial> itself where it holds the number."""
        return self.element.elements or (self.element,)

    @property
    def number(self) -> str:
        return ", ".join(noun.text for noun in self.numbers)

    @property
    def timeout(self) -> int:
        return int(self.element.get("timeout", "30"))

    @property
    def longest(self) -> int:
        return int(self.element.get("timeLimit", "14400"))

    def result(self, result: DialResult, seconds: int) -> Outcome:
        """How it ended. With an action, later verbs never run."""
        form = {"DialCallStatus": "completed" if result == "answered" else result, "DialCallSid": self.sid}
        if result == "answered":
            form |= {"DialCallDuration": str(min(seconds, self.longest)), "DialBridged": "true"}
        action = self.element.get("action")
        return Ask(action, self.element.get("method", "POST"), form) if action else GoOn()


@dataclass(frozen=True)
class Staying:
    """In a conference, in a queue, or with one other; `element` led there. timeout: seconds one `wait` lets pass."""

    element: Element
    kind: Kind
    name: str
    timeout: int

    @property
    def star(self) -> bool:
        """Whether the star key ends it."""
        return self.element.get("hangupOnStar") == "true"


Wait = Listening | Recording | Dialing | Staying
Outcome = Ask | Given | GoOn | Ignored | Wait

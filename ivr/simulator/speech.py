"""The caller speaks, in sound: to a stream, into a recording, or to what plays Twilio's own recogniser."""

from __future__ import annotations

from ivr.simulator.course import Course
from ivr.simulator.exchange import Exchange
from ivr.simulator.life import Real, Swift
from ivr.simulator.mouth import Microphone, Mouth
from ivr.simulator.waits import Dialing, Ignored, Listening, Outcome, Recording, Staying, Wait
from ivr.speech.errors import SpeechError
from ivr.speech.recognizer import Recognizer
from ivr.speech.transcript import Expected

PATIENCE = 20.0
"""Seconds of the call after which a caller who has spoken gives up waiting for the line to go on."""
LONGEST = 180.0
"""Seconds of the call that one answer through a microphone may take, the waiting for it included."""
MOMENT = 1
"""Seconds of a question that has been answered, and whose words are still being made out."""
NOT_HEARD = "speech is not heard here"
TWILIOS_PAUSE = 2.0
TWILIO = 10.0
"""Seconds Twilio's own recogniser may take."""
DEAF = "this question is not heard by its sound; there is no recogniser here to play Twilio's own: say it in words"


class Speech:
    """One act of speaking. key: pressed right after the last word. pace: real seconds for each second of the call.

    `first` is what it leads to, `more` what follows while the line only listens on; None: the line has gone on.
    """

    def __init__(
        self, course: Course, exchange: Exchange, mouth: Mouth, pace: float, key: str, hears: Recognizer | None
    ) -> None:
        self._course, self._exchange, self._mouth = course, exchange, mouth
        self._pace, self._key, self._hears = pace, key, hears
        self._streams = course.streams.heard
        self._began, self._begun, self._kept, self._before_tone = course.elapsed, False, False, False

    def first(self, waiting: Wait) -> Outcome:
        match waiting:
            case Recording():
                return self._recorded(waiting)
            case Listening() if self._streams:
                self._begin()
                return self._listen(waiting)
            case Listening() if waiting.speech:
                return self._recognised(waiting)
            case Staying():
                return Ignored("sound is not carried to others here; say it in words")
            case Dialing():
                return Ignored("nobody has answered yet")
            case Listening() if waiting.timeout <= MOMENT and not waiting.keyed:
                self._before_tone = True
                self._course.passes(waiting.timeout)
                return waiting.silence()
        return Ignored(NOT_HEARD)

    def more(self) -> Outcome | None:
        course, waiting = self._course, self._course.waiting
        if self._before_tone:  # whoever has something to say waits for the tone
            self._before_tone = False
            return self._recorded(waiting) if isinstance(waiting, Recording) else Ignored(NOT_HEARD)
        if not isinstance(waiting, Listening) or self._interrupted or not self._listens_on(waiting):
            return None
        if not self._begun:
            self._begin()
        if self._over and course.elapsed - self._stopped > PATIENCE:
            course.turn.ignored = f"the line said nothing for {PATIENCE:g} s"
            return None
        if course.elapsed - self._began > LONGEST:
            course.turn.ignored = f"the line listened for {LONGEST:g} s"
            return None
        return self._listen(waiting)

    def end(self) -> None:
        """Silence that nothing was heard after counts too, unless it is the caller's turn again."""
        course = self._course
        course.spoken_until(None, unheard=bool(course.ending or course.turn.ignored))
        course.lives_on()

    # -------------------------------------------------------------- over a stream

    def _begin(self) -> None:
        course, self._begun = self._course, True
        live = Real(course.streams, course.elapsed, self._mouth, self._pace) if self._pace else None
        course.life = live or Swift(course.streams, course.elapsed, self._mouth)
        if self._mouth.seconds:
            course.spoken_until(self._began + self._mouth.seconds)

    def _listen(self, waiting: Listening) -> Outcome:
        """The short Gather under a stream runs out, or a key ends it."""
        course = self._course
        if isinstance(self._mouth, Microphone):
            return self._listen_live(waiting, self._mouth)
        if not self._key:
            course.passes(waiting.timeout)
            return waiting.silence()
        left = self._stopped - course.elapsed
        if left > waiting.timeout:
            course.passes(waiting.timeout)
            return waiting.silence()
        course.passes(max(0.0, left))
        key, self._key = self._key, ""
        outcome, self._exchange.ahead = waiting.press(key)
        return outcome

    def _listen_live(self, waiting: Listening, microphone: Microphone) -> Outcome:
        self._course.passes(waiting.timeout)
        return self._cut_short(waiting, microphone) or waiting.silence()

    def _cut_short(self, waiting: Listening, microphone: Microphone) -> Outcome | None:
        """A key was pressed after the last word, or the caller does something else; None: neither."""
        if not microphone.key:
            return waiting if microphone.interrupted else None
        key, microphone.key = microphone.key, ""
        outcome, self._exchange.ahead = waiting.press(key)
        return outcome

    def _listens_on(self, waiting: Listening) -> bool:
        """The stream still runs, or it is gone and the line asks nothing; or what was recorded is still waited for."""
        heard = self._course.streams.heard
        waits = self._kept and not waiting.speech and waiting.timeout <= MOMENT
        return bool(self._streams & heard) or ((waiting.brief or waits) and not heard)

    @property
    def _stopped(self) -> float:
        return self._began + (self._mouth.seconds or 0.0)

    @property
    def _over(self) -> bool:
        return self._mouth.over

    @property
    def _interrupted(self) -> bool:
        return bool(getattr(self._mouth, "interrupted", False))

    # -------------------------------------------------------------- otherwise

    def _recorded(self, waiting: Recording) -> Outcome:
        """The sound becomes the recording's file. Without a key, the recorder notices the silence after it."""
        course, sound = self._course, self._mouth.rest(waiting.longest, waiting.timeout)
        length = max(1, round(sound.seconds)) if sound.mulaw else 0
        if isinstance(self._mouth, Microphone):
            self._key = self._mouth.key if self._mouth.key in waiting.finish else ""
            if self._mouth.gone:  # hanging up, which is yet to come, ends it
                self._exchange.said = sound
                return waiting
        outcome = self._exchange.record(waiting, length, self._key, sound)
        course.spoken_until(course.elapsed)
        full = sound.seconds >= waiting.longest
        self._begun = self._kept = True
        self._key, noticed = "", 0 if self._key or full else waiting.timeout
        # What follows may wait for the words, which a worker needs real time to make out.
        course.life = Swift(course.streams, course.elapsed + noticed, self._mouth)
        return outcome

    def _recognised(self, waiting: Listening) -> Outcome:
        """Twilio's own recogniser, played by ours."""
        if self._hears is None:
            return Ignored(DEAF)
        sound = self._mouth.rest(60.0, TWILIOS_PAUSE)
        language = waiting.element.get("language", "en-US")
        hints = tuple(hint.strip() for hint in waiting.element.get("hints").split(",") if hint.strip())
        self._course.passes(sound.seconds)
        if isinstance(self._mouth, Microphone) and (cut := self._cut_short(waiting, self._mouth)):
            return cut  # a key ends what was being said: Twilio forgets it
        try:
            heard = self._hears.recognize(sound, Expected((language,), hints), TWILIO)
        except SpeechError:
            return waiting.silence()
        self._course.turn.made_out = heard.text
        return waiting.say(heard.text, heard.confidence) if heard.text else waiting.silence()

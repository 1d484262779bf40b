"""Listening to one answer, from the first sound to the last word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from ivr.calls.hearing.hearing import Hearing, Standing
from ivr.calls.hearing.inbox import Inbox
from ivr.calls.hearing.said import Said
from ivr.calls.hearing.unheard import Unheard
from ivr.calls.hearing.voice import RATE, Voice
from ivr.speech.recognizer import Broke, Ended, Final, Interim, Recognizer, SpeechBegan, SpeechEnded, Stream, Told
from ivr.speech.transcript import Expected, Transcript

SLOWEST = 4.5
"""Seconds the ear has for the last words of an answer that has ended; the line says something meanwhile."""
MUTE = 2.5
"""Seconds without any sound at all, not even of silence: the stream is as good as dropped."""
UNHEARD = 60 * RATE
"""Bytes of sound that no ear has made words of yet; of more, the oldest go."""
LONGEST = 15 * 60.0
ROUNDS = 40  # streams of an ear that one answer may take
WORDLESS = 0.6  # seconds of silence more before an ear without a word is asked for its last one

Why = Literal["silence", "key", "stopped", "dropped", "mute", "long", "closed"]
"""silence: the caller has finished. key: the caller pressed one. stopped: the line wanted no more."""
Changed = Callable[["Listening"], None]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is listened to. pause: seconds of silence that end the answer. told: is given the final words, once there
    will be no more; quick."""

    call_sid: str
    turn: int
    expected: Expected
    pause: float
    told: Callable[[str], object] = field(default=lambda words: None, compare=False)


class Listening:
    """Sound goes in by `feed`; `changed` is told, from any thread, whenever `hearing` is another.

    clock: seconds, monotonic. Safe for many threads. An answer ends when the voice falls silent for `pause` seconds
    after words were heard; noise without words does not end it. `unheard` is sound with a voice in it that no ear has
    made words of, once the listening is over.
    """

    def __init__(self, asked: Asked, ear: Recognizer, changed: Changed, clock: Clock) -> None:
        self.asked = asked
        self._ear, self._changed, self._clock = ear, changed, clock
        self._inbox = Inbox(self._told, lambda: self._changed(self))
        self._voice = Voice()
        self._standing: Standing = "waiting"
        self._said = Said()
        self._talking = False  # as the ear has it
        self._began = self._fed = self._spoke = clock()
        self._ended: float | None = None
        self._why: Why | None = None
        self._patience = 0.0  # until when the ear has time for its last words
        self._finished = 0.0  # when the caller fell silent for good
        self._unheard = Unheard()
        self._asked_at = 0  # where the ear was told that no more will come
        self._offset = 0.0  # where the ear's present stream begins, in seconds of the whole
        self._round = 0
        self._openly = False  # a closed question's answer is heard once more, as any words
        with self._inbox.entered():
            self._stream = self._listen()

    def hearing(self) -> Hearing:
        with self._inbox.lock:
            now = self._ended if self._ended is not None else self._clock()
            since = now - (self._spoke if self._standing in ("waiting", "nothing") else self._began)
            said = self._said
            text = said.so_far if self._standing == "speaking" else said.text
            language = said.language or self.asked.expected.languages[0]
            quiet = now - self._finished if self._why and self._standing == "speaking" else 0.0
            return Hearing(self._standing, text, said.confidence, language, max(0.0, since), quiet, said.doubtful)

    @property
    def final(self) -> str:
        """The words that will not change any more."""
        with self._inbox.lock:
            return self._said.text

    @property
    def settled(self) -> bool:
        return self._ended is not None

    @property
    def unheard(self) -> bytes:
        """8 kHz µ-law; empty: every voice in it became words, or there was none."""
        with self._inbox.lock:
            voiced = self._voice.last > self._unheard.seconds or bool(self._said.interim)
            wordless = self._standing == "broken" or (self._standing == "heard" and not self._said.finals)
            return self._unheard.sound if wordless and voiced else b""

    # ------------------------------------------------------------------ what comes from the line

    def feed(self, mulaw: bytes) -> None:
        """Sound, in its order."""
        with self._inbox.entered():
            if not self.settled and mulaw:
                self._feed(mulaw)

    def finish(self, why: Why) -> None:
        """No more is to be heard: the ear gets SLOWEST seconds for what it has."""
        with self._inbox.entered():
            self._finish(why)

    def tick(self) -> None:
        """To be called ten times a second or so: time passes."""
        with self._inbox.entered():
            if not self.settled:
                self._pass()

    def close(self) -> None:
        """The process ends, or nobody wants to know any more. What is final stays."""
        with self._inbox.entered():
            if not self.settled:
                self._why = "closed"
                self._settle("broken")

    def _feed(self, mulaw: bytes) -> None:
        self._fed = self._clock()
        self._voice.feed(mulaw)
        self._unheard.add(mulaw, UNHEARD if self._voice.heard or self._said.interim else RATE)
        if self._why is None:
            self._stream.feed(mulaw)
            self._look()

    def _pass(self) -> None:
        now = self._clock()
        if self._why is not None:
            if now >= self._patience:
                self._give_up()
        elif now - self._fed > MUTE:
            self._finish("mute")
        elif self._voice.at > LONGEST:
            self._finish("long")
        else:
            self._look()

    def _finish(self, why: Why) -> None:
        if self.settled or self._why not in (None, "silence"):
            return
        first, self._why = self._why is None, why
        if first:
            self._asked_at = self._unheard.end
            now = self._clock()
            self._patience = now + SLOWEST
            self._inbox.news()
            self._finished = now - (self._quiet(now) if why == "silence" else 0.0)
            self._stream.finish()

    # ------------------------------------------------------------------ what comes from the ear

    def _listen(self) -> Stream:
        self._round += 1
        turn, expected = self._round, self.asked.expected
        expected = replace(expected, closed=expected.closed and not self._openly)
        return self._ear.listen(expected, lambda told: self._inbox.put(turn, told))

    def _told(self, turn: int, told: Told) -> None:
        if turn != self._round or self.settled:
            return
        match told:
            case SpeechBegan():
                self._words_come()
            case Interim(text):
                self._said.interim = text
                if text:
                    self._words_come()
            case Final(transcript):
                self._take(transcript)
            case SpeechEnded():
                self._talking, self._spoke = False, self._clock()
            case Ended():
                self._all_heard()
            case Broke():
                self._give_up()

    def _words_come(self) -> None:
        self._talking, self._spoke = True, self._clock()
        self._standing = "speaking"
        self._inbox.news()

    def _take(self, transcript: Transcript) -> None:
        self._said.take(transcript)
        if transcript.text:
            end = transcript.words[-1].end if transcript.words else transcript.seconds
            self._unheard.forget(int((self._offset + end) * RATE) if end else self._unheard.end)
            self._words_come()
        self._talking = False

    def _all_heard(self) -> None:
        """The ear has told all it will. Noise without words was no answer, unless nothing more can come."""
        if self._said.finals:
            return self._settle("heard" if self._why != "dropped" else "broken")
        match self._why:
            case "silence" | "key" | "long" if self._openly:
                self._settle("heard")
            case "silence" | "key" | "long" if self.asked.expected.closed and self._voice.heard:
                self._hear_openly()
            case "silence" | None if self._round < ROUNDS:
                self._anew()
            case "dropped" | "mute" | "closed":
                self._settle("broken")
            case _:
                self._settle("nothing")

    def _hear_openly(self) -> None:
        """None of the answers that were asked for: a person may be wanted, or somebody be in danger."""
        self._openly, self._said.interim = True, ""
        self._patience = self._clock() + SLOWEST / 2
        self._offset = self._unheard.seconds
        self._stream = self._listen()
        self._stream.feed(self._unheard.sound)
        self._stream.finish()

    def _anew(self) -> None:
        self._why, self._said.interim, self._standing = None, "", "waiting"
        self._inbox.news()
        self._voice.forget()
        # What came while the ear made sure that there were no words is the beginning of what it hears next.
        self._unheard.forget(self._asked_at)
        self._offset = self._unheard.seconds
        self._stream = self._listen()
        self._stream.feed(self._unheard.sound)

    # ------------------------------------------------------------------ when it ends

    def _look(self) -> None:
        """Has the caller finished?"""
        words, now = self._said.any, self._clock()
        if self._voice.heard and self._standing == "waiting":
            self._words_come()
        if self._standing == "waiting":
            return
        pause = self.asked.pause + (0.0 if words else WORDLESS)
        # A loud line never falls silent, and a faint voice is never loud: there the ear alone knows.
        silent = not (self._said.interim or self._talking) and now - self._spoke >= self.asked.pause + WORDLESS
        if silent or (self._voice.heard and self._voice.silence >= pause):
            self._finish("silence")

    def _quiet(self, now: float) -> float:
        """Seconds since the caller fell silent."""
        return self._voice.silence if self._voice.heard else now - self._spoke

    def _give_up(self) -> None:
        """The ear failed, or took too long. Words that are final are an answer where the answer had ended."""
        ended = self._why in ("silence", "key", "stopped", "long") and not self._said.interim
        self._settle("heard" if self._said.finals and ended else "broken")

    def _settle(self, standing: Standing) -> None:
        self._standing, self._ended = standing, self._clock()
        self._inbox.news()
        self._round += 1
        self._stream.close()
        if standing == "nothing" or (standing == "heard" and self._said.finals):
            self._unheard = Unheard()

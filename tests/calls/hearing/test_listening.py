"""One answer is listened to: from the first sound to the last word, whatever the line and the ear do."""

from __future__ import annotations

import pytest

from ivr.calls.hearing.listening import MUTE, SLOWEST, UNHEARD, Asked, Listening
from ivr.speech.errors import EarAway
from ivr.speech.recognizer import Broke, Ended, Final, Interim, SpeechBegan, SpeechEnded, Stream, Tell
from ivr.speech.transcript import Expected, Transcript, Word
from tests.calls.hearing.sounds import Counter, frames, quiet, voice


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Silent:
    """An ear that says what it is told to, and nothing of its own."""

    name = "silent"

    def __init__(self) -> None:
        self.tell: Tell | None = None
        self.listened = 0
        self.finished = 0
        self.fed = bytearray()
        self.expected: list[Expected] = []

    def recognize(self, audio: object, expected: Expected, timeout: float) -> Transcript:
        raise NotImplementedError

    def listen(self, expected: Expected, tell: Tell) -> Stream:
        self.tell, self.listened = tell, self.listened + 1
        self.expected.append(expected)
        return self

    def feed(self, mulaw: bytes) -> None:
        self.fed += mulaw

    def finish(self) -> None:
        self.finished += 1

    def close(self) -> None:
        pass


class Line:
    """A caller whose every 20 ms of sound take 20 ms."""

    def __init__(self, ear: Counter | Silent, pause: float = 1.0, *, closed: bool = False) -> None:
        self.clock, self.changes = Clock(), 0
        asked = Asked("CA1", 3, Expected(("en-US",), (), closed), pause)
        self.listening = Listening(asked, ear, self._changed, self.clock)

    def _changed(self, listening: Listening) -> None:
        self.changes += 1

    def hears(self, *sounds: bytes) -> Line:
        for frame in frames(b"".join(sounds)):
            self.clock.now += len(frame) / 8000
            self.listening.feed(frame)
        return self

    def waits(self, seconds: float) -> Line:
        for _ in range(round(seconds * 10)):
            self.clock.now += 0.1
            self.listening.tick()
        return self

    @property
    def state(self) -> str:
        return self.listening.hearing().state

    @property
    def text(self) -> str:
        return self.listening.hearing().text


def final(text: str, end: float = 0.0, confidence: float | None = 0.8) -> Final:
    words = (Word(text, 0.0, end),) if end else ()
    return Final(Transcript(text, "en-US", words, confidence))


def test_an_answer_is_heard_when_the_caller_falls_silent() -> None:
    line = Line(Counter())
    assert line.state == "waiting"
    line.hears(quiet(2), voice(0.8))
    assert (line.state, line.text) == ("speaking", "one")
    line.hears(quiet(0.9))
    assert line.state == "speaking"
    line.hears(quiet(0.2))
    hearing = line.listening.hearing()
    assert (hearing.state, hearing.text, hearing.language) == ("heard", "one", "en-US")
    assert hearing.confidence == pytest.approx(0.9)


def test_a_pause_within_an_answer_does_not_end_it() -> None:
    line = Line(Counter()).hears(quiet(1), voice(0.8), quiet(0.7), voice(0.5), quiet(0.6))
    assert (line.state, line.text) == ("speaking", "one two")
    line.hears(quiet(0.6))
    assert (line.state, line.text) == ("heard", "one two")


def test_while_nobody_speaks_it_is_told_for_how_long() -> None:
    line = Line(Counter()).hears(quiet(4))
    assert line.state == "waiting"
    assert line.listening.hearing().since == pytest.approx(4, abs=0.1)


def test_a_cough_is_no_answer_and_what_follows_is_heard() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(1), voice(0.3), quiet(1.7))
    assert ear.finished == 1
    line.hears(voice(0.5))  # the caller speaks while the ear makes sure
    ear.tell(Ended())  # type: ignore[misc]
    assert (line.state, ear.listened) == ("speaking", 2) or (line.state, ear.listened) == ("waiting", 2)
    assert bytes(ear.fed).endswith(voice(0.5))
    line.hears(voice(0.2))
    ear.tell(final("a pothole"))  # type: ignore[misc]
    line.hears(quiet(1.1))
    ear.tell(Ended())  # type: ignore[misc]
    assert (line.state, line.text) == ("heard", "a pothole")


def test_a_voice_that_only_the_ear_heard_and_made_nothing_of_leaves_the_line_waiting() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(1))
    ear.tell(SpeechBegan(0.5))  # type: ignore[misc]
    ear.tell(SpeechEnded(0.9))  # type: ignore[misc]
    assert line.state == "speaking"
    line.hears(quiet(2))
    ear.tell(Ended())  # type: ignore[misc]
    assert (line.state, ear.listened) == ("waiting", 2)


def test_what_is_said_to_a_closed_question_and_is_none_of_its_answers_is_heard_as_any_words() -> None:
    ear = Silent()
    line = Line(ear, closed=True).hears(quiet(1), voice(1), quiet(2))
    ear.tell(Ended())  # type: ignore[misc]
    assert (line.state, [one.closed for one in ear.expected], ear.finished) == ("speaking", [True, False], 2)
    assert ear.fed.endswith(voice(1) + quiet(2))
    ear.tell(final("there is a fire"))  # type: ignore[misc]
    ear.tell(Ended())  # type: ignore[misc]
    assert (line.state, line.text) == ("heard", "there is a fire")


def test_a_voice_without_any_words_at_a_closed_question_is_told_at_once_and_kept() -> None:
    ear = Silent()
    line = Line(ear, closed=True).hears(quiet(1), voice(1), quiet(2))
    for _ in range(2):
        ear.tell(Ended())  # type: ignore[misc]
    assert (line.state, line.text, ear.listened) == ("heard", "", 2)
    assert line.listening.unheard


def test_it_is_told_how_long_a_caller_has_been_silent_whose_words_are_made_out() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(1), voice(1))
    ear.tell(Interim("my street"))  # type: ignore[misc]
    assert line.listening.hearing().quiet == 0
    line.hears(quiet(1.5)).waits(1)
    assert (line.state, round(line.listening.hearing().quiet, 1)) == ("speaking", 2.5)


def test_a_line_that_is_never_silent_ends_by_what_the_ear_tells() -> None:
    ear = Silent()
    line = Line(ear).hears(voice(2))
    ear.tell(Interim("a"))  # type: ignore[misc]
    ear.tell(final("a pothole"))  # type: ignore[misc]
    ear.tell(SpeechEnded(2.0))  # type: ignore[misc]
    line.hears(voice(1.7))
    assert ear.finished == 1


def test_the_pound_key_ends_an_answer_at_once() -> None:
    line = Line(Counter()).hears(quiet(1), voice(0.8))
    line.listening.finish("key")
    assert (line.state, line.text) == ("heard", "one")


def test_a_stream_that_is_stopped_without_a_word_was_silent() -> None:
    line = Line(Counter()).hears(quiet(3))
    line.listening.finish("stopped")
    assert line.state == "nothing"


def test_what_was_final_stays_when_the_socket_drops() -> None:
    line = Line(Counter()).hears(quiet(1), voice(0.8), quiet(0.4))
    line.listening.finish("dropped")
    assert (line.state, line.text) == ("broken", "one")


def test_an_ear_that_breaks_leaves_the_sound_it_made_nothing_of() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(1), voice(1))
    ear.tell(final("my street", 1.5))  # type: ignore[misc]
    line.hears(voice(1))
    ear.tell(Broke(EarAway()))  # type: ignore[misc]
    assert (line.state, line.text) == ("broken", "my street")
    assert line.listening.unheard == voice(1)[4000:] + voice(1)


def test_silence_is_not_kept_for_later() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(3))
    ear.tell(Broke(EarAway()))  # type: ignore[misc]
    assert (line.state, line.listening.unheard) == ("broken", b"")


def test_an_ear_that_never_ends_is_given_up() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(1), voice(1))
    ear.tell(Interim("my street"))  # type: ignore[misc]
    line.hears(quiet(1.1))
    assert ear.finished == 1
    line.waits(SLOWEST + 0.1)
    assert (line.state, line.text) == ("broken", "")
    assert line.listening.unheard


def test_words_that_are_final_are_an_answer_though_the_ear_never_ends() -> None:
    ear = Silent()
    line = Line(ear).hears(quiet(1), voice(1))
    ear.tell(final("my street"))  # type: ignore[misc]
    line.hears(quiet(1.1)).waits(SLOWEST + 0.1)
    assert (line.state, line.text) == ("heard", "my street")


def test_a_line_that_goes_dead_ends_the_answer() -> None:
    line = Line(Counter()).hears(quiet(1), voice(0.8)).waits(MUTE + 0.2)
    assert (line.state, line.text) == ("heard", "one")


def test_no_more_than_a_minute_waits_for_an_ear_that_sleeps() -> None:
    ear = Silent()
    line = Line(ear).hears(*[voice(1), quiet(0.4)] * 50)
    line.listening.close()
    assert len(line.listening.unheard) == UNHEARD


def test_nothing_changes_what_is_settled() -> None:
    ear = Silent()
    line = Line(ear).hears(voice(1))
    ear.tell(final("a pothole"))  # type: ignore[misc]
    line.listening.finish("key")
    tell = ear.tell
    tell(Ended())  # type: ignore[misc]
    before = line.listening.hearing()
    tell(final("no"))  # type: ignore[misc]
    line.hears(voice(1)).waits(3)
    line.listening.finish("dropped")
    line.listening.close()
    assert line.listening.hearing() == before


def test_an_ear_may_answer_in_the_midst_of_a_call_to_it() -> None:
    class Hasty(Silent):
        def listen(self, expected: Expected, tell: Tell) -> Stream:
            tell(Broke(EarAway()))
            return super().listen(expected, tell)

    assert Line(Hasty()).state == "broken"

"""Ears in order: Google first, then the one that works offline; who fails is followed by the next."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import grpc
import pytest

from ivr.config import Settings
from ivr.speech.audio import RATE, Audio
from ivr.speech.breaker import Rule
from ivr.speech.ears import Ears, open_ears
from ivr.speech.errors import EarAway, EarRefused, NoSuchLanguage, SpeechError, TooLong
from ivr.speech.google import Google
from ivr.speech.google.patience import Patience
from ivr.speech.recognizer import Broke, Ended, Final, SpeechBegan, Tell
from ivr.speech.transcript import Expected, Transcript, Word
from tests.speech.google.listener import TONES, Listener, feed, said
from tests.speech.google_server import Fault, GoogleServer

OPEN = Expected(("en-US",), ("$ADDRESSNUM Charles Street", "one two"))
CLOSED = Expected(("en-US",), ("yes", "no"), closed=True)
SOUND = Audio(said("one two", "three"))


@dataclass
class Plain:
    """An ear for which the tests decide: it hears the sound's tones, or fails with `fails`."""

    name: str = "offline"
    fails: SpeechError | None = None
    asked: list[Expected] = field(default_factory=list)
    closed: bool = False

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        self.asked.append(expected)
        if self.fails:
            raise self.fails
        return _heard(audio.mulaw, self.name)

    def listen(self, expected: Expected, tell: Tell) -> PlainStream:
        self.asked.append(expected)
        return PlainStream(self, tell)

    def close(self) -> None:
        self.closed = True


@dataclass
class PlainStream:
    ear: Plain
    tell: Tell
    sound: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        if self.ear.fails:
            threading.Thread(target=self.tell, args=(Broke(self.ear.fails),)).start()

    def feed(self, mulaw: bytes) -> None:
        self.sound += mulaw

    def finish(self) -> None:
        threading.Thread(target=self._tell).start()

    def _tell(self) -> None:
        if not self.ear.fails:
            self.tell(SpeechBegan(0.1))
            self.tell(Final(_heard(bytes(self.sound), self.ear.name)))
            self.tell(Ended())

    def close(self) -> None: ...

    @property
    def unheard(self) -> tuple[bytes, float]:
        return bytes(self.sound), 0.0


def _heard(mulaw: bytes, engine: str) -> Transcript:
    words = tuple(Word(one.text, one.start, one.end) for one in TONES.hear(mulaw, 0, True))
    return Transcript(" ".join(word.text for word in words), "en-US", words, engine=engine)


def test_the_first_ear_that_can_hears_a_recording() -> None:
    first, second = Plain("google"), Plain()
    ears = Ears([first, second])
    assert ears.recognize(SOUND, OPEN, 5).engine == "google"
    assert not second.asked
    assert ears.heard_by == ("google", "offline")


def test_the_next_ear_hears_where_the_first_is_away() -> None:
    ears = Ears([Plain("google", EarAway()), second := Plain()])
    assert ears.recognize(SOUND, OPEN, 5).text == "one two three"
    assert second.asked[0].phrases == ("one two",)  # without what only Google reads


def test_where_all_fail_the_first_ones_reason_is_told() -> None:
    with pytest.raises(EarAway, match="the first"):
        Ears([Plain("google", EarAway("the first")), Plain(fails=NoSuchLanguage())]).recognize(SOUND, OPEN, 5)


def test_a_recording_that_is_too_long_is_too_long_for_all() -> None:
    ears = Ears([Plain("google", TooLong()), second := Plain()])
    with pytest.raises(TooLong):
        ears.recognize(SOUND, OPEN, 5)
    assert not second.asked


def test_an_ear_that_fails_is_left_alone_and_tried_again() -> None:
    now = [0.0]
    first = Plain("google", EarAway())
    ears = Ears([first, Plain()], rule=Rule(failures=2, rest=5), clock=lambda: now[0])
    for _ in range(4):
        ears.recognize(SOUND, OPEN, 5)
    assert len(first.asked) == 2
    assert ears.working == ("offline",)
    now[0], first.fails = 6.0, None
    assert ears.recognize(SOUND, OPEN, 5).engine == "google"
    assert ears.working == ("google", "offline")


def test_a_stream_that_is_heard_to_its_end_makes_an_ear_trusted_again() -> None:
    now = [0.0]
    ears = Ears([first := Plain("google", EarAway())], rule=Rule(failures=1, rest=5, probe=100), clock=lambda: now[0])
    ears.listen(OPEN, failed := Listener())
    assert isinstance(failed.error, EarAway)
    assert not ears.working
    now[0], first.fails = 6.0, None
    stream = ears.listen(OPEN, heard := Listener())
    stream.finish()
    heard.end()
    assert ears.working == ("google",)


def test_a_language_an_ear_does_not_know_is_no_failure_of_it() -> None:
    first = Plain("google", NoSuchLanguage())
    ears = Ears([first, Plain()])
    for _ in range(5):
        ears.recognize(SOUND, OPEN, 5)
    assert len(first.asked) == 5


def test_few_words_are_trusted_only_where_one_of_them_is_the_whole_answer() -> None:
    ears = Ears([Plain("google", EarRefused()), Plain()])
    closed, opened = Listener(), Listener()
    stream = ears.listen(CLOSED, closed)
    stream.feed(SOUND.mulaw)
    stream.finish()
    assert closed.end() == Ended()
    assert closed.finals[0].engine == "offline"
    ears.listen(OPEN, opened)
    assert isinstance(opened.error, EarAway)
    assert ears.can_listen(CLOSED)
    assert not ears.can_listen(OPEN)


def test_an_ear_that_stands_alone_is_asked_everything() -> None:
    heard = Listener()
    ears = Ears([Plain()])
    stream = ears.listen(OPEN, heard)
    stream.feed(SOUND.mulaw)
    stream.finish()
    assert heard.end() == Ended()
    assert ears.can_listen(OPEN)


class Unable(Plain):
    """An ear of a process that may start no more threads."""

    def listen(self, expected: Expected, tell: Tell) -> PlainStream:
        raise RuntimeError("can't start new thread")


def test_an_ear_that_cannot_even_begin_is_passed_over() -> None:
    first, heard = Unable("google"), Listener()
    stream = Ears([first, Plain()]).listen(CLOSED, heard)
    stream.feed(SOUND.mulaw)
    stream.finish()
    assert heard.end() == Ended()
    assert heard.finals[0].engine == "offline"
    assert isinstance(_broken(Ears([first])), EarAway)


def _broken(ears: Ears) -> object:
    ears.listen(OPEN, heard := Listener())
    return heard.error


def test_a_stream_that_breaks_goes_on_with_the_next_ear() -> None:
    """Google hears the first sentence and breaks in the second; the next ear hears all of the second, at its time."""
    heard = Listener()
    faults = Fault(grpc.StatusCode.UNAVAILABLE, call=1, after=1.9), Fault(grpc.StatusCode.UNAVAILABLE, call=2)
    sound = said("one two", "three four five")
    with GoogleServer(TONES, *faults) as server:
        ears = Ears([Google("a-project", endpoint=server.address, patience=Patience(retry=0.01)), Plain()])
        stream = ears.listen(CLOSED, heard)
        feed(stream, sound, speed=20)
        stream.finish()
        assert heard.end() == Ended()
        ears.close()
    assert [(one.engine, one.text) for one in heard.finals] == [("google", "one two"), ("offline", "three four five")]
    true = TONES.hear(sound, 0, True)
    assert max(abs(a.start - b.start) for a, b in zip(true, heard.words, strict=True)) < 0.045
    assert not any(isinstance(one, Broke) for one in heard.told)


def test_where_no_ear_is_left_the_unheard_sound_can_be_had() -> None:
    heard = Listener()
    faults = Fault(grpc.StatusCode.UNAVAILABLE, call=1, after=1.9), Fault(grpc.StatusCode.UNAVAILABLE, call=2)
    sound = said("one two", "three four five")
    with GoogleServer(TONES, *faults) as server:
        ears = Ears([Google("a-project", endpoint=server.address), Plain()])
        stream = ears.listen(OPEN, heard)
        feed(stream, sound, speed=20)
        assert isinstance(heard.error, EarAway)
        assert heard.text == "one two"
        unheard, at = stream.unheard  # type: ignore[attr-defined]
        assert unheard == sound[round(at * RATE) :]
        ears.close()


def test_nothing_is_told_after_closing() -> None:
    first, heard = Plain("google"), Listener()
    ears = Ears([first])
    stream = ears.listen(OPEN, heard)
    stream.close()
    ears.close()
    assert first.closed
    assert not heard.told


def test_no_ear_at_all_is_told_not_raised() -> None:
    heard = Listener()
    Ears([]).listen(OPEN, heard)
    assert isinstance(heard.error, EarAway)
    with pytest.raises(EarAway):
        Ears([]).recognize(SOUND, OPEN, 1)


@pytest.mark.parametrize(
    ("env", "order"),
    [
        ({}, None),
        ({"GOOGLE_CLOUD_PROJECT": "a-project"}, ("google",)),
        ({"GOOGLE_CLOUD_PROJECT": "a-project", "ONECALL_EARS": "offline"}, None),
        ({"GOOGLE_CLOUD_PROJECT": "a-project", "GOOGLE_SPEECH_LOCATION": "no location!"}, None),
    ],
)
def test_the_settings_name_the_ears(env: dict[str, str], order: tuple[str, ...] | None) -> None:
    ears = open_ears(Settings.from_env(env), None)
    assert (ears and ears.heard_by) == order


def test_the_settings_name_googles_server() -> None:
    with GoogleServer(TONES, location="eu", project="the-city") as server:
        env = {
            "GOOGLE_CLOUD_PROJECT": "the-city",
            "GOOGLE_SPEECH_LOCATION": "eu",
            "GOOGLE_SPEECH_ENDPOINT": server.address,
        }
        ears = open_ears(Settings.from_env(env), None, {"en": "long"})
        assert ears is not None
        assert ears.recognize(SOUND, OPEN, 5).text == "one two three"
        ears.use({"en": "short"})
        ears.recognize(SOUND, OPEN, 5)
        assert [call.config.model for call in server.calls] == ["long", "short"]
        ears.close()

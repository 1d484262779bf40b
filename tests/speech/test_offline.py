"""The offline ear hears real voices: sentences of a small city, closed questions, streams."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import EarAway, EarRefused, NoSuchLanguage, TooLong
from ivr.speech.offline import Name, Offline, Phrase, build, building
from ivr.speech.recognizer import Broke, Ended, Final, SpeechBegan, SpeechEnded, Told
from ivr.speech.scoring import errors
from ivr.speech.transcript import Expected

from .voices import needs, silence, spoken

PHRASES = tuple(
    Phrase(text)
    for text in ("there is a pothole", "the street light is out", "rats in the alley", "my trash was not picked up")
)
NAMES = (
    Name("North Charles Street", weight=9.0),
    Name("Aisquith Street"),
    Name("Birchwood Avenue"),
    Name("Harford Road", weight=5.0),
    Name("Patterson Park", "place"),
    Name("Hampden", "area"),
)
SAID = "there is a pothole at twenty four hundred north charles street"
KIND = "flite/kal16"
THREE = ("flite/kal16", "flite/slt", "espeak/en-us")
YES_NO = Expected(phrases=("yes", "no", "that's right", "repeat"), closed=True)
pytestmark = needs(KIND)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(PHRASES, NAMES, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def ear(model: Path) -> Iterator[Offline]:
    made = Offline(model, most=2)
    yield made
    made.close()


def test_a_sentence_of_the_city_is_heard_with_the_times_of_its_words(ear: Offline) -> None:
    sound = spoken(SAID, KIND)
    heard = ear.recognize(sound, Expected(), 20.0)
    assert errors(SAID, heard.text).wrong <= 1
    assert (heard.engine, heard.language, heard.billed, heard.seconds) == ("offline", "en-US", 0.0, sound.seconds)
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert 0.2 < starts[0] < 0.7
    assert heard.words[-1].end < sound.seconds
    assert all(word.start < word.end for word in heard.words)


def test_a_street_no_dictionary_has_is_heard(ear: Offline) -> None:
    assert (
        "birchwood avenue"
        in ear.recognize(spoken("rats in the alley on birchwood avenue", KIND), Expected(), 20.0).text
    )


def test_a_silent_line_says_nothing(ear: Offline) -> None:
    assert ear.recognize(Audio(b""), Expected(), 5.0).text == ""
    assert ear.recognize(silence(2.0), YES_NO, 5.0).text == ""


@pytest.mark.parametrize("answer", ["yes", "that's right", "repeat"])
def test_a_closed_question_is_answered_by_one_of_its_phrases(ear: Offline, answer: str) -> None:
    heard = ear.recognize(spoken(answer, KIND), YES_NO, 5.0)
    assert heard.text == answer
    assert heard.confidence is not None
    assert 0.5 <= heard.confidence <= 1.0


@pytest.mark.parametrize("other", ["there is water in my basement", "i live on north charles street"])
def test_what_is_none_of_the_phrases_is_no_answer(ear: Offline, other: str) -> None:
    assert ear.recognize(spoken(other, KIND), YES_NO, 5.0).text == ""


ANSWERS = ("yes", "no", "skip")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@needs("espeak/en-us")
@pytest.mark.parametrize("voice", THREE)
def test_a_yes_a_no_and_a_skip_are_heard_in_every_voice(ear: Offline, voice: str) -> None:
    expected = Expected(phrases=(*ANSWERS, "that's right", "repeat"), closed=True)
    assert [ear.recognize(spoken(answer, voice), expected, 20.0).text for answer in ANSWERS] == list(ANSWERS)


@needs("espeak/en-us")
def test_most_digits_are_heard_in_most_voices(ear: Offline) -> None:
    expected = Expected(phrases=DIGITS, closed=True)
    right = [(digit, voice) for voice in THREE for digit in DIGITS if heard_as(ear, digit, voice, expected) == digit]
    assert len(right) >= 21, right
    assert len({digit for digit, _ in right}) == len(DIGITS), right


def heard_as(ear: Offline, text: str, voice: str, expected: Expected) -> str:
    return ear.recognize(spoken(text, voice), expected, 20.0).text


@pytest.mark.parametrize("noise", [10.0, 30.0])
def test_a_noisy_line_is_no_answer(ear: Offline, noise: float) -> None:
    assert ear.recognize(silence(2.0, noise), YES_NO, 20.0).text == ""


def test_what_a_question_needs_is_made_ahead(ear: Offline) -> None:
    ear.prepare(YES_NO)
    ear.prepare(Expected(("es-US",), closed=True))  # nothing to prepare, and nothing to complain of
    assert ear.recognize(spoken("yes", KIND), YES_NO, 20.0).text == "yes"


def test_closed_questions_need_no_model_of_the_city_and_sentences_do() -> None:
    bare = Offline(None)
    assert bare.recognize(spoken("yes", KIND), YES_NO, 5.0).text == "yes"
    with pytest.raises(EarRefused, match="no language model of the city"):
        bare.recognize(spoken("yes", KIND), Expected(), 5.0)


def test_spanish_is_not_heard_and_it_says_so(ear: Offline) -> None:
    with pytest.raises(NoSuchLanguage, match="English alone"):
        ear.recognize(silence(1.0), Expected(("es-US",)), 5.0)


def test_a_recording_of_an_hour_is_too_long_to_hear(ear: Offline) -> None:
    with pytest.raises(TooLong, match="60 minutes"):
        ear.recognize(Audio(bytes(3600 * RATE)), Expected(), 5.0)


def test_an_ear_without_time_is_away(ear: Offline) -> None:
    with pytest.raises(EarAway):
        ear.recognize(spoken(SAID, KIND), Expected(), 0.0)
    assert ear.recognize(spoken(SAID, KIND), Expected(), 20.0).text  # and hears the next one


def test_a_stream_is_told_from_the_first_sound_to_the_last_word(ear: Offline) -> None:
    told = played(ear, Expected(), spoken(SAID, KIND).mulaw + silence(1.0).mulaw)
    assert [type(one) for one in told if not hasattr(one, "stability")] == [SpeechBegan, SpeechEnded, Final, Ended]
    (final,) = [one for one in told if isinstance(one, Final)]
    assert errors(SAID, final.transcript.text).wrong <= 1


def test_two_answers_with_a_pause_between_are_two(ear: Offline) -> None:
    sound = spoken("yes", KIND).mulaw + silence(1.2).mulaw + spoken("that's right", KIND).mulaw
    finals = [one.transcript for one in played(ear, YES_NO, sound) if isinstance(one, Final)]
    assert [one.text for one in finals] == ["yes", "that's right"]
    assert finals[1].words[0].start > finals[0].words[-1].end + 1.0


def test_a_stream_in_spanish_is_broken_at_once(ear: Offline) -> None:
    (told,) = played(ear, Expected(("es-US",)), b"")
    assert isinstance(told, Broke)
    assert isinstance(told.error, NoSuchLanguage)


def test_a_stream_that_was_closed_is_told_nothing_more(ear: Offline) -> None:
    told: list[Told] = []
    stream = ear.listen(YES_NO, told.append)
    stream.close()
    stream.feed(spoken("yes", KIND).mulaw)
    stream.finish()
    assert [one for one in told if not isinstance(one, Ended)] == []


def test_many_threads_share_few_decoders(ear: Offline) -> None:
    sound, heard = spoken("yes", KIND), list[str]()
    threads = [threading.Thread(target=lambda: heard.append(ear.recognize(sound, YES_NO, 20.0).text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == ["yes"] * 6


def test_the_same_words_are_the_same_model_and_other_words_another(model: Path) -> None:
    assert build(PHRASES, NAMES, model.parent) == model
    assert building.is_model(model)


def test_a_damaged_model_is_made_again(tmp_path: Path) -> None:
    made = build(PHRASES[:1], NAMES[:1], tmp_path)
    before = (made / building.LANGUAGE_MODEL).read_bytes()
    (made / building.LANGUAGE_MODEL).write_bytes(before[:100])
    assert not building.is_model(made)
    assert (build(PHRASES[:1], NAMES[:1], tmp_path) / building.LANGUAGE_MODEL).read_bytes() == before


def played(ear: Offline, expected: Expected, mulaw: bytes) -> list[Told]:
    """All that is told of a stream, to its end."""
    told: queue.SimpleQueue[Told] = queue.SimpleQueue()
    stream = ear.listen(expected, told.put)
    for at in range(0, len(mulaw), 160):
        stream.feed(mulaw[at : at + 160])
    stream.finish()
    heard: list[Told] = []
    while not heard or not isinstance(heard[-1], Ended | Broke):
        heard.append(told.get(timeout=30))
    return heard

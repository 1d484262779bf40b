"""The real Google client, streaming to a server that speaks Google's language: no word is lost, none told twice."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import grpc
import pytest

from ivr.speech.audio import RATE
from ivr.speech.errors import EarAway, EarRefused
from ivr.speech.recognizer import Ended, Interim, SpeechBegan, SpeechEnded
from ivr.speech.transcript import Expected
from tests.speech.google.conftest import Hears
from tests.speech.google.listener import TONES, Listener, feed, quiet, said
from tests.speech.google_server import Fault, GoogleServer

ENGLISH = Expected(("en-US",))
BOTH = Expected(("en-US", "es-US"), ("two four zero one", "$ADDRESSNUM Charles Street"))
STORY = ("one two three", "four five", "six seven eight nine zero", "one one one", "two four zero one")
UNAVAILABLE, ABORTED = grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED


def test_what_is_said_is_told_as_it_is_heard_and_then_for_good(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, said("one two three"), speed=10)
        stream.finish()
        assert heard.end() == Ended()
    assert heard.text == "one two three"
    assert heard.interims[-1].startswith("one two")
    kinds = [type(one) for one in heard.told if not isinstance(one, Interim)]
    assert kinds[0] is SpeechBegan
    assert SpeechEnded in kinds
    assert heard.told[0] == SpeechBegan(0.2)
    assert [(word.start, word.end, word.confidence) for word in heard.words][1] == (0.46, 0.66, 0.9)
    assert heard.finals[0].confidence == 0.9
    assert heard.finals[0].engine == "google"


def test_google_is_asked_as_its_api_wants_it(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, location="us", project="a-project") as server:
        stream = ear(server, models={"en": "telephony_short"}, rest=2.0).listen(BOTH, heard)
        feed(stream, said("one"))
        stream.finish()
        assert heard.end() == Ended()
        seen = server.streams[0]
    assert seen.first.recognizer == "projects/a-project/locations/us/recognizers/_"
    config, features = seen.config, seen.first.streaming_config.streaming_features
    decoding = config.explicit_decoding_config
    assert (decoding.encoding, decoding.sample_rate_hertz, decoding.audio_channel_count) == (2, 8000, 1)
    assert (config.model, list(config.language_codes)) == ("telephony_short", ["en-US", "es-US"])
    assert not config.features.profanity_filter
    assert config.features.enable_word_time_offsets
    assert config.features.enable_word_confidence
    assert config.features.enable_automatic_punctuation
    assert features.interim_results
    assert features.enable_voice_activity_events
    assert features.voice_activity_timeout.speech_end_timeout.seconds == 2
    assert seen.phrases == ["two four zero one", "$ADDRESSNUM Charles Street"]
    assert max(seen.sizes) <= 15 * 1024
    assert bytes(seen.audio) == said("one")


def test_a_language_that_the_caller_changed_to_is_told(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, language="es-US") as server:
        stream = ear(server).listen(BOTH, heard)
        feed(stream, said("one"))
        stream.finish()
        heard.end()
    assert heard.finals[0].language == "es-US"


@pytest.mark.parametrize("server_ends", [False, True], ids=["before the limit", "when Google ends it"])
def test_a_long_story_is_heard_whole_over_several_streams(ear: Hears, server_ends: bool) -> None:
    heard, sound = Listener(), said(*STORY * 3)
    limit, life = (0.35, 60.0) if server_ends else (60.0, 0.35)
    with GoogleServer(TONES, limit=limit) as server:
        stream = ear(server, life=life, early=0.9).listen(ENGLISH, heard)
        feed(stream, sound, speed=20)
        stream.finish()
        assert heard.end() == Ended()
        assert len(server.streams) >= 3
    assert heard.text == " ".join(STORY * 3)
    _assert_times_are_true(heard, sound)


def test_words_spoken_over_a_renewal_are_heard_whole(ear: Hears) -> None:
    """One long sentence without a pause: whenever the stream is renewed, somebody is speaking."""
    sentence = " ".join(STORY * 2)
    heard, sound = Listener(), said(sentence)
    with GoogleServer(TONES, limit=0.6) as server:
        stream = ear(server, life=60.0).listen(ENGLISH, heard)
        feed(stream, sound, speed=10)
        stream.finish()
        assert heard.end() == Ended()
        assert len(server.streams) >= 2
    assert heard.text == sentence
    assert [type(one) for one in heard.told].count(SpeechBegan) == 1
    _assert_times_are_true(heard, sound)


def test_a_speech_without_a_pause_does_not_grow_in_memory(ear: Hears) -> None:
    """More than is kept: its words are asked for, and a new stream goes on."""
    sentence = " ".join(STORY * 4)
    heard, kept = Listener(), 0
    with GoogleServer(TONES) as server:
        stream = ear(server, kept=4.0, life=600.0).listen(ENGLISH, heard)
        sound = said(sentence)
        for at in range(0, len(sound), 1600):
            feed(stream, sound[at : at + 1600], speed=12)
            kept = max(kept, len(stream.unheard[0]))
        stream.finish()
        assert heard.end() == Ended()
        assert len(server.streams) >= 3
    assert kept < 8 * RATE
    # a word that was cut through may be heard in either half, or in both; all others once
    assert abs(len(heard.text.split()) - len(sentence.split())) <= 2 * (len(server.streams) - 1)


@pytest.mark.parametrize("code", [UNAVAILABLE, ABORTED, grpc.StatusCode.INTERNAL, grpc.StatusCode.DEADLINE_EXCEEDED])
def test_a_stream_that_breaks_goes_on_once(ear: Hears, code: grpc.StatusCode) -> None:
    heard, sound = Listener(), said(*STORY)
    with GoogleServer(TONES, Fault(code, call=1, after=2.6, message="oh")) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, sound, speed=20)
        stream.finish()
        assert heard.end() == Ended()
        assert [seen.code for seen in server.streams] == [code.name, "OK"]
    assert heard.text == " ".join(STORY)
    _assert_times_are_true(heard, sound)


def test_a_stream_that_breaks_again_breaks_for_good_and_the_rest_can_be_had(ear: Hears) -> None:
    heard, sound = Listener(), said(*STORY)
    with GoogleServer(TONES, Fault(UNAVAILABLE, call=1, after=2.6), Fault(UNAVAILABLE, call=2)) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, sound, speed=20)
        assert isinstance(heard.error, EarAway)
    assert heard.text == "one two three"
    unheard, at = stream.unheard
    assert sound[round(at * RATE) :] == unheard
    assert 1.0 < at < 2.0


def test_final_words_earn_another_try(ear: Hears) -> None:
    heard, sound = Listener(), said(*STORY)
    faults = (Fault(UNAVAILABLE, call=1, after=2.0), Fault(UNAVAILABLE, call=2, after=2.0))
    with GoogleServer(TONES, *faults) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, sound, speed=20)
        stream.finish()
        assert heard.end() == Ended()
    assert heard.text == " ".join(STORY)


def test_no_server_at_all_is_told_soon(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        pass
    begun = time.monotonic()
    stream = ear(server).listen(ENGLISH, heard)
    stream.feed(said("one"))
    assert isinstance(heard.error, EarAway)
    assert time.monotonic() - begun < 15


def test_a_server_that_takes_up_the_phone_and_says_nothing_is_left_soon(ear: Hears) -> None:
    heard = Listener()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = SimpleNamespace(address=f"127.0.0.1:{mute.getsockname()[1]}")
        ear(server, answer=0.3).listen(ENGLISH, heard)
        assert isinstance(heard.error, EarAway)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (grpc.StatusCode.PERMISSION_DENIED, EarRefused),
        (grpc.StatusCode.UNAUTHENTICATED, EarRefused),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, EarAway),
    ],
)
def test_who_is_turned_away_does_not_ask_again(ear: Hears, code: grpc.StatusCode, error: type[Exception]) -> None:
    heard = Listener()
    with GoogleServer(TONES, Fault(code)) as server:
        ear(server).listen(ENGLISH, heard)
        assert type(heard.error) is error
        assert len(server.streams) == 1


def test_a_refusal_stands_in_the_log_once_and_without_words(ear: Hears, capsys: pytest.CaptureFixture[str]) -> None:
    with GoogleServer(
        TONES, Fault(grpc.StatusCode.INVALID_ARGUMENT, message="phrase “12 Elm Street” is bad")
    ) as server:
        google = ear(server)
        for _ in range(3):
            heard = Listener()
            google.listen(ENGLISH, heard)
            assert isinstance(heard.error, EarRefused)
            assert "Elm" not in str(heard.error)
    told = capsys.readouterr().out
    assert told.count("google_refuses_to_hear") == 1
    assert "Elm" not in told


def test_a_refusal_after_something_was_heard_is_news(ear: Hears, capsys: pytest.CaptureFixture[str]) -> None:
    denied = Fault(grpc.StatusCode.PERMISSION_DENIED)
    with GoogleServer(TONES, denied) as server:
        google = ear(server)
        for faults in ((denied,), (), (denied,)):
            server.faults = faults
            heard = Listener()
            stream = google.listen(ENGLISH, heard)
            feed(stream, said("one"))
            stream.finish()
            heard.end()
    assert capsys.readouterr().out.count("google_refuses_to_hear") == 2


def test_a_mistake_of_ours_is_told_and_no_one_waits(ear: Hears, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Listener()
    monkeypatch.setattr("ivr.speech.google.listening.failure", lambda problem: 1 / 0)
    with GoogleServer(TONES, Fault(UNAVAILABLE)) as server:
        ear(server).listen(ENGLISH, heard)
        assert isinstance(heard.error, EarAway)


def test_a_closed_ear_says_so(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        google = ear(server)
        google.listen(ENGLISH, Listener())
        google.close()
        google.listen(ENGLISH, heard)
        assert isinstance(heard.error, EarAway)


def test_a_model_that_takes_one_language_is_asked_for_one(ear: Hears) -> None:
    """What a model takes differs by location and changes; a refusal of the extras must not make the line deaf."""
    heard, again = Listener(), Listener()
    with GoogleServer(TONES, one_language=True) as server:
        google = ear(server)
        for listener in (heard, again):
            stream = google.listen(BOTH, listener)
            feed(stream, said("one"))
            stream.finish()
            assert listener.end() == Ended()
            assert listener.text == "one"
        asked = [list(seen.config.language_codes) for seen in server.streams[-2:]]
        assert asked == [["en-US"], ["en-US"]]
        assert server.streams[-1].phrases


def test_a_silent_server_is_not_waited_for_forever(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, silent=True) as server:
        stream = ear(server, answer=0.4).listen(ENGLISH, heard)
        begun = time.monotonic()
        feed(stream, said("one two three four five"), speed=10)
        assert isinstance(heard.error, EarAway)
        assert time.monotonic() - begun < 15
        assert server.until(lambda: server.streams[0].code != "")


def test_a_silent_caller_is_waited_for(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, silent=True) as server:
        stream = ear(server, answer=0.3, closing=0.3).listen(ENGLISH, heard)
        feed(stream, quiet(8.0), speed=10)
        assert not heard.told
        stream.finish()
        assert isinstance(heard.error, EarAway)  # the end of the sound must be answered


def test_a_server_that_does_not_read_holds_up_nobody(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, deaf=True) as server:
        stream = ear(server, unsent=2.0, kept=2.0, answer=60.0).listen(ENGLISH, heard)
        begun = time.monotonic()
        slowest = 0.0
        for _ in range(3000):
            at = time.monotonic()
            stream.feed(b"\xff" * 160)
            slowest = max(slowest, time.monotonic() - at)
            if heard.told:
                break
            time.sleep(0.001)
        assert isinstance(heard.error, EarAway)
        assert slowest < 1.5  # of 60
        assert time.monotonic() - begun < 40
        assert len(stream.unheard[0]) <= 12 * RATE


def test_what_is_fed_faster_than_the_loop_looks_is_bounded_too(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, deaf=True) as server:
        stream = ear(server, unsent=2.0, kept=2.0).listen(ENGLISH, heard)
        for _ in range(200):
            stream.feed(b"\xff" * RATE)
        assert len(stream.unheard[0]) <= 10 * RATE
        assert isinstance(heard.error, EarAway)


def test_a_slow_server_is_slow_and_right(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES, latency=0.1) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, said("one two"), speed=20)
        stream.finish()
        assert heard.end() == Ended()
        assert heard.text == "one two"


def test_a_stream_that_pauses_goes_on_however_often(ear: Hears) -> None:
    """Where Twilio sends nothing for a while Google ends the stream; the next sound begins another."""
    heard, sound = Listener(), quiet(0.4) + said("one two", "three")
    with GoogleServer(TONES, idle=0.3) as server:
        stream = ear(server).listen(ENGLISH, heard)
        for nth in range(3):
            feed(stream, sound[nth * 960 : (nth + 1) * 960])
            assert server.until(lambda so_far=(nth + 1) * 960: _paused(server, so_far))
            time.sleep(0.1)  # until that has come to the ear; nobody pauses for just as long as Google waits
        time.sleep(0.5)
        assert 3 <= len(server.streams) <= 6  # one more for each pause, and one that asks what came meanwhile
        feed(stream, sound[2880:])
        stream.finish()
        assert heard.end() == Ended()
    assert heard.text == "one two three"
    _assert_times_are_true(heard, sound)


def _paused(server: GoogleServer, so_far: int) -> bool:
    """The last stream got all of the sound, and was ended."""
    return bool(server.streams) and (last := server.streams[-1]).code == "ABORTED" and len(last.audio) == so_far


def test_a_stream_ends_by_itself_where_that_is_wanted(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        stream = ear(server, rest=0.5).listen(ENGLISH, heard)
        feed(stream, said("one") + quiet(2), speed=20)
        assert heard.end() == Ended()
        stream.finish()
    assert heard.text == "one"


def test_nothing_is_told_after_closing(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, said("one"))
        heard.until(lambda: heard.finals)
        stream.close()
        told = len(heard.told)
        stream.feed(said("two"))
        stream.finish()
        assert server.until(lambda: server.streams[0].code != "")
        assert len(heard.told) == told


def test_a_listener_that_fails_does_not_hurt_the_others(ear: Hears) -> None:
    heard = Listener()

    def bad(_: object) -> None:
        raise RuntimeError

    with GoogleServer(TONES) as server:
        google = ear(server)
        feed(google.listen(ENGLISH, bad), said("one"))
        stream = google.listen(ENGLISH, heard)
        feed(stream, said("one"))
        stream.finish()
        assert heard.end() == Ended()
        assert heard.text == "one"


def test_many_callers_are_heard_at_once_by_one_thread(ear: Hears) -> None:
    listeners = [Listener() for _ in range(30)]
    before = threading.active_count()
    with GoogleServer(TONES) as server:
        google = ear(server)
        streams = [google.listen(ENGLISH, one) for one in listeners]
        ours = {thread.name for thread in threading.enumerate() if thread.name == "google-ear"}
        sound = said(*STORY[:2])
        for at in range(0, len(sound), 800):
            for stream in streams:
                stream.feed(sound[at : at + 800])
        for stream in streams:
            stream.finish()
        assert all(one.end(20) == Ended() for one in listeners)
        assert len(ours) == 1
        assert before
    assert {one.text for one in listeners} == {" ".join(STORY[:2])}


def test_more_callers_than_a_connection_carries_are_heard_too(ear: Hears) -> None:
    """Google's servers take a hundred calls a connection; one more would wait in silence for another to end."""
    listeners = [Listener() for _ in range(110)]
    with GoogleServer(TONES, threads=120) as server:
        google = ear(server)
        streams = [google.listen(ENGLISH, one) for one in listeners]
        for stream in streams:
            stream.feed(said("one"))
        for one in listeners:
            one.until(lambda one=one: one.finals)
        for stream in streams:
            stream.finish()
        assert all(one.end() == Ended() for one in listeners)


def test_a_server_that_dies_is_told_soon_and_final_words_stay(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        stream = ear(server).listen(ENGLISH, heard)
        feed(stream, said("one two") + said("three"))
        heard.until(lambda: heard.finals)
        server.stop()
        assert isinstance(heard.error, EarAway)
    assert heard.text.startswith("one two")


def test_what_is_paid_for_is_what_google_says_or_what_was_sent(ear: Hears) -> None:
    heard = Listener()
    with GoogleServer(TONES) as server:
        stream = ear(server).listen(replace(ENGLISH, languages=("en-GB",)), heard)
        feed(stream, said("one two", "three") + quiet(1.5))
        stream.finish()
        heard.end()
        assert stream.billed == 4.0  # 3.9 s of sound were sent
    assert 2 <= sum(one.billed for one in heard.finals) <= stream.billed


def _assert_times_are_true(heard: Listener, sound: bytes) -> None:
    """Each word's time is where its tone is in the whole sound."""
    true = TONES.hear(sound, 0, True)
    assert [word.text for word in true] == [word.text for word in heard.words]
    assert max(abs(a.start - b.start) for a, b in zip(true, heard.words, strict=True)) < 0.045

"""Whole recordings, with the real Google client: short, long, too long; away, slow, refused."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import grpc
import pytest

from ivr.speech import counted
from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import EarAway, EarRefused, TooLong
from ivr.speech.google import Google
from ivr.speech.recognizer import Ended
from ivr.speech.transcript import Expected
from tests.speech.google.conftest import Hears
from tests.speech.google.listener import TONES, Listener, feed, quiet, said
from tests.speech.google_server import Bursts, Fault, GoogleServer

ROOT = Path(__file__).parents[3]
ENGLISH = Expected(("en-US",))
BOTH = Expected(("en-US", "es-US"), ("one two three",))
STORY = Audio(said("one two three", "four five"))
Code = grpc.StatusCode


def test_a_recording_is_heard_with_the_time_of_each_word(ear: Hears) -> None:
    with GoogleServer(TONES) as server:
        heard = ear(server).recognize(STORY, BOTH, 5)
        seen = server.calls[0]
    assert heard.text == "one two three four five"
    assert [(word.text, word.start) for word in heard.words][:2] == [("one", 0.2), ("two", 0.46)]
    assert (heard.engine, heard.language, heard.confidence) == ("google", "en-US", 0.9)
    assert (heard.seconds, heard.billed) == (STORY.seconds, 3.0)
    assert bytes(seen.first.content) == STORY.mulaw
    assert list(seen.config.language_codes) == ["en-US", "es-US"]
    assert seen.phrases == ["one two three"]


def test_what_is_paid_is_counted(ear: Hears) -> None:
    def paid() -> float:
        labels = {"engine": "google", "language": "es-US"}
        return counted.registry.get_sample_value("onecall_speech_billed_seconds_total", labels) or 0

    before = paid()
    with GoogleServer(TONES) as server:
        google, heard = ear(server), Listener()
        google.recognize(STORY, Expected(("es-US",)), 5)
        assert paid() == before + 3
        stream = google.listen(Expected(("es-US",)), heard)
        feed(stream, STORY.mulaw)
        stream.finish()
        assert heard.end() == Ended()
    assert paid() == before + 6


def test_nothing_said_is_an_empty_transcript(ear: Hears) -> None:
    with GoogleServer(TONES) as server:
        heard = ear(server).recognize(Audio(quiet(2)), ENGLISH, 5)
    assert (heard.text, heard.words, heard.confidence, heard.language, heard.billed) == ("", (), None, "en-US", 2.0)


def test_the_language_that_was_heard_is_told(ear: Hears) -> None:
    with GoogleServer(TONES, language="es-US") as server:
        assert ear(server).recognize(STORY, BOTH, 5).language == "es-US"


def test_a_long_recording_is_cut_in_silences_and_joined(ear: Hears) -> None:
    sentences = ["one two three four five six seven eight nine zero"] * 40
    audio = Audio(said(*sentences))
    assert 120 < audio.seconds < 180
    with GoogleServer(TONES) as server:
        heard = ear(server).recognize(audio, ENGLISH, 20)
        assert all(len(call.first.content) <= 55 * RATE for call in server.calls)
        assert sum(len(call.first.content) for call in server.calls) == len(audio.mulaw)
    assert heard.text == " ".join(sentences)
    true = TONES.hear(audio.mulaw, 0, True)
    assert max(abs(a.start - b.start) for a, b in zip(true, heard.words, strict=True)) < 0.03
    assert heard.seconds == audio.seconds
    assert heard.billed >= audio.seconds


def test_an_hour_is_heard_and_more_is_not(ear: Hears) -> None:
    with GoogleServer(TONES) as server:
        google = ear(server)
        with pytest.raises(TooLong, match="61 minutes; at most 60"):
            google.recognize(Audio(b"\xff" * (3661 * RATE)), ENGLISH, 5)
        assert google.recognize(Audio(b"\xff" * (3600 * RATE)), ENGLISH, 60).seconds == 3600
        assert len(server.calls) >= 66


def test_a_server_that_was_away_for_a_moment_is_asked_once_more(ear: Hears) -> None:
    with GoogleServer(TONES, Fault(Code.UNAVAILABLE, call=1)) as server:
        assert ear(server).recognize(STORY, ENGLISH, 5).text == "one two three four five"
        assert len(server.calls) == 2


def test_a_server_that_stays_away_is_told_soon(ear: Hears) -> None:
    with GoogleServer(TONES, Fault(Code.UNAVAILABLE)) as server, pytest.raises(EarAway, match="UNAVAILABLE"):
        ear(server).recognize(STORY, ENGLISH, 5)
    assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (Code.DEADLINE_EXCEEDED, EarAway),
        (Code.RESOURCE_EXHAUSTED, EarAway),
        (Code.INVALID_ARGUMENT, EarRefused),
        (Code.PERMISSION_DENIED, EarRefused),
        (Code.UNAUTHENTICATED, EarRefused),
    ],
)
def test_every_failure_is_either_away_or_refused(ear: Hears, code: Code, error: type[Exception]) -> None:
    before = _failures(code.name)
    with GoogleServer(TONES, Fault(code)) as server, pytest.raises(error) as told:
        ear(server).recognize(STORY, ENGLISH, 5)
    assert type(told.value) is error
    assert len(server.calls) == 1
    assert _failures(code.name) == before + 1


def test_what_is_turned_away_with_extras_is_asked_without(ear: Hears) -> None:
    with GoogleServer(TONES, Fault(Code.INVALID_ARGUMENT, call=1)) as server:
        assert ear(server).recognize(STORY, BOTH, 5).text
        config = server.calls[1].config
    assert list(config.language_codes) == ["en-US"]
    assert not config.adaptation.phrase_sets


@pytest.mark.parametrize("seconds", [5.0, 90.0], ids=["short", "in pieces"])
def test_a_silent_server_is_waited_for_no_longer_than_allowed(ear: Hears, seconds: float) -> None:
    with GoogleServer(TONES, silent=True) as server:
        begun = time.monotonic()
        with pytest.raises(EarAway, match="DEADLINE_EXCEEDED"):
            ear(server).recognize(Audio(quiet(seconds)), ENGLISH, 0.5)
        assert time.monotonic() - begun < 15


def test_the_wrong_region_says_so_in_the_settings_words(ear: Hears) -> None:
    with GoogleServer(TONES, location="eu") as server, pytest.raises(EarRefused, match="Expected resource location"):
        ear(server).recognize(STORY, ENGLISH, 5)


def test_no_credentials_are_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", f"{tmp_path}/none.json")
    google = Google("a-project", "us")
    try:
        with pytest.raises(EarRefused, match="CREDENTIALS"):
            google.recognize(STORY, ENGLISH, 5)
        heard = Listener()
        google.listen(ENGLISH, heard)
        assert isinstance(heard.error, EarRefused)
    finally:
        google.close()


def test_a_model_the_city_named_is_used_from_then_on(ear: Hears) -> None:
    with GoogleServer(TONES) as server:
        google = ear(server, location="us-central1")
        google.recognize(STORY, BOTH, 5)
        google.use({"en": "chirp_2"})
        google.recognize(STORY, BOTH, 5)
        assert [call.config.model for call in server.calls] == ["telephony", "chirp_2"]
        assert [list(call.config.language_codes) for call in server.calls] == [["en-US"]] * 2


def test_an_ear_made_before_a_fork_hears_after_it() -> None:
    """As gunicorn would do it, were the ear made too early: nothing was opened yet."""
    assert _forked() == ["child hello hello"]


def test_an_ear_used_before_a_fork_refuses_after_it() -> None:
    """gRPC's threads are not in the child: better a clear word than a caller who waits."""
    assert _forked("used") == ["parent hello", "child EarRefused EarRefused"]


def test_who_needs_no_ear_does_not_pay_for_one() -> None:
    """An ear is made without loading Google's library (0.6 s, 30 MB); hearing loads it."""
    made = "from ivr.speech.ears import Ears; from ivr.speech.google import Google; Ears([Google('a-project')])"
    loaded = "import sys; print([name for name in sys.modules if name.startswith(('google.', 'grpc'))])"
    command = [sys.executable, "-c", f"{made}; {loaded}"]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip() == "[]"


def _forked(*options: str) -> list[str]:
    with GoogleServer(Bursts(("hello",))) as server:
        command = [sys.executable, "-m", "tests.speech.google.forking", server.address, *options]
        told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True, cwd=ROOT).stdout
    return [line for line in told.splitlines() if line.startswith(("parent", "child"))]


def _failures(code: str) -> float:
    return counted.registry.get_sample_value("onecall_speech_failures_total", {"engine": "google", "reason": code}) or 0

"""The server of the tests refuses what Google refuses: asked wrongly with the library's own client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from google.api_core.exceptions import Aborted, InvalidArgument, NotFound, PermissionDenied
from google.cloud.speech_v2 import SpeechClient
from google.cloud.speech_v2.services.speech.transports import SpeechGrpcTransport
from google.cloud.speech_v2.types import cloud_speech as speech

from ivr.speech.audio import RATE, Audio
from tests.speech.google.listener import TONES, quiet, said
from tests.speech.google_server import Bursts, GoogleServer, Known
from tests.speech.voices import KIND, needs, spoken

NAME = "projects/a-project/locations/us/recognizers/_"
Change = Callable[[Any], object]


@pytest.fixture(scope="module")
def server() -> Iterator[GoogleServer]:
    with GoogleServer(TONES, location="us", project="a-project", limit=0.5, idle=0.2) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: GoogleServer) -> SpeechClient:
    return SpeechClient(transport=SpeechGrpcTransport(channel=grpc.insecure_channel(server.address)))


def config() -> Any:
    return speech.RecognitionConfig(
        explicit_decoding_config=speech.ExplicitDecodingConfig(
            encoding="MULAW", sample_rate_hertz=8000, audio_channel_count=1
        ),
        model="telephony",
        language_codes=["en-US"],
    )


def with_phrases(given: Any, *phrases: str, boost: float = 5.0, sets: int = 1) -> None:
    one = speech.PhraseSet(phrases=[{"value": phrase} for phrase in phrases], boost=boost)
    made = speech.SpeechAdaptation.AdaptationPhraseSet(inline_phrase_set=one)
    given.adaptation = speech.SpeechAdaptation(phrase_sets=[made] * sets)


WRONG: dict[str, tuple[Change, str]] = {
    "no decoding": (lambda c: setattr(c, "auto_decoding_config", {}), "supported encoding"),
    "no encoding": (lambda c: setattr(c.explicit_decoding_config, "encoding", 0), "Encoding"),
    "no rate": (lambda c: setattr(c.explicit_decoding_config, "sample_rate_hertz", 0), "sample rate"),
    "no channel": (lambda c: setattr(c.explicit_decoding_config, "audio_channel_count", 0), "channel count"),
    "no model": (lambda c: setattr(c, "model", ""), "Model"),
    "a model of another region": (lambda c: setattr(c, "model", "chirp_2"), '"chirp_2" does not exist'),
    "no language": (lambda c: setattr(c, "language_codes", []), "Language code"),
    "a strange language": (lambda c: setattr(c, "language_codes", ["xx-XX"]), '"xx-XX" is not supported'),
    "four languages": (lambda c: setattr(c, "language_codes", ["en-US", "es-US", "es-MX", "fr-FR"]), "At most 3"),
    "a long phrase": (lambda c: with_phrases(c, "x" * 101), "100 characters"),
    "an empty phrase": (lambda c: with_phrases(c, ""), "100 characters"),
    "a large set": (lambda c: with_phrases(c, *["x"] * 1201), "1200"),
    "many phrases": (lambda c: with_phrases(c, *["x"] * 1200, sets=5), "5000"),
    "many characters": (lambda c: with_phrases(c, *["x" * 100] * 1100), "100000"),
    "many sets": (lambda c: with_phrases(c, "x", sets=21), "20 PhraseSets"),
    "a great boost": (lambda c: with_phrases(c, "x", boost=21), "boost"),
    "a negative boost": (lambda c: with_phrases(c, "x", boost=-1), "boost"),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_what_google_refuses_is_refused(client: SpeechClient, change: tuple[Change, str]) -> None:
    asked = config()
    change[0](asked)
    with pytest.raises(InvalidArgument, match=change[1]):
        client.recognize(recognizer=NAME, config=asked, content=said("one"))
    with pytest.raises(InvalidArgument, match=change[1]):
        list(client.streaming_recognize(requests=iter([opened(asked)])))


def test_the_recogniser_must_be_the_one_of_project_and_region(client: SpeechClient) -> None:
    for name, error in (
        ("recognizers/_", InvalidArgument),
        (NAME.replace("/us/", "/global/"), InvalidArgument),
        (NAME.replace("a-project", "another"), PermissionDenied),
        (NAME.replace("_", "mine"), NotFound),
    ):
        with pytest.raises(error):
            client.recognize(recognizer=name, config=config(), content=said("one"))


def test_a_minute_is_the_most(client: SpeechClient) -> None:
    with pytest.raises(InvalidArgument, match="maximum of 60 seconds"):
        client.recognize(recognizer=NAME, config=config(), content=quiet(60.1))


def opened(given: Any, **features: Any) -> Any:
    streaming = speech.StreamingRecognitionConfig(config=given, streaming_features=features)
    return speech.StreamingRecognizeRequest(recognizer=NAME, streaming_config=streaming)


def audio(mulaw: bytes, **more: str) -> Any:
    return speech.StreamingRecognizeRequest(audio=mulaw, **more)


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ([audio(b"x")], "first message"),
        ([], "before a streaming_config"),
        ([opened(config()), opened(config())], "Only audio"),
        ([opened(config()), audio(b"x", recognizer=NAME)], "Only audio"),
        ([opened(config()), audio(b"")], "maximum of 25600"),
        ([opened(config()), audio(b"x" * 25_601)], "maximum of 25600 bytes"),
        ([opened(config(), voice_activity_timeout={"speech_end_timeout": {"seconds": 2}})], "enable_voice_activity"),
        (
            [
                opened(
                    config(),
                    enable_voice_activity_events=True,
                    voice_activity_timeout={"speech_end_timeout": {"seconds": 61}},
                )
            ],
            "60 s",
        ),
    ],
)
def test_a_stream_must_be_as_google_wants_it(client: SpeechClient, requests: list[Any], message: str) -> None:
    with pytest.raises(InvalidArgument, match=message):
        list(client.streaming_recognize(requests=iter(requests)))


def ended(server: GoogleServer, nth: int) -> bool:
    return len(server.streams) > nth and server.streams[nth].code != ""


def test_a_stream_may_not_stay_open(client: SpeechClient, server: GoogleServer) -> None:
    nth = len(server.streams)

    def steadily() -> Iterator[Any]:
        yield opened(config())
        while not server.until(lambda: ended(server, nth), 0.02):
            yield audio(quiet(0.02))

    with pytest.raises(Aborted, match="Max duration"):
        list(client.streaming_recognize(requests=steadily()))


def test_a_stream_without_sound_is_ended(client: SpeechClient, server: GoogleServer) -> None:
    nth = len(server.streams)

    def once() -> Iterator[Any]:
        yield opened(config())
        server.until(lambda: ended(server, nth))

    with pytest.raises(Aborted, match="no more client requests"):
        list(client.streaming_recognize(requests=once()))


def test_interim_results_and_voices_come_only_where_they_are_wanted(client: SpeechClient) -> None:
    sent = [opened(config()), audio(said("one two three"))]
    answers = list(client.streaming_recognize(requests=iter(sent)))
    assert [answer.results[0].is_final for answer in answers] == [True]


def test_bursts_of_voice_are_heard_in_their_order() -> None:
    heard = Bursts(("good morning", "thank you"))
    assert [word.text for nth in range(3) for word in heard.hear(b"x" * RATE, nth, True)] == [
        *("good", "morning", "thank", "you", "good", "morning")
    ]


@needs(KIND)
def test_clips_are_known_by_their_sound_whole_and_in_part() -> None:
    texts = ("there is a large pothole on north charles street", "my neighbor has not had water since monday morning")
    clips = {text: spoken(text).mulaw for text in texts}
    known = Known(clips)
    for text, mulaw in clips.items():
        assert " ".join(word.text for word in known.hear(mulaw[1700:], 0, True)) == text
    rest = known.hear(clips[texts[0]][len(clips[texts[0]]) // 2 :], 0, True)
    assert 2 <= len(rest) <= 7
    assert texts[0].endswith(" ".join(word.text for word in rest))
    assert known.hear(Audio(said("one two three")).mulaw, 0, True) == ()

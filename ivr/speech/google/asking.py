"""What Google is asked: the recogniser's settings for one recording or stream, as its own messages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ivr.speech.audio import RATE
from ivr.speech.google.hinting import hints
from ivr.speech.google.limits import VOICE_TIMEOUT
from ivr.speech.transcript import Expected

Message = Any
"""A message of google.cloud.speech.v2: made and read here and in reading.py alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one request says of the sound: who is asked, in which languages, with which phrases in mind.

    begin, rest: seconds after which Google ends the stream when no speech begins, or none follows; None: never.
    """

    recognizer: str
    model: str
    languages: tuple[str, ...]
    expected: Expected
    begin: float | None = None
    rest: float | None = None

    @property
    def rich(self) -> bool:
        """It asks for more than one language or with phrases, which not every model and location takes."""
        return len(self.languages) > 1 or bool(self.expected.phrases)

    def plain(self) -> Question:
        """The same with nothing a model could refuse."""
        return replace(self, languages=self.languages[:1], expected=replace(self.expected, phrases=()))


def recording(question: Question, mulaw: bytes) -> Message:
    """A RecognizeRequest."""
    from google.cloud.speech_v2.types import cloud_speech as speech

    raw = speech.RecognizeRequest.pb()(recognizer=question.recognizer, content=mulaw)
    raw.config.CopyFrom(_settings(question))
    return speech.RecognizeRequest.wrap(raw)


def opening(question: Question) -> Message:
    """The first StreamingRecognizeRequest: settings, and no sound."""
    from google.cloud.speech_v2.types import cloud_speech as speech

    raw = speech.StreamingRecognizeRequest.pb()(recognizer=question.recognizer)
    raw.streaming_config.config.CopyFrom(_settings(question))
    features = raw.streaming_config.streaming_features
    features.interim_results = True
    features.enable_voice_activity_events = True
    for seconds, timeout in ((question.begin, "speech_start_timeout"), (question.rest, "speech_end_timeout")):
        if seconds is not None:
            bounded = min(max(seconds, VOICE_TIMEOUT[0]), VOICE_TIMEOUT[1])
            getattr(features.voice_activity_timeout, timeout).FromMilliseconds(round(bounded * 1000))
    return speech.StreamingRecognizeRequest.wrap(raw)


def sound(mulaw: bytes) -> Message:
    """A StreamingRecognizeRequest with sound alone; at most limits.CHUNK_BYTES."""
    from google.cloud.speech_v2.types import cloud_speech as speech

    return speech.StreamingRecognizeRequest.wrap(speech.StreamingRecognizeRequest.pb()(audio=mulaw))


def _settings(question: Question) -> Message:
    """A RecognitionConfig. Profanity stays in: the record tells what was said (see ivr/speech/courteous.py)."""
    from google.cloud.speech_v2.types import cloud_speech as speech

    raw = speech.RecognitionConfig.pb()(model=question.model, language_codes=question.languages)
    decoding = raw.explicit_decoding_config
    decoding.encoding = speech.ExplicitDecodingConfig.AudioEncoding.MULAW
    decoding.sample_rate_hertz, decoding.audio_channel_count = RATE, 1
    features = raw.features
    features.enable_automatic_punctuation = True
    features.enable_word_time_offsets = features.enable_word_confidence = True
    features.max_alternatives = 1
    expected = question.expected
    for one in hints(expected.phrases, question.languages[0], closed=expected.closed):
        set_ = raw.adaptation.phrase_sets.add().inline_phrase_set
        set_.boost = one.boost
        for phrase in one.phrases:
            set_.phrases.add(value=phrase)
    return raw

"""What Google would refuse, with its status and its words where they are known."""

from __future__ import annotations

import re
from typing import Any

import grpc
from google.cloud.speech_v2.types import cloud_speech as speech

MULAW = int(speech.ExplicitDecodingConfig.AudioEncoding.MULAW)
BYTES = {MULAW: 1, int(speech.ExplicitDecodingConfig.AudioEncoding.LINEAR16): 2}
CHUNK = 25_600
LANGUAGES = frozenset({"en-US", "en-GB", "en-AU", "en-IN", "es-US", "es-ES", "es-MX", "fr-FR", "de-DE", "pt-BR"})
EVERYWHERE = frozenset({"telephony", "telephony_short", "long", "short", "latest_long", "latest_short"})
REGIONAL = {
    "chirp_2": frozenset({"us-central1", "europe-west4", "asia-southeast1"}),
    "chirp_3": frozenset({"us", "eu", "asia-northeast1", "asia-southeast1"}),
    "chirp_telephony": frozenset({"us-central1", "europe-west4", "asia-southeast1"}),
}
_NAME = re.compile(r"projects/([^/]+)/locations/([^/]+)/recognizers/([^/]+)")


class Refused(Exception):
    """The call ends with this."""

    def __init__(self, message: str, code: grpc.StatusCode = grpc.StatusCode.INVALID_ARGUMENT) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def check(recognizer: str, config: Any, location: str, project: str, one_language: bool = False) -> None:
    """A request's recogniser and settings. location, project: those this server stands for; empty: any."""
    found = _NAME.fullmatch(recognizer)
    if not found:
        raise Refused("Invalid resource field value in the request.")
    if project and found[1] != project:
        raise Refused("Permission denied on resource project.", grpc.StatusCode.PERMISSION_DENIED)
    if location and found[2] != location:
        raise Refused(f"Expected resource location to be {location}, but found {found[2]} in resource name.")
    if found[3] != "_":
        raise Refused(f"Unable to find Recognizer {found[3]}.", grpc.StatusCode.NOT_FOUND)
    _decoding(config)
    _languages(config, found[2], one_language)
    _phrases(config.adaptation)
    if not 0 <= config.features.max_alternatives <= 30:
        raise Refused("Invalid max_alternatives: it must be between 0 and 30.")


def _decoding(config: Any) -> None:
    if config.WhichOneof("decoding_config") is None:
        raise Refused("Audio encoding or decoding config must be specified.")
    if config.WhichOneof("decoding_config") == "auto_decoding_config":
        raise Refused("Audio data does not appear to be in a supported encoding.")
    given = config.explicit_decoding_config
    if given.encoding not in BYTES:
        raise Refused("Encoding not specified.")
    if not 8000 <= given.sample_rate_hertz <= 48000:
        raise Refused("Invalid sample rate: it must be between 8000 and 48000 Hz.")
    if not 1 <= given.audio_channel_count <= 8:
        raise Refused("Invalid audio channel count: it must be between 1 and 8.")


def _languages(config: Any, location: str, one: bool) -> None:
    model, languages = config.model, list(config.language_codes)
    if not model:
        raise Refused("Model must be specified.")
    if model not in EVERYWHERE and location not in REGIONAL.get(model, ()):
        raise Refused(f'The model "{model}" does not exist in the location named "{location}".')
    if not languages:
        raise Refused("Language code must be specified.")
    for language in languages:
        if language not in LANGUAGES and not (language == "auto" and model.startswith("chirp")):
            raise Refused(
                f'The language "{language}" is not supported by the model "{model}" in the location named "{location}".'
            )
    if len(languages) > 3:
        raise Refused("At most 3 language codes may be specified.")
    if len(languages) > 1 and (one or location not in ("global", "us", "eu") or model == "chirp_telephony"):
        raise Refused("Multiple language recognition is not available for this model and location.")


def _phrases(adaptation: Any) -> None:
    sets = [one.inline_phrase_set for one in adaptation.phrase_sets]
    if len(sets) > 20:
        raise Refused("At most 20 PhraseSets may be specified.")
    values = [phrase.value for one in sets for phrase in one.phrases]
    if any(len(one.phrases) > 1200 for one in sets) or len(values) > 5000:
        raise Refused("Too many phrases: at most 1200 in a PhraseSet, 5000 in a request.")
    if any(not value or len(value) > 100 for value in values):
        raise Refused("A phrase must have between 1 and 100 characters.")
    if sum(map(len, values)) > 100_000:
        raise Refused("Phrases may have at most 100000 characters in all.")
    boosts = [one.boost for one in sets] + [phrase.boost for one in sets for phrase in one.phrases]
    if any(not 0 <= boost <= 20 for boost in boosts):
        raise Refused("Invalid boost: it must be greater than 0 and at most 20.")


def timeouts(features: Any) -> tuple[float | None, float | None]:
    """Seconds for speech to begin and to go on."""
    given = features.voice_activity_timeout
    if given.ByteSize() and not features.enable_voice_activity_events:
        raise Refused("voice_activity_timeout requires enable_voice_activity_events to be true.")
    begin = given.speech_start_timeout.ToTimedelta().total_seconds() if given.HasField("speech_start_timeout") else None
    rest = given.speech_end_timeout.ToTimedelta().total_seconds() if given.HasField("speech_end_timeout") else None
    for seconds in (begin, rest):
        if seconds is not None and not 0.5 <= seconds <= 60:
            raise Refused("voice_activity_timeout must be between 500 ms and 60 s.")
    return begin, rest

"""A speech model that does not fit.

A model that does not know the language makes the question fail, and the caller is not heard. A model for short answers
stops at the first pause and cuts callers off who describe something.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US, speech_model: deepgram_nova-9}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100"}

Under `hearing`, `models` are those of Google's own ear, which has other names for them.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100"}
    hearing: {models: {en: telefony}}

Remedy: `default` always works; googlev2_telephony suits both languages of a telephone, and `telephony` under `hearing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import HearingSettings, Question, Slot, Voice
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "speech-model"
SEVERITY: Severity = "error"
# Twilio replaces generic models by another where they lack the language; the specific ones make the gather fail.
GENERIC = frozenset(
    {"default", "numbers_and_commands", "phone_call", "experimental_conversations", "experimental_utterances"}
)
_GOOGLE = frozenset({"en", "es", "fr", "de", "it", "pt", "ja", "ko", "hi", "nl", "zh", "vi", "ru", "ar", "pl"})
SPECIFIC: dict[str, frozenset[str]] = {
    "googlev2_long": _GOOGLE,
    "googlev2_short": _GOOGLE,
    "googlev2_telephony": _GOOGLE,
    "googlev2_telephony_short": _GOOGLE,
    "deepgram_nova-2": _GOOGLE - {"ar"},
    "deepgram_nova-3": frozenset({"en", "es", "fr", "de", "it", "pt", "ja", "nl", "hi", "ru"}),
}
# Models of Google's own service (API v2) that hear the telephone in the languages above.
GOOGLES = frozenset({"telephony", "telephony_short", "long", "short", "chirp", "chirp_2", "chirp_3", "chirp_telephony"})
SHORT = frozenset({"numbers_and_commands", "experimental_utterances", "googlev2_short", "googlev2_telephony_short"})
LONG_PAUSE = 3


def check(draft: Draft) -> Iterator[Problem]:
    """Models of city.yaml and of questions: known, able to hear the language, and not too short for the answer."""
    for file, found in draft.settings():
        match found.record, found.attribute, found.value:
            case Voice(), "speech_model", str(model):
                yield from _model(draft, file, found.path, model, str(found.path[1]))
            case HearingSettings(), "models", dict(models):
                for language, model in models.items():
                    yield from _googles(draft, file, (*found.path, language), model)
            case Question() as question, "speech_model", dict(models):
                for language, model in models.items():
                    yield from _model(draft, file, (*found.path, language), model, language)
                    yield from _pause(draft, file, (*found.path, language), model, question)


def _model(draft: Draft, file: str, path: tuple[str | int, ...], model: str, language: str) -> Iterator[Problem]:
    known = GENERIC | SPECIFIC.keys()
    if model not in known:
        message = f"there is no speech model '{model}'"
        yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=frozenset(known), word=model)
    elif language not in SPECIFIC.get(model, {language}):
        message = f"speech model '{model}' is not known to understand '{language}'; `default` does"
        yield draft.problem(file, path, message, CODE, severity=SEVERITY)


def _googles(draft: Draft, file: str, path: tuple[str | int, ...], model: str) -> Iterator[Problem]:
    if model not in GOOGLES:
        message = f"Google has no model '{model}' that hears a telephone"
        yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=GOOGLES, word=model)


def _pause(draft: Draft, file: str, path: tuple[str | int, ...], model: str, asked: Question) -> Iterator[Problem]:
    long = (asked.speech_timeout or 0) > LONG_PAUSE or (isinstance(asked, Slot) and asked.type == "speech")
    if model in SHORT and long:
        message = f"speech model '{model}' is for short answers and would cut off a caller who describes something"
        yield draft.problem(file, path, message, CODE, severity="warning")

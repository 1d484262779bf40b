"""Which of Google's models hears a language, and how many languages it may be asked to listen for at once."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.speech.google.limits import LANGUAGES, MULTI_REGIONS

DEFAULT = "telephony"
"""Made for 8 kHz sound; English and Spanish of the United States, in us, eu, global and most regions."""
ONE_LANGUAGE = frozenset({"chirp_telephony", "medical_dictation", "medical_conversation"})
"""Models that take one language a request."""


def model_of(language: str, models: Mapping[str, str]) -> str:
    """models: by language (`en-US` or `en`) → model (`telephony`, `telephony_short`, `long`, `chirp_2` …)."""
    return models.get(language) or models.get(language.partition("-")[0]) or DEFAULT


def languages_for(languages: tuple[str, ...], model: str, location: str) -> tuple[str, ...]:
    """The languages to ask for: the call's own first, then what this model may detect here; never more than three."""
    wanted = tuple(dict.fromkeys(languages)) or ("en-US",)
    several = location in MULTI_REGIONS and model not in ONE_LANGUAGE
    return wanted[:LANGUAGES] if several else wanted[:1]

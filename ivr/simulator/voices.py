"""Twilio's voices: which there are, what language each speaks, and how much text each takes at once.

Sources: Twilio's lists of text-to-speech voices (basic, Amazon Polly, Google) and of speech-recognition languages.
"""

from __future__ import annotations

import re

_POLLY_BY_LOCALE = {
    "en-US": "Danielle:NG Gregory:N Ivy:SN Joanna:SNG Kendra:SN Kimberly:SN Salli:SNG Joey:SN Justin:SN Kevin:N "
    "Matthew:SNG Ruth:NG Stephen:NG",
    "es-US": "Lupe:SNG Penelope:S Miguel:S Pedro:NG",
    "es-MX": "Mia:SNG Andres:NG",
    "es-ES": "Conchita:S Lucia:SNG Enrique:S Sergio:NG",
    "en-GB": "Amy:SNG Emma:SN Brian:SN Arthur:N",
    "en-AU": "Nicole:S Olivia:NG Russell:S",
    "en-IN": "Aditi:S Raveena:S Kajal:NG",
    "en-IE": "Niamh:N",
    "en-NZ": "Aria:N",
    "en-ZA": "Ayanda:NG",
    "en-GB-WLS": "Geraint:S",
    "fr-FR": "Celine:S Lea:SNG Mathieu:S Remi:NG",
    "fr-CA": "Chantal:S Gabrielle:NG Liam:NG",
    "de-DE": "Marlene:S Vicki:SNG Hans:S Daniel:NG",
    "it-IT": "Carla:S Bianca:SNG Giorgio:S Adriano:N",
    "pt-BR": "Camila:SNG Vitoria:SN Ricardo:S Thiago:N",
    "pt-PT": "Ines:SN Cristiano:S",
    "nl-NL": "Lotte:S Ruben:S Laura:NG",
    "pl-PL": "Ewa:S Maja:S Jacek:S Jan:S Ola:NG",
    "ru-RU": "Tatyana:S Maxim:S",
    "ja-JP": "Mizuki:S Takumi:SN Kazuha:N Tomoko:N",
    "ko-KR": "Seoyeon:SNG",
    "cmn-CN": "Zhiyu:SN",
    "yue-CN": "Hiujin:N",
    "ar-AE": "Hala:N Zayd:N",
    "arb": "Zeina:S",
    "hi-IN": "Aditi:S Kajal:NG",
    "tr-TR": "Filiz:S Burcu:N",
    "sv-SE": "Astrid:S Elin:N",
    "da-DK": "Naja:S Mads:S Sofie:N",
    "nb-NO": "Liv:S Ida:N",
    "ro-RO": "Carmen:S",
    "cy-GB": "Gwyneth:S",
    "is-IS": "Dora:S Karl:S",
    "ca-ES": "Arlet:N",
    "fi-FI": "Suvi:N",
}
_ENGINES = {"S": "", "N": "-Neural", "G": "-Generative"}


def _polly() -> dict[str, tuple[str, ...]]:
    """Every Polly voice with its engine suffix → the locales it speaks."""
    voices: dict[str, tuple[str, ...]] = {}
    for locale, names in _POLLY_BY_LOCALE.items():
        for name, _, engines in (entry.partition(":") for entry in names.split()):
            for engine in engines:
                voice = f"Polly.{name}{_ENGINES[engine]}"
                voices[voice] = (*voices.get(voice, ()), locale)
    return voices


POLLY = _polly()
_MAN_WOMAN = ("en", "en-gb", "es", "fr", "de", "en-us", "it")
_ALICE = [
    "da-DK",
    "de-DE",
    "en-AU",
    "en-CA",
    "en-GB",
    "en-IN",
    "en-US",
    "ca-ES",
    "es-ES",
    "es-MX",
    "fi-FI",
    "fr-CA",
    "fr-FR",
    "it-IT",
    "ja-JP",
    "ko-KR",
    "nb-NO",
    "nl-NL",
    "pl-PL",
    "pt-BR",
    "pt-PT",
    "ru-RU",
    "sv-SE",
    "zh-CN",
    "zh-HK",
    "zh-TW",
]
BASIC = {"man": _MAN_WOMAN, "woman": _MAN_WOMAN, "alice": tuple(_ALICE)}
_GOOGLE = re.compile(r"Google\.(?P<locale>[a-z]{2,3}-[A-Z]{2})-(Standard|Wavenet|Neural2|Chirp3-HD)-[A-Za-z]+")

CHARACTERS = {"basic": 4096, "polly": 3000, "google": 5000}
URL_ENCODED = 4500

# Recognisers named outright do not fail over: each hears only these locales.
_DEEPGRAM = frozenset(
    [
        "en",
        "en-US",
        "en-AU",
        "en-GB",
        "en-NZ",
        "en-IN",
        "es",
        "es-419",
        "fr",
        "fr-CA",
        "de",
        "it",
        "pt",
        "pt-BR",
        "nl",
        "ja",
        "ko",
        "hi",
        "ru",
    ]
)
_GOOGLE_V2 = frozenset(
    [
        "en-US",
        "en-GB",
        "en-AU",
        "en-CA",
        "en-IN",
        "es-US",
        "es-ES",
        "es-MX",
        "fr-FR",
        "fr-CA",
        "de-DE",
        "it-IT",
        "pt-BR",
        "ja-JP",
        "ko-KR",
    ]
)
SPECIFIC_MODELS = {
    "googlev2_long": _GOOGLE_V2,
    "googlev2_short": _GOOGLE_V2,
    "googlev2_telephony": _GOOGLE_V2,
    "googlev2_telephony_short": _GOOGLE_V2,
    "deepgram_nova-2": _DEEPGRAM,
    "deepgram_nova-3": _DEEPGRAM,
}
GENERIC_MODELS = (
    "default",
    "numbers_and_commands",
    "phone_call",
    "experimental_conversations",
    "experimental_utterances",
)


def family(voice: str) -> str:
    """basic, polly or google: what limits the length of a Say."""
    return "polly" if voice.startswith("Polly.") else "google" if voice.startswith("Google.") else "basic"


def locales(voice: str) -> tuple[str, ...] | None:
    """The locales `voice` speaks, its own first; None: there is no such voice."""
    if found := _GOOGLE.fullmatch(voice):
        return (found["locale"],)
    return BASIC.get(voice) or POLLY.get(voice)


def locale_of(voice: str, language: str) -> str:
    """The locale a Say is heard in: its language attribute, or the voice's own, or American English."""
    if language:
        return language
    own = locales(voice)
    return own[0] if own and family(voice) != "basic" else "en-US"

"""What the tests of understanding share: the mind of the real flows, in a city of two languages."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from ivr.flow.book import Book
from ivr.flow.meaning import Meaning
from ivr.flow.model import CityDocument, ServiceDocument, Topic
from ivr.understanding import Mind, build

FLOWS = Path(__file__).parents[2] / "flows"
LEARNED = FLOWS.parent / "var" / "cache"
"""Where `ivr run` keeps what was learned: on one machine phrases are encoded once, not once a test run."""
CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("America/New_York"))
"""A Tuesday afternoon."""

Hear = Callable[..., Meaning]


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def city() -> CityDocument:
    voices = {"en": ("English", "en-US"), "es": ("español", "es-US")}
    languages = {code: {"name": n, "voice": "Polly.Joanna", "locale": locale} for code, (n, locale) in voices.items()}
    return CityDocument.model_validate(
        {"city": "Baltimore", "languages": languages, "groups": {}, "agencies": {}, "lines": {}}
    )


def danger() -> dict[str, Any]:
    """The city's phrases and examples, as the loader puts them together; a copy to be changed."""
    return deepcopy(_danger())


@cache
def _danger() -> dict[str, Any]:
    phrases, examples = read(FLOWS / "emergency_words.yaml"), read(FLOWS / "emergency_examples.yaml")
    return {language: {**words, **examples[language]} for language, words in phrases.items()}


@cache
def book() -> Book:
    services = [ServiceDocument.model_validate(read(path)) for path in sorted((FLOWS / "services").glob("*.yaml"))]
    topics = [Topic.model_validate(topic) for topic in read(FLOWS / "topics.yaml")["topics"]]
    return Book(
        version="0" * 12,
        city=city(),
        flows={},
        services={service.code: service for service in services},
        topics={topic.code: topic for topic in topics},
        prompts={},
        intents=read(FLOWS / "intents.yaml")["intents"],
        emergency=danger(),
    )


@cache
def mind() -> Mind:
    return build(book(), LEARNED)

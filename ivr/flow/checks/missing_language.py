"""Words that are missing in one of the city's languages.

A caller who speaks that language would hear another one, or could not say the answer.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: {en: "Hello."}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: add the words in that language, or take the language out of flows/city.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.grammar import TEXTS, WORDS, Either, Kind, Named, setting
from ivr.flow.reading.plain import where
from ivr.flow.reading.source import Path

CODE = "missing-language"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Prompts of one language that another lacks, and texts and lists of words without one of the languages."""
    if draft.city is None:
        return
    yield from _prompts(draft)
    for file, found in draft.settings():
        kind = setting(type(found.record), found.attribute).kind
        for path, words in _tables(kind, found.path, found.value):
            for language in draft.languages:
                if not words.get(language):
                    message = f"{where(path)} has no words in '{language}'"
                    yield draft.problem(file, path, message, CODE, severity=SEVERITY)


def _tables(kind: Kind, path: Path, value: object) -> Iterator[tuple[Path, dict[str, object]]]:
    """The tables by language in a setting: itself, or its entries; an empty one says nothing in any language."""
    if not isinstance(value, dict):
        return
    if _by_language(kind):
        yield from [(path, value)] if value else ()
    elif isinstance(kind, Named):
        for name, entry in value.items():
            yield from _tables(kind.value, (*path, name), entry)


def _prompts(draft: Draft) -> Iterator[Problem]:
    for language in draft.languages:
        if language not in draft.prompts and f"prompts/{language}.yaml" not in draft.unreadable:
            message = f"there is no prompts/{language}.yaml, but '{language}' is one of the city's languages"
            yield draft.problem("flows/city.yaml", ("languages", language), message, CODE, severity=SEVERITY, key=True)
    for has, texts in draft.prompts.items():
        for key in texts:
            for language in draft.languages:
                lacks = language in draft.prompts and key not in draft.prompts[language]
                if lacks and f"{language}/{key}.wav" not in draft.recordings and key not in draft.mentions:
                    message = f"prompt '{key}' is missing in prompts/{language}.yaml"
                    yield draft.problem(f"prompts/{has}.yaml", (key,), message, CODE, severity=SEVERITY, key=True)


def _by_language(kind: Kind) -> bool:
    return kind in (TEXTS, WORDS) or (isinstance(kind, Either) and TEXTS in kind.options)

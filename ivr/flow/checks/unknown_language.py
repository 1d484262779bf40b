"""A language the city does not speak.

Words in it are never said, and a condition on it never holds.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: {en: "Hello.", es: "Hola.", sp: "Hola."}, goto: bye}
      bye: {disconnect: goodbye}

Remedy: a code of `languages` in flows/city.yaml, or add the language there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import CityDocument
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft, Setting
from ivr.flow.reading.grammar import LANGUAGE, Either, Kind, Named, setting
from ivr.flow.reading.source import Path

CODE = "unknown-language"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Texts, words, settings, conditions and prompt files in a language that city.yaml does not list."""
    if draft.city is None:
        return
    known = frozenset(draft.languages)
    used: list[tuple[str, Path, str, bool]] = [
        (f"prompts/{language}.yaml", (), language, False) for language in draft.prompts
    ]
    used += [(f"prompts/{path}", (), path[:2], False) for path in draft.recordings]
    used += [(file, *one) for file, found in draft.settings() for one in _used(found)]
    for file, path, language, key in used:
        if language not in known:
            message = f"'{language}' is not one of the city's languages ({', '.join(draft.languages)})"
            yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=known, word=language, key=key)


def _used(found: Setting) -> Iterator[tuple[Path, str, bool]]:
    kind = setting(type(found.record), found.attribute).kind
    if isinstance(found.value, dict) and _keyed(kind) and not isinstance(found.record, CityDocument):
        yield from (((*found.path, language), language, True) for language in found.value)
    elif isinstance(found.value, dict) and found.attribute == "set" and found.value.get("language"):
        yield (*found.path, "language"), str(found.value["language"]), False
    elif kind == LANGUAGE and isinstance(found.value, str):
        yield found.path, found.value, False


def _keyed(kind: Kind) -> bool:
    if isinstance(kind, Either):
        return any(_keyed(option) for option in kind.options)
    return isinstance(kind, Named) and kind.key == LANGUAGE

"""A voice or locale that does not fit its language.

Words spoken by a voice of another language are not understood, and some voices then say nothing at all.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: en-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100"}

Remedy: a locale of the language, such as es-US.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "voice"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Locales that are not of their language, and a city without languages."""
    if draft.city is None:
        return
    if not draft.city.languages:
        yield draft.problem("flows/city.yaml", ("languages",), "the city needs at least one language", CODE, key=True)
    for language, voice in draft.city.languages.items():
        if not re.fullmatch(rf"{language}-(?:[A-Z]{{2}}|\d{{3}})", voice.locale):
            message = f"locale '{voice.locale}' does not fit the language '{language}'; write one like {language}-US"
            path = ("languages", language, "locale")
            yield draft.problem("flows/city.yaml", path, message, CODE, severity=SEVERITY)

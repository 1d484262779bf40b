"""Music that is not there.

Between the choices callers would wait in silence, and believe that they were cut off.

    # flows/city.yaml
    city: Springfield
    languages:
      en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
      es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
    groups: {}
    agencies: {}
    lines:
      operator: {name: {en: the operator, es: el operador}, number: "+14105550100"}
    queues:
      services: {name: {en: city services, es: servicios de la ciudad}, line: operator, music: musik}

Remedy: a recording of that name for one language at least: `music: music` is prompts/en/music.wav.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft

CODE = "queue-music"
SEVERITY: Severity = "warning"


def check(draft: Draft) -> Iterator[Problem]:
    """Queues whose music no language has."""
    recorded = frozenset(path.partition("/")[2].removesuffix(".wav") for path in draft.recordings)
    for name, queue in (draft.city.queues if draft.city else {}).items():
        if queue.music and queue.music not in recorded:
            message = f"there is no recording '{queue.music}.wav' in prompts/en or another language's folder"
            path = ("queues", name, "music")
            yield draft.problem(
                "flows/city.yaml", path, message, CODE, severity=SEVERITY, known=recorded, word=queue.music
            )

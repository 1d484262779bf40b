"""A prompt that is not written anywhere.

The caller would hear silence. A flow names prompts by their key in prompts/*.yaml; a prompt that only one place needs
may stand there itself, in every language: `say: {en: …, es: …}`. A few the line says by itself, such as
`sorry_operator`; where a flow asks for a place, `place_ask_number` and its like; where it asks for a request's number,
`reference_wrong` and its like; where it records or streams answers, `trouble_hearing` and its like; and where callers
wait for a person, `queue_next` and its like, and what agents hear before they take a caller, `whisper_about` and its
like.

    # flows/main.yaml
    flow: main
    start: welcome
    nodes:
      welcome: {say: greting, goto: bye}
      bye: {disconnect: goodbye}

Remedy: write the prompt into prompts/en.yaml and the other languages, or correct the key.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Queue, Slot
from ivr.flow.placeholders import (
    DESK_PROMPTS,
    ENGINE_PROMPTS,
    HEARING_PROMPTS,
    PLACE_PROMPTS,
    QUEUE_PROMPTS,
    REFERENCE_PROMPTS,
    TIME_PROMPTS,
)
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading import said
from ivr.flow.reading.draft import Draft

CODE = "missing-prompt"
SEVERITY: Severity = "error"


def check(draft: Draft) -> Iterator[Problem]:
    """Keys that no language's prompts hold, neither as words nor as a recording."""
    if any(file.startswith("prompts/") for file in draft.unreadable):
        return
    known = frozenset(key for texts in draft.prompts.values() for key in texts) | _recorded(draft)
    for use in said.prompts(draft):
        if use.texts is None and use.key not in known | draft.mentions:
            yield draft.problem(use.file, use.path, _message(use.key), CODE, known=known, word=use.key)
    for key in (*ENGINE_PROMPTS, *_needed(draft)):
        if draft.prompts and key not in known | draft.mentions:
            message = f"prompt '{key}' is in no prompts/*.yaml, but the line says it by itself"
            yield draft.problem(f"prompts/{next(iter(draft.prompts))}.yaml", (), message, CODE, severity=SEVERITY)


def _needed(draft: Draft) -> Iterator[str]:
    """What the line says by itself at questions of the types that are asked."""
    types = {found.record.type for _, found in draft.settings() if isinstance(found.record, Slot)}
    yield from PLACE_PROMPTS if "place" in types else ()
    yield from REFERENCE_PROMPTS if "reference" in types else ()
    yield from TIME_PROMPTS if "time" in types else ()
    heard = {found.value for _, found in draft.settings() if found.attribute == "listen"}
    yield from HEARING_PROMPTS if heard & {"record", "stream"} else ()
    yield from (*QUEUE_PROMPTS, *DESK_PROMPTS) if any(isinstance(node, Queue) for _, _, node in draft.nodes()) else ()


def _recorded(draft: Draft) -> frozenset[str]:
    return frozenset(path.partition("/")[2].rpartition(".")[0] for path in draft.recordings)


def _message(key: str) -> str:
    if " " in key:
        return (
            f"'{key[:40]}' looks like words to be said; write them as {{en: …, es: …}}, or name a key of prompts/*.yaml"
        )
    return f"prompt '{key}' is in no prompts/*.yaml"

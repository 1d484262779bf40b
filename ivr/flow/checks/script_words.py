"""A script or a procedure that agents could not read out.

A placeholder that nothing fills stands on the agent's screen with its braces, and might be read to a caller. A case of
the script that is empty, or a procedure without steps, leaves the agent alone at the worst moment. `asked` stands for
every case that is left out, so it must be there.

    # flows/desk.yaml
    script:
      open: {asked: {en: ["This is {agnt}."], es: ["Habla {agent}."]}}
      known: {en: "Is it {service}, at {place}?", es: "¿Es {service}, en {place}?"}
      place: {en: "Where is it?", es: "¿Dónde es?"}
      which: {en: "What is it about?", es: "¿De qué se trata?"}
      nameless: {en: an agent, es: un agente}
      close: {en: ["Anything else?"], es: ["¿Algo más?"]}
    procedure_911: {en: ["Say: hang up and dial 911."], es: ["Diga: cuelgue y marque el 911."]}
    reasons: {other: {en: Other, es: Otro}}
    away: {break: {en: Break, es: Pausa}}

Remedy: {agent}, {city}, {service} or {place}, or plain words; at least one step in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.flow.desk import SCRIPT_WORDS, Script
from ivr.flow.model import ServiceDocument
from ivr.flow.placeholders import fields, strays
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft
from ivr.flow.reading.source import Path

CODE = "script-words"
SEVERITY: Severity = "error"
DESK = "flows/desk.yaml"
_Line = tuple[str, Path, str]


def check(draft: Draft) -> Iterator[Problem]:
    """Lines of the script with placeholders nobody fills, and lists in which there is nothing to read."""
    for file, path, text in (*_of_desk(draft), *_of_services(draft)):
        for name, form in fields(text):
            if name not in SCRIPT_WORDS or form:
                message = f"nothing fills {{{name}{':' if form else ''}{form}}} in a script"
                yield draft.problem(file, path, message, CODE, severity=SEVERITY, known=SCRIPT_WORDS, word=name)
        for stray in strays(text):
            message = f"{stray} is no placeholder; there are {{agent}}, {{city}}, {{service}} and {{place}}"
            yield draft.problem(file, path, message, CODE, severity=SEVERITY)
    yield from _empty(draft)


def _of_desk(draft: Draft) -> Iterator[_Line]:
    script = draft.desk.script if draft.desk else None
    for name in Script.model_fields if script else ():
        yield from ((DESK, path, text) for path, text in _lines(getattr(script, name), ("script", name)))


def _of_services(draft: Draft) -> Iterator[_Line]:
    for file, document in draft.documents.items():
        if isinstance(document, ServiceDocument) and document.script:
            yield from ((file, path, text) for path, text in _lines(document.script, ("script",)))


def _lines(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    match value:
        case str():
            yield path, value
        case Mapping():
            for name, entry in value.items():
                yield from _lines(entry, (*path, str(name)))
        case list():
            for number, entry in enumerate(value):
                yield from _lines(entry, (*path, number))


def _empty(draft: Draft) -> Iterator[Problem]:
    desk = draft.desk
    if desk is None:
        return
    if "asked" not in desk.script.open and not draft.written(DESK, ("script", "open", "asked")):
        message = "the script has no words for `asked`, which stand for every case that is left out"
        yield draft.problem(DESK, ("script", "open"), message, CODE, severity=SEVERITY, key=True)
    told: dict[Path, Mapping[str, list[str]]] = {("procedure_911",): desk.procedure_911}
    told |= {("script", "open", case): words for case, words in desk.script.open.items()}
    for path, words in told.items():
        if not words:
            yield draft.problem(DESK, path, f"{path[-1]} has no steps", CODE, severity=SEVERITY, key=True)
        elif any(not line.strip() for lines in words.values() for line in lines):
            yield draft.problem(DESK, path, f"{path[-1]} has a step without words", CODE, severity=SEVERITY, key=True)

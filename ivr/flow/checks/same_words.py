"""One phrase for two things.

When two services, topics, choices or answers claim the same words, the line must guess, and half of the callers are led
wrong.

    # flows/topics.yaml
    topics:
      - {code: hours, name: {en: Hours, es: Horas}, hears: {en: [open], es: [a]}, answer: {en: "Nine.", es: "Nueve."}}
      - {code: days, name: {en: Days, es: Días}, hears: {en: [Open], es: [b]}, answer: {en: "Monday.", es: "Lunes."}}

Remedy: leave the phrase to the one that most callers mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.flow.model import Menu, Slot, TopicsDocument, Value
from ivr.flow.problems import Problem, Severity
from ivr.flow.reading.draft import Draft, Setting
from ivr.flow.reading.source import Path

CODE = "same-words"
SEVERITY: Severity = "warning"
_Phrases = tuple[str, Path, str, dict[str, list[str]] | None]


def check(draft: Draft) -> Iterator[Problem]:
    """Phrases in `hears` of two services or topics, in `says` of two choices of one menu or two links, and the names of
    two answers to one question."""
    # A copy that still has the other's code is told as that, not once a phrase.
    services = {s.code: (f, s) for f, s in reversed(draft.services.items())}
    yield from _twice(draft, [(f, ("hears",), f"service '{c}'", s.hears) for c, (f, s) in sorted(services.items())])
    yield from _twice(draft, list(_topics(draft)))
    for file, at, node in draft.nodes():
        name = at.partition(".")[2]
        if isinstance(node, Menu):
            path: Path = ("nodes", name, "choices")
            choices = enumerate(node.choices)
            yield from _twice(draft, [(file, (*path, n, "says"), f"choice {n + 1}", c.says) for n, c in choices])
    for flow, file in draft.flow_files.items():
        links = draft.flows[flow].links.items()
        yield from _twice(draft, [(file, ("links", name, "says"), f"link '{name}'", link.says) for name, link in links])
    for file, found in draft.settings():
        if isinstance(found.record, Slot) and found.attribute == "values":
            yield from _twice(draft, list(_answers(file, found)))


def _answers(file: str, found: Setting) -> Iterator[_Phrases]:
    for name, value in found.value.items() if isinstance(found.value, dict) else ():
        texts = value.name if isinstance(value, Value) else value
        path = (*found.path, name, "name") if isinstance(value, Value) else (*found.path, name)
        yield file, path, f"answer '{name}'", {language: [text] for language, text in texts.items()}


def _topics(draft: Draft) -> Iterator[_Phrases]:
    for file, document in draft.documents.items():
        if isinstance(document, TopicsDocument):
            for number, topic in enumerate(document.topics):
                yield file, ("topics", number, "hears"), f"topic '{topic.code}'", topic.hears


def _twice(draft: Draft, entries: list[_Phrases]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for number, (file, path, owner, words) in enumerate(entries):
        for language, phrases in (words or {}).items():
            for n, phrase in enumerate(phrases):
                first, title = seen.setdefault((language, " ".join(phrase.lower().split())), (number, owner))
                if first != number:
                    message = f"'{phrase}' already belongs to {title}; callers who say it are sent to one of the two"
                    yield draft.problem(file, (*path, language, n), message, CODE, severity=SEVERITY)

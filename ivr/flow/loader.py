"""The administrator's files, made into a book: every mistake of every file is found in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pydantic import BaseModel, ValidationError

from ivr.flow import checks
from ivr.flow.book import Book
from ivr.flow.desk import BARE, DeskDocument
from ivr.flow.model import CityDocument, FlowDocument, IntentsDocument, ServiceDocument, TopicsDocument
from ivr.flow.problems import Problem, errors, nearest
from ivr.flow.reading.danger import misshapen
from ivr.flow.reading.draft import EMERGENCY_EXAMPLES, EMERGENCY_WORDS, Document, Draft
from ivr.flow.reading.fit import WRONG, Fit
from ivr.flow.reading.grammar import NAME, Named, Text
from ivr.flow.reading.source import Items, Scalar, Source, Table, Tree, read

_EXACT: dict[str, type[BaseModel]] = {
    "flows/city.yaml": CityDocument,
    "flows/intents.yaml": IntentsDocument,
    "flows/topics.yaml": TopicsDocument,
    "flows/desk.yaml": DeskDocument,
}
FOLLOWING = frozenset({"unreachable", "unused-prompt"})
"""Told only where all could be read: one target that is misspelt leaves a hundred nodes and prompts unreached."""
TEXTS_BY_KEY = Named(NAME, Text())
_LANGUAGE_FILE = re.compile(r"prompts/([a-z]{2})\.yaml")
_ENDING = re.compile(r"(\.ya?ml)?\.(ya?ml|txt)$", re.IGNORECASE)
_RECORDING = re.compile(r"prompts/([a-z]{2}/.+\.(?:wav|mp3))")
_FLOW_FILE = re.compile(r"flows/[^/]+\.yaml")
_SERVICE_FILE = re.compile(r"flows/services/[^/]+\.yaml")


@dataclass(frozen=True)
class Loaded:
    """book: there when no problem is an error. problems: in the order of files and lines."""

    book: Book | None
    problems: tuple[Problem, ...]


def load(files: Mapping[str, str]) -> Loaded:
    """The book that the files make. Keys are paths as the administrator knows them (`flows/main.yaml`).

    Files of flows/calls/ are tests of the line and are left alone; of recordings only the names count. Never raises.
    """
    draft, problems = draft_of(files)
    found = sorted({*problems, *checks.run(draft)})
    if errors(problems) or any(p.code == "unknown-goto" for p in found):
        found = [p for p in found if p.code not in FOLLOWING]
    book = None if errors(found) else _book(draft, version(files))
    return Loaded(book, tuple(found))


def version(files: Mapping[str, str]) -> str:
    """12 hex digits of the SHA-256 over names and texts, whatever the order of the files."""
    digest = sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:12]


def draft_of(files: Mapping[str, str]) -> tuple[Draft, list[Problem]]:
    """What could be read of the files, and why the rest could not."""
    desk = _Desk()
    for name in sorted(files):
        desk.take(name, files[name])
    draft = Draft(
        desk.sources, desk.documents, desk.prompts, frozenset(desk.recordings), desk.emergency, frozenset(desk.mentions)
    )
    return draft, desk.problems


class _Desk:
    """Where the files are sorted: each is read by what its path says it is."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.documents: dict[str, Document] = {}
        self.prompts: dict[str, dict[str, str]] = {}
        self.recordings: set[str] = set()
        self.emergency: Mapping[str, object] = {}
        self.mentions: set[str] = set()
        self.problems: list[Problem] = []

    def take(self, name: str, text: str) -> None:
        if name.startswith("flows/calls/"):
            return
        if recording := _RECORDING.fullmatch(name):
            self.recordings.add(recording[1])
            return
        if not (_LANGUAGE_FILE.fullmatch(name) or _FLOW_FILE.fullmatch(name) or _SERVICE_FILE.fullmatch(name)):
            self._stray(name)
            return
        source = self.sources[name] = read(name, text)
        self.problems += source.problems
        if source.tree is None:
            self.mentions |= set(re.findall(r"[\w.]+", text))
            self._empty(source)
        elif language := _LANGUAGE_FILE.fullmatch(name):
            self._prompts(language[1], source, source.tree)
        elif name in (EMERGENCY_WORDS, EMERGENCY_EXAMPLES):
            self.problems += misshapen(name, source.tree)
            self.emergency = _merged(self.emergency, _plain(source.tree))
        else:
            self._document(_model(name), source, source.tree)

    def _document(self, model: type[BaseModel], source: Source, tree: Tree) -> None:
        fit = Fit(source.file)
        values = fit.record(model, tree)
        self._told(source, fit)
        if values is not WRONG:
            try:
                self.documents[source.file] = model.model_validate(values)  # type: ignore[assignment]
            except ValidationError as error:
                self.problems += _left(source.file, error)

    def _prompts(self, language: str, source: Source, tree: Tree) -> None:
        fit = Fit(source.file)
        values = fit.value(TEXTS_BY_KEY, tree, ())
        self._told(source, fit)
        if values is not WRONG:
            self.prompts[language] = values

    def _told(self, source: Source, fit: Fit) -> None:
        # What is no YAML at a place is told once, and not again as a wrong value.
        spots = {(p.line, p.column) for p in source.problems}
        self.problems += [p for p in fit.problems if (p.line, p.column) not in spots]
        self.mentions |= fit.mentions

    def _empty(self, source: Source) -> None:
        if not source.problems:
            self.problems.append(
                Problem(source.file, 1, 1, "the file is empty; delete it, or write what belongs in it", "empty")
            )

    def _stray(self, name: str) -> None:
        known = [*_EXACT, EMERGENCY_WORDS, EMERGENCY_EXAMPLES, "prompts/en.yaml", "prompts/es.yaml"]
        meant = _ENDING.sub(".yaml", name)
        close = nearest(name, known) or (meant if meant != name else "")
        message = (
            "nothing reads this file; flows/*.yaml, flows/services/*.yaml, prompts/en.yaml, prompts/en/*.wav are read"
        )
        self.problems.append(Problem(name, 1, 1, message, "unknown-file", "warning", close if close != name else ""))


def _merged(known: Mapping[str, object], more: object) -> Mapping[str, object]:
    """What both files say of a language, the phrases and the examples, under its name."""
    merged = dict(known)
    for name, value in (more if isinstance(more, dict) else {}).items():
        before = merged.get(name)
        merged[name] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def _model(name: str) -> type[BaseModel]:
    return _EXACT.get(name, ServiceDocument if name.startswith("flows/services/") else FlowDocument)


def _left(file: str, error: ValidationError) -> Iterator[Problem]:
    """What the grammar let pass and the model does not: there should be nothing, but a caller must never pay for it."""
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        names = ", ".join(str(step) for step in one["loc"])
        yield Problem(file, 1, 1, f"something does not fit here: {names}", "wrong-value")


def _plain(tree: Tree) -> object:
    match tree:
        case Scalar():
            return tree.value
        case Items(items=items):
            return [_plain(item) for item in items]
        case Table(entries=entries):
            return {name: _plain(value) for name, value in entries.items()}


def _book(draft: Draft, digest: str) -> Book | None:
    topics = [t for d in draft.documents.values() if isinstance(d, TopicsDocument) for t in d.topics]
    intents = next((d.intents for d in draft.documents.values() if isinstance(d, IntentsDocument)), {})
    if draft.city is None:
        return None
    return Book(
        version=digest,
        city=draft.city,
        flows=draft.flows,
        services={s.code: s for s in draft.services.values()},
        topics={t.code: t for t in topics},
        prompts=draft.prompts,
        recordings=draft.recordings,
        emergency=draft.emergency,
        intents={str(intent): said for intent, said in intents.items()},
        desk=draft.desk or BARE,
    )

"""A draft is everything that could be read of the administrator's files, right or wrong: what the checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import BaseModel

from ivr.flow.desk import DeskDocument
from ivr.flow.model import AnyNode, CityDocument, FlowDocument, IntentsDocument, ServiceDocument, TopicsDocument
from ivr.flow.problems import Problem, Severity, nearest
from ivr.flow.reading.grammar import settings
from ivr.flow.reading.source import Path, Source, Table, find, place

EMERGENCY_WORDS = "flows/emergency_words.yaml"
EMERGENCY_EXAMPLES = "flows/emergency_examples.yaml"
Document = FlowDocument | ServiceDocument | CityDocument | IntentsDocument | TopicsDocument | DeskDocument


@dataclass(frozen=True)
class Setting:
    """One setting as it stands in a document: `record` holds it, `attribute` names it, `path` leads to it."""

    path: Path
    record: BaseModel
    attribute: str
    value: object


@dataclass(frozen=True)
class Draft:
    """files: every source by name. documents: those of which enough could be read, by file.

    prompts: language → key → text. mentions: words of parts that could not be read; a check must not call them
    missing or unused. whole: nothing had to be left out.
    """

    files: Mapping[str, Source]
    documents: Mapping[str, Document]
    prompts: Mapping[str, Mapping[str, str]]
    recordings: frozenset[str]
    emergency: Mapping[str, object] = field(default_factory=dict)
    mentions: frozenset[str] = frozenset()

    @cached_property
    def flows(self) -> dict[str, FlowDocument]:
        found: dict[str, FlowDocument] = {}
        for document in self.documents.values():
            if isinstance(document, FlowDocument):
                found.setdefault(document.flow, document)
        return found

    @cached_property
    def flow_files(self) -> dict[str, str]:
        """The file of each flow; of two files with one flow, the first."""
        found: dict[str, str] = {}
        for file, document in self.documents.items():
            if isinstance(document, FlowDocument):
                found.setdefault(document.flow, file)
        return found

    @cached_property
    def services(self) -> dict[str, ServiceDocument]:
        """By file."""
        return {f: d for f, d in self.documents.items() if isinstance(d, ServiceDocument)}

    @cached_property
    def city(self) -> CityDocument | None:
        return next((d for d in self.documents.values() if isinstance(d, CityDocument)), None)

    @cached_property
    def desk(self) -> DeskDocument | None:
        return next((d for d in self.documents.values() if isinstance(d, DeskDocument)), None)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The city's languages, first the one a call begins in; those of the prompts when there is no city."""
        return tuple(self.city.languages) if self.city else tuple(self.prompts)

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Files that are there but could not be read: nothing may be said about what is missing in them."""
        read = {*self.documents, *(f"prompts/{language}.yaml" for language in self.prompts)}
        read |= {EMERGENCY_WORDS, EMERGENCY_EXAMPLES}
        return frozenset(f for f in self.files if f not in read)

    @cached_property
    def targets(self) -> frozenset[str]:
        """Every `flow.node` that exists."""
        return frozenset(f"{flow}.{name}" for flow, document in self.flows.items() for name in document.nodes)

    @cached_property
    def ghosts(self) -> frozenset[str]:
        """Nodes and flows that are written somewhere but could not be read."""
        names: set[str] = set()
        for file, source in self.files.items():
            if file.count("/") == 1 and file.startswith("flows/"):
                flow = file.removeprefix("flows/").removesuffix(".yaml")
                names |= {flow} if file in self.unreadable else set()
                names |= {f"{flow}.{node}" for node in _node_names(source)}
        return frozenset(names)

    def written(self, file: str, path: Path) -> bool:
        """Whether something stands at `path`, even if it could not be read."""
        source = self.files.get(file)
        return source is not None and find(source.tree, path) is not None

    def exists(self, target: str) -> bool:
        """Whether `flow.node` is there, or may be there in a part that could not be read."""
        return target in self.targets or target in self.ghosts or target.partition(".")[0] in self.ghosts

    def nodes(self) -> Iterator[tuple[str, str, AnyNode]]:
        """(file, `flow.node`, node) of every node, in the order of the files."""
        for flow, document in self.flows.items():
            for name, node in document.nodes.items():
                yield self.flow_files[flow], f"{flow}.{name}", node

    def settings(self) -> tuple[tuple[str, Setting], ...]:
        """(file, setting) of every setting of every record of every document, depth first."""
        return self._settings

    @cached_property
    def _settings(self) -> tuple[tuple[str, Setting], ...]:
        return tuple((file, found) for file, document in self.documents.items() for found in walk(document))

    @cached_property
    def slots(self) -> frozenset[str]:
        """Every slot that some node, choice, field, question or the engine fills."""
        return frozenset(_filled(self))

    def problem(
        self,
        file: str,
        path: Path,
        message: str,
        code: str,
        *,
        severity: Severity = "error",
        known: Mapping[str, object] | frozenset[str] | tuple[str, ...] = (),
        word: str = "",
        key: bool = False,
    ) -> Problem:
        """A problem at `path` of `file`; the suggestion is the one of `known` that is nearest to `word`."""
        source = self.files.get(file)
        line, column = place(source.tree if source else None, path, key)
        return Problem(file, line, column, message, code, severity, nearest(word, known) if word else "")


Check = Callable[[Draft], Iterator[Problem]]


def walk(record: BaseModel, path: Path = ()) -> Iterator[Setting]:
    """Every setting that is written in `record` and in the records within it."""
    for one in settings(type(record)):
        if one.attribute in record.model_fields_set:
            value = getattr(record, one.attribute)
            yield Setting((*path, one.name), record, one.attribute, value)
            yield from _within(value, (*path, one.name))


def _within(value: object, path: Path) -> Iterator[Setting]:
    match value:
        case BaseModel():
            yield from walk(value, path)
        case dict():
            for name, entry in value.items():
                yield from _within(entry, (*path, name))
        case list() | tuple():
            for number, entry in enumerate(value):
                yield from _within(entry, (*path, number))


def _filled(draft: Draft) -> Iterator[str]:
    for _, found in draft.settings():
        match found.attribute, found.value:
            case "set", dict(slots):
                yield from slots
            case "slot", str(name):
                yield name


def _node_names(source: Source) -> Iterator[str]:
    if isinstance(source.tree, Table):
        nodes = source.tree.entries.get("nodes")
        if isinstance(nodes, Table):
            yield from nodes.entries

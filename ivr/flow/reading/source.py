"""The text of one YAML file as a tree that remembers the line and column of every word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from ivr.flow.problems import Problem
from ivr.flow.reading.foreign import foreign
from ivr.flow.reading.syntax import explain, trapped

Path = tuple[str | int, ...]
SPELLED = {"slot": "code", "code": "slot", "return_": "return"}
_INT = re.compile(r"-?(0|[1-9][0-9]*)")
MOST_OPENED = 1500
"""Brackets of a file that libyaml reads."""
_DEEP = re.compile(r"^(?: {100}|[ \t]*(?:[-?:][ \t]+){20})", re.MULTILINE)
_CURLY = frozenset("“”„‘’")
_IN_CURLY = re.compile(r"[“”„][^“”„]*[“”]|[‘’][^‘’]*’")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or text as it was written; `quoted` (or a block) is always text, never a number or true/false."""

    text: str
    quoted: bool
    line: int
    column: int

    @property
    def value(self) -> str | int | float | bool | None:
        """What YAML 1.2 reads here. 012, 8:00, yes and no are texts; only true and false are truths."""
        if self.quoted:
            return self.text
        if self.text in ("", "~", "null"):
            return None
        if self.text in ("true", "false"):
            return self.text == "true"
        if _INT.fullmatch(self.text) and len(self.text) < 16:
            return int(self.text)
        return float(self.text) if _FLOAT.fullmatch(self.text) else self.text


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Tree, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """Names and what belongs to them, in the order of the file; of a name written twice the first one counts."""

    entries: Mapping[str, Tree]
    keys: Mapping[str, Scalar]
    line: int
    column: int


Tree = Scalar | Items | Table


@dataclass(frozen=True, slots=True)
class Source:
    """tree is None when the text is empty or is not YAML at all; then the problems say why."""

    file: str
    tree: Tree | None
    problems: tuple[Problem, ...] = ()


def read(file: str, text: str) -> Source:
    """The tree of a YAML text, and every mistake of spelling in it. Never raises."""
    if problem := foreign(file, text):
        return Source(file, None, (problem,))
    try:
        node = _composed(text.lstrip("\ufeff"))
        reader = _Reader(file)
        tree = reader.tree(node) if node is not None else None
        return Source(file, tree, (*reader.problems, *trapped(file, text)))
    except YAMLError as error:
        return Source(file, None, tuple(explain(file, text, error)))
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError):
        # ruamel stumbles over some malformed tags and directives with plain Python errors
        return Source(file, None, (Problem(file, 1, 1, "this is not YAML that can be read", "yaml-syntax"),))


def _composed(text: str) -> YamlNode | None:
    """By libyaml, which takes a tenth of the time; what it cannot read is told by ruamel's own parser.

    YAMLError and what `read` catches: it cannot be read.
    """
    if _is_shallow(text):
        with suppress(YAMLError, ValueError, TypeError, AttributeError):
            yaml = YAML(typ="safe", pure=False)
            yaml.Resolver = _AsWritten
            return yaml.compose(text)  # type: ignore[no-any-return]
    return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]


class _AsWritten(VersionedResolver):
    """Leaves every word as it is written: what it stands for `Scalar.value` tells, and ruamel's guess takes longer than
    to read the file."""

    def resolve(self, kind: type[YamlNode], value: object, implicit: object) -> Tag:
        if kind is ScalarNode:
            return self.DEFAULT_SCALAR_TAG
        return self.DEFAULT_SEQUENCE_TAG if kind is SequenceNode else self.DEFAULT_MAPPING_TAG


def _is_shallow(text: str) -> bool:
    """Whether nothing in it can be nested so deep that libyaml, which counts no levels, would overrun its stack."""
    return text.count("[") + text.count("{") < MOST_OPENED and not _DEEP.search(text)


def place(tree: Tree | None, path: Path, key: bool = False) -> tuple[int, int]:
    """Line and column of the value at `path`, or of its name with `key`; where nothing is, of the nearest one above."""
    line, column = (tree.line, tree.column) if tree else (1, 1)
    for depth, step in enumerate(path):
        if isinstance(tree, Table):
            name = step if step in tree.entries else SPELLED.get(str(step), "")
            if name not in tree.entries:
                break
            at: Tree = tree.keys[str(name)] if key and depth == len(path) - 1 else tree.entries[str(name)]
            tree = tree.entries[str(name)]
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree.items):
            at = tree = tree.items[step]
        else:
            break
        line, column = at.line, at.column
    return line, column


def find(tree: Tree | None, path: Path) -> Tree | None:
    """What is written at `path`, or None."""
    for step in path:
        match tree:
            case Table(entries=entries):
                tree = entries.get(str(step)) or entries.get(SPELLED.get(str(step), ""))
            case Items(items=items) if isinstance(step, int) and step < len(items):
                tree = items[step]
            case _:
                return None
    return tree


def words(tree: Tree | None) -> Iterator[str]:
    """Every name and text in the tree."""
    match tree:
        case Scalar(text=text):
            yield text
        case Items(items=items):
            for item in items:
                yield from words(item)
        case Table(entries=entries):
            for name, value in entries.items():
                yield name
                yield from words(value)


class _Reader:
    """Turns ruamel's nodes into our tree; each node once, so that an alias cannot make the tree grow without end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def tree(self, node: YamlNode, name: Scalar | None = None) -> Tree:
        """The tree of a node; `name` is what it belongs to, if anything."""
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if id(node) in self.seen:
            line, column = (name.line, name.column) if name else (line, column)  # ruamel knows only the anchor's place
            self._tell(
                line, column, "an alias (*name) repeats another part of the file; write it out instead", "yaml-alias"
            )
            return Scalar("", False, line, column)
        self.seen.add(id(node))
        if node.ctag and not node.ctag.startswith("tag:yaml.org,2002:"):
            self._tell(line, column, f"'{node.tag}' is not needed; write the value alone, or in quotes", "yaml-tag")
        match node:
            case SequenceNode():
                return Items(tuple(self.tree(child) for child in node.value), line, column)
            case MappingNode():
                return self._table(node, line, column)
            case ScalarNode():
                if node.value[:1] in _CURLY and not node.style and _IN_CURLY.fullmatch(node.value):
                    message = "“ and ” are no quotes in YAML, but part of the text; write straight ones, or none"
                    self._tell(line, column, message, "yaml-quotes")
                return Scalar(str(node.value), bool(node.style), line, column)
        raise TypeError(node)

    def _value(self, node: YamlNode, name: Scalar) -> Tree:
        """The value of a name; where nothing is written, it stands where its name stands."""
        tree = self.tree(node, name)
        if isinstance(tree, Scalar) and not tree.text and not tree.quoted:
            return Scalar("", False, name.line, name.column)
        return tree

    def _table(self, node: MappingNode, line: int, column: int) -> Table:
        entries: dict[str, Tree] = {}
        keys: dict[str, Scalar] = {}
        for raw, value in node.value:
            key = self.tree(raw)
            if not isinstance(key, Scalar):
                self._tell(
                    key.line, key.column, "a name was expected here, not a list or a group in brackets", "yaml-syntax"
                )
            elif key.text in entries:
                first = keys[key.text].line
                self._tell(
                    key.line,
                    key.column,
                    f"'{key.text}' is written twice; it is already in line {first}",
                    "written-twice",
                )
            else:
                entries[key.text], keys[key.text] = self._value(value, key), key
        return Table(entries, keys, line, column)

    def _tell(self, line: int, column: int, message: str, code: str) -> None:
        self.problems.append(Problem(self.file, line, column, message, code))

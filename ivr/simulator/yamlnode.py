"""YAML read for its places: every value as the text that was written, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


class BadCallFile(Exception):
    """A call file is wrong; the message holds one `file:line:column: sentence` a line."""


@dataclass(frozen=True)
class Item:
    """One value of a file. line, column: 1-based."""

    path: str
    line: int
    column: int
    node: Node

    def problem(self, sentence: str) -> str:
        return f"{self.path}:{self.line}:{self.column}: {sentence}"

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, SequenceNode)

    @property
    def is_empty(self) -> bool:
        return isinstance(self.node, ScalarNode) and self.node.value == "" and self.node.style is None

    def text(self, problems: list[str]) -> str:
        """The characters as written. A list or mapping, or nothing at all, is a problem."""
        if self.is_empty:
            problems.append(self.problem('a value is missing here; # begins a comment: write "#" for the key'))
        elif isinstance(self.node, ScalarNode):
            return str(self.node.value)
        else:
            problems.append(self.problem("a text is expected here"))
        return ""

    def items(self) -> Sequence[Item]:
        """Of a list its values; anything else as the only one."""
        nodes = self.node.value if isinstance(self.node, SequenceNode) else [self.node]
        return [at(self.path, node) for node in nodes]

    def pairs(self) -> Mapping[str, Item]:
        if not isinstance(self.node, MappingNode):
            return {}
        return {str(key.value): at(self.path, value, key) for key, value in self.node.value}

    def mapping(self, allowed: Sequence[str], problems: list[str]) -> Mapping[str, Item]:
        """Its keys and values; problems: keys that are not allowed or stand twice, or no mapping at all."""
        if not isinstance(self.node, MappingNode):
            problems.append(self.problem(f"expected here: {', '.join(f'{key}: …' for key in allowed)}"))
            return {}
        seen: set[str] = set()
        for key, _ in self.node.value:
            place = at(self.path, key)
            if key.value in seen:
                problems.append(place.problem(f"{key.value!r} stands here a second time"))
            elif key.value not in allowed:
                problems.append(place.problem(f"{key.value!r} is not known here{meant(str(key.value), allowed)}"))
            seen.add(str(key.value))
        return {key: item for key, item in self.pairs().items() if key in allowed}


def at(path: str, node: Node, key: Node | None = None) -> Item:
    """Where a value stands; an empty one stands where its key does."""
    mark = (key or node).start_mark if node.start_mark is None or _is_missing(node) else node.start_mark
    return Item(path, mark.line + 1, mark.column + 1, node)


def read(path: str, text: str) -> Item:
    """The whole file as one item. BadCallFile: it is no YAML."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        told = f"this is not YAML: {error.problem}"
        if "alias" in str(error):
            told = 'a bare * means something else in YAML; write "*" in quotes'
        raise BadCallFile(f"{where}: {told}") from None
    if node is None:
        raise BadCallFile(f"{path}:1:1: the file is empty")
    return at(path, node)


def meant(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word.lower(), known, 1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"


def _is_missing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value == "" and node.style is None

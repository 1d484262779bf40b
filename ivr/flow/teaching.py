"""A new example for a service or topic, written into its YAML as one line more; all else stays."""

from __future__ import annotations

import re
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from ivr.flow.spoken import clean, words

LONGEST = 300
"""Characters of an example."""
_PLAIN = re.compile(r"[^\W\d_][\w ,.'’¿?¡!áéíóúñü-]*")
_TRUTH_WORDS = "yes no on off true false null y n ~"
_TRUTHS = frozenset(_TRUTH_WORDS.split())


class CannotTeach(ValueError):
    """The example cannot be written there; the message says why, and the remedy."""


def add_example(source: str, code: str, language: str, phrase: str) -> str:
    """The YAML text `source` with `phrase` as the last of the `hears` of `code` in `language`.

    source: a file of flows/services, or flows/topics.yaml. Comments, order and style stay. CannotTeach: the code has no
    list of examples in that language, the phrase is empty or too long, or it is there already.
    """
    said = clean(phrase)
    if not words(said) or len(said) > LONGEST:
        raise CannotTeach(f"an example has 1 to {LONGEST} characters, and words in them")
    listed = _examples(YAML(typ="rt").compose(StringIO(source)), code, language)
    if listed is None or not listed.value or listed.flow_style:
        raise CannotTeach(f"{code} has no list `hears: {language}:` with one example a line")
    if said.lower() in {str(one.value).lower() for one in listed.value}:
        raise CannotTeach(f"{code} has this example already")
    last = listed.value[-1]
    lines = source.splitlines(keepends=True)
    at = _end(lines, last)
    indent = " " * listed.start_mark.column
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    return "".join([*lines[:at], f"{indent}- {_written(said)}\n", *lines[at:]])


def _end(lines: list[str], last: Node) -> int:
    """The number of the line after the last example, which may go over several lines."""
    at: int = last.end_mark.line
    return at + 1 if last.end_mark.column > 0 and at < len(lines) and last.start_mark.line <= at else at


def _examples(tree: Node | None, code: str, language: str) -> SequenceNode | None:
    """The list of examples of that code: of the document itself, or of the topic in its list."""
    for one in [tree, *_items(_entry(tree, "topics"))]:
        named = _entry(one, "code")
        if named is not None and named.value == code:
            listed = _entry(_entry(one, "hears"), language)
            return listed if isinstance(listed, SequenceNode) else None
    return None


def _entry(tree: Node | None, name: str) -> Node | None:
    if not isinstance(tree, MappingNode):
        return None
    return next((value for key, value in tree.value if key.value == name), None)


def _items(tree: Node | None) -> list[Node]:
    return list(tree.value) if isinstance(tree, SequenceNode) else []


def _written(said: str) -> str:
    """Plain where YAML reads it as text, else in double quotes."""
    if _PLAIN.fullmatch(said) and said.lower() not in _TRUTHS and not said.endswith((" ", "-")):
        return said
    quoted = said.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'

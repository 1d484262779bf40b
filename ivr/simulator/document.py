"""TwiML read strictly: bytes to a tree of elements that know their place, or the first Refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from ivr.simulator.refusal import Refusal
from ivr.simulator.rules import check

MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Element:
    """One verb or noun. content: its characters and elements in order. line, column: 1-based, of its `<`."""

    name: str
    attributes: Mapping[str, str]
    content: tuple[str | Element, ...]
    line: int
    column: int
    path: str

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(part for part in self.content if isinstance(part, Element))

    @property
    def text(self) -> str:
        """Its own characters, without those of nested elements, and without white space around them."""
        return "".join(part for part in self.content if isinstance(part, str)).strip()

    @property
    def place(self) -> str:
        return f"line {self.line}, column {self.column}: {self.path}"

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        yield self
        for element in self.elements:
            yield from element.walk()


@dataclass
class _Open:
    """An element whose end has not come yet."""

    name: str
    attributes: Mapping[str, str]
    line: int
    column: int
    path: str
    content: list[str | Element] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def closed(self) -> Element:
        return Element(self.name, self.attributes, tuple(self.content), self.line, self.column, self.path)


def answer(kind: str, body: bytes, url: str) -> tuple[Element, ...]:
    """The verbs of an answer of that media type: TwiML, a text to say, or a sound. Refusal 12300: another type."""
    if kind in ("text/xml", "application/xml", "text/html"):
        return read(body)
    if kind == "text/plain":
        return (Element("Say", {}, (body.decode("utf-8", "replace"),), 1, 1, "/Response/Say[1]"),)
    if kind.startswith("audio/"):
        return (Element("Play", {}, (url,), 1, 1, "/Response/Play[1]"),)
    raise Refusal(12300, f"the Content-Type is {kind or 'missing'}; it must be text/xml")


def read(body: bytes) -> tuple[Element, ...]:
    """The top verbs of a document, in order. Refusal: whatever Twilio would complain about first."""
    if len(body) > MOST_BYTES:
        raise Refusal(11750, f"the document has {len(body)} bytes; at most {MOST_BYTES} are allowed")
    if not body.strip():
        raise Refusal(11770, "the response is empty; at the very least it must hold <Response/>")
    root = parse(body)
    if root.name != "Response":
        raise Refusal(12102, f"the root element is <{root.name}>; it must be <Response>", root.place)
    check(root)
    return root.elements


def parse(body: bytes) -> Element:
    """Any well-formed document as a tree. Refusal 12100: it is not well formed."""
    tree = _Tree()
    try:
        tree.parser.Parse(body, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}"
        raise Refusal(12100, f"the XML is broken: {expat.ErrorString(error.code)}", where) from None
    assert tree.root is not None  # a document without a root is an ExpatError
    return tree.root


class _Tree:
    """expat's events as a tree."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[_Open] = []
        self.parser: Any = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        path = f"/{name}"
        if self._open:
            parent = self._open[-1]
            parent.seen[name] += 1
            path = f"{parent.path}/{name}[{parent.seen[name]}]"
        self._open.append(_Open(name, attributes, line, column, path))

    def _end(self, name: str) -> None:
        element = self._open.pop().closed()
        if self._open:
            self._open[-1].content.append(element)
        else:
            self.root = element

    def _characters(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _doctype(self, *_: object) -> None:
        raise Refusal(12100, "a document type is not allowed", f"line {self.parser.CurrentLineNumber}")

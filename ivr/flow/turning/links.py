"""Links: what a caller may do at any question: a person, repeat, go back, start over, the other language, emergency."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ivr.flow.book import Book
from ivr.flow.meaning import Option
from ivr.flow.model import Defaults, Link

ROOT = "main"


@lru_cache(maxsize=256)
def in_force(book: Book, flow: str) -> Mapping[str, Link]:
    """The links of a flow: those of main.yaml, with its own over them; targets are absolute."""
    return {name: _absolute(link, owner) for owner in (ROOT, flow) for name, link in _links(book, owner).items()}


def _links(book: Book, flow: str) -> Mapping[str, Link]:
    document = book.flows.get(flow)
    return document.links if document else {}


def _absolute(link: Link, flow: str) -> Link:
    change = {f: absolute(t, flow) for f in ("goto", "subdialog", "doubt") if (t := getattr(link, f))}
    return link.model_copy(update=change)


def absolute(target: str, flow: str) -> str:
    """`node` of a flow as `flow.node`; a full target as it is."""
    return target if "." in target else f"{flow}.{target}"


@lru_cache(maxsize=256)
def by_key(book: Book, flow: str) -> Mapping[str, str]:
    """Which link each key means."""
    return {link.key: name for name, link in in_force(book, flow).items() if link.key}


@lru_cache(maxsize=256)
def as_options(book: Book, flow: str, language: str) -> tuple[Option, ...]:
    """The words of every link, for understanding."""
    links = in_force(book, flow).items()
    return tuple(Option(name, tuple(link.says.get(language, ()))) for name, link in links if link.says)


@lru_cache(maxsize=64)
def for_intent(book: Book, flow: str, intent: str) -> Link | None:
    """The link that an intent (emergency, crisis, agent) leads to."""
    return next((link for link in in_force(book, flow).values() if link.intent == intent), None)


@lru_cache(maxsize=16)
def _danger(book: Book) -> frozenset[str]:
    """Where danger is spoken of: the nodes that links with intent emergency or crisis lead to, and their flows."""
    told = [link for link in in_force(book, ROOT).values() if link.intent in ("emergency", "crisis")]
    nodes = {target for link in told for target in (link.goto, link.subdialog, link.doubt) if target}
    return frozenset(nodes | {node.partition(".")[0] for node in nodes} - {ROOT})


def in_danger(book: Book, at: str) -> bool:
    """Whether danger is spoken of at this node."""
    return bool(_danger(book) & {at, at.partition(".")[0]})


@lru_cache(maxsize=256)
def defaults(book: Book, flow: str) -> tuple[Defaults, ...]:
    """The defaults that hold in a flow, nearest first."""
    documents = [book.flows[name] for name in dict.fromkeys((flow, ROOT)) if name in book.flows]
    return tuple(document.defaults for document in documents if document.defaults)


def operator(book: Book) -> str | None:
    """Where a person is: the target of the link named operator."""
    link = in_force(book, ROOT).get("operator")
    return (link.subdialog or link.goto) if link else None

"""Every way a call can go from one node to another: what the checks follow and the picture draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.flow.model import (
    AnyNode,
    Block,
    Choice,
    Condition,
    Do,
    FlowDocument,
    Form,
    Link,
    Menu,
    Part,
    Question,
    Queue,
    Record,
    Retry,
    Review,
    ServiceDocument,
    Subdialog,
    Switch,
    Transfer,
)
from ivr.flow.reading.source import Path

QUEUE_ENDS = ("completed", "call_back", "message", "go_on", "closed", "too_long", "failed")
"""The ways out of a queue, as its settings are called."""
Manner = Literal["goto", "answer", "failure", "subdialog", "returned", "outcome", "link"]


@dataclass(frozen=True, slots=True)
class Way:
    """From `flow.node` to `flow.node`, as drawn: `label` is the key, the intent or the outcome.

    saying: how a sentence calls it (`key 1 of menu 'need' goes to`). path: where the target stands in its document.
    `source` is `flow.` for links and defaults, which lead away from every question of the flow.
    """

    source: str
    target: str
    label: str
    manner: Manner
    path: Path
    saying: str


def full(flow: str, target: str) -> str:
    """`flow.node` of a target as written in `flow`."""
    return target if "." in target else f"{flow}.{target}"


def flow_ways(document: FlowDocument) -> Iterator[Way]:
    """The ways of a flow: its nodes, its links and its defaults."""
    for name, node in document.nodes.items():
        for target, label, manner, path, saying in _node(name, node):
            at = f"{document.flow}.{name}"
            yield Way(at, full(document.flow, target), label, manner, ("nodes", name, *path), saying)
    for name, link in document.links.items():
        for target, label, manner, path, saying in _link(name, link):
            yield Way(f"{document.flow}.", full(document.flow, target), label, manner, ("links", name, *path), saying)
    if document.defaults:
        for target, label, manner, path, saying in _failures(document.defaults, "the flow's defaults"):
            yield Way(f"{document.flow}.", full(document.flow, target), label, manner, ("defaults", *path), saying)


def service_ways(document: ServiceDocument) -> Iterator[Way]:
    """The ways that the questions of a service file name; from any form that asks the service's questions."""
    for number, slot in enumerate(document.questions):
        for target, label, manner, path, saying in _failures(slot, f"question '{slot.slot}'"):
            yield Way("", target, label, manner, ("questions", number, *path), saying)


def all_ways(flows: Mapping[str, FlowDocument], services: Mapping[str, ServiceDocument]) -> list[Way]:
    """The ways of a whole book; a way of a service's question begins at each form that asks them."""
    ways = [way for document in flows.values() for way in flow_ways(document)]
    forms = [
        f"{f}.{n}" for f, d in flows.items() for n, node in d.nodes.items() if isinstance(node, Form) and node.questions
    ]
    asked = [way for document in services.values() for way in service_ways(document)]
    return ways + [Way(at, w.target, w.label, w.manner, w.path, w.saying) for at in forms for w in asked]


_Found = tuple[str, str, Manner, Path, str]


def _node(name: str, node: AnyNode) -> Iterator[_Found]:
    what = f"{type(node).__name__.lower()} '{name}'" if not isinstance(node, Block) else f"'{name}'"
    match node:
        case Menu():
            for number, choice in enumerate(node.choices):
                yield (
                    choice.goto,
                    _label(choice),
                    "answer",
                    ("choices", number, "goto"),
                    f"{_called(choice, number)} of {what}",
                )
            if node.goto:
                yield node.goto, _chosen(node), "answer", ("goto",), f"`goto` of {what}"
        case Form():
            for number, slot in enumerate(node.fields):
                yield from _failures(slot, f"field '{slot.slot}' of {what}", ("fields", number))
            yield node.goto, "", "goto", ("goto",), f"`goto` of {what}"
        case Subdialog():
            yield node.subdialog, "", "subdialog", ("subdialog",), f"`subdialog` of '{name}'"
            for value, target in node.returned.items():
                yield target, value, "returned", ("returned", value), f"returned value '{value}' of {what}"
            yield node.goto, "", "returned", ("goto",), f"`goto` of {what}"
        case Review():
            for number, part in enumerate(node.parts):
                yield (
                    part.subdialog,
                    _part(part),
                    "subdialog",
                    ("parts", number, "subdialog"),
                    f"part {number + 1} of {what}",
                )
            yield node.goto, "yes", "answer", ("goto",), f"`goto` of {what}"
        case Record():
            yield node.goto, "", "answer", ("goto",), f"`goto` of {what}"
            if node.noinput:
                yield node.noinput, "silence", "failure", ("noinput",), f"`noinput` of {what}"
        case Transfer():
            for outcome in ("completed", "busy", "no_answer", "failed"):
                target, words = getattr(node, outcome), outcome.replace("_", " ")
                yield target, words, "outcome", (outcome,), f"`{outcome}` of {what}"
        case Queue():
            for outcome in QUEUE_ENDS:
                if target := getattr(node, outcome):
                    yield target, outcome.replace("_", " "), "outcome", (outcome,), f"`{outcome}` of {what}"
        case Switch():
            for number, case in enumerate(node.switch):
                yield case.goto, _when(case.when), "goto", ("switch", number, "goto"), f"case {number + 1} of {what}"
        case Do():
            for outcome, target in node.outcomes.items():
                yield target, outcome, "outcome", ("outcomes", outcome), f"outcome '{outcome}' of {what}"
        case Block():
            yield node.goto, "", "goto", ("goto",), f"`goto` of {what}"
    if isinstance(node, Question):
        yield from _failures(node, what)


def _failures(question: Question, what: str, path: Path = ()) -> Iterator[_Found]:
    for name, label in (("noinput", "silence"), ("nomatch", "no match")):
        match getattr(question, name):
            case str(target):
                yield target, label, "failure", (*path, name), f"`{name}` of {what}"
            case Retry(then=str(target)):
                yield target, label, "failure", (*path, name, "then"), f"`then` in `{name}` of {what}"


def _link(name: str, link: Link) -> Iterator[_Found]:
    for setting in ("goto", "subdialog", "doubt"):
        if target := getattr(link, setting):
            manner: Manner = "link" if setting == "goto" else "subdialog"
            yield target, f"{name} {link.key or ''}".strip(), manner, (setting,), f"`{setting}` of link '{name}'"


def _label(choice: Choice) -> str:
    return " ".join(word for word in (choice.key, choice.intent) if word) or next(iter(_said(choice)), "")


def _said(choice: Choice) -> list[str]:
    return [words[0] for words in (choice.says or {}).values() if words]


def _called(choice: Choice, number: int) -> str:
    return (
        f"key {choice.key}" if choice.key else f"intent '{choice.intent}'" if choice.intent else f"choice {number + 1}"
    )


def _chosen(menu: Menu) -> str:
    return menu.choose or menu.hear or ""


def _when(condition: Condition | None) -> str:
    """A condition in a few words: `operator open`, `known place`, `status closed`."""
    if condition is None:
        return "else"
    c = condition
    pairs = [*(c.slots or {}).items(), *(c.service or {}).items()]
    said = [c.language, f"{c.open} open" if c.open else "", f"{c.closed} closed" if c.closed else ""]
    said += [{True: "holiday", False: "no holiday", None: ""}[c.holiday], *(f"no {n}" for n in c.unknown or ())]
    said += [*(n for n in c.known or ()), *(f"{n} {'/'.join(v) if isinstance(v, list) else v}" for n, v in pairs)]
    said += [" or ".join(_when(each) for each in c.any or ()), *(f"not {_when(each)}" for each in c.none or ())]
    return " & ".join(word.replace("_", " ") for word in said if word)


def _part(part: Part) -> str:
    return part.name.replace("_", " ") if isinstance(part.name, str) else next(iter(part.name.values()), "")

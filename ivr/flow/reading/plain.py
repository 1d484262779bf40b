"""Plain words for the places and kinds of the flow language, as sentences about mistakes need them."""

from __future__ import annotations

from ivr.flow.reading.grammar import (
    KEY,
    LANGUAGE,
    NAME,
    TARGET,
    AnyNode,
    Either,
    Flag,
    Kind,
    Many,
    Named,
    OneOf,
    Record,
    Text,
    Whole,
    settings,
)
from ivr.flow.reading.source import Items, Path, Scalar, Table, Tree

_SINGULAR = {
    "nodes": "node", "links": "link", "choices": "choice", "fields": "field", "questions": "question", "parts": "part",
    "switch": "case", "topics": "topic", "lines": "line", "agencies": "agency", "groups": "group", "values": "value",
    "languages": "language", "any": "condition", "none": "condition",
}  # fmt: skip
_PATTERNS = {
    getattr(NAME, "pattern", ""): "a name in small letters, digits and underscores, such as bulk_trash",
    getattr(TARGET, "pattern", ""): "a node such as 'ask', or one of another flow such as 'police.start'",
    getattr(KEY, "pattern", ""): "one key of the telephone: 0 to 9, or \"*\" or \"#\" in quotes",
    getattr(LANGUAGE, "pattern", ""): "a language code of two small letters, such as en or es",
    r"^\d{1,3} (business )?(day|days|hours)$": "a time such as `2 days`, `5 business days` or `24 hours`",
    r"^\d{1,4} m$": "a distance in metres such as `50 m`",
}  # fmt: skip


def listed(words: list[str] | tuple[str, ...], last: str = "or") -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else "nothing"


def expected(kind: Kind) -> str:
    """What belongs in a place of this kind, with an example."""
    match kind:
        case Text(pattern=pattern):
            return _PATTERNS.get(pattern, "a text" if not pattern else f"a text like {pattern}")
        case Whole(least=least, most=most):
            return "a whole number" + (f" from {least} to {most}" if least is not None and most is not None else "")
        case Flag():
            return "true or false"
        case OneOf(words=allowed):
            return listed(allowed) if len(allowed) == 1 else f"one of {listed(allowed)}"
        case Either(options=options):
            return ", or ".join(dict.fromkeys(expected(o) for o in options))
        case Many(item=item, least=least, most=most):
            pair = f"{least} " if least and least == most else ""
            return f"a list of {pair}{_plural(item)}, such as [{_sample(item)}, {_sample(item, 1)}]"
        case Named(key=key, value=value):
            return f"a table such as {{{_sample(key)}: {_sample(value)}}}"
        case Record(model=model):
            needed = [one for one in settings(model) if one.required] or settings(model)[:1]
            return "a table such as {" + ", ".join(f"{one.name}: {_sample(one.kind)}" for one in needed) + "}"
        case AnyNode():
            return "a node"


def _plural(kind: Kind) -> str:
    return {Whole: "whole numbers", Record: "tables", Text: "texts"}.get(type(kind), "words")


def _sample(kind: Kind, nth: int = 0) -> str:
    if kind == LANGUAGE:
        return ("en", "es")[nth]
    if isinstance(kind, Whole):
        return ("4", "10")[nth]
    if isinstance(kind, Many):
        return f"[{_sample(kind.item)}, …]"
    if isinstance(kind, Named):
        return "{…}"
    if isinstance(kind, OneOf):
        return str(kind.words[nth % len(kind.words)])
    return "…" if not isinstance(kind, Text) or not kind.pattern else ("name", "other")[nth]


def found(tree: Tree) -> str:
    """What stands there now."""
    match tree:
        case Scalar(text="", quoted=False):
            return "empty"
        case Scalar(text=text):
            return f"'{text if len(text) <= 60 else text[:57] + '…'}'"
        case Items():
            return "a list"
        case Table():
            return "a table"


def where(path: Path) -> str:
    """`goto of choice 1 of node 'need'`; empty for the document itself."""
    said: list[str] = []
    steps = list(path)
    while steps:
        step = steps.pop(0)
        many = steps[0] if steps and step in _SINGULAR else None
        if many is None:
            said.append(f"`{step}`" if isinstance(step, str) else f"item {step + 1}")
            continue
        steps.pop(0)
        name = _SINGULAR[str(step)]
        said.append(f"{name} '{many}'" if isinstance(many, str) else f"{name} {many + 1}")
    return " of ".join(reversed(said[-3:]))

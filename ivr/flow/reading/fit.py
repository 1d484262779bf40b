"""Matches the tree of a file with the grammar: plain values for what fits, a problem for everything that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from ivr.flow.model import KINDS, Condition, kind_of
from ivr.flow.problems import Problem, nearest
from ivr.flow.reading.grammar import (
    KEY,
    NAME,
    AnyNode,
    Either,
    Flag,
    Kind,
    Many,
    Named,
    OneOf,
    Record,
    Setting,
    Text,
    Whole,
    settings,
    spellings,
)
from ivr.flow.reading.plain import expected, found, listed, where
from ivr.flow.reading.source import Items, Path, Scalar, Table, Tree, words

_ANSWERS = "; an answer is compared under `slots`: {slots: {name: answer}}"


class _Wrong:
    """Nothing usable stands here; a problem has been told."""


WRONG: Final = _Wrong()


@dataclass
class Fit:
    """Collects the problems of one file.

    mentions: every word of what had to be left out, so that no check calls unused or unknown what is only misspelt.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    mentions: set[str] = field(default_factory=set)

    def record(self, model: type[BaseModel], tree: Tree, path: Path = ()) -> Any:
        """Plain values that `model` accepts, without what does not fit; WRONG when a required setting is missing."""
        if not isinstance(tree, Table):
            return self._mistake(Record(model), tree, path)
        known, values, bad, meant = spellings(model), {}, False, set[str]()
        for name, value in tree.entries.items():
            if name not in known:
                meant.add(self._unknown(model, name, tree, path))
            elif (fitted := self.value(known[name].kind, value, (*path, name), known[name])) is not WRONG:
                values[known[name].name] = fitted
        for one in settings(model):
            if one.required and one.name not in values:
                bad = True
                if not {one.name, one.attribute} & (tree.entries.keys() | meant):
                    self._missing(model, one, tree, path)
        return self._lost(tree) if bad else values

    def value(self, kind: Kind, tree: Tree, path: Path, of: Setting | None = None) -> Any:
        """The plain value of `kind` that `tree` holds, or WRONG. A setting that is left empty and may be is None."""
        if isinstance(tree, Scalar) and tree.value is None:
            # A key that is empty was meant to be # or *; anything else that may be left out may be left empty.
            if of is not None and not of.required and of.default is None and kind != KEY:
                return None
            return self._mistake(kind, tree, path)
        match kind, tree:
            case ((Text() | Whole() | Flag() | OneOf()), Scalar()):
                value = _read(kind, tree)
                return self._mistake(kind, tree, path) if value is WRONG else value
            case Many(), Items():
                return self._many(kind, tree, path)
            case Named(), Table():
                return self._named(kind, tree, path)
            case Record(model=model), _:
                return self.record(model, tree, path)
            case AnyNode(), _:
                return self._node(tree, path)
            case Either(options=options), Scalar():
                truths_first = sorted(options, key=lambda option: not isinstance(option, Flag))  # `true` is no word
                fitted = [v for o in truths_first if _form(o) is Scalar and (v := _read(o, tree)) is not WRONG]
                return fitted[0] if fitted else self._mistake(kind, tree, path)
            case Either(options=options), _:
                option = _chosen(options, tree)
                return self._mistake(kind, tree, path) if option is None else self.value(option, tree, path)
        return self._mistake(kind, tree, path)

    def _many(self, kind: Many, tree: Items, path: Path) -> Any:
        fitted = [self.value(kind.item, item, (*path, n)) for n, item in enumerate(tree.items)]
        count = len(tree.items)
        if count < kind.least or (kind.most is not None and count > kind.most):
            limit = _span(kind)
            self._tell(tree, f"{where(path)} lists {count or 'nothing'}; it takes {limit}", "wrong-value")
            return self._lost(tree)
        kept = [value for value in fitted if value is not WRONG]
        return kept if len(kept) == count or (len(kept) >= kind.least and kind.most != kind.least) else self._lost(tree)

    def _named(self, kind: Named, tree: Table, path: Path) -> Any:
        kept: dict[str, Any] = {}
        for name, entry in tree.entries.items():
            key = self._key(kind.key, tree.keys[name], path)
            value = self.value(kind.value, entry, (*path, name))
            if key is not WRONG and value is not WRONG:
                kept[name] = value
            else:
                self.mentions |= {name, *words(entry)}
        if len(tree.entries) < kind.least:
            self._tell(tree, f"{where(path)} is empty; it needs at least one entry", "missing-setting")
        return kept if len(kept) >= kind.least else self._lost(tree)

    def _key(self, kind: Kind, key: Scalar, path: Path) -> Any:
        match kind:
            case Text(pattern=pattern) if not re.search(pattern, key.text):
                self._tell(key, f"the name {found(key)} in {where(path)} must be {expected(kind)}", "wrong-name")
                return self._lost(key)
            case OneOf(words=allowed) if key.text not in allowed:
                message = f"'{key.text}' in {where(path)} must be {expected(kind)}"
                self._tell(key, message, "wrong-name", nearest(key.text, allowed))
                return self._lost(key)
        return key.text

    def _node(self, tree: Tree, path: Path) -> Any:
        if not isinstance(tree, Table):
            return self._mistake(AnyNode(), tree, path)
        kind = kind_of(tree.entries)
        if kind is None:
            close = next((n for n in (nearest(k, KINDS) for k in tree.entries) if n), "")
            message = f"{where(path)} does not say what it does; it needs one of {listed(tuple(KINDS))}"
            self._tell(tree, message, "unknown-kind", close)
            return self._lost(tree)
        return self.record(KINDS[kind], tree, path)

    # ------------------------------------------------------------ telling

    def _unknown(self, model: type[BaseModel], name: str, tree: Table, path: Path) -> str:
        """Tells of a setting that is not known; the setting it was most likely meant to be, or empty."""
        known = spellings(model)
        at = where(path) or "the file"
        self.mentions |= {name, *words(tree.entries[name])}
        kind = f" ({kind_of(tree.entries)})" if model in KINDS.values() else ""
        if name in KINDS and kind:
            message = f"{at}{kind} cannot also `{name}`; make `{name}` a node of its own and go there"
            self._tell(tree.keys[name], message, "unknown-key")
            return ""
        close = nearest(name, known.keys() - tree.entries.keys())
        more = (
            ""
            if close
            else _ANSWERS
            if model is Condition
            else f"; it knows {listed(tuple(s.name for s in settings(model)), 'and')}"
        )
        self._tell(tree.keys[name], f"{at}{kind} has no setting '{name}'{more}", "unknown-key", close)
        return close

    def _missing(self, model: type[BaseModel], one: Setting, tree: Table, path: Path) -> None:
        hint = f" ({one.about[0].lower()}{one.about[1:].rstrip('.')})" if one.about else f"; write `{one.name}: …`"
        at = where(path) or "the file"
        self._tell(tree, f"{at} needs `{one.name}`{hint}", "missing-setting")

    def _mistake(self, kind: Kind, tree: Tree, path: Path) -> _Wrong:
        name = where(path) or "the file"
        choices = [
            w for o in (kind.options if isinstance(kind, Either) else (kind,)) if isinstance(o, OneOf) for w in o.words
        ]
        close = nearest(tree.text, choices) if isinstance(tree, Scalar) else ""
        if isinstance(kind, Flag) and isinstance(tree, Scalar):
            close = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(tree.text.lower(), "")
        wanted = expected(kind)
        if isinstance(kind, Flag) and isinstance(tree, Scalar) and tree.quoted:
            wanted += ", without quotes"
        if kind == NAME and isinstance(tree, Scalar):
            tidy = re.sub(r"[\s-]+", "_", tree.text.strip().lower())
            close = tidy if isinstance(kind, Text) and re.search(kind.pattern, tidy) else ""
        if isinstance(tree, Scalar) and not tree.text and not tree.quoted:
            sign = "; a key # or * stands in quotes" if path and path[-1] == "key" else ""
            self._tell(tree, f"{name} is empty; expected {expected(kind)}{sign}", "empty")
        else:
            self._tell(tree, f"{name} is {found(tree)}; expected {wanted}", "wrong-value", close)
        return self._lost(tree)

    def _lost(self, *trees: Tree) -> _Wrong:
        self.mentions.update(*map(words, trees))
        return WRONG

    def _tell(self, at: Tree, message: str, code: str, suggestion: str = "") -> None:
        self.problems.append(Problem(self.file, at.line, at.column, message, code, "error", suggestion))


def _read(kind: Kind, tree: Scalar) -> Any:
    """The value of a word or number, or WRONG. Numbers and truths are texts where texts belong."""
    match kind, tree.value:
        case Text(pattern=pattern), value if value is not None and re.fullmatch(pattern or r"(?s:.*)", tree.text):
            return tree.text
        case Flag(), bool(value):
            return value
        case OneOf(words=allowed), _ if tree.text in allowed:
            return tree.text
        case Whole(least=least, most=most), _ if re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", tree.text):
            number = int(tree.text)
            if (least is None or number >= least) and (most is None or number <= most):
                return number
    return WRONG


def _chosen(options: Iterable[Kind], tree: Tree) -> Kind | None:
    """The option of the same form as the tree; of two tables, the one whose settings the tree names."""
    fitting: list[Kind] = [o for o in options if _form(o) is type(tree)]
    if isinstance(tree, Table):
        named: list[Kind] = [
            o for o in fitting if isinstance(o, Record) and spellings(o.model).keys() & tree.entries.keys()
        ]
        plain: list[Kind] = [o for o in fitting if isinstance(o, Named)]
        return next(iter(named or plain or fitting), None)
    return next(iter(fitting), None)


def _span(kind: Many) -> str:
    if kind.most is None:
        return f"at least {kind.least}"
    return f"exactly {kind.least}" if kind.least == kind.most else f"{kind.least} to {kind.most}"


def _form(kind: Kind) -> type[Tree]:
    match kind:
        case Many():
            return Items
        case Named() | Record() | AnyNode():
            return Table
    return Scalar

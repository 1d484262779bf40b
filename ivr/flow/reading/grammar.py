"""The model's annotations as a small grammar: what the loader matches, the manual tells and the JSON Schema repeats."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ivr.flow import desk, model


@dataclass(frozen=True)
class Text:
    """Words; with `pattern`, only such words."""

    pattern: str = ""


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Flag:
    """true or false."""


@dataclass(frozen=True)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Many:
    """A list."""

    item: Kind
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Named:
    """A table of names the administrator chooses."""

    key: Kind
    value: Kind
    least: int = 0


@dataclass(frozen=True)
class Record:
    """A table with the settings of `model`."""

    model: type[BaseModel]


@dataclass(frozen=True)
class AnyNode:
    """A node: one of the records of model.KINDS, told apart by its verb."""


@dataclass(frozen=True)
class Either:
    """One of several kinds, told apart by their form: a word, a list, a table."""

    options: tuple[Kind, ...]


Kind = Text | Whole | Flag | OneOf | Many | Named | Record | AnyNode | Either


@dataclass(frozen=True)
class Setting:
    """One setting of a record: `name` as it is written, `attribute` as Python knows it."""

    name: str
    attribute: str
    kind: Kind
    required: bool
    default: Any = field(compare=False)
    about: str = ""


@cache
def settings(record: type[BaseModel]) -> tuple[Setting, ...]:
    """The settings of a record: its own first, inherited ones after them, as a reader wants to meet them."""
    inherited = {
        name for base in record.__mro__[1:] if base is not BaseModel for name in getattr(base, "model_fields", {})
    }
    fields = sorted(record.model_fields.items(), key=lambda item: item[0] in inherited)
    return tuple(_setting(name, info) for name, info in fields)


def setting(record: type[BaseModel], attribute: str) -> Setting:
    """The setting Python knows as `attribute`."""
    return next(s for s in settings(record) if s.attribute == attribute)


def spellings(record: type[BaseModel]) -> dict[str, Setting]:
    """Settings by every way they may be written: a slot's name is `slot` in a form and `code` in a service."""
    known = {s.name: s for s in settings(record)}
    known.update({s.attribute: s for s in settings(record) if not s.attribute.endswith("_")})
    return known


def _setting(name: str, info: FieldInfo) -> Setting:
    kind = _kind(info.annotation, tuple(info.metadata) + ((info.discriminator,) if info.discriminator else ()))
    default = None if info.default is PydanticUndefined else info.default
    return Setting(info.alias or name, name, kind, info.is_required(), default, info.description or "")


def _kind(hint: Any, limits: tuple[Any, ...] = ()) -> Kind:
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *marks = get_args(hint)
        more = [m for mark in marks for m in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
        return _kind(inner, (*more, *limits))
    if any(isinstance(limit, Discriminator) for limit in limits):
        return AnyNode()
    if origin in (Union, types.UnionType):
        return _either(hint, limits)
    if origin is Literal:
        return OneOf(tuple(get_args(hint)))
    return _simple(hint, origin, limits)


def _either(hint: Any, limits: tuple[Any, ...]) -> Kind:
    options: list[Kind] = []
    for option in get_args(hint):
        if option is type(None):
            continue
        kind = _kind(option, limits)
        options += kind.options if isinstance(kind, Either) else (kind,)
    return options[0] if len(options) == 1 else Either(tuple(options))


def _simple(hint: Any, origin: Any, limits: tuple[Any, ...]) -> Kind:
    if origin is dict:
        key, value = get_args(hint)
        return Named(_kind(key), _kind(value), _limit(limits, "min_length") or 0)
    if origin is list:
        return Many(_kind(get_args(hint)[0]), _limit(limits, "min_length") or 0, _limit(limits, "max_length"))
    if origin is tuple:
        return Many(_kind(get_args(hint)[0]), len(get_args(hint)), len(get_args(hint)))
    if hint is bool:
        return Flag()
    if hint is int:
        return Whole(_limit(limits, "ge"), _limit(limits, "le"))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Record(hint)
    if hint is str:
        return Text(_limit(limits, "pattern") or "")
    raise TypeError(f"the flow language has no such kind of value: {hint!r}")


def _limit(limits: tuple[Any, ...], name: str) -> Any:
    return next((getattr(limit, name) for limit in limits if getattr(limit, name, None) is not None), None)


TARGET, NAME, KEY, LANGUAGE = (_kind(k) for k in (model.Target, model.Name, model.Key, model.Language))
TEXTS, WORDS = _kind(model.Texts), _kind(model.Words)


def records() -> Iterator[type[BaseModel]]:
    """Every record of the language, documents first, each after the one that holds it."""
    queue: list[type[BaseModel]] = [
        model.FlowDocument,
        model.ServiceDocument,
        model.CityDocument,
        model.IntentsDocument,
        model.TopicsDocument,
        desk.DeskDocument,
    ]
    seen: list[type[BaseModel]] = []
    while queue:
        record = queue.pop(0)
        if record not in seen:
            seen.append(record)
            yield record
            queue += [r for s in settings(record) for r in _inside(s.kind)]


def _inside(kind: Kind) -> list[type[BaseModel]]:
    match kind:
        case Record(model=record):
            return [record]
        case AnyNode():
            return list(dict.fromkeys(model.KINDS.values()))
        case Many(item=inner) | Named(value=inner):
            return _inside(inner)
        case Either(options=options):
            return [r for option in options for r in _inside(option)]
    return []

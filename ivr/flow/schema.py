"""JSON Schema of each kind of document, so that an editor completes, explains and underlines while one types."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from ivr.flow.desk import DeskDocument
from ivr.flow.model import KINDS, CityDocument, FlowDocument, IntentsDocument, ServiceDocument, TopicsDocument
from ivr.flow.reading.grammar import (
    KEY,
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
    records,
    settings,
)
from ivr.flow.reading.plain import expected

DOCUMENTS: Mapping[str, type[BaseModel]] = {
    "flow": FlowDocument,
    "service": ServiceDocument,
    "city": CityDocument,
    "topics": TopicsDocument,
    "intents": IntentsDocument,
    "desk": DeskDocument,
}
_DIALECT = "http://json-schema.org/draft-07/schema#"  # what VS Code's YAML extension reads best
Schema = dict[str, Any]


def schemas() -> dict[str, str]:
    """The text of docs/schema/<name>.json for every kind of document: flow, service, city, topics, intents, desk."""
    return {name: json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n" for name in DOCUMENTS}


def schema(name: str) -> Schema:
    """The schema of one kind of document, with a definition for every record it uses."""
    document = DOCUMENTS[name]
    needed = _needed(document)
    return {
        "$schema": _DIALECT,
        "title": f"OneCall: {name}",
        **_record(document),
        "definitions": {r.__name__: _record(r) for r in records() if r in needed and r is not document},
    }


def _needed(document: type[BaseModel]) -> set[type[BaseModel]]:
    seen: set[type[BaseModel]] = set()
    queue = [document]
    while queue:
        record = queue.pop()
        if record not in seen:
            seen.add(record)
            queue += [r for one in settings(record) for r in _used(one.kind)]
    return seen


def _used(kind: Kind) -> list[type[BaseModel]]:
    match kind:
        case Record(model=record):
            return [record]
        case AnyNode():
            return list(KINDS.values())
        case Many(item=inner) | Named(value=inner):
            return _used(inner)
        case Either(options=options):
            return [r for option in options for r in _used(option)]
    return []


def _record(record: type[BaseModel]) -> Schema:
    own = settings(record)
    schema: Schema = {
        "description": about(record),
        "type": "object",
        "properties": {name: _setting(one) for one in own for name in _names(one)},
        "additionalProperties": False,
    }
    required = [one.name for one in own if one.required and len(_names(one)) == 1]
    either = [{"required": [name]} for one in own if one.required and len(_names(one)) > 1 for name in _names(one)]
    return schema | ({"required": required} if required else {}) | ({"oneOf": either} if either else {})


def about(record: type[BaseModel]) -> str:
    """What a record is, in one paragraph: its docstring, or its name."""
    written = record.__doc__ if record.__doc__ and not record.__doc__.startswith("!!!") else ""
    return " ".join(inspect.cleandoc(written or record.__name__).split())


def _names(one: Setting) -> list[str]:
    """A slot's name is written `slot` in a form and `code` in a service; everything else has one name."""
    return [one.name] if one.attribute.endswith("_") or one.attribute == one.name else [one.attribute, one.name]


def _setting(one: Setting) -> Schema:
    schema = _kind(one.kind, empty=not one.required and one.default is None)
    told = one.about or expected(one.kind)
    if isinstance(one.default, str | int | bool) and not one.required:
        schema["default"] = one.default
    return {"description": told, "markdownDescription": _marked(told, one), **schema}


def _marked(told: str, one: Setting) -> str:
    default = f"\n\nDefault: `{json.dumps(one.default)}`" if isinstance(one.default, str | int | bool) else ""
    return f"{told}{default}" + ("\n\n*required*" if one.required else "")


def _kind(kind: Kind, empty: bool = False) -> Schema:
    match kind:
        case Text() as text:
            return _text(text, empty)
        case Whole(least=least, most=most):
            limits = {"minimum": least, "maximum": most}
            return {"type": _or_null("integer", empty), **{k: v for k, v in limits.items() if v is not None}}
        case Flag():
            return {"type": _or_null("boolean", empty)}
        case OneOf(words=words):
            return {"enum": [*words, None] if empty else list(words)}
        case Many(item=item, least=least, most=most):
            limits = {"minItems": least or None, "maxItems": most}
            return {"type": _or_null("array", empty), "items": _kind(item), **{k: v for k, v in limits.items() if v}}
        case Named(key=key, value=value, least=least):
            schema: Schema = {"type": _or_null("object", empty), "additionalProperties": _kind(value)}
            return (
                schema
                | ({"propertyNames": _kind(key)} if key != Text() else {})
                | ({"minProperties": 1} if least else {})
            )
        case Record(model=record):
            return (
                {"$ref": f"#/definitions/{record.__name__}"}
                if not empty
                else {"anyOf": [_kind(kind), {"type": "null"}]}
            )
        case AnyNode():
            return {"anyOf": [_kind(Record(node)) for node in dict.fromkeys(KINDS.values())]}
        case Either(options=options):
            return {"anyOf": [*(_kind(option) for option in options), *([{"type": "null"}] if empty else [])]}


def _text(text: Text, empty: bool) -> Schema:
    # A key or value may be written as a bare number, as the loader reads it.
    types = ["string", "integer", "number", "boolean"] if not text.pattern else "string"
    if text == KEY:
        return {"anyOf": [{"type": "string", "pattern": text.pattern}, {"type": "integer", "minimum": 0, "maximum": 9}]}
    return {"type": _or_null(types, empty), **({"pattern": text.pattern} if text.pattern else {})}


def _or_null(types: str | list[str], empty: bool) -> str | list[str]:
    return types if not empty else [*([types] if isinstance(types, str) else types), "null"]

"""Which of a service's questions are to be asked, given the answers so far; and the same as a rule for a browser."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from ivr.flow.book import Book
from ivr.flow.model import Condition
from ivr.flow.state import State
from ivr.flow.turning.conditions import holds
from ivr.flow.turning.scene import Moment, Scene

Rule = dict[str, Any]
"""{} always holds; otherwise all of: never · known, unknown: [slot] · slots: {slot: [value]} · any, none: [rule]."""
NEVER: Rule = {"never": True}


def due(when: Condition | None, known: Mapping[str, str], language: str, book: Book, now: datetime) -> bool:
    """As the line itself would ask. known: slots of the call and answers of the form, by code. now: in the city."""
    return holds(Scene(book, Moment(now)), State(slots=known, language=language), when)


def rule(
    when: Condition | None,
    inside: Container[str],
    known: Mapping[str, str],
    language: str,
    book: Book,
    now: datetime,
) -> Rule:
    """What depends on answers inside the form; all else is settled now, by what is known of the call."""
    if when is None:
        return {}

    def of(each: Condition) -> Rule:
        return rule(each, inside, known, language, book, now)

    settled = when.model_copy(update={**_outside(when, inside), "any": None, "none": None})
    if not due(settled, known, language, book, now):
        return NEVER
    made: Rule = {
        "known": [name for name in when.known or () if name in inside],
        "unknown": [name for name in when.unknown or () if name in inside],
        "slots": {name: _listed(value) for name, value in (when.slots or {}).items() if name in inside},
        "any": [of(each) for each in when.any] if when.any is not None else None,
        "none": [of(each) for each in when.none or ()],
    }
    return {name: value for name, value in made.items() if value or (name == "any" and value is not None)}


def _outside(when: Condition, inside: Container[str]) -> dict[str, Any]:
    return {
        "known": [name for name in when.known or () if name not in inside],
        "unknown": [name for name in when.unknown or () if name not in inside],
        "slots": {name: value for name, value in (when.slots or {}).items() if name not in inside},
    }


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]

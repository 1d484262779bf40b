"""What a step of the engine works with: the book, the moment, and the directives gathered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ivr.flow.book import Book
from ivr.flow.directives import Directive
from ivr.flow.state import State


@dataclass(frozen=True, slots=True)
class Moment:
    """When the turn happens: an aware time in the city's zone."""

    now: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """The state after an event, and what is to be done; the last directive waits or asks for work."""

    state: State
    directives: tuple[Directive, ...]


@dataclass(slots=True)
class Scene:
    """One step in the making. `out` grows; `path` lists the nodes entered, for the trace."""

    book: Book
    moment: Moment
    out: list[Directive] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    hops: int = 0

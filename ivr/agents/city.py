"""The city's queues, as the floor knows them: who may take what, and how long each step may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ivr.agents.matching import EMERGENCY, POLICE, SERVICES, URGENT, Queue
from ivr.agents.rules import USUAL, Rules
from ivr.flow.book import Book
from ivr.flow.hours import is_holiday, is_open
from ivr.flow.model import WorkQueue

PRIORITIES = {"emergency_follow_up": EMERGENCY, "urgent": URGENT, "police": POLICE, "services": SERVICES}
LONGER = timedelta(seconds=8)
"""The line's own patience with a telephone that rings, beyond Twilio's, whose word should come first."""


@dataclass(frozen=True, slots=True)
class City:
    """queues, rules: by the queue's name; a queue that is in no file any more has the usual rules. opens: whether it is
    open at a moment of the city's time, by the hours of its line."""

    queues: Mapping[str, Queue] = field(default_factory=dict)
    rules: Mapping[str, Rules] = field(default_factory=dict)
    opens: Callable[[str, datetime], bool] = lambda queue, now: True

    def rules_of(self, queue: str) -> Rules:
        return self.rules.get(queue, USUAL)

    def rings(self, queue: str) -> int:
        """Seconds an agent's telephone rings."""
        return int((self.rules_of(queue).pick_up - LONGER).total_seconds())


def city(book: Book) -> City:
    """The queues of a book's city.yaml."""
    queues = book.city.queues
    return City(
        {name: Queue(name, frozenset(one.skills)) for name, one in queues.items()},
        {name: _rules(one) for name, one in queues.items()},
        lambda queue, now: _open(book, queue, now),
    )


def _open(book: Book, queue: str, now: datetime) -> bool:
    found = book.city.queues.get(queue)
    line = book.city.lines.get(found.line) if found else None
    return line is None or is_open(line.hours, now, is_holiday(book.city, now))


def _rules(queue: WorkQueue) -> Rules:
    ring = timedelta(seconds=queue.ring)
    return replace(USUAL, pick_up=ring + LONGER, wait=timedelta(minutes=queue.patience))

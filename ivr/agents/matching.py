"""Who is asked for whom: the caller whose turn it is, and the agent who is asked first. Pure.

Callers: an emergency's follow-up before all; then who was cut off before; then urgent, police and services; then who
waits longest. Agents: of those who can do it, who does it best; of these, who has been free longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.agents.handoff import Handoff
from ivr.agents.rules import USUAL, Rules

EMERGENCY, URGENT, POLICE, SERVICES = range(4)
"""Handoff.priority. EMERGENCY is a caller who was told of 911, or came from there: never behind anybody."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A kind of work. skills: what it takes besides the caller's language, which is a skill like any other.

    overflow: the queue whose agents may take it, too, once somebody has waited `overflow_after`. tongue_after: who has
    waited so long may also come to somebody who does not speak their language, and calls an interpreter in; None:
    never.
    """

    name: str
    skills: frozenset[str]
    overflow: str = ""
    overflow_after: timedelta = timedelta(minutes=2)
    tongue_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """An agent who is available. skills: skill or language → how good, 1 to 3. since: free for so long (aware)."""

    agent: str
    skills: Mapping[str, int]
    since: datetime


@dataclass(frozen=True, slots=True)
class Match:
    handoff: str
    agent: str


def choose(
    waiting: Iterable[Handoff],
    free: Sequence[Free],
    queues: Mapping[str, Queue],
    now: datetime,
    rules: Rules = USUAL,
) -> Match | None:
    """The next offer; None: nobody waits whom one of the free could take. One at a time: the store asks again.

    A queue that is in no file any more is taken for one that anybody can do: a caller is not left for that.
    """
    able: dict[frozenset[str], list[Free]] = {}  # of hundreds who wait, most need the same
    for handoff in sorted((one for one in waiting if is_due(one, now)), key=rank):
        asked_lately = {one.agent for one in handoff.tried if now - one.at < (rules.mend if one.fault else rules.apart)}
        passed = asked_lately.union(handoff.writing)
        for needs in needed(handoff, queues, now):
            if needs not in able:
                able[needs] = _best_first(needs, free)
            agent = next((one.agent for one in able[needs] if one.agent not in passed), None)
            if agent is not None:
                return Match(handoff.id, agent)
    return None


def is_due(handoff: Handoff, now: datetime) -> bool:
    """It waits, and now is its time: a call-back has one."""
    if handoff.phase != "waiting":
        return False
    on_the_line = handoff.caller not in ("none", "calling", "gone")
    return handoff.call_back is None or on_the_line or handoff.call_back.due <= now


def rank(handoff: Handoff) -> tuple[bool, bool, int, datetime, str]:
    """Smaller is earlier. The order is whole, so that two processes choose alike."""
    emergency = handoff.priority <= EMERGENCY
    return not emergency, not handoff.cut_off, handoff.priority, handoff.since, handoff.id


def place(handoff: Handoff, waiting: Iterable[Handoff], now: datetime) -> int:
    """Which in its queue, from 1: who is told so before it. Call-backs count when they are due: they take an agent."""
    mine = rank(handoff)
    return 1 + sum(one.queue == handoff.queue and is_due(one, now) and rank(one) < mine for one in waiting)


def _best_first(needs: frozenset[str], free: Sequence[Free]) -> list[Free]:
    able = [one for one in free if all(one.skills.get(skill, 0) > 0 for skill in needs)]
    return sorted(able, key=lambda one: (-sum(one.skills[skill] for skill in needs), one.since, one.agent))


def needed(handoff: Handoff, queues: Mapping[str, Queue], now: datetime) -> list[frozenset[str]]:
    """Sets of skills, the best first, any of which will do by now."""
    queue = queues.get(handoff.queue) or Queue(handoff.queue, frozenset())
    own = handoff.skills - {handoff.language}
    ways = [queue.skills]
    over = queues.get(queue.overflow)
    if over is not None and now - handoff.since >= queue.overflow_after:
        ways.append(over.skills)
    spoken = [way | own | {handoff.language} for way in ways]
    if queue.tongue_after is None or now - handoff.since < queue.tongue_after:
        return spoken
    return [*spoken, *(way | own for way in ways)]

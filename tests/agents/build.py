"""Hand-offs and agents as the tests of matching name them: only what matters is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ivr.agents.events import Asked
from ivr.agents.handoff import Handoff
from ivr.agents.machine import begin
from ivr.agents.matching import SERVICES, Free

from .world import MORNING


def waiting(
    id: str, minutes: float = 0, *, priority: int = SERVICES, language: str = "en", queue: str = "services", **more: Any
) -> Handoff:
    """Somebody who waits since so many minutes before MORNING."""
    since = MORNING - timedelta(minutes=minutes)
    asked = Asked(f"CA{id}", 0, queue, "asked", priority, language, f"CA{id}")
    return replace(begin(id, asked, since).handoff, **more)


def free(agent: str, minutes: float = 0, **skills: int) -> Free:
    """An agent who is free since so many minutes; who is told no skills can do services in English."""
    return Free(agent, skills or {"services": 1, "en": 1}, MORNING - timedelta(minutes=minutes))

"""What a turn answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ivr.flow.directives import Directive
from ivr.flow.state import State


@dataclass(frozen=True, slots=True)
class Reply:
    """directives: prompts, then the one that waits. state: after the turn; None when the call is over.

    trace: what the engine thought, for the test phone; empty in production.
    """

    directives: tuple[Directive, ...]
    state: State | None
    language: str
    trace: dict[str, Any]

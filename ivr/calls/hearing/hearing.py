"""Where the listening to one answer stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["waiting", "speaking", "heard", "nothing", "broken"]
"""waiting: no voice yet. speaking: a voice, or its words are still being made out. heard: the words are final; without
a text there was a voice, and no answer in it. nothing: it ended without words. broken: no ear could be had, or it
failed; `text` is what was final until then."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of one answer so far.

    text: final words; while `speaking`, what it sounds like (it may still change). confidence: 0..1, None: unknown.
    language: BCP-47, the one that was heard. since: seconds since the listening began; while `waiting` or `nothing`,
    how long the caller has been silent. quiet: the same while `speaking`, once the caller has finished. doubtful: by an
    ear that is not to be sure of.
    """

    state: Standing
    text: str = ""
    confidence: float | None = None
    language: str = ""
    since: float = 0.0
    quiet: float = 0.0
    doubtful: bool = False

    @property
    def settled(self) -> bool:
        """Nothing more will come."""
        return self.state in ("heard", "nothing", "broken")

"""What is known of the Google stream that is open now, and whether it has been waited for long enough."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.speech.google.patience import Patience

VOICED = 0.6
"""Seconds of voice that any recogniser would have answered."""


@dataclass
class Watch:
    """base: where the stream begins, in bytes of the whole sound. Moments are those of a monotonic clock."""

    base: int
    begun: float
    opened: bool = False
    """The server has taken the settings."""
    unanswered: float = 0.0
    """Seconds of voice since its last answer …"""
    since: float = 0.0
    """… and when the first of it was sent."""
    turning: float | None = None
    """When it was told that its sound has ended, so that its words become final; another one goes on."""

    def sent(self, voiced: float, now: float) -> None:
        """It got so many seconds of voice."""
        if not self.unanswered:
            self.since = now
        self.unanswered += voiced

    def answered(self) -> None:
        self.unanswered = 0.0

    def silent(self, now: float, patience: Patience, finishing: float | None) -> bool:
        """It should have answered by now. finishing: when it was told that the caller has ended."""
        unopened = not self.opened and now - self.begun >= patience.answer
        unanswered = self.unanswered >= VOICED and now - self.since >= patience.answer
        closing = self.turning or finishing
        return unopened or unanswered or (closing is not None and now - closing >= patience.closing)

    def old(self, now: float, patience: Patience, unfinal: float) -> bool:
        """It should make room for another one, early where no word is under way.

        unfinal: seconds of voice that no words were made of.
        """
        age = now - self.begun
        return age >= patience.life or (age >= patience.life * patience.early and not unfinal)

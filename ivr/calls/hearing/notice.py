"""What processes tell one another about the listening to an answer."""

from __future__ import annotations

import msgspec

from ivr.calls.hearing.hearing import Hearing, Standing

STALE = 2.0
"""Seconds without a sign of life after which a process that listens is taken for dead."""
BEAT = 0.5
ABSENT = 3.0
"""Seconds a stream may take to arrive, from when it was announced."""


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """Where the listening to the answer of one turn stands.

    began: announced or begun. quiet: since when the caller has been silent; 0: speaks. beat: the last sign of life of
    whoever listens. All in seconds since 1970. owner: the process that listens; empty: the stream has been announced,
    and has not arrived. final: the words of `text` that will not change any more; all of them, once it is settled.
    """

    call_sid: str
    turn: int
    standing: Standing
    began: float
    quiet: float
    beat: float
    owner: str = ""
    text: str = ""
    final: str = ""
    confidence: float | None = None
    language: str = ""
    doubtful: bool = False

    @property
    def settled(self) -> bool:
        return self.standing in ("heard", "nothing", "broken")

    def arrived(self) -> bool:
        return bool(self.owner) or self.settled

    def hearing(self, now: float) -> Hearing:
        """As it is at `now`: who has given no sign of life for too long has died, and what was final stays."""
        if self.settled:
            since = self.beat - (self.quiet if self.standing == "nothing" else self.began)
        elif now - self.beat > (STALE if self.owner else ABSENT):
            since = max(0.0, now - self.began)
            return Hearing("broken", self.final, self.confidence, self.language, since, doubtful=self.doubtful)
        else:
            since = now - (self.quiet if self.standing == "waiting" else self.began)
        quiet = now - self.quiet if self.standing == "speaking" and self.quiet else 0.0
        since = max(0.0, since)
        return Hearing(self.standing, self.text, self.confidence, self.language, since, quiet, self.doubtful)

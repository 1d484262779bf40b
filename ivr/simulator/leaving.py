"""Calls whose page is gone, or is only being loaded again."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.simulator.snapshot import Snapshot

GRACE = 4.0


class Kept(Protocol):
    """What keeps the calls: ivr.simulator.sessions.Sessions."""

    def act(self, id_: str, action: Mapping[str, Any]) -> Snapshot: ...

    def look(self, id_: str) -> Snapshot: ...

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None: ...


class Leaving:
    """Calls whose page is gone: hung up after `grace` seconds, unless the page was only loaded again."""

    def __init__(self, sessions: Kept, grace: float = GRACE) -> None:
        self._sessions, self._grace = sessions, grace
        self._timers: dict[str, threading.Timer] = {}

    def begin(self, id_: str, speaking: bool = False) -> Snapshot:
        """speaking: into a microphone that nothing comes from any more; what was said until now counts."""
        if speaking:
            with suppress(NoSuchCall):
                self._sessions.sound(id_, b"", "away")
        timer = threading.Timer(self._grace, self._hang_up, [id_])
        timer.daemon = True
        self._timers[id_] = timer
        timer.start()
        return {}

    def back(self, id_: str) -> Snapshot:
        """The call as it is, everything heard from its beginning. NoSuchCall."""
        if timer := self._timers.pop(id_, None):
            timer.cancel()
        return self._sessions.look(id_)

    def _hang_up(self, id_: str) -> None:
        self._timers.pop(id_, None)
        with suppress(BadAction, NoSuchCall):
            self._sessions.act(id_, {"hangup": True})

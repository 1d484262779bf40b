"""Time in a demo: what the line plays runs out as fast as in life, and then the line goes on by itself, as at Twilio.

A caller may take all the time in the world to answer a question of the line; but music in a queue, and what a person's
telephone is told when they pick up, is followed by what comes next.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from ivr.simulator.call import CallEndedError, PhoneCall
from ivr.simulator.sessions import Sessions
from ivr.simulator.switch.telephones import Telephones
from ivr.simulator.waits import Listening

TICK = 0.25
GONE = 90.0
"""Seconds for which a page that shows a waiting caller may be silent; then that caller has hung up."""


class Passing:
    """Looks at all calls a few times a second, on a thread of its own. clock: seconds."""

    def __init__(
        self,
        sessions: Sessions,
        telephones: Telephones,
        clock: Callable[[], float] = time.monotonic,
        gone: float = GONE,
    ) -> None:
        self._sessions, self._telephones, self._clock, self._gone = sessions, telephones, clock, gone
        self._since: dict[str, tuple[int, float]] = {}
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, name="passing", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def tick(self) -> None:
        """One look at every call."""
        before, self._since = self._since, {}

        def pastime(call: PhoneCall) -> None:
            turns = len(call.transcript)
            seen, began = before.get(call.sid, (-1, 0.0))
            self._since[call.sid] = (turns, began if seen == turns else self._clock())
            if seen == turns and self._clock() - began >= lasts(call):
                with suppress(CallEndedError):
                    call.wait()

        self._sessions.passes(pastime, self._gone)
        self._telephones.passes(pastime)

    def _run(self) -> None:
        while not self._stop.wait(TICK):
            self.tick()


def lasts(call: PhoneCall) -> float:
    """Seconds until the line goes on by itself: what it said since the last act, and the silence it then allows."""
    quiet = call.waiting.timeout if isinstance(call.waiting, Listening) else 0
    turns = list(call.transcript)
    acts = [at for at, turn in enumerate(turns) if turn.did.kind != "moved"]
    return quiet + sum(item.seconds for turn in turns[acts[-1] if acts else 0 :] for item in list(turn.heard))

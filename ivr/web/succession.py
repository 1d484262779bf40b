"""Succession: on a reload a web process goes on answering until those that replace it can.

gunicorn tells the old ones to go as soon as the new ones are born, and these need seconds to read the flows and all
that understands callers: nobody would answer meanwhile.
"""

from __future__ import annotations

import mmap
import struct
import threading
import time
from types import FrameType
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped,unused-ignore]

LONGEST = 60.0
"""Seconds an old process waits: new ones that take longer have failed."""
LOOK = 0.05
SLOTS = 1000
"""Processes that are told apart; gunicorn numbers them from 1 on, and few live at one time."""
_NUMBER = struct.Struct("<I")


class Succession:
    """Memory that the master and the processes it forks share; made before the first of them.

    Each writes where no other does, so that none waits for a lock that a killed one holds.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _NUMBER.size * (SLOTS + 2))

    @property
    def generation(self) -> int:
        """How often there was a reload."""
        return self._at(0)

    def reloaded(self) -> None:
        """In the master: processes of another generation are about to be born."""
        self._put(1, 0)
        self._put(0, self.generation + 1)

    def answers(self, generation: int, nth: int) -> None:
        """In the nth process: it is ready."""
        self._put(2 + nth % SLOTS, generation + 1)

    def ends(self) -> None:
        """In a process of the newest generation that is told to go: the server is being stopped."""
        self._put(1, 1)

    def may_go(self, generation: int, many: int) -> bool:
        """Whether one of this generation is needed no more; many: how many processes the server has."""
        newest = self.generation
        ready = sum(self._at(2 + slot) == newest + 1 for slot in range(SLOTS))
        return generation == newest or bool(self._at(1)) or ready >= many

    def _at(self, place: int) -> int:
        return int(_NUMBER.unpack_from(self._memory, place * _NUMBER.size)[0])

    def _put(self, place: int, number: int) -> None:
        _NUMBER.pack_into(self._memory, place * _NUMBER.size, number)


SUCCESSION = Succession()


class Successor(ThreadWorker):  # type: ignore[misc,unused-ignore]
    """A process that does not leave before its successors answer."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.generation = SUCCESSION.generation
        self._leaving = False

    def answers(self) -> None:
        """It has read everything."""
        SUCCESSION.answers(self.generation, self.age)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Told to go, perhaps more than once."""
        if self._leaving:
            return
        self._leaving = True
        if self.generation == SUCCESSION.generation:
            SUCCESSION.ends()
            super().handle_exit(sig, frame)
        else:
            threading.Thread(target=self._leave, args=(sig,), name="succession", daemon=True).start()

    def _leave(self, sig: int) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until and not SUCCESSION.may_go(self.generation, self.cfg.workers):
            time.sleep(LOOK)
        super().handle_exit(sig, None)

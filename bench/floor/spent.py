"""What processes cost: seconds of processor, and memory that is their own; by kind, children included."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.streams import memory

EVERY = 2.0
TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and its children, and theirs."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(other for child in children for other in family(int(child)))]


def processor(pid: int) -> float:
    """Seconds of processor time of a process and its children, those included that have ended."""
    return sum(_used(one) for one in family(pid))


def _used(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


@dataclass
class Spent:
    """Looked at every two seconds while it is open. cpu: seconds since then; peak: MB, of all of a kind at once."""

    pids: Mapping[str, int]
    peak: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._first = {kind: processor(pid) for kind, pid in self.pids.items()}
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            for kind, pid in self.pids.items():
                self.cpu[kind] = processor(pid) - self._first[kind]
                now = sum(_memory(one) for one in family(pid))
                self.peak[kind] = max(self.peak.get(kind, 0.0), now)
            if self._over.wait(EVERY):
                return


def _memory(pid: int) -> float:
    try:
        return memory(pid)
    except OSError:
        return 0.0

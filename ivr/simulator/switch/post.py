"""How callbacks are delivered: in order, on the account's own thread; or late, twice, out of order, never."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.simulator.http import Line, Wire
from ivr.simulator.refusal import Refusal
from ivr.simulator.switch.work import Work

Handling = Literal["now", "twice", "swapped", "held", "never"]
"""swapped: after the next one about the same call or room. held: until the test delivers it, or lets it be."""


@dataclass(frozen=True)
class Callback:
    """about: the sid of the call or the room. event: initiated, ringing …; participant-join …; amd."""

    about: str
    event: str
    url: str
    method: str
    form: Mapping[str, str]


class Post:
    """rule: how each callback is handled. sent: those that were delivered, as often as they were; held: those that
    wait to be. refusals: what was answered wrongly (15003)."""

    def __init__(self, line: Line, work: Work) -> None:
        self.rule: Callable[[Callback], Handling] = lambda _: "now"
        self.sent: list[Callback] = []
        self.held: list[Callback] = []
        self.refusals: list[Refusal] = []
        self._line, self._work = line, work
        self._swapped: defaultdict[str, list[Callback]] = defaultdict(list)
        self._wires = threading.local()

    def send(self, callback: Callback) -> None:
        match self.rule(callback):
            case "now":
                self.deliver(callback)
            case "twice":
                self.deliver(callback, callback)
            case "swapped":
                self._swapped[callback.about].append(callback)
            case "held":
                self.held.append(callback)

    def forget(self, most: int) -> None:
        """All but the latest."""
        del self.sent[:-most], self.refusals[:-most]

    def deliver(self, *callbacks: Callback) -> None:
        """In this order, and at once; any of them as often as one likes."""
        for callback in callbacks:
            self._work.do(f"post {callback.about}", lambda callback=callback: self._deliver(callback))  # type: ignore[misc]
            if callback in self.held:
                self.held.remove(callback)
            if overtaken := self._swapped.pop(callback.about, None):
                self.deliver(*overtaken)

    def _deliver(self, callback: Callback) -> None:
        self.sent.append(callback)
        try:
            self._wire().fetch(callback.url, callback.method, callback.form)
        except Refusal as refusal:
            self.refusals.append(Refusal(15003, refusal.message, refusal.place))

    def _wire(self) -> Wire:
        if not hasattr(self._wires, "wire"):
            self._wires.wire = Wire(self._line)
        wire: Wire = self._wires.wire
        return wire

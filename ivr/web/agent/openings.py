"""What each sign-in has opened, so that a page that is renewed every second is one line of the audit."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

REMEMBERED = 5000


class Openings:
    """Of this process: another one writes a line of its own. One too many is no harm, one missing would be."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, str, str], None] = OrderedDict()
        self._lock = Lock()

    def known(self, who: object, what: str, about: str) -> bool:
        return (who, what, about) in self._known

    def remember(self, who: object, what: str, about: str) -> None:
        with self._lock:
            self._known[who, what, about] = None
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

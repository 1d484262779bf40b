"""What the screens need of rooms above this one, handed in where all is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.screens import Alert, Heard
from ivr.flow.book import Book
from ivr.requests.filing import Filing
from ivr.requests.store import Draft


@dataclass(frozen=True)
class Sources:
    """heard: the conversation of a call so far, by its CallSid. alerts: danger found since then. number: of a draft, to
    call back, "" for none. file: takes a filing for good, with the agency and the date of its service; its number."""

    book: Callable[[], Book]
    heard: Callable[[str], Heard] = lambda call: Heard()
    alerts: Callable[[datetime], Sequence[Alert]] = lambda since: ()
    number: Callable[[Draft], str] = lambda draft: ""
    file: Callable[[Filing], str] = lambda filing: ""

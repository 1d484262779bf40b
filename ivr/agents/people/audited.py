"""One line of the audit: who did what, about what, when, from where; never words, never a number to be dialled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_WHAT = re.compile(r"[a-z][a-z_]{2,39}")
# CA…, RE…, 26-20000006, `person:4`; no run of digits that could be dialled, and nothing with a space.
_ABOUT = re.compile(r"(?:[A-Za-z]{2}[0-9a-f]{32}|[0-9]{2}-[0-9]{8}|[a-z_]+:[A-Za-z0-9][A-Za-z0-9_-]{0,63})?")
_DIALLED = re.compile(r"[a-z_]+:[0-9]{7,15}")


class NotForTheAudit(ValueError):
    """What was to be written down is no word of ours and no id; it might tell of a person."""


@dataclass(frozen=True, slots=True)
class Entry:
    """what: a verb of ours, like `opened_recording`. about: an id: a CallSid, a recording, a request's number, or
    `kind:id`. address: they came from. person: None where it was nobody of the register. id: growing, of one that is
    written. NotForTheAudit: see there."""

    at: datetime
    who: str
    what: str
    about: str = ""
    address: str = ""
    person: int | None = None
    id: int | None = None

    def __post_init__(self) -> None:
        if not _WHAT.fullmatch(self.what) or not _ABOUT.fullmatch(self.about) or _DIALLED.fullmatch(self.about):
            raise NotForTheAudit(NotForTheAudit.__doc__)

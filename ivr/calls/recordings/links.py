"""Links to one recording, for one named person, for a short time: sealed, so that nothing in them can be changed."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from ivr.db.errors import Unreadable
from ivr.db.secrets import Secrets

VALID = timedelta(minutes=15)
"""How long a link opens the page."""
SITTING = timedelta(hours=2)
"""How long a page that was opened in time may go on playing."""
CONTEXT = "link to a recording"
LONGEST_NAME = 80
Purpose = Literal["page", "sound"]


class Pass(msgspec.Struct, frozen=True):
    """Who may open which recording. link: names the link it came by in the log; until: seconds since 1970."""

    sid: str
    who: str
    purpose: Purpose
    link: str
    until: int


class NoPass(Exception):
    """This link is not valid, or no longer: ask for a new one with `ivr recordings listen`."""


@dataclass(frozen=True)
class Passes:
    """Makes and reads the tokens of links."""

    secrets: Secrets

    def issue(self, sid: str, who: str, now: datetime) -> tuple[str, Pass]:
        """A link's token for the page of one recording, and what it stands for."""
        until = int((now + VALID).timestamp())
        made = Pass(sid, who.strip()[:LONGEST_NAME], "page", os.urandom(9).hex(), until)
        return self._sealed(made), made

    def for_sound(self, page: Pass, now: datetime) -> str:
        """The token by which an opened page gets its sound; of the same link, the same recording, the same person."""
        return self._sealed(Pass(page.sid, page.who, "sound", page.link, int((now + SITTING).timestamp())))

    def read(self, token: str, sid: str, purpose: Purpose, now: datetime) -> Pass:
        """What a token stands for. NoPass: it is none of ours, too old, or for something else."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            found = msgspec.json.decode(self.secrets.open(raw, CONTEXT), type=Pass)
        except (binascii.Error, ValueError, Unreadable, msgspec.MsgspecError):
            raise NoPass from None
        if found.sid != sid or found.purpose != purpose or now.timestamp() >= found.until:
            raise NoPass
        return found

    def _sealed(self, made: Pass) -> str:
        sealed = self.secrets.seal(msgspec.json.encode(made), CONTEXT)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

"""Recordings at Twilio: the sound of one, what Twilio tells of them, and their deletion."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from ivr.telephony.rest.account import Account
from ivr.telephony.rest.problems import Gone, NotSound, NotThereYet, TooLarge, TwilioAway, away, check

MOST = 100 * 1024 * 1024
"""Bytes of a recording; an hour at Twilio's 8 kHz and 16 bits is 58 MB."""
PIECE = 64 * 1024
SOUNDS = frozenset({"audio/x-wav", "audio/wav", "audio/wave", "audio/vnd.wave", "audio/mpeg"})


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording on its way here. chunks: to be read once; may raise TooLarge and TwilioAway in the middle."""

    media_type: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Told:
    """What Twilio tells of a recording. status: completed | processing | absent …; at: aware, in UTC."""

    sid: str
    call_sid: str
    status: str
    seconds: int
    at: datetime


class Recordings(Account):
    """An account's recordings."""

    @contextmanager
    def sound(self, sid: str, most: int = MOST) -> Iterator[Sound]:
        """The sound of a recording as a WAV file. NotThereYet, Gone, NotAllowed, TwilioAway, TooLarge, NotSound."""
        address = f"{self._api}/2010-04-01/Accounts/{self._account}/Recordings/{sid}.wav"
        with self._session() as session, away(), _asked(session, address, self._timeouts) as got:
            if got.status_code == requests.codes.not_found:
                self._why_not(sid)
            check(got.status_code)
            media_type = got.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if media_type not in SOUNDS:
                raise NotSound
            if int(got.headers.get("Content-Length") or 0) > most:
                raise TooLarge
            yield Sound(media_type, _limited(got, most))

    def recording(self, sid: str) -> Told:
        """What Twilio tells of one recording. Gone, NotAllowed, TwilioAway."""
        return self._ask(lambda: _told(self._client.recordings(sid).fetch()))

    def of_call(self, call_sid: str) -> list[Told]:
        """The recordings of a call, the oldest first. NotAllowed, TwilioAway."""
        found = self._ask(lambda: self._client.recordings.list(call_sid=call_sid, page_size=100))
        return sorted(map(_told, found), key=lambda told: told.at)

    def since(self, since: datetime, until: datetime) -> list[Told]:
        """The account's recordings made between two moments, the oldest first. NotAllowed, TwilioAway."""
        found = self._ask(
            lambda: self._client.recordings.list(
                date_created_after=since, date_created_before=until, page_size=1000, limit=20_000
            )
        )
        return sorted(map(_told, found), key=lambda told: told.at)

    def delete(self, sid: str) -> bool:
        """Deletes a recording at Twilio; False: there was none any more. NotAllowed, TwilioAway."""
        try:
            return bool(self._ask(lambda: self._client.recordings(sid).delete()))
        except Gone:
            return False

    def _why_not(self, sid: str) -> None:
        """The sound is not there: is it on its way, or gone?"""
        if self.recording(sid).status in ("absent", "deleted", "failed"):
            raise Gone
        raise NotThereYet


@contextmanager
def _asked(session: requests.Session, address: str, timeouts: tuple[float, float]) -> Iterator[requests.Response]:
    with session.get(address, stream=True, timeout=timeouts, headers={"Accept-Encoding": "identity"}) as got:
        yield got


def _limited(got: requests.Response, most: int) -> Iterator[bytes]:
    """The body in pieces, whole or not at all: one that ends early is TwilioAway, one that is too large TooLarge."""
    read = 0
    with away():
        for chunk in got.iter_content(PIECE):
            read += len(chunk)
            if read > most:
                raise TooLarge
            yield chunk
        expected = got.headers.get("Content-Length")
        if expected is not None and read < int(expected):
            raise TwilioAway


def _told(found: Any) -> Told:
    at = found.date_created or datetime.now(UTC)
    seconds = str(found.duration or "")
    return Told(
        sid=str(found.sid),
        call_sid=str(found.call_sid),
        status=str(found.status),
        seconds=int(seconds) if seconds.isdecimal() else 0,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
    )

"""Twilio's REST interface, the little of it that is used: the sound of recordings, their deletion, a text message.

Every method may be asked again: what is done stays done. What goes wrong is one of the errors here, each named for what
is true; none carries a number, an address or a word of Twilio's own, which may hold them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

API = "https://api.twilio.com"
CONNECT, READ = 4.0, 20.0
"""Seconds, of one connection and between two pieces of an answer. Nobody on a line waits for these."""
MOST = 100 * 1024 * 1024
"""Bytes of a recording; an hour at Twilio's 8 kHz and 16 bits is 58 MB."""
PIECE = 64 * 1024
SOUNDS = frozenset({"audio/x-wav", "audio/wav", "audio/wave", "audio/vnd.wave", "audio/mpeg"})
OPTED_OUT = 21610
BAD_NUMBERS = frozenset({21211, 21214, 21217, 21401, 21407, 21421, 21606, 21608, 21612, 21614, 21659})
"""Twilio's codes for a number that cannot be sent to, or from."""
OVERRUN = frozenset({14107, 20429, 21611, 30022})
T = TypeVar("T")


class TwilioProblem(Exception):
    """Twilio did not do what it was asked."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").partition("\n")[0])


class NotThereYet(TwilioProblem):
    """Twilio knows the recording, and does not have its sound yet: a later time may do."""


class Gone(TwilioProblem):
    """Twilio has no such thing: it never was, or it was deleted."""


class NotAllowed(TwilioProblem):
    """Twilio refuses these credentials; check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."""


class TwilioAway(TwilioProblem):
    """Twilio does not answer, answers too slowly, or is overrun: a later time may do."""


class TooLarge(TwilioProblem):
    """The recording is larger than what is fetched."""


class NotSound(TwilioProblem):
    """What came in the place of a recording is no sound."""


class NotSent(TwilioProblem):
    """Twilio will never send this message."""

    def __init__(self, why: Literal["opted_out", "bad_number", "refused"]) -> None:
        super().__init__(f"Twilio does not send this message: {why}")
        self.why = why


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


class Twilio:
    """One account. Nothing is connected before it is used; threads may share it.

    api: another server that speaks Twilio's interface (http://host:port), "" for Twilio itself.
    """

    def __init__(self, account: str, token: str, api: str = "", *, read: float = READ) -> None:
        if not (account and token):
            raise NotAllowed("set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN")
        self._account, self._token, self._api = account, token, api.rstrip("/") or API
        self._timeouts = (CONNECT, read)
        # Its debugging lines hold addresses with all that is asked, numbers among it.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

    @contextmanager
    def sound(self, sid: str, most: int = MOST) -> Iterator[Sound]:
        """The sound of a recording as a WAV file. NotThereYet, Gone, NotAllowed, TwilioAway, TooLarge, NotSound."""
        address = f"{self._api}/2010-04-01/Accounts/{self._account}/Recordings/{sid}.wav"
        with self._session() as session, _away(), _asked(session, address, self._timeouts) as got:
            if got.status_code == requests.codes.not_found:
                self._why_not(sid)
            _check(got.status_code)
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

    def text(self, to: str, from_: str, body: str) -> str:
        """Sends a text message; its sid. NotSent: never. NotAllowed. TwilioAway: it may have gone out all the same."""
        return str(self._ask(lambda: self._client.messages.create(to=to, from_=from_, body=body)).sid)

    def was_texted(self, to: str, marks: tuple[str, ...], since: datetime) -> bool:
        """Whether a message that holds all these marks went to this number since then. NotAllowed, TwilioAway."""
        sent = self._ask(lambda: self._client.messages.list(to=to, date_sent_after=since, page_size=100, limit=1000))
        return any(all(mark in (each.body or "") for mark in marks) for each in sent)

    def own_number(self) -> str:
        """A number of the account that can send text messages (E.164), "" where it has none. NotAllowed, TwilioAway."""
        found = self._ask(lambda: self._client.incoming_phone_numbers.list(page_size=100, limit=1000))
        able = (one.phone_number or "" for one in found if (one.capabilities or {}).get("sms"))
        return min(able, default="")

    @cached_property
    def _client(self) -> Any:
        # 0.16 s, which only the worker pays
        from twilio.rest import Client  # type: ignore[import-untyped]

        wire = _Wire(self._api, self._timeouts)
        # An empty environment is none to it: another account's region must not be taken from ours.
        return Client(self._account, self._token, http_client=wire, environment={"TWILIO_ACCOUNT_SID": self._account})

    def _ask(self, what: Callable[[], T]) -> T:
        with _away():
            return what()

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.auth = (self._account, self._token)
        session.trust_env = False  # neither a .netrc nor a proxy gets to see the credentials or a caller's voice
        session.max_redirects = 3
        return session

    def _why_not(self, sid: str) -> None:
        """The sound is not there: is it on its way, or gone?"""
        if self.recording(sid).status in ("absent", "deleted", "failed"):
            raise Gone
        raise NotThereYet


class _Wire(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, but for where it leads, how long it waits, and that it writes no number into a log."""

    def __init__(self, api: str, timeouts: tuple[float, float]) -> None:
        quiet = logging.getLogger("ivr.telephony.rest.quiet")
        quiet.disabled = True
        super().__init__(logger=quiet)
        self._base, self.timeout = api, timeouts
        if self.session:
            self.session.trust_env = False

    def request(self, method: str, url: str, *given: Any, **more: Any) -> Response:
        parts = urlsplit(url)
        led = f"{self._base}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().request(method, led, *given, **{**more, "timeout": None})


@contextmanager
def _asked(session: requests.Session, address: str, timeouts: tuple[float, float]) -> Iterator[requests.Response]:
    with session.get(address, stream=True, timeout=timeouts, headers={"Accept-Encoding": "identity"}) as got:
        yield got


@contextmanager
def _away() -> Iterator[None]:
    """What the library raises becomes an error of ours."""
    try:
        yield
    except TwilioRestException as problem:
        _check(problem.status, problem.code)
        raise TwilioAway from None
    except (requests.RequestException, TwilioException, OSError):
        raise TwilioAway from None


def _check(status: int, code: int | None = None) -> None:
    """Raises what an HTTP status and Twilio's own code mean; nothing where all is well."""
    match status:
        case 200 | 201 | 204 | 206:
            return
        case 401 | 403 if code not in (OPTED_OUT, *BAD_NUMBERS):
            raise NotAllowed
        case 404 | 410:
            raise Gone
        case _ if status == 429 or status >= 500 or status < 400 or code in OVERRUN:
            raise TwilioAway
        case _ if code == OPTED_OUT:
            raise NotSent("opted_out")
        case _:
            raise NotSent("bad_number" if code in BAD_NUMBERS else "refused")


def _limited(got: requests.Response, most: int) -> Iterator[bytes]:
    """The body in pieces, whole or not at all: one that ends early is TwilioAway, one that is too large TooLarge."""
    read = 0
    with _away():
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

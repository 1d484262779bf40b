"""One account at Twilio: its credentials, how it is reached, and how long an answer may take."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from ivr.telephony.rest.problems import NotAllowed, away

API = "https://api.twilio.com"
CONNECT, READ = 4.0, 20.0
"""Seconds, of one connection and between two pieces of an answer. Nobody on a line waits for these."""
T = TypeVar("T")


class Account:
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

    @cached_property
    def _client(self) -> Any:
        # 0.16 s, which only the worker pays
        from twilio.rest import Client  # type: ignore[import-untyped]

        wire = _Wire(self._api, self._timeouts)
        # An empty environment is none to it: another account's region must not be taken from ours.
        return Client(self._account, self._token, http_client=wire, environment={"TWILIO_ACCOUNT_SID": self._account})

    def _ask(self, what: Callable[[], T]) -> T:
        with away():
            return what()

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.auth = (self._account, self._token)
        session.trust_env = False  # neither a .netrc nor a proxy gets to see the credentials or a caller's voice
        session.max_redirects = 3
        return session


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

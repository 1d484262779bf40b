"""How Twilio asks for a document: signed, with cookies, redirects, timeouts and retries."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urljoin
from uuid import uuid4

import requests
from requests import exceptions as broken
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.document import MOST_BYTES
from ivr.simulator.refusal import Refusal
from ivr.simulator.retry import Failure, Policy, policy
from ivr.simulator.shelf import Shelf

MOST_REDIRECTS = 10


@dataclass(frozen=True)
class Line:
    """What a city's number is set up with at Twilio, and where the app really is.

    base_url: where to connect. public_url: what the app calls itself, when that differs (its PUBLIC_BASE_URL):
    documents and signatures name it, requests to it go to base_url. voice, status, fallback: paths or URLs;
    "" = none set up. shelf: where recordings are kept, for Twilio's REST API to serve; None: nowhere.
    """

    base_url: str
    auth_token: str = field(default="", repr=False)
    public_url: str = ""
    account_sid: str = "AC00000000000000000000000000000311"
    number: str = "+14105550100"
    voice: str = "/voice"
    status: str = "/voice/status"
    fallback: str = "/voice/fallback"
    patience: Policy = field(default_factory=Policy)
    shelf: Shelf | None = field(default=None, repr=False, compare=False)

    @property
    def public(self) -> str:
        return (self.public_url or self.base_url).rstrip("/")

    def url(self, path: str) -> str:
        """A path of the app, or a URL, as Twilio's console holds it."""
        return path if "://" in path else self.public + path

    def address(self, url: str) -> str:
        """Where a URL is really fetched from."""
        rest = url.removeprefix(self.public)
        ours = rest != url and rest[:1] in ("", "/", "?", "#")
        return self.base_url.rstrip("/") + rest if ours else url


@dataclass(frozen=True)
class Page:
    """An answer. url: of the document itself, after redirects. kind: its media type. ms: from the first byte sent."""

    url: str
    status: int
    kind: str
    body: bytes
    headers: Mapping[str, str]
    ms: float
    attempts: int = 1


class _Unfetched(Exception):
    """An attempt failed; `failure` is what a retry policy calls it."""

    def __init__(self, code: int, message: str, failure: Failure) -> None:
        super().__init__(message)
        self.refusal, self.failure = Refusal(code, message), failure


class Wire:
    """The connection of one call: it keeps the call's cookies."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no .netrc between the phone and the app
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"})

    def close(self) -> None:
        self._session.close()

    def fetch(
        self,
        url: str,
        method: str,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        most: int = MOST_BYTES,
    ) -> Page:
        """The page at `url` (absolute). Refusal: Twilio's code for what went wrong, and the URL without its query."""
        started = time.perf_counter()
        try:
            patience = policy(url, self.line.patience)
            extra = {**(headers or {}), "I-Twilio-Idempotency-Token": str(uuid4())}
            return self._patiently(urldefrag(url).url, method.upper(), form, extra, patience, started, most)
        except _Unfetched as failed:
            refusal = failed.refusal
        except Refusal as known:
            refusal = known
        raise Refusal(refusal.code, refusal.message, refusal.place or url.partition("?")[0]) from None

    def _patiently(
        self,
        url: str,
        method: str,
        form: Mapping[str, str],
        headers: Mapping[str, str],
        patience: Policy,
        started: float,
        most: int,
    ) -> Page:
        attempt = 0
        while True:
            attempt += 1
            deadline = _Deadline(patience, started, most)
            try:
                page = self._follow(url, method, form, headers, deadline)
                return Page(page.url, page.status, page.kind, page.body, page.headers, _ms(started), attempt)
            except _Unfetched as failed:
                if attempt > patience.retries or not patience.retries_after(failed.failure) or deadline.left() <= 0:
                    raise

    def _follow(
        self, url: str, method: str, form: Mapping[str, str], headers: Mapping[str, str], deadline: _Deadline
    ) -> Page:
        for _ in range(MOST_REDIRECTS + 1):
            page = self._once(url, method, form, headers, deadline)
            if not 300 <= page.status < 400:
                return page
            target = page.headers.get("Location", "")
            if not target:
                raise _Unfetched(11216, f"the answer was {page.status} without a Location", "never")
            url = urldefrag(urljoin(url, target)).url
            # As browsers do, and Twilio: only 307 and 308 keep the method.
            method = method if page.status in (307, 308) else "GET"
        raise _Unfetched(11215, f"more than {MOST_REDIRECTS} HTTP redirects", "never")

    def _once(
        self, url: str, method: str, form: Mapping[str, str], headers: Mapping[str, str], deadline: _Deadline
    ) -> Page:
        if method == "GET" and form:
            url += ("&" if "?" in url else "?") + urlencode(form)
        signed = {**headers, **self._signature(url, form if method == "POST" else {})}
        try:
            with self._session.request(
                method,
                self.line.address(url),
                data=dict(form) if method == "POST" else None,
                headers=signed,
                timeout=deadline.timeouts(),
                allow_redirects=False,
                stream=True,
            ) as response:
                return _page(url, response, deadline)
        except broken.RequestException as error:
            raise _named(error) from None

    def _signature(self, url: str, form: Mapping[str, str]) -> dict[str, str]:
        if not self.line.auth_token:
            return {}
        signature: str = RequestValidator(self.line.auth_token).compute_signature(url, dict(form))
        return {"X-Twilio-Signature": signature}


class _Deadline:
    """What is left of the total time, in seconds, and how many bytes may come."""

    def __init__(self, patience: Policy, started: float, most: int) -> None:
        self._patience, self._end, self.most = patience, started + patience.total, most

    def left(self) -> float:
        return self._end - time.perf_counter()

    def timeouts(self) -> tuple[float, float]:
        left = max(self.left(), 0.001)
        return min(self._patience.connect, left), min(self._patience.read, left)


def _page(url: str, response: requests.Response, deadline: _Deadline) -> Page:
    """Reads at most one byte more than Twilio would, and never past the deadline."""
    if response.status_code >= 400:
        failure: Failure = "5xx" if response.status_code >= 500 else "4xx"
        raise _Unfetched(11200, f"the answer was {response.status_code} {response.reason}", failure)
    body = b""
    for chunk in response.iter_content(8192):
        body += chunk
        if len(body) > deadline.most:
            raise Refusal(11750, f"the answer is larger than {deadline.most} bytes")
        if deadline.left() <= 0:
            raise _Unfetched(11203, "the answer was not complete in time", "rt")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Page(url, response.status_code, kind, body, response.headers, 0.0)


def _named(error: broken.RequestException) -> _Unfetched:
    """Twilio's code for what went wrong on the network."""
    match error:
        case broken.ConnectTimeout():
            return _Unfetched(11201, "no connection in time", "ct")
        case broken.Timeout():
            return _Unfetched(11205, "no answer in time", "rt")
        case broken.SSLError():
            return _Unfetched(11220, "the TLS handshake failed", "ct")
        case broken.InvalidURL() | broken.MissingSchema() | broken.InvalidSchema():
            return _Unfetched(11100, "the URL is not valid", "never")
        case broken.ConnectionError() if "NameResolution" in repr(error):
            return _Unfetched(11210, "the host name is not known", "ct")
        case broken.ConnectionError() if "NewConnection" in repr(error):
            return _Unfetched(11202, "the connection was refused", "ct")
        case broken.ConnectionError() if "Read timed out" in repr(error):
            return _Unfetched(11205, "no answer in time", "rt")
        case broken.ConnectionError() | broken.ChunkedEncodingError():
            return _Unfetched(11205, "the connection broke", "rt")
        case _:
            return _Unfetched(11206, "the answer is not HTTP", "rt")


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)

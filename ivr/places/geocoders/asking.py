"""One question over HTTP: answered in time with JSON, or not at all. Nothing of a question is ever logged or told."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import requests
from urllib3.exceptions import HTTPError

from ivr.places.located import Candidate

TOTAL = 1.5
"""Seconds a question may take in all. A turn does not wait so long: see ivr/calls/opinion.py."""
CONNECT = 0.5
MOST_BYTES = 256 * 1024
_PIECE = 16 * 1024


class Geocoder(Protocol):
    """Another map. find: where that may be, best first, () for nowhere; GeocoderFailed when it does not say."""

    def find(self, text: str) -> tuple[Candidate, ...]: ...


class GeocoderFailed(Exception):
    """The other map did not answer; the message says how it failed, and nothing of what was asked."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to ask. query: parameters of the city's own (a search extent, a country), kept in every question."""

    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    agent: str = "OneCall"

    @classmethod
    def of(cls, url: str, endpoint: str, agent: str) -> Address:
        """The address a setting names; `endpoint` is added where the setting leaves it out."""
        parts = urlsplit(url.strip())
        path = parts.path.rstrip("/")
        path = path if path.lower().endswith(endpoint.lower()) else f"{path}/{endpoint}"
        return cls(urlunsplit((parts.scheme, parts.netloc, path, "", "")), dict(parse_qsl(parts.query)), agent)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def ask(address: Address, query: Mapping[str, str], total: float = TOTAL) -> Any:
    """The JSON of the answer. GeocoderFailed: no connection, not in time, an error, too long, or no JSON."""
    until = time.monotonic() + total
    try:
        answer = requests.get(
            address.url,
            params={**query, **address.query},
            headers={"User-Agent": address.agent, "Accept": "application/json"},
            timeout=(min(CONNECT, total), total),
            allow_redirects=False,
            stream=True,
        )
        with answer:
            if answer.status_code != 200:
                raise GeocoderFailed(f"HTTP {answer.status_code}")
            body = _body(answer, until)
    except (requests.RequestException, HTTPError, OSError) as problem:
        raise GeocoderFailed(type(problem).__name__) from None  # its text holds the address, and so the question
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise GeocoderFailed("no JSON") from None


def _body(answer: requests.Response, until: float) -> bytes:
    """All of the body. What comes drop by drop is cut off at `until`."""
    body = bytearray()
    while piece := answer.raw.read1(_PIECE, decode_content=True):  # what is there: `read` would wait for all of it
        body += piece
        if time.monotonic() > until:
            raise GeocoderFailed("too slow")
        if len(body) > MOST_BYTES:
            raise GeocoderFailed("too long")
    return bytes(body)

"""The test phone's calls and telephones, kept by another process of this machine: asked over HTTP.

The other end is ivr.simulator.door, or the pages' own door, which answers the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import requests
from requests.adapters import HTTPAdapter

from ivr.simulator.sessions import BadAction, NoSuchCall
from ivr.simulator.snapshot import Snapshot

PATIENCE = (3.05, 180)
"""Seconds to connect, and until an answer has come: a caller who speaks may speak for minutes."""


class NobodyThere(Exception):
    """Whoever keeps the calls does not answer."""


class Far:
    """Sessions, Telephones and Leaving in one, as doors need them; telephones are asked by `telephone…`.

    address: of the door, http://account:token@127.0.0.1:8399/phone. Methods raise NoSuchCall, BadAction, NobodyThere.
    """

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=64))

    # -------------------------------------------------------------- calls

    def dial(self, from_: str, language: str | None = None, now: str | None = None, speaks: bool = False) -> Snapshot:
        return self._shown("POST", "calls", json={"from": from_, "language": language, "now": now, "speaks": speaks})

    def act(self, id_: str, action: Mapping[str, Any]) -> Snapshot:
        return self._shown("POST", f"calls/{_part(id_)}", json=dict(action))

    def look(self, id_: str) -> Snapshot:
        return self._shown("GET", f"calls/{_part(id_)}")

    def news(self, id_: str, after: int, seen: str) -> Snapshot:
        return self._shown("GET", f"calls/{_part(id_)}{_since(after, seen)}")

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None:
        self._shown("POST", f"calls/{_part(id_)}/sound?{urlencode({'end': end})}", data=mulaw)

    def begin(self, id_: str, speaking: bool = False) -> Snapshot:
        """The page of this call is being closed."""
        return self._shown("POST", f"calls/{_part(id_)}", json={"leave": True, "speaking": speaking})

    def back(self, id_: str) -> Snapshot:
        """It was only loaded again."""
        return self.look(id_)

    # -------------------------------------------------------------- telephones

    def telephones(self) -> list[Snapshot]:
        found = self._asked("GET", "telephones")
        return found if isinstance(found, list) else []

    def telephone(self, number: str) -> Snapshot:
        return self._shown("GET", f"telephones/{_part(number)}")

    def telephone_act(self, number: str, action: Mapping[str, Any]) -> Snapshot:
        return self._shown("POST", f"telephones/{_part(number)}", json=dict(action))

    def telephone_news(self, number: str, after: int, seen: str) -> Snapshot:
        return self._shown("GET", f"telephones/{_part(number)}{_since(after, seen)}")

    # -------------------------------------------------------------- the wire

    def _shown(self, method: str, path: str, **more: Any) -> Snapshot:
        found = self._asked(method, path, **more)
        return found if isinstance(found, dict) else {}

    def _asked(self, method: str, path: str, **more: Any) -> object:
        try:
            answer = self._session.request(method, f"{self._address}/{path}", timeout=PATIENCE, **more)
            told: object = answer.json()
        except (requests.RequestException, ValueError):
            raise NobodyThere from None
        if answer.ok:
            return told
        problem = str(told.get("error", "")) if isinstance(told, dict) else ""
        match answer.status_code:
            case 400:
                raise BadAction(problem)
            case 404:
                raise NoSuchCall(problem)
        raise NobodyThere


def _part(name: str) -> str:
    return quote(name, safe="")


def _since(after: int, seen: str) -> str:
    return f"?{urlencode({'after': after, 'seen': seen})}"

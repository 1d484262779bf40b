"""The test phone's calls and telephones over HTTP on this machine: for the doors of every web process.

POST …/calls                     {"from": "+14105550123", "language": null, "now": null, "speaks": false}
GET  …/calls/{CA}                the whole call; with ?after=7&seen=…, once something has changed
POST …/calls/{CA}                an action; {"leave": true, "speaking": false}: its page is being closed
POST …/calls/{CA}/sound?end=     8 kHz µ-law
GET  …/telephones                all of them
GET  …/telephones/{number}       one; with ?after=3&seen=…, once something has changed
POST …/telephones/{number}       an action
Answers are JSON; {"error": "…"} with 400 or 404 otherwise. ivr.simulator.far is the other end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ivr.simulator.leaving import Leaving
from ivr.simulator.sessions import BadAction, NoSuchCall, Sessions
from ivr.simulator.switch.telephones import Telephones

BELOW = "/phone/"
"""Where the door is, below the address of the account's server."""
LONGEST = 40


@dataclass(frozen=True)
class Door:
    sessions: Sessions
    telephones: Telephones
    leaving: Leaving

    def answer(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> tuple[int, object]:
        """The status, and what is answered as JSON. path: below the door, still quoted."""
        try:
            return 200, self._answer(method, [unquote(part) for part in path.split("/")], query, body)
        except BadAction as problem:
            return 400, {"error": str(problem)}
        except NoSuchCall as problem:
            return 404, {"error": str(problem)}

    def _answer(self, method: str, parts: list[str], query: Mapping[str, str], body: bytes) -> object:
        match method, parts:
            case "POST", ["calls"]:
                return self.sessions.dial(*dialled(_object(body)))
            case "GET", ["calls", sid] if "seen" in query:
                return self.sessions.news(sid, number(query.get("after", "")), query["seen"])
            case "GET", ["calls", sid]:
                return self.leaving.back(sid)
            case "POST", ["calls", sid, "sound"]:
                return self._heard(sid, body, query.get("end", ""))
            case "POST", ["calls", sid]:
                return self._acted(sid, _object(body))
            case "GET", ["telephones"]:
                return self.telephones.all()
            case "GET", ["telephones", at] if "seen" in query:
                return self.telephones.news(at, number(query.get("after", "")), query["seen"])
            case "GET", ["telephones", at]:
                return self.telephones.look(at)
            case "POST", ["telephones", at]:
                return self.telephones.act(at, _object(body))
        raise NoSuchCall("there is nothing here")

    def _acted(self, sid: str, asked: Mapping[str, Any]) -> object:
        if "leave" in asked:
            return self.leaving.begin(sid, speaking=asked.get("speaking") is True)
        return self.sessions.act(sid, asked)

    def _heard(self, sid: str, mulaw: bytes, end: str) -> object:
        self.sessions.sound(sid, mulaw, end)
        return {}


def dialled(asked: Mapping[str, Any]) -> tuple[str, str | None, str | None, bool]:
    """(from, language, now, speaks) of a dial; BadAction: one of them is no short text."""
    values = [asked.get(name) or "" for name in ("from", "language", "now")]
    for value in values:
        if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
            raise BadAction("from, language and now are short texts")
    caller, language, moment = values
    return caller, language or None, moment or None, asked.get("speaks") is True


def number(written: str) -> int:
    """How many lines were seen. BadAction."""
    if not written.isdecimal() or len(written) > 9:
        raise BadAction("how many lines were seen is a whole number")
    return int(written)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise BadAction("send a JSON object")
    return asked

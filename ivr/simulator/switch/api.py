"""The account's part of Twilio's REST API: which request is whose."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from ivr.simulator.resources import Json
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.calls import Calls
from ivr.simulator.switch.conferences import Conferences


class Unknown(Exception):
    """The request is about something else."""


class Api:
    def __init__(self, account: Account) -> None:
        self._calls, self._conferences = Calls(account), Conferences(account)

    def answer(
        self, method: str, below: str, path: str, query: Mapping[str, str], form: Mapping[str, str]
    ) -> Json | None:
        """The JSON, or None: done. below: the path within the account. Problem; Unknown."""
        calls, conferences = self._calls, self._conferences
        match method, [unquote(part) for part in below.removesuffix(".json").strip("/").split("/")]:
            case "POST", ["Calls"]:
                return calls.made(form)
            case "GET", ["Calls"]:
                return calls.listed(path, query)
            case "GET", ["Calls", sid]:
                return calls.told(sid, path)
            case "POST", ["Calls", sid]:
                return calls.changed(sid, path, form)
            case "GET", ["Conferences"]:
                return conferences.listed(path, query)
            case "GET", ["Conferences", sid]:
                return conferences.told(sid, path)
            case "POST", ["Conferences", sid]:
                return conferences.changed(sid, path, form)
            case "GET", ["Conferences", sid, "Participants"]:
                return conferences.participants(sid, path, query)
            case "POST", ["Conferences", sid, "Participants"]:
                return conferences.added(sid, path, form)
            case "GET", ["Conferences", sid, "Participants", who]:
                return conferences.participant(sid, who, path)
            case "POST", ["Conferences", sid, "Participants", who]:
                return conferences.updated(sid, who, path, form)
            case "DELETE", ["Conferences", sid, "Participants", who]:
                conferences.removed(sid, who, path)
                return None
        raise Unknown

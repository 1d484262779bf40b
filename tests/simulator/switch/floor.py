"""Words the tests of rooms, queues and talks share."""

from __future__ import annotations

from typing import Any

import requests

from ivr.simulator.call import PhoneCall
from ivr.simulator.rest import Rest
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone

from ..scripted import Script
from .conftest import TOKEN

EVENTS = "start end join leave mute hold modify"


def caller(account: Account, number: str = "+14105550123") -> PhoneCall:
    """One who has dialled."""
    call = PhoneCall(account.line, number, office=account)
    call.dial()
    return call


def whom(one: PhoneCall | AgentPhone) -> set[str]:
    """Who is heard there."""
    return set(one.hears_whom if isinstance(one, PhoneCall) else one.hears)


def conference(attributes: str = "", dial: str = 'action="/after"') -> str:
    told = f'statusCallback="/room" statusCallbackEvent="{EVENTS}"'
    return f"<Dial {dial}><Conference {told} {attributes}>room</Conference></Dial>"


def ask(rest: Rest, path: str, method: str = "POST", **form: Any) -> requests.Response:
    url = f"{rest.url}/2010-04-01/Accounts/{rest.account_sid}/{path}"
    return requests.request(method, url, data=form or None, auth=(rest.account_sid, TOKEN), timeout=10)


def refused(answer: requests.Response) -> tuple[int, int]:
    return answer.status_code, answer.json()["code"]


def events(app: Script) -> list[str]:
    """What the conference's callbacks tolds, in the order of their numbers."""
    told = sorted(app.at("/room"), key=lambda one: int(one.form["SequenceNumber"]))
    return [one.form["StatusCallbackEvent"].removeprefix("participant-") for one in told]


def told(app: Script, path: str = "/told") -> list[tuple[str, str]]:
    """The status callbacks of a call: (SequenceNumber, CallStatus), as they came."""
    return [(one.form["SequenceNumber"], one.form["CallStatus"]) for one in app.at(path)]

"""Half way in: the password was right, or a link was; what is still missing must follow within some minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import session

from ivr.agents.people.person import Person
from ivr.agents.people.signin import hashed
from ivr.web.agent.desk import Desk, forget_browser

Stage = Literal["code", "second"]
"""code: a code is asked. second: a second step is to be set up before anything else."""
LASTS = {"code": 300, "second": 1800}
"""Seconds. A page that was left open is no way in for whoever finds it."""
_KEY = "half"


@dataclass(frozen=True, slots=True)
class Half:
    """wanted: the page they asked for, "" for none."""

    person: Person
    wanted: str


def write(desk: Desk, stage: Stage, person: int, password: str, wanted: str) -> None:
    """Into the browser's cookie, which is signed; nothing of before stays in it. password: the hash of this moment."""
    forget_browser()
    stamp = hashed(password)[:12].hex()
    at = int(desk.now().timestamp())
    session[_KEY] = {"stage": stage, "person": person, "stamp": stamp, "at": at, "wanted": wanted}


def read(desk: Desk, stage: Stage) -> Half | None:
    """Who is half way in. None: nobody, too slow, or the password was changed meanwhile, or the name was locked."""
    kept = session.get(_KEY)
    if not isinstance(kept, dict) or kept.get("stage") != stage:
        return None
    if not 0 <= desk.now().timestamp() - kept["at"] + 5 < LASTS[stage]:
        return None
    found = desk.doorkeeper.known(kept["person"])
    if found is None or hashed(found.password)[:12].hex() != kept["stamp"]:
        return None
    return Half(found.person, kept["wanted"])

"""Who somebody is, once more, before anything is changed that lets somebody in: a desk left alone is no way to keep it.

With a password they type it. Who has none has shown it to the city's sign-on, anew and some minutes ago at most.
"""

from __future__ import annotations

from flask import request, session

from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.person import Person
from ivr.web.agent import browser
from ivr.web.agent.desk import Desk

LASTS = 600
"""Seconds for which a fresh sign-on is proof."""
_KEY = "shown"


def shown_anew(desk: Desk) -> None:
    """They have just shown the city's sign-on who they are; this browser keeps it."""
    session[_KEY] = int(desk.now().timestamp())


def asked(desk: Desk, person: Person) -> str:
    """What is wrong with the password that was typed, as a key of words.json; "": it is theirs."""
    if not person.password:
        recent = 0 <= desk.now().timestamp() - session.get(_KEY, 0) < LASTS
        return "" if recent else "proof_anew"
    known = browser.known(desk)
    mark = known.mark if known and known.person == person.id else ""
    tried = desk.tries.password(person.login, mark, desk.here().address)
    try:
        desk.tries.count(tried, desk.now())
    except TooManyTries:
        return "proof_wait"
    found = desk.doorkeeper.known(person.id)
    if not desk.right(request.form.get("password", ""), found.password if found else "", tried):
        desk.audit.refused("password_refused", desk.here(), desk.now(), person)
        return "proof_wrong"
    desk.tries.forget(tried)
    return ""

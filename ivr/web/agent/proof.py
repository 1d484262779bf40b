"""The password once more, before anything is changed that lets somebody in: a desk left alone is no way to keep it."""

from __future__ import annotations

from flask import request

from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.person import Person
from ivr.web.agent import browser
from ivr.web.agent.desk import Desk


def asked(desk: Desk, person: Person) -> str:
    """What is wrong with the password that was typed, as a key of words.json; "": it is theirs."""
    known = browser.known(desk)
    mark = known.mark if known and known.person == person.id else ""
    tried = desk.tries.password(person.login, mark, desk.here().address)
    try:
        desk.tries.count(tried, desk.now())
    except TooManyTries:
        return "proof_wait"
    found = desk.doorkeeper.known(person.id)
    if not desk.locks.right(request.form.get("password", ""), found.password if found else ""):
        desk.audit.refused("password_refused", desk.here(), desk.now(), person)
        return "proof_wrong"
    desk.tries.forget(tried)
    return ""

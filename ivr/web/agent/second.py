"""The second step: a telephone that shows codes, and recovery codes for the day it is lost."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request, session

from ivr.agents.people.person import Person
from ivr.agents.people.signin import Standing
from ivr.db.errors import Unreadable
from ivr.web.agent import browser, entrance, half, proof
from ivr.web.agent.desk import Desk, led
from ivr.web.agent.here import person

_KEY, _CONTEXT = "totp", "a second step that is not proved yet"


@dataclass(frozen=True, slots=True)
class Whose:
    """standing None: half way in, by a link; the password was chosen a moment ago."""

    person: Person
    standing: Standing | None


def hang(door: Blueprint, desk: Desk) -> None:
    """The pages of the second step."""

    @door.get("/second-step")
    def second_step() -> Response:
        who = _whose(desk)
        return _form(desk, who, 200, "") if who else led("people.sign_in")

    @door.post("/second-step")
    def prove() -> Response:
        who = _whose(desk)
        return _proved(desk, who) if who else desk.trouble("desk_slow", 403)

    @door.post("/recovery-codes")
    def recovery_codes() -> Response:
        trouble = proof.asked(desk, person())
        if trouble or not person().second:
            return led("people.account", trouble=trouble or "proof_wrong")
        made = desk.locks.recovery_codes()
        desk.setting_up.recovery(person(), made, desk.here(), desk.now())
        return desk.page("recovery_codes.html", codes=made, name=person().name)


def _whose(desk: Desk) -> Whose | None:
    """A copy of the cookie with which somebody set up theirs outlives it, and sets up nothing."""
    found = entrance.standing(desk)
    if found:
        return Whose(found.person, found)
    on_the_way = half.read(desk, "second")
    return Whose(on_the_way.person, None) if on_the_way and not on_the_way.person.second else None


def _form(desk: Desk, who: Whose, status: int, trouble: str) -> Response:
    """With a secret that is new, or the one that is being set up: a mistyped code does not ask for another picture."""
    secret = _pending(desk, who.person) or desk.locks.new_secret()
    sealed = desk.doorkeeper.cabinet.secrets.seal(secret.encode(), f"{_CONTEXT} {who.person.id}")
    session[_KEY] = base64.urlsafe_b64encode(sealed).decode()
    shown = desk.locks.shown(secret, who.person.login)
    told = {"whose": who.person, "sign_on": desk.sign_on, **shown}
    return desk.page("second_step.html", status, trouble=trouble, signed_in=who.standing is not None, **told)


def _pending(desk: Desk, whose: Person) -> str:
    """The secret that this browser was shown; "": none."""
    try:
        sealed = base64.urlsafe_b64decode(session.get(_KEY, ""))
        return desk.doorkeeper.cabinet.secrets.open(sealed, f"{_CONTEXT} {whose.id}").decode()
    except (binascii.Error, ValueError, TypeError, Unreadable):
        return ""


def _proved(desk: Desk, who: Whose) -> Response:
    if who.standing and (trouble := proof.asked(desk, who.person)):
        return _form(desk, who, 403, trouble)
    secret = _pending(desk, who.person)
    counter = desk.locks.proved(request.form.get("code", ""), secret) if secret else None
    if counter is None:
        return _form(desk, who, 422, "code_wrong")
    made = desk.locks.recovery_codes()
    keep = who.standing.id if who.standing else None
    if not desk.setting_up.totp(who.person, secret, counter, made, desk.here(), desk.now(), keep):
        return desk.trouble("link_over", 404)
    return _done(desk, who, made)


def _done(desk: Desk, who: Whose, made: Sequence[str]) -> Response:
    """The recovery codes, shown this once; whoever came by a link is in now."""
    session.pop(_KEY, None)
    if who.standing is None:
        browser.let_in(desk, who.person, second=True)
    return desk.page("recovery_codes.html", codes=made, name=who.person.name)

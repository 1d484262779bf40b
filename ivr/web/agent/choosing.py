"""Choosing a password: by the link of the first time, or in place of the one of before."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.person import Person
from ivr.web.agent import browser, half, proof
from ivr.web.agent.desk import Desk, led
from ivr.web.agent.here import person, standing
from ivr.web.agent.locks import SHORTEST


def hang(door: Blueprint, desk: Desk) -> None:
    """The pages of choosing a password."""

    @door.get("/set-up/<token>")
    def set_up(token: str) -> Response:
        found = _invited(desk, token)
        return _first(desk, found, 200, "") if isinstance(found, Person) else found

    @door.post("/set-up/<token>")
    def accept(token: str) -> Response:
        found = _invited(desk, token)
        return _accepted(desk, token, found) if isinstance(found, Person) else found

    @door.get("/password")
    def password() -> Response:
        return _change(desk, 200, "")

    @door.post("/password")
    def change() -> Response:
        trouble = _trouble(desk, person()) or proof.asked(desk, person())
        if trouble:
            return _change(desk, 403 if trouble.startswith("proof") else 422, trouble)
        hashed = desk.locks.hash(request.form["new"])
        desk.setting_up.password(person(), hashed, desk.here(), desk.now(), keep=standing().id)
        return led("people.account", done="password")


def _invited(desk: Desk, token: str) -> Person | Response:
    """Whom the link is for, or what to tell whoever holds one that leads nowhere. Looking at it does not use it."""
    tried = desk.tries.link(desk.here().address)
    try:
        desk.tries.count(tried, desk.now())
    except TooManyTries:
        return desk.trouble("tries_link", 429)
    found = desk.setting_up.invited(token, desk.now())
    if found is None:
        return desk.trouble("link_over", 404)
    desk.tries.forget(tried)
    return found


def _accepted(desk: Desk, token: str, found: Person) -> Response:
    if trouble := _trouble(desk, found):
        return _first(desk, found, 422, trouble)
    second = found.needs_second(desk.agents_too)
    hashed = desk.locks.hash(request.form["new"])
    # Where a second step must follow, the link is used up only with it: whoever is called away may begin again.
    accepted = desk.setting_up.accept(token, hashed, desk.here(), desk.now(), last=not second)
    if accepted is None:
        return desk.trouble("link_over", 404)
    if second:
        half.write(desk, "second", accepted.id, hashed, "")
        return led("people.second_step")
    browser.let_in(desk, accepted, second=False)
    return led("people.account", done="welcome")


def _trouble(desk: Desk, whose: Person) -> str:
    """What is wrong with the password that was chosen, as a key of words.json; "": nothing."""
    new, again = request.form.get("new", ""), request.form.get("again", "")
    if weak := desk.locks.weak(new, whose.login):
        return f"new_{weak}"
    return "" if new == again else "new_differs"


def _first(desk: Desk, found: Person, status: int, trouble: str) -> Response:
    told = {"trouble": trouble, "name": found.name, "login": found.login, "shortest": SHORTEST}
    return desk.page("set_up.html", status, second=found.needs_second(desk.agents_too), **told)


def _change(desk: Desk, status: int, trouble: str) -> Response:
    told = {"who": person(), "sign_on": desk.sign_on, "shortest": SHORTEST}
    return desk.page("password.html", status, trouble=trouble, login=person().login, **told)

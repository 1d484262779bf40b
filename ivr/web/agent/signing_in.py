"""Signing in: a name and a password, then a code; and out again."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from flask import Blueprint, Response, request

from ivr.agents.people.errors import TooManyTries
from ivr.agents.people.limits import Bucket
from ivr.agents.people.person import Person, plain
from ivr.agents.people.store.people import Credentials
from ivr.web.agent import browser, half
from ivr.web.agent.desk import Desk, inside, led, led_to
from ivr.web.agent.half import Half
from ivr.web.agent.here import standing
from ivr.web.agent.locks import Owner

log = structlog.get_logger(__name__)


def hang(door: Blueprint, desk: Desk) -> None:
    """The pages of signing in and out."""

    @door.get("/sign-in")
    def sign_in() -> Response:
        return _form(desk, 200, "")

    @door.post("/sign-in")
    def try_password() -> Response:
        return _password_tried(desk)

    @door.get("/code")
    def code() -> Response:
        return _code_form(desk, 200, "") if half.read(desk, "code") else led("people.sign_in")

    @door.post("/code")
    def try_code() -> Response:
        found = half.read(desk, "code")
        return _code_tried(desk, found) if found else desk.trouble("desk_slow", 403)

    @door.post("/sign-out")
    def sign_out() -> Response:
        browser.out(desk, standing())
        return led("people.sign_in", out="1")

    @door.post("/sign-out-elsewhere")
    def sign_out_elsewhere() -> Response:
        desk.doorkeeper.end_others(standing(), desk.here(), desk.now())
        return led("people.account", done="elsewhere")


def _form(desk: Desk, status: int, trouble: str, minutes: int = 0, login: str = "") -> Response:
    wanted = inside(request.values.get("next", ""))
    told = {"trouble": trouble, "minutes": minutes, "login": login, "next": wanted, "out": "out" in request.args}
    return desk.page("sign_in.html", status, sign_on=desk.sign_on, **told)


def _password_tried(desk: Desk) -> Response:
    login, password = plain(request.form.get("login", "")), request.form.get("password", "")
    here, known = desk.here(), browser.known(desk)
    found = desk.doorkeeper.credentials(login)
    mark = known.mark if known and found and found.person.id == known.person else ""
    tried = desk.tries.password(login, mark, here.address)
    try:
        desk.tries.count(tried, desk.now())
    except TooManyTries as waits:
        return _wait(desk, waits, _form, login)
    # Also where there is no such name: whoever measures how long it takes learns nothing.
    right = desk.right(password, found.password if found else "", tried)
    if not right or not found or found.person.locked:
        return _refused(desk, found, login)
    return _password_right(desk, found, password, tried)


def _refused(desk: Desk, found: Credentials | None, login: str) -> Response:
    desk.audit.refused("password_refused", desk.here(), desk.now(), found.person if found else None)
    return _form(desk, 403, "sign_in_wrong", login=login)


def _password_right(desk: Desk, found: Credentials, password: str, tried: Sequence[Bucket]) -> Response:
    desk.tries.forget(tried)
    person = found.person
    if desk.locks.outdated(found.password):
        desk.setting_up.rehash(person, desk.locks.hash(password), desk.now())
        found = desk.doorkeeper.known(person.id) or found
    wanted = inside(request.values.get("next", ""))
    if person.second:
        half.write(desk, "code", person.id, found.password, wanted)
        return led("people.code")
    if person.needs_second(desk.agents_too):
        return desk.trouble("desk_no_second", 403)
    browser.let_in(desk, person, second=False)
    return led_to(wanted)


def _code_form(desk: Desk, status: int, trouble: str, minutes: int = 0, login: str = "") -> Response:
    return desk.page("code.html", status, trouble=trouble, minutes=minutes)


def _code_tried(desk: Desk, found: Half) -> Response:
    tried = desk.tries.code(found.person.id)
    try:
        desk.tries.count(tried, desk.now())
    except TooManyTries as waits:
        return _wait(desk, waits, _code_form, "")
    recovery = "".join(request.form.get("recovery", "").split()).lower()
    if not _code_right(desk, found.person, recovery):
        desk.audit.refused("code_refused", desk.here(), desk.now(), found.person)
        return _code_form(desk, 403, "code_wrong")
    desk.tries.forget(tried)
    if recovery:
        desk.audit.opened(found.person, "used_recovery_code", "", desk.here(), desk.now())
    browser.let_in(desk, found.person, second=True)
    return led("people.account", done="recovery") if recovery else led_to(found.wanted)


def _code_right(desk: Desk, person: Person, recovery: str) -> bool:
    if recovery:
        return len(recovery) <= 40 and desk.doorkeeper.spend_recovery(person.id, recovery)
    kept = desk.doorkeeper.totp(person.id)
    return kept is not None and desk.locks.code_right(request.form.get("code", ""), kept[0], Owner(person.id, kept[1]))


def _wait(desk: Desk, waits: TooManyTries, form: object, login: str) -> Response:
    log.warning("tries_refused", route=request.endpoint)
    assert callable(form)
    minutes = max(1, round(waits.seconds / 60 + 0.49))
    answer: Response = form(desk, 429, "tries_wait", minutes=minutes, login=login)
    answer.headers["Retry-After"] = str(int(waits.seconds) + 1)
    return answer

"""One's own page: who the line takes one for, where one is signed in, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, current_app, request

from ivr.agents.people.person import BROWSER
from ivr.agents.people.signin import SignIn
from ivr.web import pages
from ivr.web.agent.desk import Desk, led
from ivr.web.agent.here import person, standing
from ivr.web.shown import When, when

WORK = {
    "console.page": "agent",
    "console.wall": "supervisor",
    "roster.everybody": "administrator",
    "roster.audit": "administrator",
}
"""Where each role's work is."""
DONE = ("welcome", "password", "elsewhere", "recovery")
TROUBLE = ("proof_wrong", "proof_wait", "proof_anew")


@dataclass(frozen=True, slots=True)
class Line:
    """A sign-in as the list shows it. state: here, in, out."""

    since: When
    seen: When
    address: str
    device: str
    state: str


def hang(door: Blueprint, desk: Desk) -> None:
    """One's own page, and the way to it."""

    @door.get("")
    def home() -> Response:
        return led(next(iter(_doors()), "people.account"))

    @door.get("/account")
    def account() -> Response:
        done, trouble = request.args.get("done", ""), request.args.get("trouble", "")
        return desk.page(
            "account.html",
            who=person(),
            doors=_doors(),
            sign_on=desk.sign_on,
            lines=_lines(desk, desk.doorkeeper.recent(person().id)),
            left=desk.doorkeeper.recovery_left(person().id),
            until=when(standing().ends_at, pages.reader_language(), desk.now()),
            done=done if done in DONE else "",
            trouble=trouble if trouble in TROUBLE else "",
        )


def _doors() -> Sequence[str]:
    """The pages where this person's work is, those that this process has, the first one first."""
    mine = [endpoint for endpoint, role in WORK.items() if role in person().roles]
    if person().profile.telephone == BROWSER:
        mine.append("people.browser_phone")
    return [endpoint for endpoint in dict.fromkeys(mine) if endpoint in current_app.view_functions]


def _lines(desk: Desk, recent: Sequence[SignIn]) -> Sequence[Line]:
    language, now = pages.reader_language(), desk.now()

    def shown(at: datetime) -> When:
        return when(at, language, now)

    def state(one: SignIn) -> str:
        if one.id == standing().id:
            return "here"
        over = (
            one.ended is not None or now - one.seen_at > desk.doorkeeper.idle or now - one.at > desk.doorkeeper.longest
        )
        return "out" if over else "in"

    return [Line(shown(one.at), shown(one.seen_at), one.address, one.device, state(one)) for one in recent]

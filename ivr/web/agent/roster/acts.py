"""What an administrator changes: somebody new, a profile, a new link, the lock. Each is in the audit by their name."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from ivr.agents.people.errors import LoginTaken
from ivr.agents.people.person import Person, Profile
from ivr.web.agent import proof
from ivr.web.agent.desk import led
from ivr.web.agent.here import person
from ivr.web.agent.roster import form
from ivr.web.agent.roster.page import blank, shown
from ivr.web.agent.roster.parts import Roster


def hang(door: Blueprint, roster: Roster) -> None:
    """The forms."""

    @door.post("/people/new")
    def add() -> Response:
        return _added(roster)

    @door.post("/people/<int:number>")
    def change(number: int) -> Response:
        return _changed(roster, roster.one(number))

    @door.route("/people/<int:number>/<act>", methods=["GET", "POST"])
    def do(number: int, act: str) -> Response:
        one = roster.one(number)
        if request.method != "POST":  # the page that was shown, asked for anew: in another language, or by its address
            return led("roster.one", number=str(number))
        match act:
            case "reset" | "invite":
                return _linked(roster, one, act)
            case "lock":
                return _locked(roster, one)
            case "unlock":
                return _unlocked(roster, one)
        return abort(404)


def _added(roster: Roster) -> Response:
    """The page with the link, which is shown this once and stands nowhere."""
    try:
        profile = form.told(request.form, request.form.getlist("role"), request.form.get("login", ""))
    except form.Wrong as wrong:
        return blank(roster, 422, str(wrong))
    if trouble := proof.asked(roster.desk, person()):
        return blank(roster, 403, trouble, profile)
    try:
        one, token = roster.register().add(profile, roster.desk.now())
    except LoginTaken:
        return blank(roster, 422, "people_taken", profile)
    return _link(roster, one, token, "added")


def _changed(roster: Roster, one: Person) -> Response:
    try:
        profile = form.told(request.form, request.form.getlist("role"), one.login)
    except form.Wrong as wrong:
        return shown(roster, one, 422, str(wrong))
    if one.id == person().id and "administrator" not in profile.roles:
        return shown(roster, one, 422, "people_own", profile)
    if _weighs(one.profile, profile) and (trouble := proof.asked(roster.desk, person())):
        return shown(roster, one, 403, trouble, profile)
    if profile != one.profile:
        roster.register().change(one.login, profile, roster.desk.now())
    return led("roster.one", number=str(one.id), done="changed")


def _weighs(before: Profile, after: Profile) -> bool:
    """Whether somebody may do something else afterwards, or callers are led to another telephone."""
    return after.roles != before.roles or after.telephone not in ("", before.telephone)


def _linked(roster: Roster, one: Person, act: str) -> Response:
    """reset: all that let them in is forgotten first. invite: nothing is, before they use the link."""
    if one.locked:
        return led("roster.one", number=str(one.id))
    if trouble := proof.asked(roster.desk, person()):
        return shown(roster, one, 403, trouble)
    register, now = roster.register(), roster.desk.now()
    one, token = register.reset(one.login, now) if act == "reset" else register.invite(one.login, now)
    return _link(roster, one, token, act)


def _locked(roster: Roster, one: Person) -> Response:
    """Asks for no password: who must be out is out at once."""
    if one.id == person().id:
        return led("roster.one", number=str(one.id), trouble="people_own")
    roster.register().lock(one.login, roster.desk.now())
    return led("roster.one", number=str(one.id), done="locked")


def _unlocked(roster: Roster, one: Person) -> Response:
    if trouble := proof.asked(roster.desk, person()):
        return shown(roster, one, 403, trouble)
    roster.register().unlock(one.login, roster.desk.now())
    return led("roster.one", number=str(one.id), done="unlocked")


def _link(roster: Roster, one: Person, token: str, why: str) -> Response:
    return roster.desk.page("person_link.html", who=person(), one=one, link=roster.link(token), why=why)

"""The list of people, and the page of one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from ivr.agents.people.person import ROLES, Person, Profile
from ivr.web import pages
from ivr.web.agent.here import person
from ivr.web.agent.roster import form
from ivr.web.agent.roster.parts import Roster
from ivr.web.shown import when

DONE = ("changed", "locked", "unlocked")
TROUBLES = ("people_own",)
NEW = Profile("somebody", "")
"""What the form of somebody new begins with."""


def hang(door: Blueprint, roster: Roster) -> None:
    """The pages, and the way to them."""

    @door.get("/people")
    def everybody() -> Response:
        found = roster.register().everybody()
        found = sorted(found, key=lambda one: (one.locked, one.name.casefold(), one.id))
        return roster.desk.page("people.html", who=person(), people=[(one, state(roster, one)) for one in found])

    @door.get("/people/new")
    def new() -> Response:
        return blank(roster, 200, "")

    @door.get("/people/<int:number>")
    def one(number: int) -> Response:
        found = roster.one(number)
        roster.desk.audit.opened(person(), "opened_person", f"person:{number}", roster.desk.here(), roster.desk.now())
        done, trouble = request.args.get("done", ""), request.args.get("trouble", "")
        return shown(roster, found, 200, trouble if trouble in TROUBLES else "", done=done if done in DONE else "")


def state(roster: Roster, one: Person) -> str:
    """What is missing before they can come in, as a key of words; "in": nothing."""
    if one.locked:
        return "locked"
    if not one.ready:
        return "waits"
    return "second" if one.needs_second(roster.desk.agents_too) and not (one.second or one.tied) else "in"


def shown(
    roster: Roster, one: Person, status: int, trouble: str, profile: Profile | None = None, done: str = ""
) -> Response:
    """The page of one; the form with what was typed, when that will not do."""
    desk, language = roster.desk, pages.reader_language()
    recent = [(it, when(it.at, language, desk.now())) for it in desk.doorkeeper.recent(one.id)][:5]
    told = {"one": one, "state": state(roster, one), "recent": recent, "trouble": trouble, "done": done}
    return desk.page("person.html", status, **told, **_form(roster, profile or one.profile))


def blank(roster: Roster, status: int, trouble: str, profile: Profile | None = None) -> Response:
    """The form of somebody new."""
    told = {"one": None, "trouble": trouble, "done": "", "login": request.form.get("login", "")}
    return roster.desk.page("person.html", status, **told, **_form(roster, profile or NEW))


def _form(roster: Roster, profile: Profile) -> dict[str, Any]:
    """What was typed, where a field of it will not do; else what is so."""
    sent = request.form
    number, sip = (profile.telephone if form.kind(profile) == kind else "" for kind in ("number", "sip"))
    return {
        "who": person(),
        "name": sent.get("name", "" if profile is NEW else profile.name),
        "heard": sent.get("heard", profile.heard),
        "roles": ROLES,
        "has_roles": set(sent.getlist("role")) if sent else profile.roles,
        "kind": sent.get("telephone", "number" if profile is NEW else form.kind(profile)),
        "telephones": form.TELEPHONES,
        "number": sent.get("number", number),
        "sip": sent.get("sip", sip),
        "browser_phone": roster.browser_phone,
        "languages": form.ables("language", roster.languages(), profile.languages, profile, sent),
        "skills": form.ables("skill", roster.skills(), profile.skills, profile, sent),
        "known_words": pages.all_words(),
        "sign_on": roster.desk.sign_on,
    }

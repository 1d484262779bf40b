"""The audit, to be read: who came in, who opened what, who changed whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request

from ivr.agents.people.audited import Entry
from ivr.agents.people.person import plain
from ivr.web import pages
from ivr.web.agent.here import person
from ivr.web.agent.roster.parts import Roster
from ivr.web.shown import When, when

PAGE = 100
DAYS = (1, 7, 30, 365)


@dataclass(frozen=True, slots=True)
class Line:
    """what: in words. of: the person it is about, as number and name; about: the id of anything else."""

    at: When
    who: str
    what: str
    of: tuple[int, str] | None
    about: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; "" and 0: everything. before: older than this one."""

    who: str
    what: str
    about: str
    days: int
    before: int | None


def hang(door: Blueprint, roster: Roster) -> None:
    @door.get("/audit")
    def audit() -> Response:
        asked = _asked()
        # Who reads what others opened has opened something about them.
        roster.desk.audit.opened(person(), "opened_audit", "", roster.desk.here(), roster.desk.now())
        return roster.desk.page("audit.html", **_shown(roster, asked))


def _asked() -> Asked:
    told = request.args
    before, days = told.get("before", ""), told.get("days", "")
    return Asked(
        plain(told.get("who", "")),
        plain(told.get("what", "")),
        "".join(filter(str.isprintable, told.get("about", "")[:80])).strip(),
        int(days) if days in map(str, DAYS) else 0,
        int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None,
    )


def _shown(roster: Roster, asked: Asked) -> dict[str, Any]:
    register, now = roster.register(), roster.desk.now()
    people = {one.id: one for one in register.everybody()}
    since = now - timedelta(days=asked.days) if asked.days else None
    found = register.audited(asked.who, asked.about, since, PAGE + 1, what=asked.what, before=asked.before)
    names = {number: one.name for number, one in people.items()}
    language = pages.reader_language()
    return {
        "who": person(),
        "asked": asked,
        "days": DAYS,
        "logins": sorted(one.login for one in people.values()),
        "verbs": sorted(verbs(language).items(), key=lambda pair: pair[1].casefold()),
        "lines": [_line(each, names, language, roster) for each in found[:PAGE]],
        "older": found[PAGE - 1].id if len(found) > PAGE else None,
    }


def verbs(language: str) -> dict[str, str]:
    """Every verb of the audit that has words, and its words."""
    start = "did_"
    return {key.removeprefix(start): said[language] for key, said in pages.all_words().items() if key.startswith(start)}


def _line(each: Entry, names: dict[int, str], language: str, roster: Roster) -> Line:
    kind, _, number = each.about.partition(":")
    of = (int(number), names.get(int(number), number)) if kind == "person" and number.isdecimal() else None
    said = verbs(language).get(each.what, each.what.replace("_", " "))
    return Line(when(each.at, language, roster.desk.now()), each.who, said, of, "" if of else each.about, each.address)

"""The supervisor's wall: who waits, who works, how the day goes; and the way into a talk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, request

from ivr.agents.counting import average
from ivr.agents.handoff import Mode
from ivr.agents.screens import NotYours, Wall, level
from ivr.web import pages
from ivr.web.agent.console.chart import FOOT, HIGH, LEFT, WIDE, chart, table
from ivr.web.agent.console.page import ago
from ivr.web.agent.console.parts import Console, back
from ivr.web.agent.here import person
from ivr.web.shown import when

MODES: Mapping[str, Mode | None] = {"listen": "listen", "whisper": "whisper", "join": "talk", "leave": None}
NOTES = {"listening", "whispering", "joining", "left", "withdrawn"}
_NOTE = {"listen": "listening", "whisper": "whispering", "join": "joining", "leave": "left"}


def hang(door: Blueprint, console: Console) -> None:
    @door.get("/wall")
    def wall() -> Response:
        return console.desk.page("wall.html", **shown(console, console.floor.wall(console.desk.now())))

    @door.get("/wall/today.csv")
    def export() -> Response:
        now = console.desk.now()
        answer = Response(table(console.floor.wall(now).halves, now.tzinfo), mimetype="text/csv")
        answer.headers["Content-Disposition"] = f'attachment; filename="onecall-{now:%Y-%m-%d}.csv"'
        return pages.secure(answer)

    @door.post("/wall/<handoff>/<act>")
    def supervise(handoff: str, act: str) -> Response:
        if act not in MODES and act != "withdraw":
            abort(404)
        try:
            return back("console.wall", note=_done(console, handoff, act))
        except NotYours:
            return back("console.wall", trouble="not_yours")


def _done(console: Console, handoff: str, act: str) -> str:
    """Who listens to a talk hears a person: that is in the audit first."""
    if act == "withdraw":
        console.floor.withdraw(handoff)
        return "withdrawn"
    if act != "leave":
        what = {"listen": "listened_in", "whisper": "whispered", "join": "joined_talk"}[act]
        console.desk.audit.opened(person(), what, f"handoff:{handoff}", console.desk.here(), console.desk.now())
    console.floor.supervise(person(), handoff, MODES[act])
    return _NOTE[act]


def shown(console: Console, wall: Wall) -> dict[str, Any]:
    """What wall.html says."""
    naming, now = console.naming(), console.desk.now()
    note, trouble = request.args.get("note", ""), request.args.get("trouble", "")
    order = ("busy", "wrap_up", "available", "away")
    reached = level(wall.halves)
    return {
        "wall": wall,
        "live": console.wire is not None,
        "who": person(),
        "mine": next((one.handoff for one in wall.agents if one.person == str(person().id) and one.beside), ""),
        "naming": naming,
        "known_words": pages.all_words(),
        "agents": sorted(wall.agents, key=lambda one: (not one.danger, order.index(one.state), one.since)),
        "states": [
            (state, sum(one.state == state for one in wall.agents)) for state in ("available", *order[:2], "away")
        ],
        "waiting": sum(one.waiting for one in wall.queues),
        "owed": len(wall.owed),
        "longest": min((one.longest for one in wall.queues if one.longest), default=None),
        "asked": sum(one.asked for one in wall.halves),
        "abandoned": sum(one.abandoned for one in wall.halves),
        "answered": sum(one.answered for one in wall.halves),
        "otherwise": sum(one.called_back + one.elsewhere for one in wall.halves),
        "speed": average(wall.halves),
        "most": max((one.longest for one in wall.halves), default=0.0),
        "reached": reached,
        "met": reached is not None and reached >= wall.share,
        "chart": chart(wall.halves, now.tzinfo),
        "size": {"wide": int(WIDE), "high": int(HIGH), "foot": int(FOOT), "left": int(LEFT)},
        "hour": lambda moment: moment.astimezone(now.tzinfo).strftime("%-H:%M"),
        "clock": lambda seconds: ago(now - timedelta(seconds=round(seconds)), now),
        "ago": lambda moment: ago(moment, now),
        "when": lambda moment: when(moment, naming.language, now),
        "note": note if note in NOTES else "",
        "trouble": trouble if trouble == "not_yours" else "",
    }

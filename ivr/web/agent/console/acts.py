"""What an agent does from the page: each a form of its own, which works without a script too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, Response, abort, request

from ivr.agents import events as e
from ivr.agents.handoff import Kind
from ivr.agents.screens import Card, NoSuchNumber, NotYours
from ivr.requests.filing import Place
from ivr.requests.numbers import candidates
from ivr.web.agent.console import page, written
from ivr.web.agent.console.finding import AS_WRITTEN, Unsure, look_up
from ivr.web.agent.console.parts import Console, back
from ivr.web.agent.console.written import Filled, Unfit, checked
from ivr.web.agent.here import person

PAGE = "console.page"
LONGEST_NOTE = 2000


class Wrong(Exception):
    """What was sent will not do; args[0] is a key of words. Nothing was done."""


Act = Callable[[Console, str], str | Filled]
"""Does it, for this hand-off; what the page says then, or the form that stays open. Wrong, Unfit, NotYours,
NoSuchNumber."""


def hang(door: Blueprint, console: Console) -> None:
    @door.post("/floor/presence")
    def presence() -> Response:
        state, reason = request.form.get("state", ""), request.form.get("reason", "")
        if state not in ("available", "away") or (state == "away" and reason not in console.book().desk.away):
            return back(PAGE, trouble="no_reason")
        console.floor.be(person(), "available" if state == "available" else "away", reason if state == "away" else "")
        return back(PAGE, note="presence")

    @door.post("/floor/drafts/<draft>")
    def call_back(draft: str) -> Response:
        try:
            console.floor.call_back(person(), draft)
        except NotYours:
            return back(PAGE, trouble="draft_gone")
        return back(PAGE, note="call_back")

    @door.post("/floor/<handoff>/<act>")
    def act(handoff: str, act: str) -> Response:
        if act not in ACTS:
            abort(404)
        try:
            done = ACTS[act](console, handoff)
            return back(PAGE, note=done) if isinstance(done, str) else page.again(console, done, note="place_found")
        except Unfit as unfit:
            return page.again(console, unfit.filled, status=422)
        except Wrong as wrong:
            return back(PAGE, trouble=str(wrong))
        except NotYours:
            return back(PAGE, trouble="not_yours")
        except NoSuchNumber:
            return back(PAGE, trouble="no_number")


def me() -> str:
    """As hand-offs name whoever is here."""
    return str(person().id)


def _tell(console: Console, handoff: str, event: e.OfAgent, note: str) -> str:
    console.floor.tell(person(), handoff, event)
    return note


def _decline(console: Console, handoff: str) -> str:
    console.floor.decline(person(), handoff)
    return "declined"


def _hold(console: Console, handoff: str) -> str:
    on = request.form.get("on") == "1"
    return _tell(console, handoff, e.Held(me(), on), "held" if on else "back")


def _mute(console: Console, handoff: str) -> str:
    on = request.form.get("on") == "1"
    return _tell(console, handoff, e.Muted(me(), on), "muted" if on else "unmuted")


def _call_in(console: Console, handoff: str) -> str:
    chosen, who = _chosen(console, ("desk", "police", "interpreter", "colleague"))
    kind: Kind = chosen  # type: ignore[assignment]  # it is one of these
    hold = kind != "interpreter"  # who interprets is wanted in the talk; everybody else is asked first
    return _tell(console, handoff, e.CalledIn(me(), kind, who, hold), "consulting")


def _drop(console: Console, handoff: str) -> str:
    return _tell(console, handoff, e.Dropped(_who()), "let_go")


def _hand_on(console: Console, handoff: str) -> str:
    """Warm, to somebody in the room. Cold only by the form that says so."""
    if request.form.get("cold") != "1":
        return _tell(console, handoff, e.HandedOn(me(), "person", _who()), "handed_on")
    kind, who = _chosen(console, ("queue", "desk", "police"))
    to = e.HandedOn(me(), "queue" if kind == "queue" else "desk", who, warm=False)
    return _tell(console, handoff, to, "handed_on")


def _leave(console: Console, handoff: str) -> str:
    return _tell(console, handoff, e.AgentLeft(me()), "left")


def _danger(console: Console, handoff: str) -> str:
    console.floor.danger(person(), handoff)
    return "danger"


def _file(console: Console, handoff: str) -> str:
    """The place is looked up where it is not the one the line knew already."""
    card, filled = _written(console, handoff)
    filled = checked(filled, card, console.book(), console.desk.now())
    found = None
    if filled.place and not filled.problems.get("place"):
        filled, found = _looked_up(console, card, filled)
    if filled.problems:
        raise Unfit(filled)
    it = replace(written.request(filled), found=found)
    console.floor.file(person(), handoff, it, written.key(handoff, it))
    return "filed"


def _place(console: Console, handoff: str) -> Filled:
    """Looked up on the city's map, and known to the hand-off from then on."""
    card, filled = _written(console, handoff)
    if not filled.place:
        raise Unfit(filled.wrong("place", "no_place"))
    filled, found = _looked_up(console, card, filled, again=True)
    if found is None:
        raise Unfit(filled)
    console.floor.place(person(), handoff, found)
    return replace(filled, place=found.readback, problems={}, candidates=())


def _written(console: Console, handoff: str) -> tuple[Card, Filled]:
    card = console.floor.screen(person()).card
    if card is None or card.handoff != handoff:
        raise NotYours
    return card, written.sent(request.form, console.book())


def _looked_up(console: Console, card: Card, filled: Filled, again: bool = False) -> tuple[Filled, Place | None]:
    """None: it is the place the line knew, or what is wrong with it stands in the form. again: look in any case."""
    chosen = request.form.get("at", "")
    if not (again or chosen) and card.spot and card.spot.words == filled.place:
        return filled, None
    if again and chosen and chosen != AS_WRITTEN:
        filled = replace(filled, place=filled.place or chosen)
    found = look_up(filled.place, chosen, card.language, console.find)
    if isinstance(found, Unsure):
        return filled.wrong("place", found.problem, found.candidates), None
    return replace(filled, place=found.readback), found


def _follow(console: Console, handoff: str) -> str:
    """The year may be left out: then it is the likeliest one in which there is such a request."""
    for number in candidates(request.form.get("number", ""), console.desk.now().date()):
        with suppress(NoSuchNumber):
            console.floor.follow(person(), handoff, number)
            return "followed"
    raise NoSuchNumber


def _finish(console: Console, handoff: str) -> str:
    reason, note = request.form.get("reason", ""), request.form.get("note", "").strip()
    if reason not in console.book().desk.reasons:
        raise Wrong("no_reason")
    if len(note) > LONGEST_NOTE:
        raise Wrong("too_long")
    console.floor.finish(person(), handoff, reason, note)
    return "finished"


def _who() -> str:
    if not (who := request.form.get("who", "")):
        raise Wrong("no_who")
    return who


def _chosen(console: Console, kinds: tuple[str, ...]) -> tuple[str, str]:
    """Of a list whose values are `kind:who`; only who stands in such a list: elsewhere nobody would answer."""
    kind, _, who = _who().partition(":")
    if kind not in kinds or not _known(console, kind, who):
        raise Wrong("no_who")
    return kind, who


def _known(console: Console, kind: str, who: str) -> bool:
    if kind == "colleague":
        return who.isascii() and who.isdecimal() and len(who) < 10
    if kind == "queue":
        return who in console.book().city.queues
    return any((kind, who) == (of, code) for of, code, _ in page.lines(console.naming()))


ACTS: Mapping[str, Act] = {
    "decline": _decline,
    "hold": _hold,
    "mute": _mute,
    "call-in": _call_in,
    "drop": _drop,
    "hand-on": _hand_on,
    "leave": _leave,
    "danger": _danger,
    "file": _file,
    "place": _place,
    "follow": _follow,
    "finish": _finish,
}

"""While a caller waits for a person: their place, the choices by key, and every way out of the queue."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ivr.flow.directives import Enter, Hold, Leave, Note, Prompt, Transfer, Why
from ivr.flow.events import Dialed, Digits, Event, Place, Room
from ivr.flow.model import Queue, WorkQueue
from ivr.flow.state import State
from ivr.flow.turning import keeping, links
from ivr.flow.turning.conditions import holds
from ivr.flow.turning.following import next_language
from ivr.flow.turning.lines import line_named
from ivr.flow.turning.reasons import forgotten
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.seeking import overflow_line, seek
from ivr.flow.turning.speaking import said
from ivr.flow.turning.walk import ask, assign, call, go

RING = 40
"""Seconds the telephone rings where a queue flows over to."""
_PLACES = {0: "queue_called", 1: "queue_next", 2: "queue_second", 3: "queue_third"}
_KEEPS = "10"
_WAYS: dict[str, Why] = {"2": "call_back", "3": "message", "4": "go_on"}


def queue_at(scene: Scene, state: State) -> Queue | None:
    """The queue in which the caller waits; None: they do not wait."""
    node = scene.book.node(state.at) if state.sought else None
    return node if isinstance(node, Queue) else None


# ------------------------------------------------------------------ what the caller does


def on_caller(scene: Scene, state: State, node: Queue, event: Event) -> State:
    """A key, the end of the music or of a talk: whoever does not choose another way waits on."""
    waiting = replace(state, phase="ask", pending="")
    match event:
        case Digits(keys) if keys and not _by_line(state):
            return _on_key(scene, waiting, node, keys[0])
        case Dialed(outcome) if _by_line(state):
            reached = outcome in ("completed", "answered")
            return _leave(scene, waiting, node.completed if reached else node.too_long)
        case Dialed("completed" | "answered"):  # out of the room: for good, or because the person was lost
            return _again(scene, replace(waiting, phase="talked"), node)
        case _:
            return _again(scene, waiting, node)


def _on_key(scene: Scene, state: State, node: Queue, key: str) -> State:
    flow = state.at.partition(".")[0]
    name = links.by_key(scene.book, flow).get(key, "")
    link = links.in_force(scene.book, flow).get(name)
    if key in _KEEPS:
        return _again(scene, replace(state, phase="keep"), node)
    if (way := _WAYS.get(key)) and way in _ways(state, node):
        return _choose(scene, state, way)
    if link and link.do == "language":
        return _again(scene, replace(state, language=next_language(scene, state)), node)
    if link and link.intent == "emergency" and link.subdialog:
        return _choose(scene, state, "emergency")
    return _again(scene, state, node)  # a key that means nothing here costs nothing


def _ways(state: State, node: Queue) -> tuple[Why, ...]:
    """The ways out by key that this queue and this caller have: nobody is called back at a number that is not known."""
    number = state.slots.get("caller") == "known" or bool(state.slots.get("phone"))
    every: dict[Why, bool] = {
        "call_back": bool(node.call_back) and number,
        "message": bool(node.message),
        "go_on": bool(node.go_on),
    }
    return tuple(way for way, there in every.items() if there)


def _choose(scene: Scene, state: State, way: Why) -> State:
    assert state.sought is not None
    scene.out += [Note(f"chose_{way}"), Leave(state.sought.turn, way)]
    return replace(state, phase="busy", pending=way)


def _again(scene: Scene, state: State, node: Queue) -> State:
    """The same asking once more: the caller's sign of life."""
    wanted = seek(scene, state, node)
    if wanted is None:
        return _leave(scene, state, node.closed)
    scene.out.append(wanted)
    return state


def _by_line(state: State) -> bool:
    return state.sought is not None and state.sought.by_line


# ------------------------------------------------------------------ what is answered


def on_place(scene: Scene, state: State, place: Place) -> State:
    """The caller waits: says what there is to say, and holds."""
    node, sought = queue_at(scene, state), state.sought
    if node is None or sought is None:
        return ask(scene, state)
    if not sought.told:
        scene.out += [Note("queued"), *said(scene.book, state, node.say)]
    scene.out += _words(scene, state, node, place)
    rules = scene.book.city.queues[node.queue]
    scene.out.append(Hold(rules.choice_every, _music(scene, state, rules)))
    return _told(state)


def on_room(scene: Scene, state: State, room: Room) -> State:
    """A person has taken the call: says so, and goes to them."""
    if queue_at(scene, state) is None:
        return ask(scene, state)
    named = said(scene.book, state, "queue_person", {"value": room.who}) if room.who else []
    scene.out += [Note("joined"), *(named or said(scene.book, state, "queue_connected"))]
    scene.out.append(Enter(room.name))
    return _told(state)


def on_resolved(scene: Scene, state: State, node: Queue, outcome: str, slots: Mapping[str, str]) -> State:
    """Nobody is waited for any longer, or the caller has left the line."""
    if state.phase == "busy":
        return _left(scene, replace(state, phase="ask", pending=""), node, state.pending, outcome)
    if outcome in ("closed", "too_long", "overflow", "desk"):
        scene.out.append(Note(f"queue_{outcome}"))
    match outcome:
        case "overflow":
            return _by_telephone(scene, state, node, overflow_line(scene.book.city.queues[node.queue]))
        case "desk":
            return _by_telephone(scene, state, node, slots.get("line", ""))
        case "closed" | "too_long" | "completed":
            return _leave(scene, state, getattr(node, outcome))
        case "call_back" | "message" | "go_on" if target := getattr(node, outcome):
            return _leave(scene, _with_place(state, node) if outcome == "call_back" else state, target)
    # Who comes out of a room when the database is away has spoken with a person, as far as anybody knows.
    return _leave(scene, state, node.completed if state.phase == "talked" else node.failed)


def _left(scene: Scene, state: State, node: Queue, way: str, outcome: str) -> State:
    """Goes the way that was chosen; a call-back that could not be kept is not promised."""
    link = links.for_intent(scene.book, state.at.partition(".")[0], "emergency")
    match way:
        case "emergency" if link and link.subdialog:
            return call(scene, _over(scene, state), link.subdialog)  # who comes back waits anew
        case "call_back" if outcome != "left":
            return _leave(scene, state, node.failed)
        case "call_back":
            state = _with_place(state, node)
    return _leave(scene, state, getattr(node, way, None) or node.failed)


def _with_place(state: State, node: Queue) -> State:
    """The state that knows which place is kept, so that another time may be chosen for it."""
    return assign(state, keeping.kept(node.queue, state.sought.turn)) if state.sought else state


def _by_telephone(scene: Scene, state: State, node: Queue, name: str) -> State:
    """The telephone of that line rings instead of an agent's."""
    line = line_named(scene, state, name)
    if line is None or state.sought is None:
        return _leave(scene, state, node.too_long)
    scene.out += said(scene.book, state, node.say)
    scene.out.append(Transfer(line.name, line.number, RING))
    return replace(state, sought=replace(state.sought, by_line=True))


def _leave(scene: Scene, state: State, target: str) -> State:
    return go(scene, _over(scene, state), target)


def _over(scene: Scene, state: State) -> State:
    """The state after waiting: its minutes, and those with a person, were no part of the line's own."""
    now = int(scene.moment.now.timestamp())
    away = max(0, now - state.sought.since) if state.sought else 0
    return forgotten(replace(state, sought=None, started=state.started + away))


# ------------------------------------------------------------------ what is said


def _words(scene: Scene, state: State, node: Queue, place: Place) -> list[Prompt]:
    """What is said to who waits: danger first, then the place, the estimate where there is one, and the choices."""
    book = scene.book
    warned = [w for one in node.warn if holds(scene, state, one.when) for w in said(book, state, one.say)]
    if state.phase == "keep":
        return warned + said(book, state, "queue_keep")
    choices = [f"queue_{way}" for way in _ways(state, node)]
    return warned + _place(scene, state, place) + said(book, state, ["queue_wait", *choices])


def _place(scene: Scene, state: State, place: Place) -> list[Prompt]:
    if place.position < 0:
        return []
    position, minutes = place.position, place.minutes
    words = said(scene.book, state, _PLACES.get(position, "queue_place"), {"count": str(position)})
    if minutes is None or position == 0:
        return words
    lasts = "queue_minute" if minutes <= 1 else "queue_minutes"
    return words + said(scene.book, state, lasts, {"minutes": str(minutes)})


def _told(state: State) -> State:
    """The state in which the caller knows that they wait."""
    assert state.sought is not None
    return replace(state, sought=replace(state.sought, told=True, by_line=False), phase="ask", pending="")


def _music(scene: Scene, state: State, rules: WorkQueue) -> str:
    """The recording in the call's language, or in any; music has none."""
    name = rules.music
    if not name:
        return ""
    languages = (state.language, *scene.book.city.languages)
    return next((path for each in languages if (path := f"{each}/{name}.wav") in scene.book.recordings), "")

"""An answer was recorded, or could not be heard: on with its words later, now, or asked once more by keys and words."""

from __future__ import annotations

from ivr.flow.directives import Await, Note
from ivr.flow.events import Recorded
from ivr.flow.state import State
from ivr.flow.turning.answer import on_digits, on_silence
from ivr.flow.turning.failing import give_up
from ivr.flow.turning.hearing import goes_on, not_heard_here, unheard
from ivr.flow.turning.question import asked, listen
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.speaking import RECORDING, said
from ivr.flow.turning.taking import fill
from ivr.flow.turning.walk import ask, enter


def on_recorded(scene: Scene, state: State, event: Recorded) -> State:
    """The caller answered after the tone; a recording nobody asked for only asks the question again.

    A key that ended it is the answer, but for the pound key.
    """
    question = asked(scene, state)
    if question is None or listen(scene, state, question).by != "record":
        return enter(scene, state)
    if keys := event.digits.replace("#", ""):
        return on_digits(scene, state, keys)
    if event.seconds < 1 or not event.sid:
        return on_silence(scene, state)
    if question.slot is not None and goes_on(question.slot) and state.phase == "ask":
        scene.out.append(Note("answer_recorded"))
        return fill(scene, state, question.slot, RECORDING + event.sid, {})
    scene.out += said(scene.book, state, "one_moment")
    scene.out.append(Await(event.sid))
    return state


def on_unheard(scene: Scene, state: State) -> State:
    """No ear could make out what was said: the same question once more, by Twilio's recogniser and the keys; a second
    time there is a person."""
    question = asked(scene, state)
    if question is None:
        return enter(scene, state)
    scene.out.append(Note("not_heard"))
    if not_heard_here(state):
        scene.out += said(scene.book, state, "trouble_person")
        return give_up(scene, state)
    return ask(scene, unheard(state), said(scene.book, state, "trouble_hearing"))

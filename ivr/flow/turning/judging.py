"""Whether what was understood answers the open question: sure enough, one of what is offered, in the words it takes."""

from __future__ import annotations

from ivr.flow.meaning import Meaning
from ivr.flow.model import Menu, Review
from ivr.flow.state import State
from ivr.flow.turning.endangered import in_danger
from ivr.flow.turning.question import Asked
from ivr.flow.turning.scene import Scene
from ivr.flow.turning.wholly import says_only

UNSURE = 0.3
FAIR = 0.7
SURE = 0.8


def answers(scene: Scene, state: State, question: Asked, meaning: Meaning, text: str) -> bool:
    """Whether its value is an answer to take. text: what was said."""
    value = meaning.value
    return (
        value is not None
        and meaning.confidence >= _least(scene, state, question)
        and _offered(question, value)
        and _is_whole(state, question, value, text)
    )


def _least(scene: Scene, state: State, question: Asked) -> float:
    """How sure an answer must be: half a yes confirms nothing, and half an answer never leads out of danger."""
    if isinstance(question.node, Review):
        return FAIR  # “yeah no it's good”: nothing is lost by it, all has just been read out
    confirms = question.want.kind == "yesno" and (question.slot is None or state.phase == "confirm")
    return SURE if confirms or in_danger(scene, state) else UNSURE


def _is_whole(state: State, question: Asked, value: str, text: str) -> bool:
    """Whether a choice that only its own words choose was said in these alone; others may stand in a sentence."""
    menu = question.node
    if not isinstance(menu, Menu) or state.phase != "ask" or not value.isdecimal() or not text:
        return True
    choice = menu.choices[int(value)] if int(value) < len(menu.choices) else None
    if choice is None or not choice.whole:
        return True
    return says_only(text, (choice.says or {}).get(state.language, ()))


def _offered(question: Asked, value: str) -> bool:
    """Whether the value is one of those the question offers; a question that offers none takes any."""
    options = question.want.options
    return not options or any(option.value == value for option in options)

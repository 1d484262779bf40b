"""Does a condition of a flow hold, given what is known of the call?"""

from __future__ import annotations

from ivr.flow.hours import is_holiday
from ivr.flow.model import Condition
from ivr.flow.state import State
from ivr.flow.turning.lines import line_open
from ivr.flow.turning.scene import Scene


def holds(scene: Scene, state: State, condition: Condition | None) -> bool:
    """True when every line of the condition holds; no condition always holds."""
    if condition is None:
        return True
    c = condition
    return (
        (c.language is None or c.language == state.language)
        and (c.open is None or line_open(scene, state, c.open))
        and (c.closed is None or not line_open(scene, state, c.closed))
        and (c.holiday is None or c.holiday == is_holiday(scene.book.city, scene.moment.now))
        and all(state.slots.get(name) for name in c.known or ())
        and not any(state.slots.get(name) for name in c.unknown or ())
        and all(_matches(state.slots.get(name, ""), wanted) for name, wanted in (c.slots or {}).items())
        and _service_says(scene, state, c.service)
        and (c.any is None or any(holds(scene, state, each) for each in c.any))
        and not any(holds(scene, state, each) for each in c.none or ())
    )


def _matches(value: str, wanted: str | list[str]) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


def _service_says(scene: Scene, state: State, facts: dict[str, str | bool] | None) -> bool:
    if facts is None:
        return True
    service = scene.book.services.get(state.slots.get("service", ""))
    return service is not None and all(getattr(service, name, None) == value for name, value in facts.items())

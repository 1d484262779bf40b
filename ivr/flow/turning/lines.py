"""The telephone lines a flow names: those of city.yaml, the emergency line, the dispatcher of the chosen service."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.flow.hours import is_holiday, is_open
from ivr.flow.model import DISPATCHER, EMERGENCY_LINE, Hours
from ivr.flow.state import State
from ivr.flow.turning.scene import Scene


@dataclass(frozen=True, slots=True)
class Called:
    """A line as it is called. name: in city.yaml. number: E.164."""

    name: str
    number: str
    hours: Hours = "always"


def line_named(scene: Scene, state: State, name: str) -> Called | None:
    """The line a flow means by `name`; None: the city has none."""
    city = scene.book.city
    if name == EMERGENCY_LINE:
        return Called(name, city.emergency_line) if city.emergency_line else None
    named = _dispatcher(scene, state) if name == DISPATCHER else name
    line = city.lines.get(named)
    return Called(named, line.number, line.hours) if line else None


def line_open(scene: Scene, state: State, name: str) -> bool:
    """Whether the city has such a line, and it is open now."""
    city, now = scene.book.city, scene.moment.now
    line = line_named(scene, state, name)
    return line is not None and is_open(line.hours, now, is_holiday(city, now))


def _dispatcher(scene: Scene, state: State) -> str:
    """The line of the dispatcher of the agency that does the chosen service; empty where there is none."""
    service = scene.book.services.get(state.slots.get("service", ""))
    agency = scene.book.city.agencies.get(service.agency) if service else None
    return (agency.dispatcher if agency else None) or ""

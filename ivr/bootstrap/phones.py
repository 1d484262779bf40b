"""The doors of the test phone, put together: its calls are kept in this process, or by `ivr run` for all processes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import BROWSER
from ivr.agents.people.register import Register
from ivr.bootstrap.rooms import Rooms
from ivr.db.errors import CellarError
from ivr.flow import graph
from ivr.flow.hours import holiday_dates
from ivr.simulator.far import Far
from ivr.simulator.http import Line
from ivr.simulator.sessions import Sessions
from ivr.simulator.shelf import Shelf
from ivr.web import phone, telephone


def doors(rooms: Rooms) -> list[Blueprint]:
    """None of them where there is no test phone; the agents' telephones only where calls share an account."""
    if not rooms.settings.simulator:
        return []
    if not rooms.settings.test_phone:
        return [_phone(rooms, _sessions(rooms), None)]
    far = Far(rooms.settings.test_phone)
    desk = "/desk" if rooms.settings.desk == "on" else ""
    agents = telephone.door(far, lambda: names(rooms), lambda: rooms.library.current().book.city.city, desk)
    return [_phone(rooms, far, far), agents]


def _phone(rooms: Rooms, calls: phone.Calls, far: Far | None) -> Blueprint:
    return phone.door(
        calls,
        lambda: rooms.library.current().book,
        graph.svg,
        rooms.now,
        lambda year: _holidays(rooms, year),
        leaving=far,
        live=lambda sid: rooms.ear.live(sid),
        names=lambda: names(rooms) if far else {},
        agents=far is not None,
    )


def names(rooms: Rooms) -> Mapping[str, str]:
    """By the number of their telephone, what callers may call the people who work at the line; empty in an outage."""
    found = {}
    with suppress(SQLAlchemyError, CellarError):
        for person in Register(Cabinet(rooms.engine, rooms.secrets), "test phone").everybody():
            told = person.profile
            if told.telephone not in ("", BROWSER) and not person.locked:
                found[told.telephone] = told.heard or told.name
    return found


def _sessions(rooms: Rooms) -> Sessions:
    """Calls that ring at this very process; their recordings are kept where `ivr run` looks."""
    settings, port = rooms.settings, os.environ.get("PORT", "8311")
    token, shelf = settings.twilio_auth_token, Shelf(settings.test_recordings)
    line = Line(f"http://127.0.0.1:{port}", token, public_url=settings.public_base_url, shelf=shelf)
    return Sessions(line, hears=rooms.ears.at_hand)


def _holidays(rooms: Rooms, year: int) -> Mapping[date, str]:
    return holiday_dates(rooms.library.current().book.city.holidays, year)

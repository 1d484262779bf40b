"""Screens take one connection at a time: as many as are asked for at once, none waits for a second one of another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, create_engine, text

from ivr.agents.acts import Acts
from ivr.agents.matcher import match
from ivr.agents.screens import Alert, Heard
from ivr.agents.sources import Sources

from .floor import BOOK, House


def test_a_screen_and_the_wall_are_read_by_who_has_but_one_connection(database: Engine) -> None:
    one = create_engine(database.url, pool_size=1, max_overflow=0, pool_timeout=1)
    house = House(one)
    person, call = house.agent("ann"), house.call()
    house.seeks(call)
    match(house.floor)

    def asks() -> None:
        with one.connect() as connection:
            connection.execute(text("SELECT 1"))

    def heard(call: str) -> Heard:
        asks()
        return Heard()

    def alerts(since: datetime) -> tuple[Alert, ...]:
        asks()
        return ()

    acts = Acts(house.floor, Sources(book=lambda: BOOK, heard=heard, alerts=alerts))
    screen = acts.screen(person)
    assert screen.card
    assert screen.card.phase == "offered"
    assert acts.wall(house.now).agents[0].state == "busy"
    one.dispose()

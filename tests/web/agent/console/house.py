"""The people's pages with the console in them, over a floor that is played by hand and the city's own files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask

from ivr.agents.people.person import Person
from ivr.calls.folders import read
from ivr.flow.book import Book
from ivr.flow.loader import load
from ivr.places import locate
from ivr.places.gazetteer import Gazetteer
from ivr.places.importing import starter
from ivr.places.located import Located
from ivr.web import guards
from ivr.web.agent import entrance
from ivr.web.agent.console.door import door
from ivr.web.agent.console.parts import Console
from ivr.web.agent.console.sketch import Sketcher
from ivr.web.agent.console.wire import Wire
from tests.web.agent.console.floor import PlayedFloor
from tests.web.agent.site import Browser, Site

ROOT = Path(__file__).parents[4]


@cache
def book() -> Book:
    """The city's flows as they are."""
    found = load(read(ROOT)).book
    assert found
    return found


@dataclass
class House(Site):
    """A site whose people take calls."""

    def hang(self, app: Flask) -> None:
        super().hang(app)
        self.floor = PlayedFloor(self.clock)
        self.wire = Wire(self.floor)
        self.console = Console(self.desk, self.floor, book, sketcher(), find, self.wire)
        known = guards.checks(None, False, people=entrance.checks(self.desk))
        guards.register(app, door(self.console), known)

    def at_work(self, login: str = "dana", telephone: str = "+14105550181") -> tuple[Browser, Person]:
        """An agent who is in, and available."""
        browser = self.browser()
        browser.set_up(self.add(login, telephone=telephone, languages=("en", "es")))
        person = self.register.find(login)
        self.floor.state(person, "available")
        return browser, person


@cache
def gazetteer() -> Gazetteer:
    """The starter map."""
    return starter.build([ROOT / "gazetteer" / name for name in ("streets.yaml", "landmarks.yaml")])


@cache
def sketcher() -> Sketcher:
    return Sketcher(gazetteer)


def find(words: str, language: str) -> Located:
    return locate(words, language, gazetteer())

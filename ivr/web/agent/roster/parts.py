"""What the administrators' pages share: the register in the name of who is here, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort

from ivr.agents.people.person import Person
from ivr.agents.people.register import Register
from ivr.flow.book import Book
from ivr.web.agent.desk import Desk
from ivr.web.agent.here import person


@dataclass(frozen=True)
class Roster:
    """book: the flows as they are now. base: the public address, which links begin with. browser_phone: an agent's
    browser can be their telephone."""

    desk: Desk
    book: Callable[[], Book]
    base: str
    browser_phone: bool = False

    def register(self) -> Register:
        """In the name of who is here: the audit says so of whatever it changes."""
        who = person()
        return Register(self.desk.doorkeeper.cabinet, who.login, who.id, self.desk.here().address)

    def one(self, number: int) -> Person:
        """404: there is nobody of this number."""
        return self.register().of(number) or abort(404)

    def link(self, token: str) -> str:
        return f"{self.base}/desk/set-up/{token}"

    def languages(self) -> Sequence[str]:
        return tuple(self.book().city.languages)

    def skills(self) -> Sequence[str]:
        """Those that some queue asks for."""
        return tuple(dict.fromkeys(skill for queue in self.book().city.queues.values() for skill in queue.skills))

"""A line on which people take calls: gunicorn, a worker, a database, Twilio's REST, and agents' telephones."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

from ivr.agents import floor as floors
from ivr.agents.acts import Acts
from ivr.agents.city import city
from ivr.agents.events import OfAgent
from ivr.agents.handoff import Handoff, Mode
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Person, Profile
from ivr.agents.people.store import people
from ivr.agents.people.tables import PersonRow
from ivr.agents.screens import Card
from ivr.agents.sources import Sources
from ivr.agents.store import handoffs, presence, told
from ivr.agents.tables import HandoffRow, PresenceRow
from ivr.calls.conversation import heard
from ivr.db.engine import connect
from ivr.simulator.call import CallEndedError, PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone
from tests.calls.conftest import until
from tests.calls.line import BIN, HOME, TOKEN
from tests.calls.proxy import Proxy

from .conftest import Deployed, Published, free_port
from .talk import NOON, some_caller

ANN, BEN = "+14105550201", "+14105550202"
OPERATOR, POLICE_DESK = "+14105550111", "+14105550122"
"""Lines of flows/city.yaml."""


@dataclass
class Floor:
    """account: what Twilio is. wire: to the line's database, which `database` reaches whatever becomes of it."""

    line: Deployed
    account: Account
    rest: Rest
    database: Engine
    wire: Proxy
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    # ------------------------------------------------------------------ who is there

    def agent(self, number: str) -> AgentPhone:
        """Somebody who takes calls at this telephone from now on."""
        with Session(self.database) as session, session.begin():
            person = self._person(session, number) or people.add(
                session, Profile(f"agent{number[-3:]}", "", telephone=number), datetime.now(UTC)
            )
            assert person
            presence.want(session, str(person.id), "available", "", datetime.now(UTC))
        return self.account.phone(number)

    def learns(self, phone: AgentPhone, *skills: str) -> None:
        """They can do that, too."""
        mine = update(PersonRow).where(PersonRow.id == self._whose(phone).id)
        with self.database.begin() as connection:
            connection.execute(mine.values(skills=list(skills)))

    def busy(self, phone: AgentPhone) -> None:
        """They take no call now, and are at work."""
        self._put(phone.number, "busy")

    def free(self, phone: AgentPhone) -> None:
        self._put(phone.number, "available")

    def back(self, phone: AgentPhone) -> None:
        """They have hung up, and are free."""
        until(lambda: phone.state == "idle" and self.state(phone) != "busy")
        self.free(phone)

    def go_home(self, number: str) -> None:
        self._put(number, "away")

    def _put(self, number: str, state: str) -> None:
        with Session(self.database) as session, session.begin():
            person = self._person(session, number)
            assert person
            mine = update(PresenceRow).where(PresenceRow.person_id == person.id)
            session.execute(mine.values(state=state, wanted="available", handoff=""))

    def _person(self, session: Session, number: str) -> Person | None:
        found = people.by_login(session, f"agent{number[-3:]}")
        return found.person if found else None

    # ------------------------------------------------------------------ what they do at their screens

    @cached_property
    def acts(self) -> Acts:
        """As the console has it."""
        rooms, book = self.line.rooms, self.line.book
        cabinet = Cabinet(self.database, rooms.secrets)
        return Acts(
            floors.Floor(cabinet, lambda: city(book)),
            Sources(lambda: book, lambda call: heard(self.database, rooms.secrets, call)),
        )

    def card(self, phone: AgentPhone) -> Card:
        """What stands on their screen about the caller they have."""
        found = self.acts.screen(self._whose(phone)).card
        assert found
        return found

    def told(self, call: PhoneCall) -> list[tuple[str, str]]:
        """What the screens were told of this caller's hand-off: of what kind, and whose."""
        with Session(self.database) as session:
            lines, id = told.all_since(session, 0, 10_000), self.handoff(call).id
        return [(line.kind, line.agent) for line in lines if line.handoff == id]

    def who(self, phone: AgentPhone) -> str:
        """As hand-offs name whoever this telephone belongs to."""
        return str(self._whose(phone).id)

    def does(self, phone: AgentPhone, call: PhoneCall, event: OfAgent) -> None:
        """An act of theirs in the talk with this caller."""
        self.acts.tell(self._whose(phone), self.handoff(call).id, event)

    def supervises(self, phone: AgentPhone, call: PhoneCall, mode: Mode | None) -> None:
        self.acts.supervise(self._whose(phone), self.handoff(call).id, mode)

    def finishes(self, phone: AgentPhone, call: PhoneCall) -> None:
        """The note is written."""
        self.acts.finish(self._whose(phone), self.handoff(call).id, "request", "")

    def _whose(self, phone: AgentPhone) -> Person:
        with Session(self.database) as session:
            person = self._person(session, phone.number)
        assert person
        return person

    # ------------------------------------------------------------------ how it ends

    def all_hang_up(self) -> bool:
        """False, because their lines are not quiet yet."""
        for call in self.account.live():
            with suppress(CallEndedError):
                call.hang_up()
        return False

    def let_be_due(self, call: PhoneCall) -> None:
        """A call-back's time has come."""
        with Session(self.database) as session, session.begin():
            it, now = self.handoff(call), datetime.now(UTC)
            assert it.call_back
            clocks = tuple(replace(one, at=now) if one.kind == "due" else one for one in it.clocks)
            handoffs.save(session, replace(it, call_back=replace(it.call_back, due=now), clocks=clocks), now)

    def let_be_quiet(self, call: PhoneCall) -> None:
        """Nothing has happened to it for a while."""
        mine = update(HandoffRow).where(HandoffRow.call_sid == call.sid)
        with self.database.begin() as connection:
            connection.execute(mine.values(changed_at=datetime.now(UTC) - timedelta(minutes=5)))

    def caller(self) -> PhoneCall:
        """Somebody who asked for a person, and waits."""
        call = self.dialled()
        call.press("0")
        return call

    def dialled(self) -> PhoneCall:
        """Somebody whom the line has greeted."""
        call = PhoneCall(self.account.line, some_caller(), now=NOON, office=self.account)
        call.dial()
        return call

    # ------------------------------------------------------------------ what is true

    def handoff(self, call: PhoneCall) -> Handoff:
        """The newest of this call."""
        with Session(self.database) as session:
            query = session.query(HandoffRow.id).filter(HandoffRow.call_sid == call.sid)
            kept = handoffs.find(session, query.order_by(HandoffRow.nth.desc()).first()[0])  # type: ignore[index]
            assert kept
            return kept.handoff

    def phase(self, call: PhoneCall) -> str:
        return self.handoff(call).phase

    def is_in(self, call: PhoneCall, who: str) -> bool:
        """Whether the line knows that they are in the room with this caller."""
        leg = self.handoff(call).leg_of(who)
        return leg is not None and leg.inside

    def state(self, phone: AgentPhone) -> str:
        """The presence of who this telephone belongs to."""
        with Session(self.database) as session:
            person = self._person(session, phone.number)
            here = presence.find(session, str(person.id)) if person else None
            return here.state if here else ""

    def rings(self, phone: AgentPhone) -> None:
        until(lambda: phone.state == "ringing")

    # ------------------------------------------------------------------ its processes

    def mend(self) -> None:
        """The database is there again, and the line has noticed."""
        self.wire.restore()
        until(self._takes)

    def _takes(self) -> bool:
        """Whether somebody who asks for a person is let wait."""
        call = self.caller()
        with Session(self.database) as session:
            taken = session.query(HandoffRow.id).filter(HandoffRow.call_sid == call.sid).first()
        call.hang_up()
        return taken is not None

    def healthy(self) -> bool:
        """The line answers, and has its database."""
        with suppress(OSError):
            return '"database":"up"' in self.line.page("/healthz").replace(" ", "")
        return False

    def hire(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        log = (self.line.data / "worker.log").open("ab")
        command = [str(BIN / "ivr"), "worker"]
        worker = subprocess.Popen(command, env=self.line.env, cwd=HOME, stdout=log, stderr=log)
        self.workers.append(worker)
        return worker

    def kill_worker(self) -> None:
        """As a crash does, and long ago."""
        killed = self.workers.pop()
        killed.kill()
        killed.wait(10)
        with self.database.begin() as connection:
            connection.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'"))

    def kill_web(self) -> None:
        """As a crash does; gunicorn puts another in its place."""
        assert self.line.process
        (before,) = children(self.line.process.pid)
        os.kill(before, signal.SIGKILL)
        until(lambda: children(self.line.process.pid) not in ([], [before]))  # type: ignore[union-attr]
        until(self.healthy)

    def close(self) -> None:
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(20)
        self.line.stop()


def children(process: int) -> list[int]:
    """The processes that this one has begun."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()]


@contextmanager
def opened(published: Published, data: Path, **settings: str) -> Iterator[Floor]:
    """A floor that runs, and is gone afterwards. settings: of the line's processes, besides its own."""
    port = free_port()
    at_twilio = Account(Line(f"http://127.0.0.1:{port}", TOKEN), calls_per_second=1000, threads=2, pace=1.0)
    with published.copied(data) as url, at_twilio as account:
        wire = Proxy(url)
        line = Deployed(HOME, data, wire.url, port, patience=1500)
        with Rest(Shelf(data / "shelf"), account=account) as rest:
            line.env = {
                **line.env,
                "TWILIO_API_URL": rest.url,
                "TWILIO_ACCOUNT_SID": rest.account_sid,
                "TWILIO_CALLS_PER_SECOND": "100",
                **settings,
            }
            floor = Floor(line, account, rest, connect(url, name="tests"), wire)
            try:
                line.start()
                floor.hire()
                yield floor
            finally:
                floor.close()
                line.rooms.engine.dispose()
                floor.database.dispose()
                wire.close()

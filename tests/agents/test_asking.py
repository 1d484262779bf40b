"""What Twilio is asked: in turn, as long as it is wanted, and again while Twilio is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ivr.agents import actions as a
from ivr.agents.addresses import Addresses, telephone
from ivr.agents.asking import LONG, SOON, Asker, TooSoon
from ivr.agents.events import CallerHungUp, PickedUp
from ivr.agents.matcher import match
from ivr.agents.people.register import Register
from ivr.calls.worker import application
from ivr.simulator.http import Line
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.telephony.rest import Twilio, TwilioAway
from ivr.telephony.ties import Ties
from ivr.telephony.webhook import Call

from .floor import House

KEY = "0123456789abcdef0123456789abcdef"
NOWHERE = "http://127.0.0.1:1"


@dataclass
class Office:
    """The floor's orders, an account at Twilio that carries them out, and one that cannot be reached."""

    house: House
    url: str
    rest: Rest
    account: Account
    slept: list[float] = field(default_factory=list)

    def asker(self, api: str = "", gap: float = 0.0, sleep: Callable[[float], Any] | None = None) -> Asker:
        """One process's."""
        twilio = Twilio(self.rest.account_sid, self.rest.auth_token, api or self.rest.url)
        addresses = Addresses("http://line.example", Ties([KEY]))
        return Asker(self.house.floor, twilio, addresses, gap=timedelta(seconds=gap), sleep=sleep or self.slept.append)

    def offered(self, agents: int = 1) -> list[tuple[Call, a.Ring]]:
        """Callers who wait, an agent for each, and the orders to ring these."""
        people = [self.house.agent(f"agent{n}") for n in range(agents)]
        calls = [self.house.call() for _ in people]
        for call in calls:
            self.house.seeks(call)
        match(self.house.floor)
        offers = [(call, self.house.handoff(call).offer) for call in calls]
        return [(call, a.Ring(offer.id, offer.agent)) for call, offer in offers if offer]

    def jobs(self) -> list[tuple[str, str, str]]:
        """Orders that are not carried out: what for, their lane, and how often they were tried."""
        mine = "FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND args ? 'kind' ORDER BY id"
        with self.house.database.connect() as connection:
            found = connection.exec_driver_sql(f"SELECT args->>'kind', lock, attempts::text {mine}")
            return [(str(kind), str(lock), str(tries)) for kind, lock, tries in found]

    def work(self, asker: Asker) -> None:
        """One round of the real worker."""
        app = application(self.url, self.house.database, asker=asker)
        with ThreadPoolExecutor(1) as alone:
            more = {"wait": False, "install_signal_handlers": False, "listen_notify": False, "queues": ["floor"]}
            alone.submit(app.run_worker, **more).result()


@pytest.fixture
def office(database: Engine, database_url: str, tmp_path: Path) -> Iterator[Office]:
    with Account(Line(NOWHERE, "a token"), calls_per_second=1000) as account:
        account.phone("+14105550201")
        with Rest(Shelf(tmp_path), account=account) as rest:
            yield Office(House(database, datetime.now(UTC)), database_url, rest, account)


def made(office: Office) -> list[datetime]:
    """The moments of the calls that were asked for."""
    with office.house.database.connect() as connection:
        return sorted(connection.execute(text("SELECT asked_at FROM asked_of_twilio WHERE tie <> ''")).scalars())


def test_calls_of_all_processes_are_made_one_after_the_other(office: Office) -> None:
    askers = [office.asker(gap=0.2) for _ in range(3)]
    orders = office.offered(6)
    with ThreadPoolExecutor(6) as many:
        asked = [
            many.submit(asker.ask, office.house.handoff(call).id, order)
            for (call, order), asker in zip(orders, askers * 2, strict=True)
        ]
    assert not [one.exception() for one in asked if one.exception()]
    assert min(later - earlier for earlier, later in pairwise(made(office))) >= timedelta(seconds=0.2)
    assert sum(office.slept) == pytest.approx(0.2 * (1 + 2 + 3 + 4 + 5))


def test_nobody_waits_for_a_call_of_tomorrow(office: Office) -> None:
    """Another machine's clock went wrong for a moment."""
    (first, one), (second, other) = office.offered(2)
    asker = office.asker(gap=1.0)
    asker.ask(office.house.handoff(first).id, one)
    with office.house.database.begin() as connection:
        connection.execute(text("UPDATE asked_of_twilio SET asked_at = asked_at + interval '1 day'"))
    asker.ask(office.house.handoff(second).id, other)
    assert office.slept == []


def test_a_call_whose_moment_is_far_off_holds_no_hand_of_the_worker(office: Office) -> None:
    (first, one), (second, other), (third, last) = office.offered(3)
    asker = office.asker(gap=1.0)
    asker.ask(office.house.handoff(first).id, one)
    asker.ask(office.house.handoff(second).id, other)
    with pytest.raises(TooSoon):
        asker.ask(office.house.handoff(third).id, last)
    assert len(made(office)) == 2


@pytest.mark.parametrize("written", ["+14105550202", "sip:dana@pbx.example.gov", "browser"])
def test_an_agent_is_rung_wherever_their_telephone_is(office: Office, written: str) -> None:
    house = office.house
    dana = house.agent("dana")
    register = Register(house.cabinet, "test")
    dana = register.change("dana", replace(dana.profile, telephone=written), house.now)
    phone = office.account.phone(telephone(dana))
    call = house.call()
    house.seeks(call)
    match(house.floor)
    offer = house.handoff(call).offer
    assert offer
    office.asker().ask(house.handoff(call).id, a.Ring(offer.id, offer.agent))
    assert phone.state == "ringing"
    assert phone.number.startswith({"+": "+1410", "s": "sip:dana@", "b": f"client:person_{dana.id}"}[written[0]])


def test_who_hangs_up_while_an_order_waits_for_its_moment_makes_nothing_ring(office: Office) -> None:
    (first, one), (second, other) = office.offered(2)
    asker = office.asker(gap=1.0, sleep=lambda _: office.house.tell(second, CallerHungUp(second.sid)))
    asker.ask(office.house.handoff(first).id, one)
    asker.ask(office.house.handoff(second).id, other)
    assert sum(asked.path.endswith("/Calls.json") for asked in office.rest.asked) == 1


def test_after_all_tries_the_next_agent_is_asked_and_this_one_has_missed_nothing(office: Office) -> None:
    ((call, order),) = office.offered()
    asker, id = office.asker(NOWHERE), office.house.handoff(call).id
    for _ in SOON:
        with pytest.raises(TwilioAway):
            asker.ask(id, order)
    asker.ask(id, order)
    after = office.house.handoff(call)
    assert (after.phase, [one.fault for one in after.tried]) == ("waiting", [True])


def test_hanging_up_is_tried_much_longer(office: Office) -> None:
    ((call, _),) = office.offered()
    asker, id, order = office.asker(NOWHERE), office.house.handoff(call).id, a.HangUp("CA9", at=office.house.now)
    for _ in LONG:
        with pytest.raises(TwilioAway):
            asker.ask(id, order)
    asker.ask(id, order)


def test_an_order_that_twilio_refused_steps_aside_for_the_next_one_to_the_same_telephone(office: Office) -> None:
    ((call, order),) = office.offered()
    office.work(office.asker(NOWHERE))
    assert office.jobs() == [("Ring", f"tie/{order.tie}", "1")]
    office.house.tell(call, CallerHungUp(call.sid))
    again = office.house.call()
    office.house.seeks(again)
    match(office.house.floor)
    office.work(office.asker())
    assert office.house.handoff(again).phase == "ringing"


def test_one_hanging_up_that_is_tried_again_and_another_of_the_same_telephone_end_both(office: Office) -> None:
    ((call, order),) = office.offered()
    office.work(office.asker())
    office.house.tell(call, CallerHungUp(call.sid))
    office.work(office.asker(NOWHERE))
    leg = office.jobs()[0][1].removeprefix("leg/")
    office.house.floor.tell(office.house.handoff(call).id, PickedUp(order.tie, leg))
    with office.house.database.begin() as connection:
        connection.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
    office.work(office.asker())
    assert office.jobs() == []
    assert not office.account.live()

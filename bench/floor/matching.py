"""How long it takes from an agent free to the offer: `python -m bench.floor.matching` with DATABASE_URL set.

200 agents, all busy but one at a time, and callers who wait; the clock runs from the act that frees the agent to the
commit of the offer, through the matcher's own thread.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ivr.agents.acts import Acts
from ivr.agents.city import City
from ivr.agents.events import Asked
from ivr.agents.floor import Floor
from ivr.agents.matcher import Matcher
from ivr.agents.matching import Queue
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Person, Profile
from ivr.agents.people.store import people
from ivr.agents.sources import Sources
from ivr.agents.store import presence
from ivr.agents.store.handoffs import Matter
from ivr.agents.tables import OfferRow, PresenceRow
from ivr.db.engine import connect
from ivr.db.secrets import Secrets

AGENTS, WAITING, ROUNDS = 200, 30, 200


def main() -> None:
    engine = connect(os.environ["DATABASE_URL"], name="bench", pool_size=10)
    cabinet = Cabinet(engine, Secrets([token_hex(32)]))
    floor = Matcher(Floor(cabinet, lambda: City({"services": Queue("services", frozenset())}))).watching
    acts = Acts(floor, Sources(lambda: None))  # type: ignore[arg-type, return-value]
    crew = _crew(cabinet)
    for _ in range(WAITING):
        _caller(floor)
    took = []
    for n in range(ROUNDS):
        person = crew[n % AGENTS]
        before = _offers(cabinet, person)
        began = time.perf_counter()
        acts.be(person, "available", "")
        while _offers(cabinet, person) == before:
            time.sleep(0.0005)
        took.append((time.perf_counter() - began) * 1000)
        _caller(floor)
    took.sort()
    print(f"free to offer, {AGENTS} agents, {WAITING} waiting: median {statistics.median(took):.1f} ms,"
          f" p99 {took[int(ROUNDS * 0.99) - 1]:.1f} ms, worst {took[-1]:.1f} ms")  # fmt: skip


def _crew(cabinet: Cabinet) -> list[Person]:
    now, crew = datetime.now(UTC), []
    with cabinet.transaction() as session:
        for n in range(AGENTS):
            person = people.add(session, Profile(f"agent{n}{token_hex(3)}", "", telephone=f"+1410555{n:04d}"), now)
            assert person
            presence.want(session, str(person.id), "available", "", now)
            crew.append(person)
        session.execute(update(PresenceRow).values(state="away", wanted="away"))
    return crew


def _caller(floor: Floor) -> None:
    sid = f"CA{token_hex(16)}"
    floor.begin(Asked(sid, 1, "services", "asked", 3, "en", sid), Matter(), "+14105550100")


def _offers(cabinet: Cabinet, person: Person) -> int:
    with Session(cabinet.engine) as session:
        return len(session.scalars(select(OfferRow.id).where(OfferRow.agent == str(person.id))).all())


if __name__ == "__main__":
    main()

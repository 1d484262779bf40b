"""The wall's numbers, beside the same made anew of nothing but what happened: they agree to the call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from ivr.agents.callers import FAILED
from ivr.agents.counting import Counted, average, halves
from ivr.agents.events import CallerChose, CallerHungUp, Left, LegEnded, PickedUp, Pressed, Rang
from ivr.agents.handoff import OFFERING
from ivr.agents.matcher import match
from ivr.agents.people.person import Person
from ivr.agents.screens import HalfHour, Wall, level
from ivr.agents.tables import HandoffJournalRow, HandoffRow, OfferRow
from ivr.telephony.webhook import Call

from .floor import NOON, House

CITY = ZoneInfo("America/New_York")
Choice = Literal["call_back", "message", "go_on"]
CHOICES: tuple[Choice, ...] = ("call_back", "call_back", "message", "go_on")
CREW = (("ann", ()), ("ben", ("police",)), ("cleo", ()))


# ------------------------------------------------------------------ an afternoon


@dataclass
class Afternoon:
    """Callers who come, give up, choose otherwise, are taken at once or late, lose their agent; all by chance."""

    house: House
    chance: Random
    crew: list[Person]
    on_line: list[Call]
    talks: list[Call]
    owed: list[Call]
    away: set[str]

    @classmethod
    def begin(cls, database: Engine) -> Afternoon:
        house = House(database)
        return cls(house, Random(311), [house.agent(name, *skills) for name, skills in CREW], [], [], [], set())

    def goes_on(self) -> None:
        self.house.passes(seconds=self.chance.choice([1, 2, 4, 9, 40, 150]))
        for one in self.crew:  # their pages stand open
            self.house.acts.alive(one)
        acts: list[tuple[Callable[[], None], int]] = [
            (self._comes, 5), (self._at_once, 4), (self._answers, 8), (self._parts, 9), (self._gives_up, 2),
            (self._chooses, 3), (self._declines, 1), (self.loses, 1), (self._rests, 1),
        ]  # fmt: skip
        self.chance.choices([act for act, _ in acts], [weight for _, weight in acts])[0]()
        match(self.house.floor)

    def _comes(self) -> None:
        call = self.house.call(f"+1443555{len(self.on_line) + len(self.talks):04d}")
        if self.house.seeks(call, self.chance.choice(["services", "services", "police"])) != FAILED:
            self.on_line.append(call)  # the others: nobody was at work who could ever have taken them

    def _at_once(self) -> None:
        """Somebody comes, and whoever is free has them."""
        self._comes()
        match(self.house.floor)
        self._answers()

    def _rung(self) -> Call | None:
        with self.house.cabinet.transaction() as session:
            asked = set(session.scalars(select(HandoffRow.call_sid).where(HandoffRow.phase.in_(OFFERING))))
        return next((one for one in (*self.owed, *self.on_line) if one.sid in asked), None)

    def _answers(self) -> None:
        call = self._rung()
        if call is None:
            return
        self.house.passes(seconds=3)
        if call in self.owed:
            self._calls_back(call)
            return
        self.house.joined(call, self.house.takes(call))
        self.on_line.remove(call)
        self.talks.append(call)

    def _calls_back(self, call: Call) -> None:
        """The agent is there first, and the caller does not pick up this time."""
        self.house.takes(call)
        it = self.house.handoff(call)
        self.house.tell(call, LegEnded(it.dial, "CA" + "d" * 32, "no_answer"))

    def _parts(self) -> None:
        if not self.talks:
            return
        call = self.talks.pop(0)
        writes = self.house.handoff(call).offer
        self.house.tell(call, CallerHungUp(call.sid))
        if writes and self.chance.random() < 0.7:
            self.house.acts.finish(self._person(writes.agent), self.house.handoff(call).id, "request", "")

    def _person(self, id: str) -> Person:
        return next(one for one in self.crew if str(one.id) == id)

    def _gives_up(self) -> None:
        if self.on_line:
            call = self.on_line.pop(self.chance.randrange(len(self.on_line)))
            self.house.tell(call, CallerHungUp(call.sid))

    def _chooses(self) -> None:
        if not self.on_line:
            return
        call = self.on_line.pop(0)
        choice: Choice = self.chance.choice(CHOICES)
        at = self.house.now + timedelta(hours=2) if self.chance.random() < 0.5 else None
        self.house.tell(call, CallerChose(call.sid, choice, at))
        if choice == "call_back":
            self.owed.append(call)

    def rings(self) -> None:
        """Some telephone rings at this moment."""
        call = self._rung()
        if call and (offer := self.house.handoff(call).offer) and not offer.leg:
            self.house.tell(call, Rang(offer.id, "CA" + "f" * 32))

    def _declines(self) -> None:
        call = self._rung()
        if call and (offer := self.house.handoff(call).offer):
            leg = "CA" + "e" * 32
            for event in (Rang(offer.id, leg), PickedUp(offer.id, leg), Pressed(offer.id, leg, "2")):
                self.house.tell(call, event)

    def loses(self) -> None:
        """The agent's line breaks in the middle of a talk: the caller is the very next."""
        if not self.talks:
            return
        call = self.talks.pop()
        it = self.house.handoff(call)
        assert it.offer
        self.house.tell(call, Left(it.room, it.offer.id, it.offer.leg, lost=True))
        self.house.acts.be(self._person(it.offer.agent), "available", "")
        self.on_line.insert(0, call)

    def _rests(self) -> None:
        for one in self.crew[1:]:
            away = self.house.state(one) == "away"
            self.house.acts.be(one, "available" if away else "away", "" if away else "break")


# ------------------------------------------------------------------ the same, of nothing but the journal


@dataclass
class Course:
    """One hand-off as the journal tells it."""

    queue: str
    at: datetime
    joined: datetime | None = None
    over: datetime | None = None
    phase: str = ""
    waits_since: datetime | None = None
    called: bool = False

    def hears(self, row: HandoffJournalRow) -> None:
        if row.after == "joined":
            self.joined = self.joined or row.at
        if row.before in ("joined", "joining") and row.after == "waiting":
            self.waits_since = row.at
        if row.event == "CallerChose" and row.after == "waiting":
            self.called = True
        if row.after in ("done", "abandoned", "withdrawn", "failed", "called_back"):
            self.over = self.over or row.at
        self.phase = row.after

    @property
    def became(self) -> str:
        if self.called:
            return "called_back"
        if self.joined:
            return "answered"
        return {"abandoned": "abandoned", "withdrawn": "elsewhere", "failed": "elsewhere"}.get(self.phase, "waiting")

    @property
    def without_anybody(self) -> bool:
        return self.phase in ("waiting", "offered", "ringing", "briefing", "calling", "joining")


def courses(house: House) -> list[Course]:
    with house.cabinet.transaction() as session:
        queues: Mapping[str, str] = {
            row.id: row.queue for row in session.execute(select(HandoffRow.id, HandoffRow.queue))
        }
        found: dict[str, Course] = {}
        for row in session.scalars(select(HandoffJournalRow).order_by(HandoffJournalRow.id)):
            if row.event == "Asked" and not row.before:
                found[row.handoff_id] = Course(queues[row.handoff_id], row.at)
            found[row.handoff_id].hears(row)
    return list(found.values())


def by_halves(all_: list[Course], now: datetime) -> dict[datetime, Mapping[str, float]]:
    """Of each half hour in which somebody asked: every number of the wall."""
    pieces: dict[datetime, list[Course]] = {}
    for one in all_:
        minute = 30 if one.at.minute >= 30 else 0
        pieces.setdefault(one.at.replace(minute=minute, second=0, microsecond=0), []).append(one)
    return {at: _numbers(mine, now) for at, mine in pieces.items()}


def _numbers(mine: list[Course], now: datetime) -> Mapping[str, float]:
    became = Counter(one.became for one in mine)
    waits = [(one.joined - one.at).total_seconds() for one in mine if one.became == "answered" and one.joined]
    longest = [((one.joined or one.over or now) - one.at).total_seconds() for one in mine if not one.called]
    return {
        "asked": len(mine), "answered": became["answered"], "abandoned": became["abandoned"],
        "called_back": became["called_back"], "elsewhere": became["elsewhere"],
        "in_time": sum(wait <= 20 for wait in waits),
        "waited": sum(waits) / len(waits) if waits else 0.0, "longest": max(longest, default=0.0),
    }  # fmt: skip


def agrees(house: House, wall: Wall) -> None:
    """Every number of the wall."""
    happened = courses(house)
    told = {half.at: {name: getattr(half, name) for name in _numbers([], house.now)} for half in wall.halves}
    mine = by_halves(happened, house.now)
    assert {at: numbers for at, numbers in told.items() if numbers["asked"]} == mine
    here = [one for one in happened if one.without_anybody and (not one.called or one.phase == "joining")]
    owed = [one for one in happened if one.without_anybody and one.called and one.phase != "joining"]
    for queue in wall.queues:
        waiting = [one.waits_since or one.at for one in here if one.queue == queue.queue]
        assert (queue.waiting, queue.longest) == (len(waiting), min(waiting, default=None))
        assert queue.call_backs == sum(one.queue == queue.queue for one in owed)
    assert sorted(one.queue for one in wall.owed) == sorted(one.queue for one in owed)
    _agents_agree(house, wall)


def _agents_agree(house: House, wall: Wall) -> None:
    """Who is asked or talks stands in the offers; the rest is what everybody said of themselves."""
    with house.cabinet.transaction() as session:
        busy = set(session.scalars(select(OfferRow.agent).where(OfferRow.ended_at.is_(None))))
    assert {one.person for one in wall.agents if one.state == "busy"} == busy
    assert Counter(one.state for one in wall.agents).total() == len(CREW)


def test_every_number_of_the_wall_is_what_the_journal_says_to_the_call(database: Engine) -> None:
    """An afternoon in which nothing happened would agree, too: it lasts until all kinds of things have."""
    day, seen, total = Afternoon.begin(database), set[str](), dict[str, float]()
    for nth in range(400):
        day.goes_on()
        if nth % 16 == 15:
            day.loses()
            day.rings()
            wall = day.house.acts.wall(day.house.now)
            agrees(day.house, wall)
            total = totals(wall)
            seen |= {name for name, count in total.items() if count >= 2}
            seen |= {"late"} if total["in_time"] < total["answered"] else set()
            seen |= {"tried"} if any(one.tries for one in wall.owed) else set()
            seen |= {"later"} if any(one.due > wall.at + timedelta(minutes=30) for one in wall.owed) else set()
            seen |= {"lost"} if any(one.waits_since and one.without_anybody for one in courses(day.house)) else set()
            if nth > 80 and seen >= {*total, "late", "tried", "later", "lost"}:
                break
    assert seen >= {*total, "late", "tried", "later", "lost"}, seen
    waiting = sum(one.became == "waiting" for one in courses(day.house))
    assert total["asked"] == sum(total[name] for name in ENDS) + waiting


ENDS = ("answered", "abandoned", "called_back", "elsewhere")


def totals(wall: Wall) -> dict[str, float]:
    return {name: sum(getattr(half, name) for half in wall.halves) for name in _numbers([], wall.at)}


# ------------------------------------------------------------------ definitions


AT = datetime(2026, 11, 18, 12, tzinfo=CITY)


def counted(**more: object) -> Counted:
    return replace(Counted(AT, None, None, "waiting", False), **more)  # type: ignore[arg-type]


def test_who_chose_to_be_called_back_is_neither_answered_nor_lost_even_when_they_were_called() -> None:
    called = counted(joined=AT + timedelta(hours=1), ended=AT + timedelta(hours=2), end="called_back", called=True)
    (half,) = halves([called], AT, AT)
    assert (half.asked, half.called_back, half.answered, half.abandoned, half.longest) == (1, 1, 0, 0, 0.0)
    assert level((half,)) is None


@pytest.mark.parametrize(("seconds", "in_time"), [(20.0, 1), (20.1, 0)])
def test_in_time_is_within_the_target_and_not_after_it(seconds: float, in_time: int) -> None:
    (half,) = halves([counted(joined=AT + timedelta(seconds=seconds), end="joined")], AT, AT)
    assert half.in_time == in_time


def test_the_longest_wait_is_also_of_who_gave_up_and_of_who_waits_still() -> None:
    gave_up = counted(ended=AT + timedelta(minutes=7), end="abandoned")
    still = counted(at=AT + timedelta(minutes=1))
    assert halves([gave_up], AT, AT)[0].longest == 420
    assert halves([gave_up, still], AT, AT + timedelta(minutes=29))[0].longest == 28 * 60


def test_the_average_is_of_callers_not_of_half_hours() -> None:
    assert average([HalfHour(AT, 1, 1, 1, 0, 10.0), HalfHour(AT, 3, 3, 0, 0, 50.0), HalfHour(AT, 1, 0, 0, 1)]) == 40.0
    assert average([]) is None


@pytest.mark.parametrize(("day", "pieces"), [((2026, 11, 1), 50), ((2026, 3, 8), 46), ((2026, 6, 1), 48)])
def test_on_the_days_on_which_clocks_are_changed_everybody_stands_in_one_half_hour(
    day: tuple[int, int, int], pieces: int
) -> None:
    midnight = datetime(*day, tzinfo=CITY)
    begin = midnight.astimezone(UTC)
    end = (midnight + timedelta(days=1)).astimezone(UTC)
    asked = [counted(at=begin + n * timedelta(minutes=10)) for n in range(int((end - begin) / timedelta(minutes=10)))]
    found = halves(asked, midnight, end - timedelta(seconds=1))
    assert len(found) == pieces
    assert {half.asked for half in found} == {3}


def test_the_wall_of_a_day_nobody_called_has_all_its_half_hours(database: Engine) -> None:
    wall = House(database).acts.wall(NOON.astimezone(CITY))
    assert len(wall.halves) == 25
    assert sum(half.asked for half in wall.halves) == 0

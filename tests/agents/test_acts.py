"""What people do at their screens, on a real database: it reaches the city's work, and the screens of who shares it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.agents import events as e
from ivr.agents.acts import Acts
from ivr.agents.growing import Growing
from ivr.agents.matcher import match
from ivr.agents.people.person import Person
from ivr.agents.reading import understood
from ivr.agents.screens import Card, NoSuchNumber, NotYours, Understood, Written
from ivr.agents.sources import Sources
from ivr.agents.store import told
from ivr.requests import store
from ivr.requests.filing import Contact, Filing, Place
from ivr.requests.numbers import reference
from ivr.requests.tables import DraftRow
from ivr.telephony.webhook import Call

from .floor import BOOK, NOON, House

NUMBER = reference(2026, 31)
CORNER = Place("charles and 25th", "intersection", "", "North Charles Street", "East 25th Street",
               "North Charles Street and East 25th Street", 39.3176, -76.6167, "Charles Village")  # fmt: skip


@pytest.fixture
def house(database: Engine) -> House:
    return House(database)


def talking(house: House, **slots: str) -> tuple[Person, Call, str]:
    """An agent with a caller; the hand-off's id."""
    person, call = house.agent("ann"), house.call()
    house.seeks(call, **slots)
    match(house.floor)
    house.joined(call, house.takes(call))
    return person, call, house.handoff(call).id


def card(house: House, person: Person) -> Card:
    found = house.acts.screen(person).card
    assert found
    return found


def on_file(house: House, number: str = NUMBER, **more: object) -> None:
    filing = Filing(key=f"CA0/{number}", service_code="pothole", language="en", received_at=NOON, **more)  # type: ignore[arg-type]
    with house.cabinet.transaction() as session:
        store.file(session, filing, number=number, agency="a", due=None, secrets=house.cabinet.secrets)


def drafted(house: House, sid: str, service: str = "pothole") -> None:
    with house.cabinet.transaction() as session:
        row = DraftRow(
            call_sid=sid, nth=0, state="left", language="en", service_code=service, snapshot={"details": "x"}
        )
        row.created_at = row.updated_at = NOON
        session.add(row)


def test_who_follows_a_request_is_attached_to_it_with_their_number(house: House) -> None:
    person, _, id = talking(house)
    on_file(house)
    house.acts.follow(person, id, NUMBER)
    house.acts.follow(person, id, NUMBER)
    with house.cabinet.transaction() as session:
        assert [one.phone for one in store.followers(session, NUMBER, house.cabinet.secrets)] == ["+14435550199"]
        assert [one.by for one in store.history(session, NUMBER)] == ["caller", f"agent:{person.id}"]
    mine = card(house, person)
    assert [(one.number, one.followed) for one in mine.on_file] == [(NUMBER, True)]
    assert [one.number for one in mine.earlier] == [NUMBER]
    with pytest.raises(NoSuchNumber):
        house.acts.follow(person, id, reference(2026, 77))
    with pytest.raises(NotYours):
        house.acts.follow(house.agent("ben"), id, NUMBER)


def test_what_an_agent_files_keeps_what_is_personal_sealed_and_stays_on_the_screen(house: House) -> None:
    person, call, id = talking(house, anonymous="yes")
    kept: list[Filing] = []

    def file(filing: Filing) -> str:
        kept.append(filing)
        with house.cabinet.transaction() as session:
            store.file(session, filing, number=NUMBER, agency="a", due=NOON, secrets=house.cabinet.secrets)
        return NUMBER

    drafted(house, call.sid)
    acts = Acts(house.floor, Sources(book=lambda: BOOK, file=file))
    written = Written("pothole", "Charles and 25th", "By the bus stop", {"size": "3", "name": "Ada"}, CORNER)
    acts.file(person, id, written, f"{id}/1")
    filing = kept[0]
    assert (filing.attributes, filing.private) == ({"size": "3"}, {"name": "Ada"})
    assert (filing.place, filing.contact) == (CORNER, Contact(anonymous=True))
    (one,) = acts.screen(person).card.on_file  # type: ignore[union-attr]
    assert (one.number, one.due, one.place, one.answers, one.followed) == (
        NUMBER, NOON, CORNER.readback, {"size": "3"}, False,
    )  # fmt: skip
    with house.cabinet.transaction() as session:
        assert store.drafts(session, "left") == []


def test_a_place_that_an_agent_found_is_known_from_then_on(house: House) -> None:
    person, _, id = talking(house, place="somewhere", place_number="12")
    house.acts.place(person, id, CORNER)
    mine = card(house, person)
    assert mine.spot
    assert (mine.spot.words, mine.spot.lat) == (CORNER.readback, 39.3176)
    assert "place_number" not in {name for name, value in mine.slots.items() if value}
    assert mine.understood[-1] == Understood("place", CORNER.readback)


def test_a_caller_who_was_cut_off_is_called_back_by_one_agent_at_a_time(house: House) -> None:
    drafted(house, "CA1")
    ann, ben = house.agent("ann"), house.agent("ben")
    house.acts.call_back(ann, "CA1")
    mine = card(house, ann)
    assert (mine.phone, mine.call_back, mine.queue) == (house.reached, True, "services")
    (one,) = house.acts.screen(ben).drafts
    assert (one.taken, one.who, one.phone) == (True, "ann", house.reached)
    with pytest.raises(NotYours):
        house.acts.call_back(ben, "CA1")


def test_who_talked_with_a_person_is_not_called_back_about_it_but_about_what_came_after(house: House) -> None:
    _, call, _ = talking(house, service="pothole")
    free = house.agent("ben")
    drafted(house, call.sid)
    assert house.acts.screen(free).drafts == ()
    with house.cabinet.transaction() as session:
        session.get_one(DraftRow, call.sid).snapshot = {"service": "graffiti"}
    assert [one.id for one in house.acts.screen(free).drafts] == [call.sid]


def test_the_caller_of_who_closed_their_page_is_the_next_agent_s_but_not_of_who_is_seen_elsewhere(house: House) -> None:
    person, call = house.agent("ann"), house.call()
    house.seeks(call)
    match(house.floor)
    house.acts.gone(person, NOON - timedelta(seconds=1), True)
    assert house.handoff(call).phase == "offered"
    house.acts.gone(person, NOON + timedelta(days=9), True)
    assert house.handoff(call).phase == "waiting"
    assert house.acts.screen(person).presence.reason == "gone"


def test_who_signs_out_is_asked_for_nobody_and_who_only_closed_the_page_for_now_is(house: House) -> None:
    person = house.agent("ann")
    house.acts.gone(person, NOON + timedelta(days=9), True)
    assert house.acts.screen(person).presence.state == "available"
    house.acts.gone(person, NOON + timedelta(days=9), False)
    assert house.acts.screen(person).presence.state == "away"


def test_a_colleague_who_is_called_in_reads_who_has_the_caller_and_is_asked_first(house: House) -> None:
    ann, _, id = talking(house)
    ben = house.agent("ben")
    house.acts.tell(ann, id, e.CalledIn(str(ann.id), "colleague", str(ben.id)))
    his, hers = card(house, ben), card(house, ann)
    assert (his.beside, his.agent, his.phase, his.parties) == ("colleague", ann.name, "ringing", ())
    assert (hers.beside, hers.phase, [one.who for one in hers.parties]) == (None, "joined", [str(ben.id)])


def test_nobody_is_called_in_as_a_supervisor_and_who_is_busy_elsewhere_stays_so(house: House) -> None:
    ann, _, id = talking(house)
    ben, call = house.agent("ben"), house.call("+14435550177")
    house.seeks(call)
    match(house.floor)
    house.joined(call, house.takes(call))
    asks = e.CalledIn(str(ann.id), "supervisor", str(ben.id))
    with pytest.raises(NotYours):
        house.acts.tell(ann, id, asks)
    house.acts.tell(ann, id, e.AgentLeft(str(ann.id)))
    with pytest.raises(NotYours):  # who only writes any more
        house.acts.tell(ann, id, asks)
    assert house.state(ben) == "busy"


def test_a_supervisor_who_listens_is_sent_away_by_nobody_and_a_colleague_sends_away_only_themselves(
    house: House,
) -> None:
    ann, call, id = talking(house)
    ben, kim = house.agent("ben"), house.agent("kim")
    house.acts.tell(ann, id, e.CalledIn(str(ann.id), "colleague", str(ben.id)))
    house.acts.tell(ann, id, e.CalledIn(str(ann.id), "desk", "operator"))
    house.acts.supervise(kim, id, "listen")
    for who, whom in ((ann, str(kim.id)), (ben, str(kim.id)), (ben, "operator"), (ben, str(ann.id))):
        with pytest.raises(NotYours):
            house.acts.tell(who, id, e.Dropped(whom))
    house.acts.tell(ben, id, e.Dropped(str(ben.id)))
    house.acts.tell(ann, id, e.Dropped("operator"))
    assert [leg.who for leg in house.handoff(call).legs] == [str(kim.id)]


def test_whoever_has_a_caller_reads_which_colleagues_are_free_and_others_who_is_at_work(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _, _ = talking(house)
    eve, call = house.agent("eve"), house.call()
    house.seeks(call)
    match(house.floor)
    house.joined(call, house.takes(call))
    assert house.state(eve) == "busy"
    cal, ben, dot = (house.agent(name) for name in ("cal", "ben", "dot"))
    house.acts.be(dot, "away", "lunch")
    assert [one.name for one in house.acts.screen(ann).colleagues] == ["ben", "cal"]
    shown = house.acts.screen(ben)
    assert ([(one.name, one.state) for one in shown.colleagues], shown.more) == (
        [("cal", "available"), ("ann", "busy"), ("eve", "busy")], 0,
    )  # fmt: skip
    monkeypatch.setattr("ivr.agents.reading.NAMED", 1)
    shown = house.acts.screen(cal)
    assert ([one.name for one in shown.colleagues], shown.more) == (["ben"], 2)


def test_who_gives_no_number_is_called_back_by_nobody(house: House) -> None:
    drafted(house, "CA1")
    with pytest.raises(NotYours):
        replace(house, reached="").acts.call_back(house.agent("ann"), "CA1")


def test_a_draft_of_the_police_waits_for_who_works_for_them(house: House) -> None:
    police = BOOK.services["pothole"].model_copy(update={"group": "police"})
    acts = Acts(house.floor, Sources(lambda: replace(BOOK, services={"theft": police}), number=lambda _: house.reached))
    drafted(house, "CA1", "theft")
    ann, bob = house.agent("ann"), house.agent("bob", "police")
    assert acts.screen(ann).drafts == ()
    with pytest.raises(NotYours):
        acts.call_back(ann, "CA1")
    acts.call_back(bob, "CA1")
    assert acts.screen(bob).card.queue == "police"  # type: ignore[union-attr]


def test_new_words_are_told_to_who_has_the_caller_and_the_words_are_not(house: House, database: Engine) -> None:
    person, call, id = talking(house)
    with Session(database) as session:
        before = told.newest(session)
    now = [100.0]
    growing = Growing(house.cabinet, lambda: now[0])
    growing.told({call.sid, "CA9"})
    for now[0] in (200.0, 200.1, 200.2, 200.7):
        growing.speaking({call.sid})
    with Session(database) as session:
        lines = told.all_since(session, before, 10)
    assert [(one.kind, one.handoff, one.agent) for one in lines] == [("words", id, str(person.id))] * 3


def test_a_floor_that_is_away_holds_nobody_up(house: House) -> None:
    house.database.dispose()
    away = replace(house.cabinet, engine=None)  # type: ignore[arg-type]
    Growing(away).told({"CA1"})


HEARD = (Understood("service", "pothole", 0.62, (("sinkhole", 0.3),)), Understood("size", "3", 0.9))


@pytest.mark.parametrize(
    ("slots", "shown"),
    [
        ({"service": "pothole", "size": "3"}, HEARD),
        ({}, (replace(HEARD[0], taken=False),)),
        ({"service": "sinkhole"}, (Understood("service", "sinkhole", None, (("pothole", 0.62),)),)),
        (
            {"place": "unknown", "size": "4"},
            (replace(HEARD[0], taken=False), Understood("size", "4", None, (("3", 0.9),))),
        ),
    ],
)
def test_what_is_shown_as_known_is_what_stands_as_sure_as_it_was_heard(
    slots: dict[str, str], shown: tuple[Understood, ...]
) -> None:
    assert understood(slots, HEARD, ("service", "place", "size")) == shown

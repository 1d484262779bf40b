"""Whatever happens in whatever order, every turn ends in a document that Twilio takes, on every flow."""

from __future__ import annotations

import random
from dataclasses import replace as replace_meaning
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ivr.flow.directives import (
    SOUGHT,
    Await,
    Disconnect,
    Enter,
    Hold,
    Leave,
    Listen,
    Record,
    Seek,
    Transfer,
    Understand,
    Work,
)
from ivr.flow.events import (
    Answered,
    Dialed,
    Digits,
    Event,
    Failed,
    HungUp,
    Place,
    Recorded,
    Resolved,
    Room,
    Silence,
    Understood,
    Unheard,
    Utterance,
)
from ivr.flow.meaning import Meaning
from ivr.flow.model import OUTCOMES
from ivr.simulator.document import answer
from ivr.telephony.twiml import Address, render
from tests.flow.talk import SEALER, Talk, the_book, the_book_heard_by

CODES = [
    *the_book().services,
    *the_book().topics,
    "yes",
    "no",
    "0",
    "1",
    "streets",
    "2026-11-20",
    "2026-12-01T10:30",
    "unknown",
    "x" * 900,
]
LINKS = [None, None, None, *the_book().flows["main"].links, "skip"]
INTENTS = [None, "service", "police", "status", "agent", "info", "other", "emergency", "crisis"]

PLACED = {"place_said": "charles", "place_street": "Charles Street", "place_lat": "39.3", "place_confidence": "0.9"}
ranked = st.lists(st.tuples(st.sampled_from([*CODES, "2400 North Charles"]), st.floats(0, 1)), max_size=4).map(tuple)
plain = st.builds(
    Meaning,
    emergency=st.sampled_from(["none"] * 12 + ["ask", "certain"]),
    crisis=st.sampled_from([False] * 20 + [True]),
    vulnerable=st.sampled_from([False] * 10 + [True]),
    link=st.sampled_from(LINKS),
    intent=st.sampled_from(INTENTS),
    value=st.none() | st.sampled_from(CODES) | st.text(max_size=40),
    confidence=st.floats(0, 1),
    alternatives=st.just(()) | ranked,
    slots=st.just({})
    | st.just({"place": "2400 <b>North</b> Charles & \x00", "place_kind": "address"})
    | st.just({**PLACED, "place": "Charles"})
    | st.just(PLACED),
    ask=st.sampled_from([None] * 8 + ["number", "direction", "suffix", "which", "cross", "outside", "again"]),
)
corrected = st.builds(lambda one, other: replace_meaning(one, value="no", correction=other), plain, plain)
meanings = plain | plain | plain | corrected
keys = st.sampled_from([*"0123456789*#", "", "4105550123", "26200000", "99999999999999", "1123"])
outcomes = st.sampled_from(["completed", "answered", "busy", "no-answer", "failed", "canceled"])
caller_events = st.one_of(
    st.builds(Digits, keys),
    st.builds(Digits, st.sampled_from("123")),
    st.builds(Utterance, st.text(min_size=1, max_size=60), st.none() | st.floats(0, 1)),
    st.just(Silence()),
    st.builds(Recorded, st.sampled_from(["", "RE1"]), st.integers(0, 200), st.sampled_from(["", "#", "1", "0"])),
    st.just(Unheard()),
    st.builds(Dialed, outcomes),
)
strange = st.one_of(
    st.just(HungUp()),
    st.just(Answered("es", False)),
    st.builds(Resolved, st.sampled_from(["filed", "found", "left", "too_long", "nonsense"])),
    st.builds(Place, st.integers(-1, 40), st.none() | st.integers(-1, 90)),
    st.builds(Failed, st.text(max_size=5)),
    st.builds(Understood, meanings, st.none() | st.floats(0, 1), st.text(max_size=20)),
)
events = st.lists(caller_events | caller_events | caller_events | strange, max_size=40)
seeds = st.integers(0, 2**32)
hours = st.integers(0, 24 * 400)


def scattered(seed: int):  # type: ignore[no-untyped-def]
    """A city where every outcome of every job happens."""
    dice = random.Random(seed)

    def work(asked: Work) -> Resolved | Failed:
        outcome = dice.choice(OUTCOMES[asked.job])
        if outcome == "failed":
            return Failed("scattered")
        status = dice.choice(["new", "open", "pending", "hold", "closed", "duplicate", "transferred", "unheard"])
        found = {
            "number": "26-20000019",
            "service": dice.choice([*CODES[:5], "gone"]),
            "status": status,
            "due": "2026-12-01",
        }
        many = {"found": "26-20000019=pothole,26-20000027=rats"} if outcome == "several" else {}
        return Resolved(outcome, {**found, **many, "late": dice.choice(["", "yes"]), "status_note": "A crew came."})

    return work


ROOM = "r0123456789abcdefghij"


def crowded(seed: int):  # type: ignore[no-untyped-def]
    """A city whose people are now and then there, and whose database is now and then not."""
    dice = random.Random(seed)

    def people(asked: Seek | Leave) -> Place | Room | Resolved | Failed:
        if isinstance(asked, Leave):
            return Resolved(dice.choice(["left", "left", "failed", "nonsense"]))
        answers: list[Place | Room | Resolved | Failed] = [
            Place(dice.randrange(6), dice.choice([None, 14])) for _ in range(4)
        ]
        answers += [Resolved(dice.choice(SOUGHT)), Resolved("nonsense"), Failed("away"), Room(ROOM, "Ana & <b>")]
        answers += [Resolved("desk", {"line": dice.choice(["police_desk", "nowhere"])})]
        return dice.choice(answers)

    return people


def check(talk: Talk) -> None:
    """The turn ends in one wait, its state fits an address, and Twilio takes the document."""
    wait = talk.out[-1]
    assert isinstance(wait, Listen | Await | Record | Transfer | Hold | Enter | Disconnect)
    assert not any(isinstance(d, Understand | Work | Seek | Leave) for d in talk.out)
    token = SEALER.seal(talk.state, "CA1")
    assert len(token) <= 2048
    plain = Address("https://311.example.gov", token, "+14105550100")
    hearing = Address("https://311.example.gov", token, "+14105550100", "T" * 300, True, talk.state.turns, 3)
    for address in (plain, hearing):
        body = render(talk.out, address, talk.book.city.languages)
        answer("text/xml", body, "https://311.example.gov/voice/turn")
        assert len(body) < 64 * 1024


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events, st.lists(meanings, min_size=1, max_size=12), seeds, hours)
def test_any_events_in_any_order_end_in_what_twilio_takes(
    sent: list[Event], meant: list[Meaning], seed: int, hour: int
) -> None:
    now = datetime(2026, 1, 1, tzinfo=ZoneInfo("America/New_York")) + timedelta(hours=hour)
    talk = Talk(work=scattered(seed), people=crowded(seed), now=now).answer()
    check(talk)
    for turn, event in enumerate(sent):
        meaning = meant[turn % len(meant)]
        talk.send(event, lambda ask, m=meaning: Understood(m, 0.5, ask.text))  # type: ignore[misc]
        check(talk)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events, st.lists(meanings, min_size=1, max_size=12), seeds, st.sampled_from(["record", "stream"]))
def test_so_they_do_where_the_city_records_or_streams(
    sent: list[Event], meant: list[Meaning], seed: int, by: str
) -> None:
    talk = Talk(book=the_book_heard_by(by), work=scattered(seed), people=crowded(seed)).answer()
    check(talk)
    for turn, event in enumerate(sent):
        meaning = meant[turn % len(meant)]
        talk.send(event, lambda ask, m=meaning: Understood(m, 0.5, ask.text))  # type: ignore[misc]
        check(talk)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(f"{flow}.{node}" for flow, doc in the_book().flows.items() for node in doc.nodes)), seeds)
def test_from_every_node_silence_alone_leads_to_an_end(at: str, seed: int) -> None:
    """No silent loop: a caller who says nothing at all reaches a person, a recording or a goodbye."""
    talk = Talk(work=scattered(seed)).answer()

    talk.state = replace(talk.state, at=at, slots={**talk.state.slots, "service": "pothole"})
    for _ in range(30):
        talk.silence()
        if isinstance(talk.out[-1], Disconnect | Transfer | Record):
            return
    raise AssertionError(f"{at}: {talk.path}")

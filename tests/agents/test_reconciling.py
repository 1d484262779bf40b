"""Twilio is asked what is true: who is gone is believed to be gone only when Twilio's own word had time to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from ivr.agents.events import Left
from ivr.agents.matcher import match
from ivr.agents.reconciling import SETTLE, look, reconcile
from ivr.telephony.webhook import Call

from .floor import House


@dataclass
class AtTwilio:
    """live: the calls that are on."""

    live: set[str] = field(default_factory=set)

    def lives(self, sid: str) -> bool:
        return sid in self.live

    def inside(self, room: str) -> frozenset[str]:
        return frozenset(self.live)


@dataclass
class Talk:
    """An agent and a caller, together for a while."""

    house: House
    call: Call
    leg: str
    twilio: Any = field(default_factory=AtTwilio)
    waited: list[float] = field(default_factory=list)


@pytest.fixture
def talk(database: Engine) -> Talk:
    house = House(database)
    house.agent("ann")
    call = house.call()
    house.seeks(call)
    match(house.floor)
    leg = house.takes(call)
    house.joined(call, leg)
    house.passes(minutes=3)
    found = Talk(house, call, leg)
    found.twilio.live |= {call.sid, leg}
    return found


def test_a_hang_up_whose_word_is_on_its_way_is_no_line_that_broke(talk: Talk) -> None:
    talk.twilio.live.discard(talk.leg)

    def word_comes(seconds: float) -> None:
        it = talk.house.handoff(talk.call)
        assert it.offer
        talk.house.tell(talk.call, Left(it.room, it.offer.id, talk.leg))

    reconcile(talk.house.floor, talk.twilio, wait=word_comes)
    assert talk.house.handoff(talk.call).phase == "wrap_up"


def test_whose_line_broke_without_a_word_is_missed_and_the_caller_is_the_very_next(talk: Talk) -> None:
    talk.twilio.live.discard(talk.leg)
    look(talk.house.floor, talk.twilio, talk.house.handoff(talk.call).id, talk.waited.append)
    it = talk.house.handoff(talk.call)
    assert (it.phase, it.cut_off) == ("waiting", True)
    assert talk.waited == [SETTLE]


def test_nobody_is_waited_for_where_everybody_is_there(talk: Talk) -> None:
    assert reconcile(talk.house.floor, talk.twilio, wait=talk.waited.append) == 1
    assert reconcile(talk.house.floor, talk.twilio, timedelta(minutes=10), talk.waited.append) == 0
    assert (talk.house.handoff(talk.call).phase, talk.waited) == ("joined", [])

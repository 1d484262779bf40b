"""Who is let in line, by the hours of the queue's line: nights, Saturdays, holidays, and the desk that never closes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.flow.meaning import Meaning
from tests.flow.turning.test_queueing import seeks, waiting

THEFT = Meaning(intent="police", value="police_theft", confidence=0.95)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize("moment", ["2026-11-24T07:00", "2026-11-24T18:59", "2026-11-28T08:00", "2026-11-28T15:59"])
def test_in_its_hours_callers_are_let_in(moment: str) -> None:
    talk = waiting(now=at(moment))
    assert [seek.queue for seek in seeks(talk)] == ["services"]
    assert "agents_closed" not in talk.prompts


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-24T06:59",
        "2026-11-24T19:00",
        "2026-11-28T16:00",  # Saturday
        "2026-11-29T12:00",  # Sunday
        "2026-11-26T12:00",  # Thanksgiving
        "2026-12-25T12:00",
    ],
)
def test_outside_them_nobody_waits_for_nobody_and_a_message_is_offered(moment: str) -> None:
    talk = waiting(now=at(moment))
    assert seeks(talk) == []
    assert talk.prompts[0] == "agents_closed"
    assert talk.at == "agent.offer_closed"


def test_the_police_desk_takes_callers_on_a_holiday_at_night() -> None:
    talk = waiting(now=at("2026-11-26T23:00"))
    talk.press("2")
    talk = talk.say("my bike was stolen", THEFT).press("2").press("0")
    assert [seek.queue for seek in seeks(talk)] == ["police"]

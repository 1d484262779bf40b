"""The supervisor's wall: its numbers, the way into a talk, and who may look."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from ivr.agents.screens import HalfHour, level
from ivr.web.agent.console.chart import chart, table

from ..site import HTML, Browser
from .house import House

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def supervising(house: House) -> Browser:
    browser, _, _ = house.supervisor()
    return browser


def test_the_wall_says_who_waits_who_works_and_how_the_day_goes(house: House) -> None:
    page = supervising(house).get("/desk/wall").text
    told = ("City services", "1:35", "Dana Reed", "Joan Kim", "Meal", "73 %", "not reached", "+ 2 broken off")
    for words in (*told, "Danger found after a call", "within 20 s; the aim is 80 %"):
        assert words in page
    assert "555-0164" not in page


def test_the_service_level_counts_who_was_answered_or_gave_up(house: House) -> None:
    halves = (HalfHour(AT, 10, 6, 4, 2), HalfHour(AT, 3, 0, 0, 0))
    assert level(halves) == 4 / 8
    assert level(()) is None
    assert level((HalfHour(AT, 3, 0, 0, 0),)) is None


@pytest.mark.parametrize("busiest", [0, 1, 3, 17, 400, 90_000])
def test_every_bar_stands_within_the_picture(busiest: int) -> None:
    drawn = chart((HalfHour(AT, busiest, busiest, busiest // 2, busiest // 3),), UTC)
    top = drawn.bars[0].gone[0]
    assert 0 <= top <= drawn.lines[0][0]
    assert len(drawn.lines) <= 7 or busiest > 40_000


def test_the_export_has_a_line_for_each_half_hour_with_the_numbers_of_the_page(house: House) -> None:
    answer = supervising(house).get("/desk/wall/today.csv")
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert answer.mimetype == "text/csv"
    assert len(rows) == 9
    assert rows[4] | {"begin": ""} == {
        "begin": "", "asked": "22", "answered": "17", "in_time": "11", "abandoned": "4",
        "average_wait_seconds": "24.5", "service_level": "0.5238", "chose_call_back": "0", "went_elsewhere": "0",
        "longest_wait_seconds": "160.0",
    }  # fmt: skip
    assert table((HalfHour(AT, 1, 0, 0, 0),), UTC).splitlines()[1].endswith(",1,0,0,0,0.0,,0,0,0.0")


def test_a_supervisor_listens_whispers_joins_and_leaves_and_each_opening_is_in_the_audit(house: House) -> None:
    _, agent = house.at_work()
    house.floor.offer(agent)
    browser = supervising(house)
    for act in ("listen", "whisper", "join", "leave", "withdraw"):
        assert browser.post(f"/desk/wall/h1/{act}", "/desk/account").status_code == 303
    assert house.floor.told == [
        ("supervise", "h1", "listen"), ("supervise", "h1", "whisper"), ("supervise", "h1", "talk"),
        ("supervise", "h1", None), ("withdraw", "h1"),
    ]  # fmt: skip
    opened = [entry.what for entry in house.audited() if entry.about == "handoff:h1"]
    assert opened == ["listened_in", "whispered", "joined_talk"]
    late = browser.post("/desk/wall/h9/listen", "/desk/account")
    assert "That talk is over" in browser.get(late.location).text
    assert browser.post("/desk/wall/h1/record", "/desk/account").status_code == 404


def test_nobody_but_a_supervisor_looks_at_the_wall_or_into_a_talk(house: House) -> None:
    agent, person = house.at_work()
    house.floor.offer(person)
    for path in ("/desk/wall", "/desk/wall/today.csv", "/desk/wall/events"):
        assert agent.get(path).status_code == 403
    assert agent.post("/desk/wall/h1/listen", "/desk/account").status_code == 403
    assert house.floor.told == []


def test_strangers_come_to_no_page_no_form_and_no_stream(house: House) -> None:
    stranger, seen = house.app.test_client(), 0
    for rule in house.app.url_map.iter_rules():
        if not rule.endpoint.startswith("console."):
            continue
        path = rule.rule.replace("<handoff>", "h1").replace("<act>", "hold").replace("<draft>", "d1")
        for method in {"GET", "POST"} & (rule.methods or set()):
            assert stranger.open(path, method=method, headers=HTML).location.startswith("/desk/sign-in"), path
            assert stranger.open(path, method=method, headers={"Accept": "text/event-stream"}).status_code == 401
            seen += 1
    assert seen == 9

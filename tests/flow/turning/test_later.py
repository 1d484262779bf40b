"""To be called at another time: said or keyed, put right, moved into the hours in which somebody is there, and kept."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.directives import Disconnect, Leave
from ivr.flow.events import Digits, Event, Failed, Resolved, Silence
from ivr.flow.hours import next_open
from ivr.flow.meaning import Meaning
from tests.flow.talk import TUESDAY, Talk, the_book
from tests.flow.turning.test_queueing import Agents, waiting

YES, NO = Meaning(value="yes", confidence=0.95), Meaning(value="no", confidence=0.95)


def time(value: str) -> Meaning:
    return Meaning(value=value, confidence=0.9)


def choosing() -> Talk:
    """A caller who is called back, and is asked when."""
    talk = waiting().press("2", "2")
    assert talk.at == "agent.call_back_at"
    return talk


def kept(talk: Talk) -> list[Leave]:
    return [one for one in talk.sought if isinstance(one, Leave)]


def test_the_place_is_kept_before_the_time_is_asked_and_told_again_with_it() -> None:
    talk = choosing().say("tomorrow at ten", time("2026-11-25T10:00")).say("yes", YES)
    first, again = kept(talk)
    assert (first.at, again.at) == (None, TUESDAY.replace(day=25, hour=10))
    assert first.turn == again.turn
    assert talk.words == "All right. We will call you Wednesday, November 25 at 10 AM. Goodbye until then."
    assert isinstance(talk.out[-1], Disconnect)


@pytest.mark.parametrize(
    ("keys", "said"), [("1530", "24 at 3:30 PM"), ("330", "24 at 3:30 PM"), ("0945", "25 at 9:45 AM")]
)
def test_it_may_be_keyed(keys: str, said: str) -> None:
    assert "We would call you" in choosing().press(keys).words
    assert said in choosing().press(keys).words


@pytest.mark.parametrize("keys", ["2500", "1", "99", "12345", "1099"])
def test_keys_that_are_no_time_are_asked_again(keys: str) -> None:
    assert choosing().press(keys).at == "agent.call_back_at"


@pytest.mark.parametrize(
    ("wish", "offered"),
    [
        ("2026-11-24T22:00", "Wednesday, November 25 at 7 AM"),
        ("2026-11-26T10:00", "Saturday, November 28 at 8 AM"),  # Thanksgiving, and the day after
        ("2026-11-29T10:00", "Monday, November 30 at 7 AM"),
    ],
)
def test_when_nobody_is_there_the_next_time_is_offered(wish: str, offered: str) -> None:
    talk = choosing().say("then", time(wish))
    assert "time_closed" in talk.prompts
    assert offered in talk.words


def test_the_police_desk_never_closes() -> None:
    theft = Meaning(intent="police", value="police_theft", confidence=0.95)
    talk = Talk(people=Agents()).answer().say("my bike was stolen", theft).press("2").press("0", "2", "2")
    assert "Tuesday, November 24 at 10 PM" in talk.say("at ten tonight", time("2026-11-24T22:00")).words


def test_another_time_is_said_instead() -> None:
    talk = choosing().say("tomorrow at ten", time("2026-11-25T10:00"))
    instead = Meaning(value="no", confidence=0.9, correction=time("2026-11-25T23:00"))
    assert "Friday" not in talk.say("no, at eleven at night", instead).words
    assert "Saturday, November 28 at 8 AM" in talk.words


@pytest.mark.parametrize("wish", ["2026-11-24T09:00", "2027-03-01T10:00", "nonsense", ""])
def test_what_is_over_or_too_far_off_is_asked_again(wish: str) -> None:
    talk = choosing().say("then", time(wish))
    assert talk.at == "agent.call_back_at"
    assert "call_back_at_help" in talk.prompts


def test_who_does_not_say_when_is_called_as_soon_as_it_is_their_turn() -> None:
    talk = choosing().silence().silence()
    assert "call_back_at_soon" in talk.prompts
    assert len(kept(talk)) == 1


def test_a_time_that_could_not_be_kept_is_not_promised() -> None:
    talk = choosing().say("tomorrow at ten", time("2026-11-25T10:00"))
    talk.people = Agents(left=Failed("the database is away"))
    talk.say("yes", YES)
    assert "call_back_at_promised" not in talk.prompts
    assert "call_back_at_soon" in talk.prompts


def test_who_says_a_time_at_once_is_asked_for_it() -> None:
    assert waiting().press("2").say("call me tomorrow at ten", Meaning()).at == "agent.call_back_at"


def test_it_is_said_in_spanish() -> None:
    talk = waiting().press("9", "2", "2").say("mañana a la una", time("2026-11-25T13:00"))
    assert "Le llamaríamos el miércoles 25 de noviembre a la 1 de la tarde." in talk.words


def test_a_line_that_opens_within_two_weeks_is_found_and_no_other() -> None:
    city = the_book().city
    night = TUESDAY.replace(hour=23)
    assert next_open(city, "police_desk", night) == night
    assert next_open(city, "nowhere", night) == night
    shut = city.lines["operator"].model_copy(update={"hours": {}})
    assert next_open(city.model_copy(update={"lines": {"operator": shut}}), "operator", night) is None


moments = st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31)).map(lambda one: time(one.isoformat()))
said = st.one_of(moments, st.sampled_from([YES, NO, Meaning(), Meaning(link="operator", confidence=0.9)]))
events = st.lists(
    st.one_of(
        st.just(Silence()),
        st.builds(Digits, st.sampled_from(["1", "2", "0", "7", "8", "9", "#", "1530", "2500"])),
        said,
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(events, st.sampled_from([Resolved("left"), Resolved("left"), Failed("away")]))
def test_whatever_the_caller_does_then_the_place_stays_kept_and_no_time_is_promised_that_is_not(
    does: list[Event | Meaning], left: Resolved | Failed
) -> None:
    talk = choosing()
    talk.people = Agents(left=left)
    for one in does:
        if isinstance(talk.out[-1], Disconnect):
            break
        if isinstance(one, Meaning):
            talk.say("something", one)
        else:
            talk.send(one)
        promised = "call_back_at_promised" in talk.prompts
        assert not promised or (kept(talk)[-1].at is not None and left == Resolved("left"))
    calls = [one for one in kept(talk) if one.why == "call_back"]
    for nth, one in enumerate(calls):
        first = [each.turn for each in calls[:nth] if each.at is None]
        assert one.at is None or (one.turn in first and one.at > talk.now)

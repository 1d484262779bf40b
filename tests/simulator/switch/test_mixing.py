"""Who hears whom: every reason somebody is not heard, alone and together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.switch.mixing import Seat, hears


def heard_by(*seats: Seat) -> dict[str, set[str]]:
    return {sid: set(others) for sid, others in hears(seats).items()}


def test_everybody_hears_everybody_else() -> None:
    assert heard_by(Seat("a"), Seat("b"), Seat("c")) == {"a": {"b", "c"}, "b": {"a", "c"}, "c": {"a", "b"}}


def test_who_is_muted_hears_and_is_not_heard() -> None:
    assert heard_by(Seat("a", muted=True), Seat("b")) == {"a": {"b"}, "b": set()}


def test_who_is_held_or_lost_neither_hears_nor_is_heard() -> None:
    assert heard_by(Seat("a", held=True), Seat("b"), Seat("c", lost=True)) == {"b": set()}


def test_a_coach_hears_all_and_is_heard_by_the_coached_alone() -> None:
    assert heard_by(Seat("caller"), Seat("agent"), Seat("lead", coach="agent")) == {
        "caller": {"agent"},
        "agent": {"caller", "lead"},
        "lead": {"caller", "agent"},
    }


def test_a_coach_whose_agent_has_gone_is_heard_by_nobody() -> None:
    assert heard_by(Seat("caller"), Seat("lead", coach="agent"))["caller"] == set()


_SEATS = st.lists(
    st.builds(
        Seat,
        st.sampled_from("abcde"),
        muted=st.booleans(),
        held=st.booleans(),
        coach=st.sampled_from(["", "", "a", "b"]),
    ),
    unique_by=lambda seat: seat.sid,
)


@given(_SEATS)
def test_nobody_hears_themselves_and_hold_works_both_ways(seats: list[Seat]) -> None:
    found = hears(seats)
    for seat in seats:
        assert seat.sid not in found.get(seat.sid, ())
        if seat.held or seat.muted:
            assert all(seat.sid not in heard for heard in found.values())
        assert (seat.sid in found) is not seat.held

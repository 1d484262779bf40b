"""What lets a stream in: for its call, for ten minutes, and small."""

from __future__ import annotations

import pytest

from ivr.telephony.ticket import LONGEST, MAX_AGE, Ticket, TicketRefused, Tickets

OLD, NEW, CALL = "o" * 32, "n" * 32, "CA" + "1" * 32
TICKET = Ticket(7, 1_000, "0123456789ab", "report.details", 2, locale="es-US", near="2401 North Charles Street")


def test_what_was_sealed_is_opened() -> None:
    assert Tickets((NEW,)).open(Tickets((NEW,)).seal(TICKET, CALL), CALL, 1_100) == TICKET


def test_the_same_question_gets_the_same_ticket() -> None:
    assert Tickets((NEW,)).seal(TICKET, CALL) == Tickets((NEW,)).seal(TICKET, CALL)


def test_keys_are_rotated() -> None:
    assert Tickets((NEW, OLD)).open(Tickets((OLD,)).seal(TICKET, CALL), CALL, 1_000) == TICKET
    with pytest.raises(TicketRefused):
        Tickets((NEW,)).open(Tickets((OLD,)).seal(TICKET, CALL), CALL, 1_000)


@pytest.mark.parametrize("now", [1_000 + MAX_AGE + 1, 1_000 - 61])
def test_it_is_good_for_ten_minutes(now: float) -> None:
    with pytest.raises(TicketRefused):
        Tickets((NEW,)).open(Tickets((NEW,)).seal(TICKET, CALL), CALL, now)


def test_it_is_good_for_its_call_alone() -> None:
    with pytest.raises(TicketRefused):
        Tickets((NEW,)).open(Tickets((NEW,)).seal(TICKET, CALL), "CA" + "2" * 32, 1_000)


@pytest.mark.parametrize("token", ["", "A", "AAAA", "é", "\0", "=" * 9, "A" * 100_000])
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(TicketRefused):
        Tickets((NEW,)).open(token, CALL, 1_000)


def test_a_changed_one_is_refused() -> None:
    token = Tickets((NEW,)).seal(TICKET, CALL)
    for n in range(0, len(token), 7):
        other = token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :]
        with pytest.raises(TicketRefused):
            Tickets((NEW,)).open(other, CALL, 1_000)


def test_a_long_one_leaves_out_what_only_helps_to_hear() -> None:
    long = Ticket(7, 1_000, "v" * 12, "f" * 60, near="n" * 400, offered=("o" * 200, "o" * 200))
    token = Tickets((NEW,)).seal(long, CALL)
    assert len(token) <= LONGEST
    assert Tickets((NEW,)).open(token, CALL, 1_000) == Ticket(7, 1_000, "v" * 12, "f" * 60, near="")

"""The pieces of a stream are heard as they were spoken, in whatever order they come."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as some

from ivr.calls.hearing.order import LONGEST_GAP, SILENCE, WINDOW, Order
from ivr.telephony.media import Sound


def piece(chunk: int, at: int | None = None) -> Sound:
    return Sound(bytes([chunk % 250]) * 160, chunk, (chunk - 1) * 20 if at is None else at)


def heard(*pieces: Sound) -> bytes:
    order = Order()
    return b"".join(order.take(each) for each in pieces) + order.rest()


def whole(count: int) -> bytes:
    return b"".join(piece(n).payload for n in range(1, count + 1))


def test_in_order_everything_is_heard_at_once() -> None:
    order = Order()
    assert [order.take(piece(n)) for n in (1, 2, 3)] == [piece(n).payload for n in (1, 2, 3)]


def test_what_comes_early_waits_for_what_is_missing() -> None:
    order = Order()
    assert order.take(piece(2)) == b""
    assert order.take(piece(1)) == whole(2)


def test_what_was_there_already_is_dropped() -> None:
    order = Order()
    for n in (1, 2, 2, 1, 3, 3):
        order.take(piece(n))
    assert order.repeated == 3
    assert order.take(piece(4)) == piece(4).payload


def test_what_is_lost_becomes_silence_of_the_same_length() -> None:
    order = Order()
    sound = order.take(piece(1)) + b"".join(order.take(piece(n)) for n in range(4, 4 + WINDOW))
    assert sound == piece(1).payload + SILENCE * 320 + b"".join(piece(n).payload for n in range(4, 4 + WINDOW))
    assert order.lost == 2


def test_a_piece_that_comes_after_it_was_given_up_is_dropped() -> None:
    order = Order()
    for n in (1, *range(4, 4 + WINDOW)):
        order.take(piece(n))
    assert order.take(piece(2)) == b""


def test_the_first_pieces_may_be_lost_too() -> None:
    assert heard(piece(3), piece(4)) == SILENCE * 320 + piece(3).payload + piece(4).payload


def test_a_pause_in_the_sending_is_silence_for_as_long() -> None:
    assert heard(piece(1, 0), piece(2, 1020)) == piece(1).payload + SILENCE * 8000 + piece(2).payload


def test_clocks_that_jump_cost_a_few_seconds_of_silence_once() -> None:
    sound = heard(piece(1, 0), piece(2, 10**12), piece(3, 10**12 + 20))
    assert len(sound) == LONGEST_GAP + 3 * 160


@given(some.integers(0, 10**6))
def test_within_the_window_any_order_and_any_repetition_is_heard_as_spoken(seed: int) -> None:
    dice = random.Random(seed)
    sent = [(n + dice.uniform(0, WINDOW - 1), piece(n)) for n in range(1, 60) for _ in range(dice.choice([1, 1, 2]))]
    assert heard(*(each for _, each in sorted(sent, key=lambda pair: pair[0]))) == whole(59)


@given(some.lists(some.tuples(some.integers(0, 2**53 - 1), some.integers(0, 2**53 - 1)), max_size=40))
def test_garbage_costs_no_more_than_it_is_worth(numbers: list[tuple[int, int]]) -> None:
    order = Order()
    for chunk, at in numbers:
        assert len(order.take(Sound(b"\x10" * 160, chunk, at))) <= (LONGEST_GAP + 160) * (WINDOW + 1)
    order.rest()

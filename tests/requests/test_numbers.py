"""Reference numbers: every slip of one digit and every swap of neighbours is caught, and each is given once."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from ivr.requests import numbers

TODAY = date(2026, 11, 21)
ORDINALS = st.integers(0, numbers.SERIALS - 1)


def test_the_check_digit_is_that_of_damms_paper() -> None:
    assert damm.calc_check_digit("572") == "4"
    assert damm.is_valid("5724")


@given(ORDINALS, st.integers(2020, 2049))
def test_a_number_has_the_year_a_hyphen_and_eight_digits_that_check(ordinal: int, year: int) -> None:
    number = numbers.reference(year, ordinal)
    assert numbers.valid(number)
    assert number[:3] == f"{year % 100}-"


def test_every_single_wrong_digit_of_many_numbers_is_caught() -> None:
    some = [numbers.reference(2026, n) for n in (*range(300), 7_999_999, 8_000_000, 9_999_999)]
    for digits in (number[3:] for number in some):
        for place in range(8):
            for wrong in set("0123456789") - {digits[place]}:
                assert numbers.candidates(digits[:place] + wrong + digits[place + 1 :], TODAY) == ()


@given(ORDINALS)
def test_every_swap_of_two_different_neighbours_is_caught(ordinal: int) -> None:
    digits = numbers.reference(2026, ordinal)[3:]
    for place in range(7):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        assert (numbers.candidates(swapped, TODAY) == ()) == (swapped != digits)


def test_a_years_numbers_are_all_different() -> None:
    ordinals = [*range(2000), *random.Random(311).sample(range(numbers.SERIALS), 20_000), 9_999_999]
    assert len({numbers.reference(2026, n) for n in ordinals}) == len(set(ordinals))


def test_neighbouring_years_share_no_eight_digits_in_their_first_two_million() -> None:
    edges = (0, 1, 999_999, 1_999_999)
    tails = [numbers.reference(year, n)[3:] for year in range(2026, 2031) for n in edges]
    assert len(set(tails)) == len(tails)


@pytest.mark.parametrize("ordinal", [-1, 10_000_000])
def test_an_ordinal_beyond_the_years_ten_million_is_refused(ordinal: int) -> None:
    with pytest.raises(ValueError, match="no ordinal"):
        numbers.reference(2026, ordinal)


@pytest.mark.parametrize(
    "said",
    [
        "26-20000006",
        "2620000006",
        "26 2000 0006",
        " 26–2000–0006#",
        "two six, two zero zero oh O zero zero six",
        "dos seis dos cero cero cero cero cero cero seis",
        "２６-２００００００６",
    ],
)
def test_a_number_is_read_however_it_is_keyed_written_or_said(said: str) -> None:
    assert numbers.reference(2026, 0) == "26-20000006"
    assert numbers.digits(said) == "2620000006"


def test_without_the_year_the_year_the_serial_belongs_to_comes_first() -> None:
    for year in range(2023, 2027):
        tail = numbers.reference(year, 4711)[3:]
        meant = numbers.candidates(tail, TODAY)
        assert meant[0] == numbers.reference(year, 4711)
        assert len(meant) == 10
        assert "27-" not in {number[:3] for number in meant}


def test_with_the_year_exactly_that_number_is_meant() -> None:
    assert numbers.candidates("26-20000006", TODAY) == ("26-20000006",)


@pytest.mark.parametrize("text", ["", "0", "2000000", "200000013", "26-2000001", "no number", "x" * 100_000, "\x00"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert numbers.candidates(text, TODAY) == ()


@given(st.text())
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    assert all(numbers.valid(number) for number in numbers.candidates(text, TODAY))


def test_a_number_is_read_aloud_in_groups() -> None:
    assert numbers.spoken("26-20000006") == "26 2000 0006"

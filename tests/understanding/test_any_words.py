"""Any words at all are heard: no exception, the same every time, and work that grows with the words and no faster."""
# ruff: noqa: SIM905  (lists of words are read and edited as text)

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.numerals import numbers
from ivr.flow.spoken import LONGEST
from ivr.understanding import dates, number, plate, quantity, references, telephone, vehicle, yesno
from ivr.understanding.runs import spoken
from ivr.understanding.saying import said_words

NOW = datetime(2026, 11, 20, 9, 15)
READERS: dict[str, Callable[[str, str], object]] = {
    "yesno": yesno.read,
    "number": number.read,
    "when": lambda text, language: dates.read(text, language, NOW),
    "plate": plate.read,
    "vehicle": vehicle.read,
    "quantity": quantity.read,
    "reference": lambda text, language: references.hear(said_words(text), language),
    "phone": lambda text, language: telephone.hear(said_words(text), language, text, "410"),
}
WORDS = (
    "yes no not right wrong yeah si claro que eso es maybe one two twenty hundred thousand oh double triple zero to "
    "dos mil cien y veinte doce cero doble no wait sorry perdon digo dash last night around ten ago hour half week "
    "monday lunes the third of november pm a las media para hace dias every since at noon 2401 11/3 8:30 +1 a an and"
).split()

anything = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=60, deadline=None)
@given(text=anything, language=st.sampled_from(["en", "es", "xx"]))
def test_any_text_has_the_same_answer_twice(reader: str, text: str, language: str) -> None:
    assert READERS[reader](text, language) == READERS[reader](text, language)


@settings(max_examples=60, deadline=None)
@given(said=st.lists(st.sampled_from(WORDS), max_size=60), language=st.sampled_from(["en", "es"]))
def test_numbers_are_in_order_and_made_of_digits(said: list[str], language: str) -> None:
    found = numbers(said, language)
    assert all(n.start < n.end and n.digits.isdecimal() for n in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(chunk.isdecimal() for chunk in spoken(said, language))


@settings(max_examples=60, deadline=None)
@given(text=anything, now=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_a_day_is_an_iso_date_whenever_the_call_is(text: str, now: datetime) -> None:
    when = dates.read(text, "en", now)
    assert when is None or datetime.fromisoformat(when.value)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "piece", ["a", "0", "\0", "é", "🚧", "ไ", "no ", "one ", "cien un ", "11/", "+", "every ", "\u0301"]
)
def test_a_megabyte_is_heard_as_its_beginning_is(reader: str, piece: str) -> None:
    whole = piece * (1_000_000 // len(piece))
    READERS[reader](whole, "en")  # words and patterns are read once
    assert _steps(READERS[reader], whole) <= _steps(READERS[reader], whole[: 2 * LONGEST]) + 50


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "piece",
    [
        "no ",
        "yes ",
        "one ",
        "two hundred one ",
        "cien un ",
        "no wait two ",
        "every day ",
        "last monday ",
        "at ten ",
        "a ",
    ],
)
def test_twice_the_words_are_twice_the_work(reader: str, piece: str) -> None:
    half, whole = piece * (LONGEST // 2 // len(piece)), piece * (LONGEST // len(piece))
    READERS[reader](whole, "es")  # words and patterns are read once
    assert _steps(READERS[reader], whole, "es") <= 2.6 * _steps(READERS[reader], half, "es") + 200


def _steps(reader: Callable[[str, str], object], text: str, language: str = "en") -> int:
    """The lines of this program that are run: work that is counted, not timed."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.replace("\\", "/").rpartition("/ivr/")[1]:
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        reader(text, language)
    finally:
        sys.settrace(before)
    return count

"""Which streams a line takes is known before one is asked for."""

from __future__ import annotations

import pytest

from ivr.bootstrap.ears import EarsOfLine
from ivr.config import Settings
from ivr.flow.book import Book
from ivr.places.gazetteer import Gazetteer
from ivr.speech.ears import Ears
from tests.calls.hearing.sounds import Counter


def ears(*names: str) -> EarsOfLine:
    def none() -> Book | Gazetteer:
        raise AssertionError("nothing is asked for while nothing is opened")

    made = EarsOfLine(Settings(), none, none)  # type: ignore[arg-type]
    if names:
        made._ears = Ears([named(name) for name in names])
    return made


def named(name: str) -> Counter:
    ear = Counter()
    ear.name = name
    return ear


def test_without_an_ear_nothing_is_streamed() -> None:
    assert not ears().can("en-US", True)


@pytest.mark.parametrize(
    ("names", "locale", "closed", "can"),
    [
        (("google", "offline"), "es-US", False, True),
        (("google",), "en-US", False, True),
        (("offline",), "en-US", False, True),
        (("offline",), "es-US", True, False),
    ],
)
def test_a_language_is_streamed_where_an_ear_knows_it(
    names: tuple[str, ...], locale: str, closed: bool, can: bool
) -> None:
    assert ears(*names).can(locale, closed) is can

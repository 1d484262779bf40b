"""Which streams a line takes is known before one is asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from ivr.bootstrap.ears import EarsOfLine
from ivr.config import Settings
from ivr.flow.book import Book
from ivr.places.gazetteer import Gazetteer
from ivr.speech.ears import Ears
from tests.browser import scripted
from tests.calls.hearing.sounds import Counter

GAZETTEER: Gazetteer = SimpleNamespace(about=SimpleNamespace(version="1"))


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


def test_ears_that_no_question_needs_are_opened_for_a_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Ears([named("offline")])
    monkeypatch.setattr("ivr.bootstrap.ears.hearing_model.made", lambda book, gazetteer, cache: Path("learned"))
    monkeypatch.setattr("ivr.bootstrap.ears.open_ears", lambda settings, model, models: opened)
    looked = threading.Event()

    def book() -> Book:
        looked.set()
        return scripted.BOOK

    line = EarsOfLine(Settings(), book, lambda: GAZETTEER)
    line.start()
    try:
        assert looked.wait(10)
        assert line.current() is None
        assert (line.at_hand(), line.current()) == (opened, opened)
    finally:
        line.close()

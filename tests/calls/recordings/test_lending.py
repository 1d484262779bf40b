"""What is dear to make: made once when needed, anew when what it is made of changes, let go when nobody uses it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from ivr import understanding
from ivr.calls.recordings import ears
from ivr.calls.recordings.lending import Lender
from ivr.calls.recordings.searching import danger
from ivr.config import Settings
from tests.calls.build import NOON
from tests.calls.conftest import until
from tests.understanding import hearing


@dataclass
class Kiln:
    """Makes bricks, numbered, and knows which are broken."""

    of: str = "clay"
    made: int = 0
    ended: list[int] = field(default_factory=list)

    def make(self) -> int:
        self.made += 1
        return self.made

    def lender(self, idle: float = 600.0) -> Lender[int]:
        return Lender("brick", lambda: self.of, self.make, self.ended.append, idle)


def test_it_is_made_once_however_many_need_it_at_once() -> None:
    kiln, together = Kiln(), threading.Barrier(4)
    lender = kiln.lender()

    def use() -> int:
        together.wait(5)
        with lender.lend() as brick:
            return brick

    with ThreadPoolExecutor(4) as people:
        assert [one.result() for one in [people.submit(use) for _ in range(4)]] == [1, 1, 1, 1]


def test_it_is_made_anew_when_what_it_is_made_of_changes_and_the_old_one_ends_with_its_last_user() -> None:
    kiln = Kiln()
    lender = kiln.lender()
    with lender.lend() as old:
        kiln.of = "loam"
        with lender.lend() as new:
            assert (old, new) == (1, 2)
        assert kiln.ended == [], "somebody uses it yet"
    assert kiln.ended == [1]
    lender.close()
    assert kiln.ended == [1, 2]


def test_it_is_let_go_when_nobody_has_used_it_for_a_while_and_made_again() -> None:
    kiln = Kiln()
    lender = kiln.lender(idle=0.01)
    with lender.lend():
        pass
    until(lambda: kiln.ended == [1])
    with lender.lend() as brick:
        assert brick == 2


def test_what_could_not_be_made_is_tried_again_by_the_next() -> None:
    tries: list[int] = []

    def make() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("no clay")
        return "brick"

    lender = Lender("brick", lambda: "clay", make)
    with pytest.raises(OSError, match="no clay"), lender.lend():
        pass
    with lender.lend() as brick:
        assert brick == "brick"


def test_the_ears_follow_a_publication_with_its_models_without_a_restart(tmp_path: Path) -> None:
    book = hearing.book()
    settings = Settings(ears=("google",), google_project="test", google_endpoint="127.0.0.1:9", data_dir=tmp_path)
    published = [book]
    lender = ears.lender(settings, lambda: published[-1])
    with lender.lend() as first, lender.lend() as again:
        assert first is again is not None
    published.append(replace(book, version="f" * 12))
    with lender.lend() as second:
        assert second is not None
        assert second is not first
    lender.close()


def test_who_listens_for_danger_alone_hears_what_the_whole_mind_hears() -> None:
    alone = understanding.listener(hearing.book(), hearing.LEARNED)
    for said, language in (
        ("there is a fire in the kitchen and my mother is still inside", "en"),
        ("hay un incendio en mi casa y mi hijo está adentro", "es"),
        ("i want to kill myself tonight", "en"),
        ("the trash truck did not come again this week", "en"),
        ("somebody was shot here last year and the light is out", "en"),
        ("hole in the road", "en"),
    ):
        assert danger(alone, said, language, NOON) == danger(hearing.mind(), said, language, NOON)

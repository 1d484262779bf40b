"""A caller comes to a person: the real line, its worker, and telephones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.simulator.call import PhoneCall
from ivr.simulator.turn import Turn
from tests.calls.conftest import until

from .conftest import Published
from .floor import ANN, Floor, opened


@pytest.fixture(scope="module")
def floor(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    with opened(published, tmp_path_factory.mktemp("floor")) as made:
        yield made


def said(turn: Turn) -> str:
    return " ".join(item.text for item in turn.heard if item.kind == "say")


def heard(call: PhoneCall) -> str:
    """All that was said to it since its last act."""
    return " ".join(item.text for item in call.heard_since_last() if item.kind == "say")


def test_a_caller_waits_is_taken_talks_and_goes_on_where_they_were(floor: Floor) -> None:
    ann = floor.agent(ANN)
    caller = floor.caller()
    floor.rings(ann)
    assert "Press 1" in said(ann.answer())
    ann.press("1")
    until(lambda: floor.phase(caller) == "joined")
    floor.account.settle()
    assert caller.hears_whom
    assert ann.hears == {"caller"}
    ann.hang_up()
    until(lambda: "anything else" in heard(caller))
    assert floor.phase(caller) == "wrap_up"

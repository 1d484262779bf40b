"""The picture is the machine: every phase is on it, and nobody is left in one of them."""

from __future__ import annotations

from typing import get_args

from ivr.agents.handoff import ENDED, Phase
from ivr.agents.picture import arrows, page, samples


def test_every_phase_is_on_the_picture() -> None:
    assert set(samples()) == set(get_args(Phase)) - ENDED
    assert all(phase in page() for phase in set(get_args(Phase)) - {"failed", "called_back"})


def test_from_every_phase_a_clock_alone_leads_on() -> None:
    struck = {phase for phase, word, _ in arrows() if word.startswith("the clock")}
    assert struck == set(samples())


def test_of_all_that_can_happen_only_a_key_brings_a_caller_to_an_agent() -> None:
    assert {
        word for phase, word, there in arrows() if there == "joining" and phase in ("offered", "ringing", "briefing")
    } == {"key 1"}

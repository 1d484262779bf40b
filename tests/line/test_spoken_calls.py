"""Whole calls in sound: a synthesizer's voice, through the telephone and our WebSocket, into the offline ear.

Nothing is typed: what the line knows of these calls it heard.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.simulator.call import PhoneCall
from ivr.simulator.network import CLEAR, Network
from ivr.simulator.turn import Turn
from tests.calls.conftest import until
from tests.calls.line import HOME, RunningLine, running
from tests.speech.voices import needs, spoken

from .talk import NOON, some_caller

VOICE = "flite/kal16"
STORY = "there is a pothole at twenty four hundred north charles street"
pytestmark = needs(VOICE)
HEARING = """
hearing:
  listen: stream
  consent: {en: This call may be recorded., es: Esta llamada puede ser grabada.}
"""
LONGEST = 4.0
"""Seconds of silence that nobody who has spoken hears."""


@pytest.fixture(scope="module")
def line(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLine]:
    """A line that streams every question, with the offline ear alone."""
    home = tmp_path_factory.mktemp("home")
    for folder in ("flows", "prompts", "gazetteer"):
        shutil.copytree(HOME / folder, home / folder)
    city = home / "flows" / "city.yaml"
    city.write_text(city.read_text("utf-8") + HEARING, encoding="utf-8")
    with running(server.url, template, tmp_path_factory.mktemp("data"), home) as made:
        until(lambda: _streams(made), 60)
        yield made


def _streams(line: RunningLine) -> bool:
    """Whether the ear is open: until then questions are gathered, and callers notice nothing."""
    call = PhoneCall(line.line, some_caller(), now=NOON)
    call.dial()
    heard = bool(call.streams)
    call.hang_up()
    return heard


def dialled(line: RunningLine, network: Network = CLEAR) -> PhoneCall:
    call = PhoneCall(line.line, some_caller(), now=NOON, network=network)
    call.dial()
    assert call.streams or network.cut, call.refusals
    return call


def told(call: PhoneCall, words: str, pace: float = 0.0) -> Turn:
    """What the line answered to words that were spoken aloud."""
    turn = call.speak(spoken(words, VOICE, noise=35), pace)
    assert not turn.ignored, (turn.ignored, turn.said)
    return turn


def test_a_pothole_is_reported_aloud(line: RunningLine) -> None:
    call = dialled(line)
    assert "2400 North Charles Street" in told(call, STORY).said
    for key in "3111111":
        if not call.trace or not call.trace["filed"]:
            call.press(key)
    call.hang_up()
    [filed] = Outcomes(line.rooms.engine, line.rooms.secrets, line.rooms.zone).filed(call.sid)
    assert (filed["service"], call.refusals) == ("pothole", [])
    assert "2400 North Charles" in str(filed["place"])


def test_nobody_who_has_spoken_waits_in_silence(line: RunningLine) -> None:
    call = dialled(line)
    told(call, "there is a pothole in the street", pace=1.0)
    assert call.silences
    assert max(call.silences) <= LONGEST
    call.hang_up()


def test_a_network_that_loses_repeats_and_reorders_a_little_does_no_harm(line: RunningLine) -> None:
    call = dialled(line, Network(drop=0.01, repeat=0.05, reorder=0.05))
    assert "Pothole" in told(call, "there is a pothole in the street").said
    call.hang_up()


def test_a_caller_whose_stream_breaks_is_asked_again_and_keys_work(line: RunningLine) -> None:
    call = dialled(line, Network(cut=1.0))
    turn = told(call, STORY)
    assert "trouble hearing" in turn.said
    assert (call.streams, call.state) == ((), "listening")
    assert call.press("1").said
    call.hang_up()


def test_a_caller_who_only_types_is_asked_without_a_stream(line: RunningLine) -> None:
    call = PhoneCall(line.line, some_caller(), now=NOON, speaks=False)
    call.dial()
    assert (call.streams, "Pothole" in call.say("there is a pothole").said) == ((), True)
    call.hang_up()

"""Whole calls in sound: a synthesizer's voice, through the telephone and our WebSocket, into the offline ear;
or after a tone into a recording, which the worker fetches from Twilio's REST API and puts into words.

What the line knows of these answers it heard.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.simulator.call import PhoneCall
from ivr.simulator.network import CLEAR, Network
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.turn import Turn
from tests.calls.conftest import until
from tests.calls.line import BIN, HOME, TOKEN, RunningLine, running
from tests.speech.voices import needs, spoken

from .talk import NOON, number, some_caller
from .webhooks import signed

VOICE = "flite/kal16"
STORY = "there is a pothole at twenty four hundred north charles street"
pytestmark = needs(VOICE)
HEARING = """
hearing:
  listen: stream
  consent: {en: This call may be recorded., es: Esta llamada puede ser grabada.}
  alert: "+14105550166"
"""
RECORDED = "- slot: details\n        listen: record"
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
    details = home / "flows" / "details.yaml"
    details.write_text(details.read_text("utf-8").replace("- slot: details", RECORDED, 1), encoding="utf-8")
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
    # On a busy machine the question's wait may be over before the break is known: then too they are asked again.
    assert "trouble hearing" in turn.said or "still there" in turn.said
    assert (call.streams, call.state) == ((), "listening")
    assert call.press("1").said
    call.hang_up()


def test_a_caller_who_only_types_is_asked_without_a_stream(line: RunningLine) -> None:
    call = PhoneCall(line.line, some_caller(), now=NOON, speaks=False)
    call.dial()
    assert (call.streams, "Pothole" in call.say("there is a pothole").said) == ((), True)
    call.hang_up()


def test_what_was_recorded_is_words_on_the_request_though_the_worker_came_later(
    line: RunningLine, tmp_path: Path
) -> None:
    with Rest(Shelf(tmp_path), auth_token=TOKEN) as twilio:
        tires = recorded(line, twilio, "it has eaten two of my tires", callbacks=2)
        blood = recorded(line, twilio, "somebody was hit and he is not breathing")
        assert "not heard yet" in line.ivr("requests", "show", tires)
        with worker(line, twilio):
            until(lambda: twilio.messages, 60)
            until(lambda: "of my tires" in line.ivr("requests", "show", tires), 60)
    assert "breathing" in line.ivr("requests", "show", blood)
    [message] = twilio.messages
    assert (message.to, "breathing" in message.body) == ("+14105550166", False)


def recorded(line: RunningLine, twilio: Rest, words: str, callbacks: int = 1) -> str:
    """The number of a request whose details were spoken after the tone. callbacks: how often Twilio tells of it."""
    call = PhoneCall(replace(line.line, shelf=twilio.shelf), some_caller(), now=NOON, speaks=False)
    call.dial()
    call.say("there is a pothole at 2400 North Charles Street")
    for key in "32":
        call.press(key)
    call.wait()
    call.speak(spoken(words, VOICE, noise=35))
    for key in "311":
        if not number(call.transcript[-1]):
            call.press(key)
    [sid] = [kept.sid for kept in twilio.shelf.of(call.sid)]
    told = {"CallSid": call.sid, "RecordingSid": sid, "RecordingStatus": "completed", "RecordingDuration": "3"}
    for _ in range(callbacks - 1):
        assert signed(f"{line.base}/voice/recording", told).send().status == 204
    call.hang_up()
    return next(number(turn) for turn in call.transcript if number(turn))


@contextmanager
def worker(line: RunningLine, twilio: Rest) -> Iterator[None]:
    """The real one, in a process of its own."""
    account = {
        "TWILIO_API_URL": twilio.url,
        "TWILIO_ACCOUNT_SID": twilio.account_sid,
        "TWILIO_AUTH_TOKEN": twilio.auth_token,
    }
    log = (line.data / "worker.log").open("ab")
    process = subprocess.Popen([str(BIN / "ivr"), "worker"], env={**line.env, **account}, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)

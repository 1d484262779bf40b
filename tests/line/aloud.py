"""Callers who speak, a line that streams and records them with the offline ear alone, and what came of their calls."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ivr.calls import jobs
from ivr.calls.outcomes import Outcomes
from ivr.flow.turning.speaking import RECORDING
from ivr.simulator.call import PhoneCall
from ivr.simulator.network import CLEAR, Network
from ivr.simulator.rest import Rest
from ivr.simulator.turn import Turn
from ivr.speech.audio import Audio
from tests.calls.line import BIN, HOME, RunningLine
from tests.speech.voices import spoken

from .talk import NOON, number, some_caller

VOICE = "flite/kal16"
STORY = "there is a pothole at twenty four hundred north charles street"
HEARING = """
hearing:
  listen: stream
  consent: {en: This call may be recorded., es: Esta llamada puede ser grabada.}
  alert: "+14105550166"
"""
RECORDED = {"details.yaml": "      - slot: details\n", "place.yaml": "        ask: where_is_it\n"}
"""Questions that are recorded; of these lines the first in each file."""


def aloud(text: str) -> Audio:
    return spoken(text, VOICE, noise=35)


def home(folder: Path) -> Path:
    """The city's own files, in a city that streams every question, and records two."""
    for name in ("flows", "prompts", "gazetteer"):
        shutil.copytree(HOME / name, folder / name)
    city = folder / "flows" / "city.yaml"
    city.write_text(city.read_text("utf-8") + HEARING, encoding="utf-8")
    for name, line in RECORDED.items():
        flow = folder / "flows" / name
        text = flow.read_text("utf-8")
        assert line in text
        flow.write_text(text.replace(line, f"{line}        listen: record\n", 1), encoding="utf-8")
    return folder


def streams(line: RunningLine) -> bool:
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


def heard(words: str, attempt: Callable[[], PhoneCall]) -> PhoneCall:
    """A call in which the line has just said these words: on a very busy machine it misses some of what it is told, and
    one dials again, at most twice."""
    for again in range(3):
        call = attempt()
        if words in call.transcript[-1].said or again == 2:
            break
        call.hang_up()
    assert words in call.transcript[-1].said
    return call


def told(call: PhoneCall, words: str, pace: float = 0.0, then: str = "") -> Turn:
    """What the line answered to words that were spoken aloud."""
    turn = call.speak(aloud(words), pace, then)
    assert not turn.ignored, (turn.ignored, turn.said)
    return turn


@dataclass(frozen=True)
class Recorder:
    """Calls that are recorded: their callers speak after the tone, and most type where the line listens."""

    line: RunningLine
    twilio: Rest

    @property
    def outcomes(self) -> Outcomes:
        """What is on file, as whoever works the requests sees it."""
        rooms = self.line.rooms
        return Outcomes(rooms.engine, rooms.secrets, rooms.zone)

    def call(self, network: Network = CLEAR, speaks: bool = False) -> PhoneCall:
        line = replace(self.line.line, shelf=self.twilio.shelf)
        call = PhoneCall(line, some_caller(), now=NOON, speaks=speaks, network=network)
        call.dial()
        return call

    def before_the_tone(self, network: Network = CLEAR) -> PhoneCall:
        """A caller who is asked for more of a pothole."""
        call = self.call(network)
        call.say("there is a pothole at 2400 North Charles Street")
        for key in "32":
            call.press(key)
        call.wait()
        assert call.state == "recording"
        return call

    def files(self, call: PhoneCall) -> PhoneCall:
        """Presses what is left until it is filed, and hangs up."""
        for key in "311":
            if not number(call.transcript[-1]):
                call.press(key)
        call.hang_up()
        return call

    def asked_where(self, network: Network = CLEAR) -> PhoneCall:
        """A caller who is asked, before the tone, for what the call cannot go on without."""
        call = self.call(network, speaks=True)
        for key in "121":
            call.press(key)
        call.wait()
        assert call.state == "recording"
        return call

    def words(self, call: PhoneCall) -> str:
        """What was recorded in a call that is over, as its request or its draft tells it; "" while it is not known."""
        filed = self.outcomes.filed(call.sid) or [self.outcomes.draft(call.sid) or {}]
        told = str(filed[0].get("details") or filed[0].get("said") or "")
        return "" if told.startswith(RECORDING) else told

    def reconcile(self) -> None:
        """What the worker does every ten minutes, now."""
        with self.line.rooms.engine.begin() as connection:
            jobs.defer(connection, "calls.reconcile_recordings", once="now", timestamp=0)


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

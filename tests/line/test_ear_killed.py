"""Fifty callers speak at once, and the recogniser in the cloud dies, or hangs, in the middle of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ivr.db.embedded import Server
from ivr.simulator.call import PhoneCall
from tests.calls.conftest import until
from tests.calls.line import HOME, RunningLine, running
from tests.speech.voices import needs

from .aloud import STORY, VOICE, aloud, home, streams
from .talk import NOON, some_caller

pytestmark = [needs(VOICE), pytest.mark.soak]
CALLERS = 50
PAUSE = 2.0
"""Seconds after which a sentence has ended: the first callers are answered before, the last are still speaking."""
LONGEST = 4.0
"""Seconds of silence that nobody who has spoken hears."""
APART = 0.1
"""Seconds between the first words of two callers: the last one begins when the first has long finished."""


@pytest.fixture
def google() -> Iterator[subprocess.Popen[str]]:
    """A server that speaks google.cloud.speech.v2, in a process that can be killed."""
    command = [sys.executable, "-m", "bench.speechserver", "there is a pothole"]
    process = subprocess.Popen(command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait(10)


@pytest.fixture
def line(server: Server, template: str, google: subprocess.Popen[str], tmp_path: Path) -> Iterator[RunningLine]:
    """A line that is heard by that server alone."""
    assert google.stdout
    address = google.stdout.readline().strip()
    with running(server.url, template, tmp_path / "data", home(tmp_path / "home")) as made:
        made.stop()
        cloud = {"ONECALL_EARS": "google", "GOOGLE_CLOUD_PROJECT": "a-project", "GOOGLE_SPEECH_ENDPOINT": address}
        made.env = {**made.env, **cloud}
        made.start()
        until(lambda: streams(made), 60)
        yield made


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "hangs"])
def test_no_caller_waits_in_silence_when_the_recogniser_is_gone(
    line: RunningLine, google: subprocess.Popen[str], end: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = Barrier(CALLERS + 1)
    sentence = aloud(STORY)

    def speaks(nth: int) -> PhoneCall:
        call = PhoneCall(line.line, some_caller(), now=NOON)
        call.dial()
        begin.wait(120)
        time.sleep(nth * APART)
        call.speak(sentence, pace=1.0)
        return call

    with ThreadPoolExecutor(CALLERS) as callers:
        calls = callers.map(speaks, range(CALLERS))
        begin.wait(120)
        try:
            google.wait(sentence.seconds + PAUSE)
        except subprocess.TimeoutExpired:
            google.send_signal(end)
        spoken = list(calls)
    longest = sorted(max(call.silences, default=0.0) for call in spoken)
    answered = sum("othole" in call.transcript[-1].said for call in spoken)
    with capsys.disabled():
        told = f"{answered} answered before, silence p50 {longest[CALLERS // 2]:.2f} s, longest {longest[-1]:.2f} s"
        print(f"\n{CALLERS} callers, {told}")
    assert not [call.refusals for call in spoken if call.refusals]
    assert all(call.transcript[-1].said and not call.transcript[-1].ignored for call in spoken)
    assert longest[-1] <= LONGEST

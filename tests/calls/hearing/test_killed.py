"""A whole line that streams: gunicorn, its own ear at a server like Google's, and what is left when one is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import requests
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]

from ivr.calls.hearing.near import Near
from ivr.calls.hearing.notice import Notice
from ivr.db.embedded import Server
from ivr.db.secrets import Secrets
from tests.calls.hearing.caller import Caller, until
from tests.calls.hearing.sounds import quiet, voice
from tests.calls.line import HOME, TOKEN, RunningLine, _free_port
from tests.conftest import copied, named

PHRASE = "there is a pothole on my street"
PACE = 0.02
LONGEST_SILENCE = 4.0


@dataclass
class StreamingLine(RunningLine):
    """Two web processes; every question that can be is streamed to `google`."""

    google: str = ""

    @cached_property
    def env(self) -> dict[str, str]:  # type: ignore[override]
        return {
            **super().env,
            "WEB_CONCURRENCY": "2",
            "ONECALL_EARS": "google",
            "GOOGLE_CLOUD_PROJECT": "test",
            "GOOGLE_SPEECH_ENDPOINT": self.google,
        }

    @cached_property
    def near(self) -> Near:
        return Near(self.data, Secrets((self.env["SECRET_KEYS"],)))


@dataclass
class SpeechServer:
    """A process of its own, always at the same address, however often it is killed."""

    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.speech.google_server", "--phrase", PHRASE, "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HOME)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rpartition(":")[2])

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="module")
def google() -> Iterator[SpeechServer]:
    server = SpeechServer()
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def line(
    server: Server, template: str, tmp_path_factory: pytest.TempPathFactory, google: SpeechServer
) -> Iterator[StreamingLine]:
    folder = tmp_path_factory.mktemp("streaming")
    home = folder / "home"
    for name in ("flows", "prompts", "gazetteer"):
        shutil.copytree(HOME / name, home / name)
    city = home / "flows" / "city.yaml"
    assert "\nhearing:" not in city.read_text("utf-8")
    city.write_text(city.read_text("utf-8") + "\nhearing: {listen: stream, consent_required: false}\n", "utf-8")
    with ExitStack() as held:
        url = named(server.url, held.enter_context(copied(server.url, template)))
        made = StreamingLine(home, folder / "data", url, _free_port(), patience=1500, google=google.address)
        made.data.mkdir()
        held.callback(made.rooms.engine.dispose)
        held.callback(made.rooms.library.close)
        held.callback(made.stop)
        made.publish()
        made.start()
        yield made


class Phone:
    """Twilio's side of one call: webhooks, each question's stream, and how long the caller has heard nothing."""

    def __init__(self, line: StreamingLine) -> None:
        self._line, self.sid = line, "CA" + uuid4().hex
        self._signs = RequestValidator(TOKEN)
        self.document = self.asks("/voice")

    def asks(self, url: str, **more: str) -> ElementTree.Element:
        url = urljoin(self._line.base, url)
        form = {"CallSid": self.sid, "AccountSid": "AC1", "From": "+14105550123", "To": "+14105550100", **more}
        signed = {"X-Twilio-Signature": self._signs.compute_signature(url, form)}
        answer = requests.post(url, data=form, headers=signed, timeout=15)
        assert answer.status_code == 200
        self.document = ElementTree.fromstring(answer.content)
        return self.document

    def to_a_stream(self) -> None:
        """On to the first question that is streamed; Twilio asks for more until then."""
        for _ in range(30):
            if self.document.find("Start/Stream") is not None:
                return
            self.asks(self._next())
        raise AssertionError("no question is streamed")

    def speaks(self) -> Caller:
        stream = self.document.find("Start/Stream")
        assert stream is not None
        token = stream.find("Parameter[@name='token']")
        assert token is not None
        return Caller(stream.attrib["url"], self.sid, token.attrib["value"], pace=PACE).starts()

    def waits(self) -> float:
        """As Twilio does, a second for each short Gather, until the line says something; seconds it took."""
        began = time.monotonic()
        self.asks(self._next())
        while self.waiting:
            time.sleep(1)
            self.asks(self._next())
        return time.monotonic() - began

    @property
    def waiting(self) -> bool:
        """Nothing is said; the caller is heard further."""
        return not list(self.document.iter("Say")) and not list(self.document.iter("Play"))

    @property
    def said(self) -> str:
        return " ".join("".join(each.itertext()) for each in self.document.iter("Say"))

    def _next(self) -> str:
        redirect = self.document.find("Redirect")
        assert redirect is not None, ElementTree.tostring(self.document)
        return str(redirect.text)


def listener(line: StreamingLine, phone: Phone) -> Notice:
    """Who listens to the phone's call, as soon as somebody does."""
    found: Notice = until(lambda: next((n for n in line.near.of(phone.sid) if n.owner), None))
    return found


def streaming(line: StreamingLine) -> Phone:
    """A call at its first streamed question; the ears have been opened."""
    for _ in range(100):
        phone = Phone(line)
        try:
            phone.to_a_stream()
        except AssertionError:
            time.sleep(0.1)
            continue
        return phone
    raise AssertionError("no ear was opened")


def test_what_is_said_is_understood(line: StreamingLine) -> None:
    phone = streaming(line)
    caller = phone.speaks().says(quiet(0.5), voice(1.2), quiet(2.4))
    notice = until(lambda: next((n for n in line.near.of(phone.sid) if n.settled), None))
    assert notice.text.lower().rstrip(".") == PHRASE
    assert phone.waits() < LONGEST_SILENCE
    assert "pothole" in phone.said.lower()
    caller.drops()


def test_a_killed_web_process_costs_no_final_word_and_no_long_silence(line: StreamingLine) -> None:
    phone = streaming(line)
    phone.speaks().says(quiet(0.3), voice(1.0), quiet(0.2), voice(0.2))
    pid = int(listener(line, phone).owner.split(".")[-2])
    os.kill(pid, signal.SIGKILL)
    assert phone.waits() < LONGEST_SILENCE
    gather = phone.document.find("Gather")
    assert gather is not None
    assert "speech" in gather.attrib["input"]


@pytest.mark.parametrize("how", ["after so many requests", pytest.param("reloaded", marks=pytest.mark.soak)])
def test_a_web_process_that_is_replaced_while_somebody_speaks_costs_no_final_word(
    line: StreamingLine, how: str
) -> None:
    """After max_requests one process ends as if it had been told to; on a reload (SIGHUP) all, when others answer."""
    phone = streaming(line)
    caller = phone.speaks().says(quiet(0.3), voice(1.0), quiet(1.0), voice(0.3))
    notice = until(lambda: next((n for n in line.near.of(phone.sid) if n.final and not n.settled), None))
    assert line.process is not None
    owner = int(notice.owner.split(".")[-2])
    if how == "reloaded":
        line.process.send_signal(signal.SIGHUP)
    else:
        os.kill(owner, signal.SIGTERM)
        assert caller.closed_with(20) == 1001
    phone.waits()
    assert "pothole" in phone.said.lower()
    until(lambda: not Path(f"/proc/{owner}").exists(), 60)


def test_a_killed_recogniser_costs_no_long_silence_and_the_sound_is_kept(
    line: StreamingLine, google: SpeechServer
) -> None:
    phone = streaming(line)
    caller = phone.speaks().says(quiet(0.3), voice(0.6))
    listener(line, phone)
    google.kill()
    caller.says(voice(0.6))
    fell_silent = time.monotonic()
    caller.says(quiet(1.0))
    phone.waits()
    assert time.monotonic() - fell_silent < LONGEST_SILENCE
    gather = phone.document.find("Gather")
    assert gather is not None
    assert "speech" in gather.attrib["input"]
    kept = (line.data / "unheard").glob
    assert until(lambda: any(voice(0.6) in sound.read_bytes() for sound in kept("KS*.ulaw")))
    google.start()


def test_a_graceful_stop_does_not_wait_for_streams(line: StreamingLine) -> None:
    phone = streaming(line)
    caller = phone.speaks().says(quiet(0.3), voice(0.6))
    listener(line, phone)
    assert line.process is not None
    began = time.monotonic()
    line.process.terminate()
    line.process.wait(20)
    assert time.monotonic() - began < 10
    assert caller.closed_with() == 1001
    assert line.near.of(phone.sid)[-1].standing == "broken"

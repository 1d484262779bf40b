"""A message left through the page's microphone: spoken by a synthesizer, recorded by the real test phone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ivr.simulator.sessions import Sessions
from ivr.simulator.shelf import Shelf
from ivr.speech.audio import Audio, read
from ivr.speech.transcript import Expected, Transcript
from tests.calls.hearing.sounds import Counter
from tests.simulator.conftest import app as app  # the fixture: a line that answers what a test scripted
from tests.simulator.scripted import Script

from . import scripted, speaker
from .conftest import Axe, until
from .serving import served
from .speaker import call, needs_voice

pytestmark = needs_voice
RECORD = '<Say>Leave a message.</Say><Record action="/left" timeout="{}" maxLength="60" finishOnKey="#"/>'
LOUD = 3000
EAR = Transcript("three seconds of sound", "en-US", (), 0.9, "scripted", 3.0, 3.0)
MESSAGE = re.compile(r"^\(a message, \d+ s\)$")
LEFT = "<Say>Thank you for your message.</Say><Gather input='dtmf'/>"
CATCH = """navigator.mediaDevices.getUserMedia = (ask => async (...about) => (window.track = (await ask(...about)))
    )(navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices))"""


@pytest.fixture(scope="module")
def caller(playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears somebody say the same again and again, with pauses between."""
    words = speaker.said(tmp_path_factory.mktemp("said") / "words.wav", "the hydrant is leaking", pause=0.4)
    with speaker.microphone(playwright, words) as started:
        yield started


class Attentive(Sessions):
    """Calls that keep what came through the microphone."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.came = bytearray()

    def sound(self, id_: str, mulaw: bytes, end: str = "") -> None:
        super().sound(id_, mulaw, end)
        self.came += mulaw

    @property
    def spoken(self) -> bool:
        """A second and more of it is there, and a voice is in it."""
        sound = Audio(bytes(self.came))
        return sound.seconds > 1.2 and int(np.max(np.abs(sound.samples))) > LOUD


@pytest.fixture
def sessions(app: Script, tmp_path: Path) -> Attentive:
    return Attentive(app.line(shelf=Shelf(tmp_path / "shelf")), hears=Exact)


@pytest.fixture
def phone(app: Script, sessions: Attentive, built_pages: None) -> Iterator[str]:
    """The address of the page, whose calls reach a line that records."""
    app.on("/voice", RECORD.format(30)).on("/left", LEFT).on("/told", "")
    with served(scripted.app(sessions)) as base:
        yield base


@pytest.fixture
def recording(caller: Browser, phone: str) -> Iterator[Page]:
    """A page on which the caller is speaking a message."""
    with speaker.page(caller) as made:
        begin(made, phone)
        yield made


class Exact(Counter):
    """Plays Twilio's recogniser."""

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        return EAR if audio.seconds > 1 else replace(EAR, text="")


def begin(page: Page, phone: str, language: str = "en") -> None:
    page.add_init_script(CATCH)
    call(page, phone, language)
    expect(page.locator("#record.spoken")).to_be_visible()
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "true")


def heard(page: Page, sessions: Attentive) -> None:
    """Waits until something of the message was spoken, and has come to the line."""
    expect(page.locator("#record-time")).to_have_text(re.compile(r"^0:(?!00)\d\d / 1:00$"))
    until(page, lambda: sessions.spoken)


def falls_silent(page: Page) -> None:
    """The caller says nothing more."""
    page.evaluate("track.getTracks()[0].enabled = false")


def told(page: Page, *acts: str | re.Pattern[str]) -> None:
    """What the caller did, as the conversation shows it."""
    expect(page.locator(".you .bubble")).to_have_text(acts, use_inner_text=True)


def done(page: Page) -> None:
    expect(page.locator("#log")).to_contain_text("Thank you for your message.")
    expect(page.locator("#record")).to_be_hidden()


def test_a_message_is_spoken_until_the_caller_says_done(
    recording: Page, sessions: Attentive, app: Script, tmp_path: Path, axe: Axe
) -> None:
    expect(recording.locator("#record-lead")).to_have_text("Speak: the line is recording.")
    expect(recording.locator("#seconds")).to_be_hidden()
    heard(recording, sessions)
    assert axe(recording) == []
    recording.get_by_role("button", name="Done").dblclick()
    done(recording)
    told(recording, MESSAGE)
    [left] = app.at("/left")
    [kept] = (tmp_path / "shelf").glob("*.wav")
    sound = read(kept)
    assert abs(sound.seconds - float(left.form["RecordingDuration"])) <= 0.5
    assert np.max(np.abs(sound.samples)) > LOUD, "a voice is in it"


def test_the_pound_key_ends_a_message_and_no_other_key_does(recording: Page, sessions: Attentive, app: Script) -> None:
    heard(recording, sessions)
    recording.keyboard.press("5")
    recording.keyboard.press("#")
    done(recording)
    told(recording, MESSAGE, "#")
    assert [one.form.get("Digits") for one in app.at("/left")] == ["#"]


def test_a_message_ends_when_the_caller_falls_silent(
    caller: Browser, phone: str, sessions: Attentive, app: Script
) -> None:
    app.on("/voice", RECORD.format(2))
    with speaker.page(caller) as made:
        begin(made, phone)
        heard(made, sessions)
        falls_silent(made)
        done(made)
        told(made, MESSAGE)


def test_who_hangs_up_in_a_message_leaves_what_was_said(
    recording: Page, sessions: Attentive, app: Script, tmp_path: Path
) -> None:
    heard(recording, sessions)
    recording.locator("#record-leave").click()
    expect(recording.locator("#status")).to_have_text("Call ended: you hung up")
    told(recording, MESSAGE, "(you hung up)")
    until(recording, lambda: app.at("/left"))
    expect(recording.locator("#log")).not_to_contain_text("Thank you")
    assert [one.form["Digits"] for one in app.at("/left")] == ["hangup"]
    assert len(list((tmp_path / "shelf").glob("*.wav"))) == 1


def test_a_microphone_that_is_taken_away_ends_the_message(recording: Page, sessions: Attentive) -> None:
    heard(recording, sessions)
    recording.evaluate("track.getTracks()[0].dispatchEvent(new Event('ended'))")
    done(recording)
    expect(recording.locator("#problem")).to_contain_text("The microphone is gone")


def test_a_page_that_is_loaded_again_in_a_message_goes_on_after_it(
    recording: Page, sessions: Attentive, app: Script, graces: list[threading.Timer]
) -> None:
    heard(recording, sessions)
    recording.reload()
    expect(recording.locator("#log")).to_contain_text("Thank you for your message.")
    assert len(app.at("/left")) == 1


def test_what_is_made_out_at_a_question_of_twilios_is_shown(
    caller: Browser, phone: str, sessions: Attentive, app: Script
) -> None:
    app.on("/voice", '<Gather input="speech" action="/left"><Say>How can I help?</Say></Gather>')
    with speaker.page(caller) as made:
        made.add_init_script(CATCH)
        call(made, phone)
        until(made, lambda: sessions.spoken)
        falls_silent(made)
        done(made)
        told(made, "three seconds of sound")
    assert app.at("/left")[0].form["SpeechResult"] == "three seconds of sound"


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_a_small_screen_the_keys_stay_in_sight(caller: Browser, phone: str, axe: Axe, language: str) -> None:
    with speaker.page(caller, "phone") as made:
        begin(made, phone, language)
        red, answer = (speaker.box(made, part) for part in ("#call", "#composer"))
        assert red["y"] + red["height"] <= answer["y"]
        assert made.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe(made) == []

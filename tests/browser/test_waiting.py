"""The caller's phone in a real browser while others decide: music, a person who comes, speaks and goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from ivr.web import pages, phone, portal

from .conftest import Axe
from .scripted import BOOK, NOW, ScriptedSessions, svg
from .serving import served

ANN = "+14105550201"
WAITING = {
    "keys": True, "speech": False, "sound": False, "record": False, "digits": 1, "finish": "", "keyed": "",
    "dial": None, "seconds": 1,
}  # fmt: skip
ROOM = {**WAITING, "keys": False, "digits": None, "stay": "conference", "seconds": 10}


class Shared(ScriptedSessions):
    """One call that others change; `changes` is what they do. acts: what the caller did."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self.acts: list[Mapping[str, Any]] = []
        self._lines: list[Mapping[str, Any]] = []
        self._how: dict[str, Any] = {"state": "listening", "waiting": WAITING, "holding": True, "people": []}
        self._seen = 0

    def changes(self, *heard: Mapping[str, Any], **how: Any) -> None:
        with self._changed:
            self._lines += heard
            self._how |= how
            self._seen += 1
            self._changed.notify_all()

    def dial(
        self, from_: str, language: str | None = None, now: str | None = None, speaks: bool = False
    ) -> dict[str, Any]:
        self.changes(line("You are next in line."), line("http://127.0.0.1/voice/prompts/en/music.wav", "play"))
        return self._told(0)

    def look(self, id_: str) -> dict[str, Any]:
        return self._told(0)

    def act(self, id_: str, action: Mapping[str, Any]) -> dict[str, Any]:
        self.acts.append(action)
        if "hangup" in action:
            self.changes(state="ended", waiting=None, ending="hung_up", holding=False, people=[])
        return self._told(action["after"])

    def news(self, id_: str, after: int, seen: str) -> dict[str, Any]:
        with self._changed:
            came = self._changed.wait_for(lambda: str(self._seen) != seen, 2)
        return self._told(after) if came else {"id": id_, "quiet": True}

    def _told(self, after: int) -> dict[str, Any]:
        return {
            "id": "CA1", "heard": self._lines[after:], "at": len(self._lines), "seen": str(self._seen), "shared": True,
            "ms": 3.0, "trace": {"at": "agent.connect", "path": ["agent.connect"], "slots": {}}, "refusal": None,
            "ending": None, "elapsed": 3, "made_out": "", "ignored": None, **self._how,
        }  # fmt: skip


def line(text: str, kind: str = "say", voice: str = "Polly.Joanna") -> Mapping[str, Any]:
    made = {"language": "en-US" if kind == "say" else "", "voice": voice, "text": text, "node": "", "seconds": 1.0}
    return made if kind == "say" else {**made, "kind": kind}


@pytest.fixture
def calls() -> Shared:
    return Shared()


@pytest.fixture
def site(built_pages: None, calls: Shared) -> Iterator[str]:
    app = Flask("pages", static_folder=None)
    app.register_blueprint(pages.kit())
    app.register_blueprint(portal.door(lambda number: None, lambda: BOOK, lambda: NOW, portal.Telephone()))
    app.register_blueprint(phone.door(calls, lambda: BOOK, svg, lambda: NOW, names=lambda: {ANN: "Ann"}))
    with served(app) as base:
        yield base


def test_a_caller_waits_with_music_meets_a_person_and_goes_on_with_the_line(
    browser_page: Page, site: str, calls: Shared, axe: Axe
) -> None:
    page = browser_page
    page.goto(f"{site}/phone")
    page.keyboard.press("m")
    page.locator("#call").click()
    expect(page.locator("#log")).to_contain_text("♪ music")
    expect(page.locator("#status")).to_have_text("Waiting: keys are heard")
    assert axe(page) == []
    calls.changes(line("Ann is here."), state="conference", waiting=ROOM, holding=False)
    expect(page.locator("#status")).to_have_text("In the room: somebody is on the way")
    calls.changes(people=[ANN])
    expect(page.locator("#status")).to_have_text("Connected with Ann")
    expect(page.locator("#log .event")).to_have_text("Ann is on the line")
    calls.changes(line("How can I help?", "voice", ANN))
    expect(page.locator(".person")).to_have_text("AnnHow can I help?")
    expect(page.locator("#aloud")).to_contain_text("Ann: How can I help?")
    page.locator("#words").fill("It is deep.")
    page.locator("#words").press("Enter")
    expect(page.locator(".you").last).to_have_text("YouIt is deep.")
    assert axe(page) == []
    calls.changes(line("Anything else?"), people=[], state="listening", waiting={**WAITING, "seconds": 6})
    expect(page.locator("#log")).to_contain_text("Anything else?")
    expect(page.locator("#log .event + .line")).to_have_count(2)  # who came spoke next; who went, before the line did
    expect(page.locator("#aloud p")).to_have_text(["Ann has left the line", "Anything else?"])
    page.locator("#call").click()
    expect(page.locator("#status")).to_contain_text("you hung up")
    assert [sorted(act) for act in calls.acts] == [["after", "confidence", "say"], ["after", "hangup"]]
    assert [one.inner_text() for one in page.locator("#log .line .bubble").all()] == [
        "You are next in line.", "♪ music", "Ann is here.", "How can I help?", "Anything else?",
    ]  # fmt: skip

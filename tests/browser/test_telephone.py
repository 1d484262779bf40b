"""An agent's telephone in a real browser, over scripted telephones."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from ivr.simulator.sessions import BadAction
from ivr.web import pages, phone, portal, telephone

from .conftest import Axe, NewPage, until
from .scripted import BOOK, NOW, ScriptedSessions, svg
from .serving import served

ANN, BEN = "+14105550201", "+14105550202"
WHISPER = {"language": "en-US", "voice": "Polly.Joanna", "text": "A pothole. Press 1.", "node": "", "seconds": 2.0}
MUSIC = {"language": "", "voice": "", "text": "(music)", "node": "", "seconds": 3.0, "kind": "play"}
WORDS = {"language": "", "voice": "caller", "text": "It is deep.", "node": "", "seconds": 1.0, "kind": "voice"}


class Telephones:
    """Ann's and Ben's; `changes` is what happens at Ann's. acts: what was done with it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.acts: list[Mapping[str, Any]] = []
        self.shown: dict[str, Any] = {
            "number": ANN, "state": "idle", "call": "", "from": "+14105550100", "status": "", "heard": [], "at": 0,
            "seen": "0", "people": [], "held": False, "keys": False, "ignored": None, "missed": 0,
        }  # fmt: skip

    def changes(self, *heard: Mapping[str, Any], **how: Any) -> None:
        with self._changed:
            lines = [] if "call" in how else self.shown["heard"]
            self.shown |= how | {"heard": [*lines, *heard], "seen": str(int(self.shown["seen"]) + 1)}
            self.shown["at"] = len(self.shown["heard"])
            self._changed.notify_all()

    def telephones(self) -> list[dict[str, Any]]:
        return [{"number": ANN, "state": self.shown["state"]}, {"number": BEN, "state": "idle"}]

    def telephone(self, number: str) -> dict[str, Any]:
        return dict(self.shown) if number == ANN else {**Telephones().shown, "number": BEN}

    def telephone_news(self, number: str, after: int, seen: str) -> dict[str, Any]:
        with self._changed:
            came = self._changed.wait_for(lambda: number == ANN and self.shown["seen"] != seen, 2)
        return self.telephone(number) if came else {"number": number, "quiet": True}

    def telephone_act(self, number: str, action: Mapping[str, Any]) -> dict[str, Any]:
        self.acts.append(dict(action))
        match dict(action):
            case {"answer": _}:
                self.changes(WHISPER, state="listening", keys=True)
            case {"press": "1"}:
                self.changes(MUSIC, state="conference", keys=False)
            case {"decline": _} | {"let_ring": _}:
                self.changes(state="idle", status="busy")
            case {"hangup": _}:
                self.changes(state="idle", people=[], status="completed")
            case {"press": _}:
                raise BadAction("nobody hears this")
        return self.telephone(number)

    def rings(self) -> None:
        self.changes(state="ringing", call="CA1")


@pytest.fixture
def telephones() -> Telephones:
    return Telephones()


@pytest.fixture
def office(built_pages: None, telephones: Telephones) -> Iterator[str]:
    """The address of the telephones' page."""
    app = Flask("pages", static_folder=None)
    app.register_blueprint(pages.kit())
    app.register_blueprint(portal.door(lambda number: None, lambda: BOOK, lambda: NOW, portal.Telephone()))
    app.register_blueprint(phone.door(ScriptedSessions(), lambda: BOOK, svg, lambda: NOW))
    app.register_blueprint(telephone.door(telephones, lambda: {ANN: "Ann", BEN: "Ben"}, lambda: "Baltimore", "/desk"))
    with served(app) as base:
        yield f"{base}/phone/agent"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("#name")).to_have_text("Ann")
    page.keyboard.press("m")
    return page


def test_it_rings_is_picked_up_takes_the_caller_by_key_and_talks(
    browser_page: Page, office: str, telephones: Telephones
) -> None:
    page = opened(browser_page, office)
    expect(page.locator("#answer")).to_be_disabled()
    telephones.rings()
    expect(page.locator("#status")).to_contain_text("It rings: +14105550100 calls")
    page.keyboard.press("Enter")
    expect(page.locator("#log")).to_contain_text("A pothole. Press 1.")
    page.keyboard.press("1")
    expect(page.locator("#log")).to_contain_text("♪ music")
    telephones.changes(people=["caller"])
    expect(page.locator("#status")).to_have_text("Connected with the caller")
    telephones.changes(WORDS)
    expect(page.locator(".person")).to_have_text("the callerIt is deep.")
    page.keyboard.press("/")
    page.keyboard.type("Help is on the way.")
    page.keyboard.press("Enter")
    expect(page.locator(".you").last).to_have_text("YouHelp is on the way.")
    page.keyboard.press("Escape")  # out of the field
    page.keyboard.press("Escape")
    expect(page.locator("#status")).to_have_text("The call is over")
    assert telephones.acts == [{"answer": "human"}, {"press": "1"}, {"say": "Help is on the way."}, {"hangup": True}]


@pytest.mark.parametrize(
    ("button", "act"), [("Decline", {"decline": True}), ("Let it ring out", {"let_ring": True}),
                        ("Voicemail answers", {"answer": "machine_start"})],
)  # fmt: skip
def test_who_does_not_take_it_says_how(
    browser_page: Page, office: str, telephones: Telephones, button: str, act: Mapping[str, object]
) -> None:
    page = opened(browser_page, office)
    telephones.rings()
    page.get_by_role("button", name=button).click()
    until(page, lambda: telephones.acts)
    expect(page.locator("#rings")).to_be_hidden()
    assert telephones.acts == [act]


def test_what_others_do_is_told_and_a_call_that_is_over_is_not_told_again(
    browser_page: Page, office: str, telephones: Telephones
) -> None:
    page = opened(browser_page, office)
    telephones.rings()
    expect(page.locator("#aloud")).to_contain_text("It rings")
    telephones.changes(state="idle", status="canceled")
    expect(page.locator("#log .event")).to_have_text("It stopped ringing")
    page.locator(f'[data-number="{BEN}"]').click()
    expect(page.locator("#name")).to_have_text("Ben")
    page.locator(f'[data-number="{ANN}"]').click()
    expect(page.locator("#log")).to_contain_text("What this telephone hears")


def test_what_cannot_be_done_is_said(browser_page: Page, office: str, telephones: Telephones) -> None:
    page = opened(browser_page, office)
    telephones.rings()
    page.locator("#answer").click()
    expect(page.locator("#log")).to_contain_text("Press 1.")
    page.locator('.key[data-key="7"]').click()
    expect(page.get_by_role("alert")).to_contain_text("nobody hears this")


@pytest.mark.parametrize(("size", "scheme", "language"), [("desktop", "light", "en"), ("phone", "dark", "es")])
def test_it_is_without_a_barrier_in_every_state(
    new_page: NewPage, office: str, telephones: Telephones, axe: Axe, size: str, scheme: str, language: str
) -> None:
    page = opened(new_page(size, scheme, reduced_motion="reduce"), f"{office}?lang={language}")
    assert axe(page) == []
    telephones.rings()
    expect(page.locator("#rings")).to_be_visible()
    assert axe(page) == []
    page.locator("#answer").click()
    expect(page.locator("#log")).to_contain_text("Press 1.")
    assert axe(page) == []
    page.locator('.key[data-key="1"]').click()
    until(page, lambda: telephones.acts[-1] == {"press": "1"})
    telephones.changes(WORDS, people=["caller"])
    expect(page.locator(".person")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#help-open").click()
    expect(page.locator("#help")).to_be_visible()
    assert axe(page) == []

"""An agent's browser as their telephone in a real Chromium, with Twilio's own SDK; its WebSocket is played."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, WebSocketRoute, expect
from sqlalchemy import Engine

from tests.web.agent.site import Site

from .conftest import PATIENCE, Axe, until
from .serving import served
from .speaker import RATE, microphone, page, written

SDP = "\r\n".join(
    [
        "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "m=audio 9 UDP/TLS/RTP/SAVPF 0", "c=IN IP4 0.0.0.0",
        "a=mid:0", "a=ice-ufrag:abcd", "a=ice-pwd:0123456789abcdefghijkl", "a=setup:actpass", "a=sendrecv",
        "a=rtcp-mux", "a=rtpmap:0 PCMU/8000", "a=fingerprint:sha-256 " + ":".join(["AB"] * 32), "",
    ]
)  # fmt: skip


class Signals:
    """Twilio's end of the wire. up: it answers."""

    def __init__(self) -> None:
        self.up, self.heard = True, list[dict[str, Any]]()
        self.route: WebSocketRoute | None = None

    def take(self, route: WebSocketRoute) -> None:
        if not self.up:
            route.close(code=1011)
            return
        self.route = route
        route.on_message(lambda message: self._told(str(message)))

    def say(self, kind: str, **payload: Any) -> None:
        assert self.route
        self.route.send(json.dumps({"type": kind, "version": "1.6", "payload": payload}))

    def kinds(self) -> list[str]:
        return [str(one["type"]) for one in self.heard]

    def _told(self, message: str) -> None:
        if not message.strip():  # a heartbeat
            return
        self.heard.append(json.loads(message))
        match self.heard[-1]["type"]:
            case "listen":
                self.say("connected", region="us1", edge="roaming", token={"ttl": 900, "identity": "person_1"})
            case "register":
                self.say("ready")


@pytest.fixture
def signals() -> Signals:
    return Signals()


@pytest.fixture(scope="module")
def talker(playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser with a microphone."""
    with microphone(playwright, written(tmp_path_factory.mktemp("quiet") / "quiet.wav", np.zeros(RATE))) as started:
        yield started


def sits(site: Site, base: str, made: Page, signals: Signals) -> None:
    """An agent, in front of the page."""
    browser = site.browser()
    if site.register.everybody():
        browser.sign_in()
    else:
        browser.set_up(site.add(telephone="browser"))
    made.route_web_socket("wss://voice-js.roaming.twilio.com/**", signals.take)
    made.context.add_cookies([{"name": "onecall", "value": browser.cookie(), "url": base}])
    made.goto(f"{base}/desk/telephone")


def state(made: Page, wanted: str, patience: float = PATIENCE) -> None:
    expect(made.locator("#phone")).to_have_attribute("data-state", wanted, timeout=patience)


def test_it_is_switched_on_rings_and_lets_a_caller_go(
    built_pages: None, database: Engine, talker: Browser, signals: Signals, axe: Axe
) -> None:
    site = Site(database, browser_phone=True)
    with served(site.app) as base, page(talker) as made:
        sits(site, base, made, signals)
        assert signals.heard == []  # nothing is registered before somebody wants it
        made.get_by_role("button", name="Switch on").press("Enter")
        state(made, "ready")
        assert {"listen", "register"} <= set(signals.kinds())
        assert axe(made) == []
        signals.say("invite", callsid="CA1", sdp=SDP, parameters={"CallSid": "CA1", "From": "+14105550100"})
        state(made, "ringing")
        expect(made.get_by_role("button", name="Answer")).to_be_focused()
        expect(made.get_by_role("status")).to_contain_text("a caller for you")
        assert made.title().startswith("☎ It rings")
        assert axe(made) == []
        signals.say("cancel", callsid="CA1")
        state(made, "ready")
        signals.say("invite", callsid="CA2", sdp=SDP, parameters={"CallSid": "CA2", "From": "+14105550100"})
        state(made, "ringing")
        made.get_by_role("button", name="Let it go").click()
        state(made, "ready")
        until(made, lambda: "reject" in signals.kinds())
        assert [one["payload"]["callsid"] for one in signals.heard if one["type"] == "reject"] == ["CA2"]
        signals.say("invite", callsid="CA3", sdp=SDP, parameters={"CallSid": "CA3", "From": "+14105550100"})
        state(made, "ringing")
        made.keyboard.press("Enter")
        state(made, "talking")
        assert axe(made) == []
        made.keyboard.press("1")
        made.get_by_role("button", name="Hang up").click()
        state(made, "ready")
        until(made, lambda: "hangup" in signals.kinds())
        sent = [
            (one["type"], one["payload"].get("dtmf")) for one in signals.heard if one["payload"].get("callsid") == "CA3"
        ]
        assert sent == [("answer", None), ("dtmf", "1"), ("hangup", None)]


def test_without_a_microphone_or_a_way_to_twilio_it_says_that_it_is_not_ready(
    built_pages: None, database: Engine, talker: Browser, signals: Signals
) -> None:
    site = Site(database, browser_phone=True)
    with served(site.app) as base:
        with page(talker, allowed=False) as made:
            sits(site, base, made, signals)
            made.get_by_role("button", name="Switch on").click()
            state(made, "denied")
            assert signals.heard == []
        signals.up = False
        with page(talker) as made:
            sits(site, base, made, signals)
            made.get_by_role("button", name="Switch on").click()
            state(made, "away")
            signals.up = True
            state(made, "ready", 3 * PATIENCE)  # by itself, as soon as there is a way; it asks ever less often

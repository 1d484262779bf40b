"""A person at the test phone: what they do with mouse and keyboard, and what they see of it on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from ivr.simulator.callfile import CallFile
from ivr.simulator.heard import Heard
from ivr.web.pages import all_words

KEYPAD = """() => Object.fromEntries([...document.querySelectorAll('.key')].map(key => {
    const at = key.getBoundingClientRect();
    return [key.dataset.key, [at.x + at.width / 2, at.y + at.height / 2]];
}))"""
# Waits until the line has answered, then reads the page: `from` is how many lines were there before.
SEEN = """from => new Promise(resolve => {
    const desk = document.querySelector('.desk');
    const seen = id => document.getElementById(id).checkVisibility();
    const read = () => resolve({
        lines: [...document.querySelectorAll('#log .line .bubble')].slice(from)
            .map(line => [line.lang, line.textContent]),
        state: ['say', 'record', 'far'].find(seen) ?? 'ended',
        status: document.getElementById('status').textContent,
        node: document.querySelector('#trail li:not(.empty):last-child')?.textContent ?? '',
        keyed: document.getElementById('keyed').textContent,
        trouble: [...document.querySelectorAll('[role=alert]')].filter(box => box.checkVisibility())
            .map(box => box.textContent.trim()).join(' '),
    });
    if (desk.ariaBusy !== 'true') return read();
    const watch = new MutationObserver(() => desk.ariaBusy !== 'true' && (watch.disconnect(), read()));
    watch.observe(desk, {attributes: true});
})"""
ENDINGS = {all_words()[f"phone_ended_{end}"]["en"]: end for end in ("completed", "transferred", "hung_up")}


@dataclass(frozen=True)
class Seen:
    """The page after something was done. state: say | record | far | ended, what can be answered now.

    lines: new lines of the conversation as (language, words). node: where the map stands. trouble: what went wrong.
    """

    lines: tuple[tuple[str, str], ...] = ()
    state: str = ""
    status: str = ""
    node: str = ""
    keyed: str = ""
    trouble: str = ""

    @property
    def heard(self) -> list[Heard]:
        return [Heard("say", language, "", words, 0.0) for language, words in self.lines]

    @property
    def ending(self) -> str:
        return ENDINGS.get(self.status, "")


class Resident:
    """Calls on one page, one after another.

    seen: the page after the latest act. sid: the call's name on the line. strangers: what the page asked of others.
    """

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.seen, self.sid = Seen(), ""
        self.strangers: list[str] = []
        self._lines = 0
        self._keys: Mapping[str, tuple[float, float]] = {}
        page.on("request", lambda request: self._note(request.url))

    def dial(self, call: CallFile) -> None:
        """Opens the page, tells it who calls, in which language and when, and presses the green button."""
        page = self.page
        self.sid, self._lines = "", 0
        page.goto(f"{self.base}/phone?lang=en")
        page.keyboard.press("m")
        if call.caller:
            page.locator("#from-number").fill(call.caller)
        else:
            page.locator("#from").select_option("hidden")
        if call.language:
            page.locator("#call-language").select_option(call.language)
        if call.at:
            page.locator("#clock").select_option("other")
            page.locator("#clock-at").fill(call.at.isoformat(timespec="minutes"))
        page.locator("#call").click()
        self._look()
        self._keys = page.evaluate(KEYPAD)

    def say(self, words: str, confidence: float | None) -> None:
        """Types what is said, and how well it is heard where that matters."""
        heard = self.page.locator("#heard")
        if confidence is None or confidence < 0.5:
            heard.select_option("" if confidence is None else "0.2")
        self.page.locator("#words").fill(words)
        self.page.keyboard.press("Enter") if confidence == 0.9 else self.page.locator("#say .button").click()
        self._look()
        if confidence is None or confidence < 0.5:
            heard.select_option("0.9")

    def press(self, keys: str) -> None:
        """Presses the telephone's keys. An entry of open length ends when the caller says nothing more."""
        for key in keys:
            self.page.mouse.click(*self._keys[key])
        self._look()
        if self.seen.keyed:
            before = self.seen.lines
            self.silence()
            self.seen = Seen(**{**vars(self.seen), "lines": before + self.seen.lines})

    def silence(self) -> None:
        """Says nothing, as long as it takes."""
        self.page.locator("#silence").click()
        self._look()

    def record(self, seconds: int, then: str) -> None:
        """Leaves a message; then: a key, `hang up`, or "" for falling silent."""
        page = self.page
        if not seconds:
            page.locator("#record-none").click()
            return self._look()
        page.locator("#seconds").fill(str(seconds))
        if then == "hang up":
            page.locator("#record-leave").click()
        elif then:
            page.mouse.click(*self._keys[then])
        else:
            page.locator("#record .button").first.click()
        self._look()

    def far_end(self, answer: str, seconds: int, then_hang_up: bool) -> None:
        """Decides what happens at the number that rings."""
        self.page.locator(f'[data-far="{answer}"]').click()
        if answer == "answered":
            self.page.locator("#talked").fill(str(seconds))
            self.page.locator("#talked-leave" if then_hang_up else "#talking .button >> nth=0").click()
        self._look()

    def hang_up(self) -> None:
        self.page.locator("#call").click()
        self._look()

    @property
    def rings(self) -> str:
        """The number that rings."""
        return self.page.locator("#far-lead").inner_text()

    @property
    def numbers(self) -> list[str]:
        """The reference numbers on the slips, the latest first."""
        return self.page.locator(".slip.filed .slip-number a").all_inner_texts()

    def _look(self) -> None:
        seen = self.page.evaluate(SEEN, self._lines)
        seen["lines"] = tuple((language, words) for language, words in seen["lines"])
        self.seen = Seen(**seen)
        self._lines += len(self.seen.lines)

    def _note(self, address: str) -> None:
        if not address.startswith(self.base):
            self.strangers.append(address)
        if found := re.search(r"/phone/calls/(CA\w+)$", address):
            self.sid = found[1]

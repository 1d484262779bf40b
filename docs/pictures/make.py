"""Takes the pictures of the README: `.venv/bin/python docs/pictures/make.py [http://localhost:8311 [var]]` beside
`make run`, with its data folder where that is another one.

Real calls to that line, in a real Chromium. Needs the development tools (make dev) and Chromium.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

HERE = Path(__file__).parent
SPOKEN = ("there's a pothole on my street", "twenty four oh one north charles street")
MOST_BYTES = 300_000
ANA = "+14105550201"


def main(base: str, data: Path) -> None:
    """Writes docs/pictures/call.png and transfer.png."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 860}, color_scheme="light", reduced_motion="reduce")
        _call(page, base)
        _kept(page, "call.png")
        page.locator("#call").click()
        _kept(_transfer(browser, base, json.loads((data / "demo-people.json").read_text())["ana"]), "transfer.png")
        browser.close()


def _kept(page: Page, name: str) -> None:
    picture = HERE / name
    page.screenshot(path=picture, animations="disabled")
    size = picture.stat().st_size
    assert size < MOST_BYTES, f"{picture} has {size} bytes"
    print(f"Wrote {picture.name}, {size // 1000} kB.")


def _call(page: Page, base: str) -> None:
    """A call up to the moment when a pothole has its place, and its size is asked."""
    page.goto(f"{base}/phone")
    page.locator("#mute").click()
    page.locator("#call").click()
    for words in SPOKEN:
        _answers(page, words)
    page.locator('.key[data-key="1"]').click()
    expect(page.locator("#log .line").last).to_contain_text("How big")
    page.wait_for_timeout(800)  # the map glides to where the call is


def _answers(page: Page, words: str) -> None:
    """The caller says this, and the line goes on."""
    expect(page.locator("#words")).to_be_visible()
    page.locator("#words").fill(words)
    page.locator("#words").press("Enter")
    expect(page.locator("#log")).to_contain_text(words)
    expect(page.locator(".desk")).to_have_attribute("aria-busy", "false")


def _transfer(browser: Browser, base: str, password: str) -> Page:
    """The caller, the agent's telephone and the desk, while two talk: three pages side by side on one."""
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    desk, agent, caller = (_opened(context, width) for width in (1000, 820, 860))
    _at_work(desk, base, password)
    agent.goto(f"{base}/phone/agent?lang=en#{ANA}")
    agent.locator("#mute").click()
    caller.goto(f"{base}/phone?lang=en")
    caller.locator("#mute").click()
    caller.locator("#clock").select_option(index=1)  # a working day
    caller.locator("#call").click()
    for words in ("there is a pothole at 2401 north charles street", "yes"):
        _answers(caller, words)
    caller.locator('.key[data-key="0"]').click()
    expect(agent.locator("#answer")).to_be_enabled(timeout=20_000)
    agent.locator("#answer").click()
    expect(agent.locator("#log")).to_contain_text("1")
    agent.locator('.key[data-key="1"]').click()
    expect(agent.locator("#words")).to_be_visible()
    _says(agent, "Hello, this is Ana. How deep is it by now?", caller)
    _says(caller, "Deep enough for a bicycle to fall into.", agent)
    caller.wait_for_timeout(1000)
    pictures = [_shot(page) for page in (caller, agent, desk)]
    agent.locator("#hang-up").click()
    caller.locator("#call").click()
    desk.locator("input[name=reason]").first.check(force=True)  # the next one may be taken
    desk.get_by_role("button", name="Done").click()
    return _side_by_side(context, pictures)


def _opened(context: BrowserContext, width: int) -> Page:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 860})
    return page


def _at_work(desk: Page, base: str, password: str) -> None:
    """Ana has signed in, and is available."""
    desk.goto(f"{base}/desk/floor?lang=en")
    desk.locator("#login").fill("ana")
    desk.locator("#password").fill(password)
    desk.keyboard.press("Enter")
    expect(desk.locator("header")).to_contain_text(re.compile("Away|Available"))
    if (available := desk.get_by_role("button", name=re.compile("available", re.IGNORECASE))).count():
        available.first.click()


def _says(page: Page, words: str, other: Page) -> None:
    page.locator("#words").fill(words)
    page.locator("#words").press("Enter")
    expect(other.locator("#log")).to_contain_text(words)


def _shot(page: Page) -> bytes:
    page.bring_to_front()
    page.wait_for_timeout(300)
    return page.screenshot(animations="disabled")


def _side_by_side(context: BrowserContext, pictures: list[bytes]) -> Page:
    page = context.new_page()
    page.set_viewport_size({"width": 1578, "height": 500})
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    style = "body{margin:0;display:flex;gap:10px;background:#d9d1bf}img{height:500px}"
    page.set_content(f"<style>{style}</style>{images}")
    page.wait_for_timeout(300)
    return page


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(asked[0] if asked else "http://localhost:8311", Path(asked[1] if len(asked) > 1 else "var"))

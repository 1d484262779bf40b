"""Takes the picture of the README: `.venv/bin/python docs/pictures/make.py [http://localhost:8311]` beside `make run`.

A real call to that line, in a real Chromium. Needs the development tools (make dev) and Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
SPOKEN = ("there's a pothole on my street", "twenty four oh one north charles street")
SETTLED = "() => Promise.allSettled(document.getAnimations().map(each => each.finished))"
MOST_BYTES = 300_000


def main(base: str) -> None:
    """Writes docs/pictures/call.png."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 860}, color_scheme="light", reduced_motion="reduce")
        _call(page, base)
        picture = HERE / "call.png"
        page.screenshot(path=picture, animations="disabled")
        browser.close()
    size = picture.stat().st_size
    assert size < MOST_BYTES, f"{picture} has {size} bytes"
    print(f"Wrote {picture.name}, {size // 1000} kB.")


def _call(page: Page, base: str) -> None:
    """A call up to the moment when a pothole has its place, and its size is asked."""
    page.goto(f"{base}/phone")
    page.locator("#mute").click()
    page.locator("#call").click()
    for words in SPOKEN:
        expect(page.locator("#words")).to_be_visible()
        page.locator("#words").fill(words)
        page.locator("#words").press("Enter")
        expect(page.locator("#log")).to_contain_text(words)
    page.locator('.key[data-key="1"]').click()
    expect(page.locator("#log .line").last).to_contain_text("How big")
    page.wait_for_timeout(800)  # the map glides to where the call is


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8311")

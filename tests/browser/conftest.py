"""A real Chromium for the pages' tests: pages that may reach nothing but this machine, and fail on any script error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect, sync_playwright

from ivr.simulator import leaving

from .scripted import ScriptedSessions, app
from .serving import served

ROOT = Path(__file__).parents[2]
SIZES = {"desktop": (1440, 900), "tablet": (900, 1100), "phone": (390, 844)}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
)
MISSING = (
    "BROWSER TESTS SKIPPED: no Chromium was found. Install one (apt-get install chromium) or name it: "
    "ONECALL_CHROMIUM=/path/to/chromium"
)
PATIENCE = 30_000
"""Milliseconds that anything on a page may take: a machine that is busy with other tests is slow."""
SETTLED = """async () => {
    await document.fonts.ready;
    const moving = () => document.getAnimations()
        .filter(a => a.playState === "running" && a.effect.getComputedTiming().iterations < Infinity);
    for (let all = moving(); all.length; all = moving()) await Promise.allSettled(all.map(a => a.finished));
}"""
STARTS = 120_000
"""Milliseconds that the browser itself may take to be there."""
expect.set_options(timeout=PATIENCE)
NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def chromium() -> str | None:
    """The Chromium of this machine: ONECALL_CHROMIUM, or what is on the PATH."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("ONECALL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says it loudly when browser tests were skipped."""
    if any(MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(MISSING, yellow=True, bold=True)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium, started once."""
    if not (path := chromium()):
        pytest.skip(MISSING)
    running: Playwright = request.getfixturevalue("playwright")
    started = running.chromium.launch(executable_path=path, args=FLAGS.split(), timeout=STARTS)
    yield started
    started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """new_page(size="desktop", scheme="light", **context): a page that reaches only this machine.

    At the end no page may have had a script error or broken its content policy.
    """
    contexts, problems = [], list[str]()

    def make(size: str = "desktop", scheme: Any = "light", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        context.route("**/*", only_here)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if _bad(message) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def browser_page(new_page: NewPage) -> Page:
    """A page on a desktop screen."""
    return new_page()


@pytest.fixture(scope="session")
def built_pages() -> None:
    """The pages' scripts and styles, built from what stands in the tree."""
    subprocess.run([sys.executable, str(ROOT / "hatch_build.py")], check=True, capture_output=True)


@pytest.fixture
def sessions() -> ScriptedSessions:
    return ScriptedSessions()


@pytest.fixture
def site(built_pages: None, sessions: ScriptedSessions) -> Iterator[str]:
    """The address of the pages over the scripted line."""
    with served(app(sessions)) as base:
        yield base


@pytest.fixture
def graces(monkeypatch: pytest.MonkeyPatch) -> list[threading.Timer]:
    """How long the line waits for a page that is gone: each runs out when the test says so."""
    made: list[threading.Timer] = []

    class Grace(threading.Timer):
        def start(self) -> None:
            made.append(self)

    monkeypatch.setattr(leaving, "threading", SimpleNamespace(Timer=Grace))
    return made


@pytest.fixture(scope="session")
def axe(built_pages: None) -> Axe:
    """axe(page) → what axe finds wrong with it, one line each; empty when nothing is.

    It looks at a page that is there as a whole and stands still. Which page that is, the test has made sure of: after
    an act that leads to another page, by an expectation that only the other page fulfils.
    """
    source = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")

    def check(page: Page) -> list[str]:
        page.wait_for_load_state("load")
        page.evaluate(SETTLED)
        page.evaluate(source)
        found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        return [f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']]}" for v in found]

    return check


def until(page: Page, true: Callable[[], object]) -> None:
    """Waits until something is true of what lies behind the page; through it, whose requests this thread leads on."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < deadline, "this never came true"
        page.wait_for_timeout(20)


@contextmanager
def telling(page: Page) -> Iterator[list[str]]:
    """What goes wrong on the page meanwhile: script errors, a broken content policy."""
    problems: list[str] = []

    def thrown(error: Any) -> None:
        problems.append(str(error))

    def logged(message: Any) -> None:
        if _bad(message):
            problems.append(message.text)

    page.on("pageerror", thrown)
    page.on("console", logged)
    yield problems
    page.remove_listener("pageerror", thrown)
    page.remove_listener("console", logged)


def only_here(route: Route) -> None:
    here = urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost")
    route.continue_() if here else route.abort()


def _bad(message: Any) -> bool:
    """A console message that tells of a defect; that a page answered 404 is none."""
    return message.type == "error" and "Failed to load resource" not in message.text

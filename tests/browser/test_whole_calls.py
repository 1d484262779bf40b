"""Every call of flows/calls, made on the page /phone as a person makes it, against the real line under gunicorn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.simulator import steps
from ivr.simulator.callfile import CallFile, load
from ivr.simulator.outcome import Differs, compare
from ivr.simulator.words import find
from tests.calls.line import RunningLine, running

from .conftest import PATIENCE, ROOT, Axe, NewPage, telling
from .resident import Resident

FILES = sorted((ROOT / "flows/calls").glob("*.yaml"))


@pytest.fixture(scope="session")
def whole_line(
    built_pages: None, browser: Browser, server: Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningLine]:
    """The real flows on a line of their own: one a worker."""
    with running(server.url, template, tmp_path_factory.mktemp("line")) as line:
        yield line


@pytest.fixture(scope="session")
def telephone(browser: Browser, whole_line: RunningLine) -> Iterator[Resident]:
    """A person at one page that every call is made on."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script("sessionStorage.clear()")  # a call that failed is not gone on with in the next test
    yield Resident(context.new_page(), whole_line.base)
    context.close()


@pytest.fixture
def resident(telephone: Resident) -> Iterator[Resident]:
    """The person, and no script error on the page while they call."""
    with telling(telephone.page) as problems:
        yield telephone
    assert problems + telephone.strangers == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_person_makes_the_call_in_the_browser(path: Path, resident: Resident, whole_line: RunningLine) -> None:
    call = load(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    try:
        Made(call, resident, whole_line).whole()
    except Differs as differs:
        pytest.fail(str(differs.failure), pytrace=False)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_the_middle_of_a_real_call(
    new_page: NewPage, axe: Axe, whole_line: RunningLine, size: str
) -> None:
    page = new_page(size, reduced_motion="reduce")
    page.goto(f"{whole_line.base}/phone?lang=es")
    page.locator("#call").click()
    expect(page.locator("#say")).to_be_visible()
    if size == "phone":
        page.locator('[data-show="talk"]').click()
    for words in ("there is a pothole at 2401 North Charles Street", "yes", "something larger"):
        page.locator("#words").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator('.desk[aria-busy="false"]')).to_be_attached()
    expect(page.locator(".slip")).to_contain_text("algo más grande")
    for view in ("phone", "talk", "map", "slip"):
        if size == "phone":
            page.locator(f'[data-show="{view}"]').click()
        assert axe(page) == []


class Made:
    """One call file in the hands of a person; `_at`: how far the latest words have been matched."""

    def __init__(self, call: CallFile, person: Resident, line: RunningLine) -> None:
        self._call, self._person, self._line, self._at = call, person, line, 0

    def whole(self) -> None:
        """The talk, its end, and what came of it. Differs: something is not as written."""
        self._person.dial(self._call)
        self._went_well(self._call.where("call"))
        for step in self._call.talk:
            self._step(step)
        self._ends()
        self._outcome()

    def _step(self, step: steps.Step) -> None:
        match step:
            case steps.Says():
                self._says(step)
            case steps.Never(where, texts):
                for text in texts:
                    self._expect(where, f"never: {text}", find(self._person.seen.heard, text, "", 0) < 0)
            case steps.At(where, node):
                self._expect(where, f"node: {node}", self._person.seen.node == node)
            case _:
                self._expect(step.where, "the call is over", self._person.seen.state != "ended")
                self._at = 0
                self._do(step)
                self._went_well(step.where)

    def _do(self, step: steps.Step) -> None:
        person = self._person
        match step:
            case steps.Say(_, text, confidence):
                person.say(text, confidence)
            case steps.Press(_, keys):
                person.press(keys)
            case steps.Silence(_, times):
                for _ in range(times):
                    if person.seen.state != "ended":
                        person.silence()
            case steps.Record(_, seconds, then):
                person.record(seconds, then)
            case steps.Transfer():
                self._transfer(step)
            case steps.HangUp():
                person.hang_up()

    def _says(self, step: steps.Says) -> None:
        for text, language in step.texts:
            found = find(self._person.seen.heard, text, language, self._at)
            self._expect(step.where, f"line: {text} {language}", found >= 0)
            self._at = found

    def _transfer(self, step: steps.Transfer) -> None:
        person = self._person
        self._expect(step.where, "somebody's telephone should ring", person.seen.state == "far")
        wanted = self._line.numbers.get(step.to, step.to)
        self._expect(step.where, f"{step.to} should ring, and not {person.rings}", wanted in person.rings)
        person.far_end(step.answer, step.seconds, step.hang_up)

    def _ends(self) -> None:
        if self._person.seen.state != "ended":
            self._person.hang_up()
        self._went_well(self._call.where("talk"))
        if self._call.ends:
            self._expect(self._call.where("ends"), self._call.ends, self._person.seen.ending == self._call.ends)

    def _outcome(self) -> None:
        call, person, rooms = self._call, self._person, self._line.rooms
        outcomes = Outcomes(rooms.engine, rooms.secrets, rooms.zone)
        filed = outcomes.filed(person.sid)
        if call.files is not None:
            compare(call.where("files"), "request", call.files, filed)
        if call.draft is not None:
            draft = outcomes.draft(person.sid)
            compare(call.where("draft"), "draft", call.draft, [] if draft is None else [draft])
        for request in filed:
            if request["kind"] == "request":
                told = f"request {request['number']} on the slip, which shows {person.numbers}"
                self._expect(call.where("files"), told, request["number"] in person.numbers)

    def _went_well(self, where: str) -> None:
        self._expect(where, "nothing should go wrong on the page", not self._person.seen.trouble)

    def _expect(self, where: str, wanted: str, true: bool) -> None:
        if not true:
            seen = self._person.seen
            lines = [f"+ [{language}] {words}" for language, words in seen.lines] or ["+ (nothing was said)"]
            state = f"at {seen.node}; {seen.state}; {seen.status}; {seen.trouble}"
            raise Differs(where, f"expected on the page: {wanted}", *lines, state)

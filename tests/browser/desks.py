"""People at their desks: a page and a telephone each, used as somebody who sits there does."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.errors import LoginTaken
from ivr.agents.people.person import Profile, Role
from ivr.agents.people.register import Register
from ivr.agents.tables import PresenceRow
from ivr.simulator.switch.telephone import AgentPhone
from tests.calls.conftest import until
from tests.line.floor import Floor
from tests.web.agent.site import PASSWORD, Phone

from .conftest import SIZES, telling


@dataclass
class Seat:
    """Somebody who is in. page: theirs; phone: their telephone; problems: what went wrong on their pages."""

    page: Page
    phone: AgentPhone
    name: str
    problems: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def press(self, key: str) -> None:
        """One of the console's keys."""
        self.page.keyboard.press(f"Alt+Shift+{key}")

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def reads(self, *words: str) -> None:
        """All of this stands on the page, now or soon."""
        for one in words:
            expect(self.page.get_by_role("main")).to_contain_text(one)

    def headed(self, words: str, page: Page | None = None) -> None:
        """What the page is about."""
        expect((page or self.page).get_by_role("heading", level=1)).to_contain_text(words)

    def is_now(self, state: str) -> None:
        """Who they are for the floor, as the bar says it."""
        expect(self.page.get_by_role("banner")).to_contain_text(state)


class AgentSeat(Seat):
    """Somebody who takes calls."""

    def rings(self) -> None:
        """Their telephone itself, which the page may tell of a little before."""
        until(lambda: self.phone.state == "ringing")

    def takes(self) -> str:
        """Picks up as soon as it rings, presses 1; what was whispered."""
        self.rings()
        whisper = " ".join(item.text for item in self.phone.answer().heard if item.kind == "say")
        self.phone.press("1")
        return whisper

    def writes(self, about: str, note: str) -> None:
        """After the call: what it was about, a note, done."""
        self.page.get_by_label(about, exact=True).check()
        self.page.get_by_label("Note").fill(note)
        self.click("Done")


class WallSeat(Seat):
    """Somebody who leads the floor."""

    def row(self, name: str) -> Locator:
        """An agent on the wall."""
        agents = self.page.get_by_role("region", name="Agents").get_by_role("listitem")
        return agents.filter(has=self.page.locator("b", has_text=name))

    def sees(self, name: str, *words: str) -> None:
        for one in words:
            expect(self.row(name)).to_contain_text(one)

    def counts(self, label: str, number: int) -> None:
        """One of the large numbers."""
        term = self.page.locator("div").filter(has=self.page.get_by_role("term").filter(has_text=label))
        expect(term.last.get_by_role("definition")).to_have_text(re.compile(rf"^{number}\b"))


S = TypeVar("S", bound=Seat)


@dataclass
class House:
    """The pages of a floor that runs. watching: their errors, until it is closed."""

    floor: Floor
    browser: Browser
    seats: list[Seat] = field(default_factory=list)
    watching: ExitStack = field(default_factory=ExitStack)

    @property
    def base(self) -> str:
        return self.floor.line.base

    def agent(self, login: str, name: str, number: str) -> AgentSeat:
        """In by the link they were given, out, and in by their password, at their desk."""
        page, problems = self._page()
        self._sets_up(page, login, name, number, "agent")
        self._signs_in(page, login, "/desk/floor")
        expect(page.get_by_role("heading", level=1)).to_have_text("You are away")
        return self._seated(AgentSeat(page, self.floor.account.phone(number), name, problems))

    def supervisor(self, login: str, name: str, number: str) -> WallSeat:
        """The same, with a telephone that shows codes; before the wall."""
        page, problems = self._page()
        codes = self._sets_up(page, login, name, number, "supervisor")
        assert codes
        self._signs_in(page, login, "/desk/wall")
        page.get_by_label("Code of six digits").fill(codes.code(ahead=1))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Agents")).to_be_visible()
        return self._seated(WallSeat(page, self.floor.account.phone(number), name, problems))

    def tab(self, seat: Seat) -> Page:
        """Their page once more, beside the first."""
        page = seat.context.new_page()
        page.goto(seat.page.url)
        return page

    def _page(self) -> tuple[Page, list[str]]:
        """No request of it is led through the test, which waits for telephones meanwhile."""
        width, height = SIZES["desktop"]
        page = self.browser.new_context(viewport={"width": width, "height": height}).new_page()
        return page, self.watching.enter_context(telling(page))

    def close(self) -> None:
        """Everybody goes home; no page of theirs may have had a script error or broken its content policy."""
        self.watching.close()
        for seat in self.seats:
            seat.context.close()
        self.floor.account.until(lambda: not self.floor.account.live() or self.floor.all_hang_up())
        with Session(self.floor.database) as session, session.begin():
            session.execute(update(PresenceRow).values(state="away", wanted="away", reason="", handoff=""))
        assert [one for seat in self.seats for one in seat.problems] == []

    def _seated(self, seat: S) -> S:
        self.seats.append(seat)
        return seat

    def _sets_up(self, page: Page, login: str, name: str, number: str, role: Role) -> Phone | None:
        link = self._invited(Profile(login, name, name.split()[0], frozenset({role}), ("en",), (), number))
        page.goto(self.base + link)
        page.locator("#new").fill(PASSWORD)
        page.locator("#again").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "set-up" not in url)
        phone = None
        if role == "supervisor":
            phone = Phone((page.locator(".key").text_content() or "").replace("-", ""))
            page.locator("#code").fill(phone.code())
            page.keyboard.press("Enter")
            expect(page.locator(".codes li")).to_have_count(10)
        page.goto(f"{self.base}/desk/account")
        page.get_by_role("button", name="Sign out").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        return phone

    def _invited(self, profile: Profile) -> str:
        register, now = (
            Register(Cabinet(self.floor.database, self.floor.line.rooms.secrets), "tests"),
            datetime.now(UTC),
        )
        try:
            return f"/desk/set-up/{register.add(profile, now)[1]}"
        except LoginTaken:  # by a test before this one
            return f"/desk/set-up/{register.reset(profile.login, now)[1]}"

    def _signs_in(self, page: Page, login: str, wanted: str) -> None:
        page.goto(self.base + wanted)
        page.get_by_label("Name for signing in").fill(login)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")

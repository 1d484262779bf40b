"""The console in a real Chromium: an offer comes by itself, what is written stays, everything by keyboard, two tabs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import Engine

from ivr.agents import events as e
from ivr.agents.people.person import Person
from ivr.agents.screens import Party
from tests.web.agent.console.floor import PlayedFloor, draft_of
from tests.web.agent.console.house import House, book, sketcher
from tests.web.agent.site import Browser

from .conftest import Axe, NewPage, until
from .serving import served


@dataclass
class Desk:
    """An agent who is in, over a floor that a test plays."""

    house: House
    base: str
    client: Browser
    person: Person

    @property
    def floor(self) -> PlayedFloor:
        return self.house.floor

    def sits_down(self, page: Page, path: str = "/desk/floor", client: Browser | None = None) -> Page:
        cookie = (client or self.client).cookie()
        page.context.add_cookies([{"name": "onecall", "value": cookie, "url": self.base}])
        page.goto(self.base + path)
        return page


@pytest.fixture
def desk(built_pages: None, database: Engine) -> Iterator[Desk]:
    sketcher()  # the city's map and files, read before anybody waits for a page
    book()
    house = House(database)
    client, person = house.at_work()
    with served(house.app) as base:
        yield Desk(house, base, client, person)
        house.wire.close()


def live(desk: Desk, page: Page, streams: int = 1) -> None:
    """Waits until so many pages are listening; through the page, which is led through this thread to the server."""
    until(page, lambda: len(desk.house.wire) == streams)


def test_a_caller_comes_is_helped_and_goes_and_every_tab_shows_it_by_itself(new_page: NewPage, desk: Desk) -> None:
    page, tab = desk.sits_down(new_page()), desk.sits_down(new_page("tablet"))
    live(desk, page, 2)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Ready for the next caller")
    desk.floor.offer(desk.person)
    for one in (page, tab):
        expect(one.get_by_role("heading", level=1)).to_contain_text("Your telephone rings")
        expect(one).to_have_title("☎ A caller for you · Baltimore 311")
    expect(page.locator("#say")).to_contain_text("A caller for you: Pothole, English")
    desk.floor.goes_on(desk.person, "joined")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("On the line")
    desk.floor.says(desk.person, "It is right by the", live=True)
    expect(page.locator(".said.live")).to_contain_text("It is right by the")
    page.locator("#details").fill("Right by the bus stop")
    desk.floor.says(desk.person, "It is right by the bus stop")
    expect(page.locator(".said").last).to_contain_text("the bus stop")
    expect(page.locator("#details")).to_have_value("Right by the bus stop")
    expect(page.locator("#details")).to_be_focused()
    page.keyboard.press("Alt+Shift+F")
    expect(page.locator("#part-filed")).to_contain_text("26-20001")
    expect(tab.locator("#part-filed")).to_contain_text("26-20001")
    expect(page.locator("#details")).to_have_count(0)
    page.get_by_role("link", name="File another request").click()
    expect(page.locator("#details")).to_have_value("")
    desk.floor.goes_on(desk.person, "wrap_up")
    page.get_by_label("Nobody there").check()
    page.locator("#note").fill("Called about a hole.")
    page.get_by_role("button", name="Done").click()
    for one in (page, tab):
        expect(one.get_by_role("heading", level=1)).to_have_text("Ready for the next caller")
    assert desk.floor.told[-1] == ("finish", "no_contact", "Called about a hole.")


def test_a_talk_is_led_by_keyboard_alone(new_page: NewPage, desk: Desk) -> None:
    desk.floor.offer(desk.person)
    desk.floor.goes_on(desk.person, "joined")
    page, me = desk.sits_down(new_page()), str(desk.person.id)
    live(desk, page)
    page.keyboard.press("Alt+Shift+H")
    expect(page.get_by_role("heading", level=1)).to_contain_text("On hold")
    expect(page.get_by_role("button", name="Back to the caller")).to_be_focused()
    page.keyboard.press("Alt+Shift+C")
    expect(page.locator("#call-in")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".parties")).to_contain_text("rings")
    page.keyboard.press("Alt+Shift+E")
    expect(page.locator("#menu-danger .procedure")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu-danger .procedure")).to_be_hidden()
    expect(page.locator("#menu-danger summary")).to_be_focused()
    page.keyboard.press("Alt+Shift+K")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert desk.floor.told[0] == e.Held(me, True)
    assert isinstance(desk.floor.told[1], e.CalledIn)
    assert len(desk.floor.told) == 2


def test_a_menu_and_what_is_chosen_in_it_stay_while_the_floor_moves(new_page: NewPage, desk: Desk) -> None:
    desk.floor.offer(desk.person)
    desk.floor.goes_on(desk.person, "joined")
    page, late = desk.sits_down(new_page()), list[Route]()
    live(desk, page)
    page.route(lambda url: url.endswith("/hold?lang=en"), lambda route: late.append(route))
    page.keyboard.press("Alt+Shift+H")
    until(page, lambda: late)
    page.keyboard.press("Alt+Shift+C")  # while the line has not answered yet
    whom = page.locator("#call-in")
    whom.select_option("colleague:8")
    late[0].fallback()
    expect(page.get_by_role("heading", level=1)).to_contain_text("On hold")
    expect(page.locator("form[aria-busy=true]")).to_have_count(0)
    desk.floor.says(desk.person, "Are you still there?")
    expect(page.locator(".said").last).to_contain_text("still there")
    expect(whom).to_be_focused()
    expect(whom).to_have_value("colleague:8")


def test_another_matter_is_chosen_and_its_questions_come_and_a_refusal_is_told(new_page: NewPage, desk: Desk) -> None:
    desk.floor.offer(desk.person)
    desk.floor.goes_on(desk.person, "joined")
    page = desk.sits_down(new_page())
    page.locator("#service").select_option("graffiti")
    expect(page.locator("#part-form input[name=service]")).to_have_value("graffiti")
    expect(page.locator("#q_pothole_size")).to_have_count(0)
    page.locator("#number").fill("12345678")
    page.get_by_role("button", name="Follow", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("no request with that number")
    expect(page.locator("#number")).to_have_value("12345678")


def test_questions_come_and_go_with_the_answers_and_what_is_wrong_is_told_where_it_stands(
    new_page: NewPage, desk: Desk
) -> None:
    desk.floor.offer(desk.person, service="tree_down", slots={})
    desk.floor.goes_on(desk.person, "joined")
    page = desk.sits_down(new_page())
    live(desk, page)
    hung, wires = page.locator("#q_tree_wires_danger"), page.locator("#q_tree_wires")
    next_one = page.locator("#next li:visible").first
    expect(hung).to_be_hidden()
    expect(next_one).to_contain_text("fall on")
    page.locator("#q_tree_fell_on").select_option(index=1)
    wires.select_option("yes")
    expect(hung).to_be_visible()
    expect(next_one).to_contain_text("wires may be live")
    page.locator("#place").fill("nowhere on earth")
    page.keyboard.press("Alt+Shift+P")
    expect(page.locator("#wrong_place")).to_contain_text("not on the city’s map")
    expect(page.locator("#place")).to_be_focused()
    desk.floor.says(desk.person, "It is by the school")
    expect(page.locator(".said").last).to_contain_text("by the school")
    expect(wires).to_have_value("yes")
    expect(page.locator("#place")).to_have_value("nowhere on earth")
    page.locator("#place").fill("Charles and 25th")
    page.keyboard.press("Alt+Shift+P")
    page.keyboard.press("Alt+Shift+F")  # at once: it is done after the place was found
    expect(page.locator("#part-map figcaption")).to_contain_text("the corner of")
    expect(page.locator("#wrong_tree_wires_danger")).to_contain_text("must be known")
    expect(hung).to_be_focused()
    page.locator("#q_tree_part").select_option(index=1)
    wires.select_option("no")
    expect(hung).to_be_hidden()
    page.keyboard.press("Alt+Shift+F")
    expect(page.locator(".filed-number")).to_contain_text("26-20001")


def test_who_is_signed_out_elsewhere_is_led_to_the_door(new_page: NewPage, desk: Desk) -> None:
    page = desk.sits_down(new_page())
    live(desk, page)
    desk.house.register.lock("dana", desk.house.clock())
    desk.floor.offer(desk.person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "555-0164" not in page.content()


@pytest.mark.parametrize(("size", "scheme", "language"), [("desktop", "light", "es"), ("phone", "dark", "en")])
def test_nobody_meets_a_barrier_in_any_state(
    new_page: NewPage, desk: Desk, axe: Axe, size: str, scheme: str, language: str
) -> None:
    floor, person = desk.floor, desk.person
    floor.drafts.append(draft_of(desk.house.clock()))
    page = desk.sits_down(new_page(size, scheme), f"/desk/floor?lang={language}")
    live(desk, page)
    stage = page.locator("#part-stage")

    def looked_at() -> None:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"

    looked_at()
    floor.offer(person)
    expect(stage).to_have_attribute("data-view", "offer")
    looked_at()
    floor.goes_on(person, "joined", danger=True, held=True, parties=(Party("desk", "operator", inside=True),))
    expect(page.locator(".parties")).to_be_visible()
    page.locator("#menu-in summary").click()
    looked_at()
    page.locator("#menu-in summary").click()
    page.locator("#place").fill("nowhere on earth")
    page.keyboard.press("Alt+Shift+P")
    expect(page.locator("#wrong_place")).to_be_visible()
    looked_at()
    page.locator("#place").fill("2401 North Charles Street")
    page.keyboard.press("Alt+Shift+P")
    expect(page.locator("#wrong_place")).to_have_count(0)
    page.get_by_role("button", name="solicitud" if language == "es" else "File the request").click()
    expect(page.locator(".filed-number")).to_be_visible()
    looked_at()
    floor.goes_on(person, "wrap_up")
    expect(stage).to_have_attribute("data-view", "write")
    looked_at()


def test_the_wall_moves_by_itself_and_has_no_barrier(new_page: NewPage, desk: Desk, axe: Axe) -> None:
    client, _, _ = desk.house.supervisor()
    page = desk.sits_down(new_page("tablet", "dark"), "/desk/wall", client)
    live(desk, page)
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#table summary").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    before = page.locator("#part-alerts time").get_attribute("datetime") or ""
    desk.house.clock.later(minutes=10)
    desk.floor.offer(desk.person)
    expect(page.locator("#part-alerts time")).not_to_have_attribute("datetime", before)
    page.get_by_role("button", name="Listen").click()
    expect(page.locator("#part-notice")).to_contain_text("nobody hears you")
    assert desk.floor.told == [("supervise", "h1", "listen")]

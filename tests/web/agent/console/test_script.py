"""The script on the agent's screen: what City Hall's staff wrote into flows/desk.yaml and into a service's file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ivr.flow.book import Book
from ivr.flow.example import DOCUMENTS, queued
from ivr.flow.loader import load
from ivr.web.agent.console.naming import Naming
from ivr.web.agent.console.script import Script, procedure, script
from tests.web.agent.console.floor import card_of
from tests.web.agent.console.house import House
from tests.web.agent.console.test_page import PAGE, do, talking

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
DESK = queued()["flows/desk.yaml"]
SERVICE = DOCUMENTS["service"][1] + 'script: {en: ["Did it damage a car?"], es: ["¿Dañó un carro?"]}\n'


def book(desk: str = DESK) -> Book:
    files = {**queued(), "flows/services/pothole.yaml": SERVICE, "flows/desk.yaml": desk}
    loaded = load(files)
    assert loaded.book, loaded.problems
    return loaded.book


def said(agent: str = "Dana", desk: str = DESK, **card: Any) -> Script:
    return script(card_of(NOW, **card), agent, Naming(book(desk), "en"))


def test_it_names_the_agent_the_matter_and_the_place_and_asks_what_group_and_service_have_of_their_own() -> None:
    assert said().open == (
        "Springfield 311, this is Dana.",
        "Is it about Pothole, at North Charles Street and East 25th Street?",
        "Is anybody's way blocked?",
        "Did it damage a car?",
    )


def test_it_is_the_caller_s_language_that_counts_and_the_reader_s_for_the_procedure() -> None:
    spoken = said(agent="", language="es")
    assert spoken.open[0] == "311 de Springfield, habla un agente."
    assert spoken.open[-1] == "¿Dañó un carro?"
    assert spoken.procedure[0].startswith("Say: Hang up now")
    assert procedure(Naming(book(), "es"))[0].startswith("Diga: Cuelgue ahora")


@pytest.mark.parametrize(("card", "first"), [
    ({"call_back": True}, "This is Dana. You called us."),
    ({"reason": "not_understood"}, "Springfield 311, this is Dana."),
])  # fmt: skip
def test_a_case_has_its_own_words_or_those_of_everybody(card: dict[str, Any], first: str) -> None:
    assert said(**card).open[0] == first


def test_who_is_called_back_is_told_nothing_of_the_matter_before_it_is_clear_who_picked_up() -> None:
    assert said(call_back=True).open == ("This is Dana. You called us.",)


def test_nothing_is_said_of_a_matter_that_is_not_known() -> None:
    assert said(service="", spot=None).open == ("Springfield 311, this is Dana.",)


def test_what_is_published_stands_on_the_screen_at_once(house: House) -> None:
    edited = DESK.replace("this is {agent}", "you have reached {agent}").replace(
        "Do not hang up first.", "Stay with them."
    )
    edited = edited.replace(
        "{en: A request, es: Una solicitud}", "{en: Work for an agency, es: Trabajo de una agencia}"
    )
    edited = edited.replace("  break:", "  garden: {en: Garden, es: Jardín}\n  break:")
    browser, _ = talking(house)
    assert "you have reached" not in browser.get(PAGE).text
    object.__setattr__(house.console, "book", lambda: book(edited))  # as a publication does
    page = browser.get(PAGE).text
    assert "you have reached" in page
    assert "Stay with them." in page
    do(browser, "leave")
    assert "Work for an agency" in browser.get(PAGE).text
    assert "Choose a reason" in do(browser, "finish", reason="complaint")
    assert "Ready for the next caller" in do(browser, "finish", reason="request")
    browser.post(f"{PAGE}/presence", PAGE, state="away", reason="garden")
    assert "Garden" in browser.get(PAGE).text

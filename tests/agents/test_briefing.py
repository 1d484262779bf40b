"""The whisper: one breath in which an agent learns who, what, where, in which language, and how long they waited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ivr.agents.briefing import brief
from ivr.agents.handoff import CallBack, Handoff
from ivr.agents.matching import EMERGENCY, SERVICES, URGENT
from ivr.agents.store.handoffs import Matter
from ivr.flow.book import Book
from ivr.flow.directives import Text
from ivr.flow.example import DOCUMENTS, queued
from ivr.flow.loader import load

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
KNOWN = {"service": "pothole", "place": "2401 North Charles Street"}
FILES = {**queued(), "flows/services/pothole.yaml": DOCUMENTS["service"][1]}


def book(**changed: str) -> Book:
    found = load({**FILES, **changed}).book
    assert found
    return found


BOOK = book()


def waiting(**more: Any) -> Handoff:
    since = NOW - timedelta(minutes=more.pop("minutes", 4))
    usual = {"queue": "services", "reason": "asked", "priority": SERVICES, "language": "en", "skills": frozenset[str]()}
    it = Handoff("H1", "CA1", 1, since=since, until=NOW, **usual)  # type: ignore[arg-type]
    return replace(it, **more)


def heard(it: Handoff, slots: dict[str, str], language: str = "en", by: Book = BOOK) -> str:
    words = brief(it, Matter("+14105550164", slots), by, language, NOW)
    return " ".join(part.text for prompt in words for part in prompt.parts if isinstance(part, Text))


def test_it_is_one_breath_and_says_all_five() -> None:
    said = "A caller, about Pothole, at 2401 North Charles Street, in English, who has waited 4 minutes."
    assert heard(waiting(), KNOWN) == f"{said} Press 1 to take the call, 2 to decline."


def test_it_speaks_the_agent_s_language_about_the_caller_s() -> None:
    said = heard(waiting(language="en"), KNOWN, "es")
    assert said.startswith(
        "Una llamada, sobre: Bache en la calle, en 2401 North Charles Street, en inglés, espera hace 4"
    )


def test_a_language_is_called_as_the_agent_calls_it() -> None:
    assert "in Spanish, who" in heard(waiting(language="es"), KNOWN)


@pytest.mark.parametrize(
    ("more", "who"),
    [
        ({"reason": "vulnerable", "priority": URGENT}, "A caller who needs special care, "),
        ({"reason": "urgent_after_hours", "priority": URGENT}, "A caller whose matter is urgent, "),
        ({"cut_off": True, "reason": "vulnerable"}, "A caller who was cut off, "),
        ({"priority": EMERGENCY}, "There may be danger. A caller, "),
    ],
)
def test_what_is_to_be_known_of_the_caller_comes_first(more: dict[str, Any], who: str) -> None:
    assert heard(waiting(**more), KNOWN).startswith(who + "about ")


def test_danger_in_the_call_is_told_whatever_the_priority() -> None:
    assert heard(waiting(), {**KNOWN, "in_danger": "crisis"}).startswith("There may be danger.")


@pytest.mark.parametrize(
    ("minutes", "waited"), [(0, "who has just called."), (1, "who has waited one minute."), (2, "waited 2 minutes.")]
)
def test_how_long_they_waited_is_said_as_people_say_it(minutes: int, waited: str) -> None:
    assert waited in heard(waiting(minutes=minutes), KNOWN)


def test_who_is_called_back_has_not_waited_on_the_line() -> None:
    assert "whom we call back." in heard(waiting(call_back=CallBack(NOW, NOW)), KNOWN)


def test_what_is_not_known_is_not_said_and_nothing_personal_ever() -> None:
    said = heard(waiting(), {"place": "unknown", "name": "Luis Ortega"})
    assert said.startswith("A caller, who wants a person, in English,")
    assert "555" not in said
    assert "Ortega" not in said


def test_it_is_the_city_s_own_words() -> None:
    prompts = FILES["prompts/en.yaml"].replace('whisper_caller: "A caller,"', 'whisper_caller: "Somebody in town,"')
    assert heard(waiting(), KNOWN, by=book(**{"prompts/en.yaml": prompts})).startswith(
        "Somebody in town, about Pothole"
    )

"""What an agent wrote into a form, and what is wrong with it: each problem stands at its own field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from ivr.agents.screens import Card, Written
from ivr.flow.book import Book
from ivr.flow.model import Slot
from ivr.web.agent.console.asking import due

LONGEST: Mapping[str, int] = {"place": 200, "details": 2000, "answer": 200}
"""Characters; what is longer is no place and no answer."""
_PLAIN = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent. problems: by field (service, place, details, or a question's code) a key of words.

    candidates: the places that may be meant, as they are read back, to choose from.
    """

    service: str = ""
    place: str = field(default="", repr=False)
    details: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[str, ...] = field(default=(), repr=False)

    def wrong(self, field: str, problem: str, candidates: tuple[str, ...] = ()) -> Filled:
        """The same with one more problem."""
        return replace(self, problems={**self.problems, field: problem}, candidates=candidates or self.candidates)


class Unfit(Exception):
    """What was sent cannot be filed as it is: nothing was done. args[0]: Filled, with its problems."""

    @property
    def filled(self) -> Filled:
        found = self.args[0]
        assert isinstance(found, Filled)
        return found


def sent(form: MultiDict[str, str], book: Book) -> Filled:
    """As it came, tidied."""
    service = book.services.get(form.get("service", ""))
    questions = service.questions if service else []
    answers = {slot.slot: _line(form.get(f"q_{slot.slot}", "")) for slot in questions}
    place, details = _line(form.get("place", "")), form.get("details", "").strip()
    return Filled(service.code if service else "", place, details, answers)


def checked(filled: Filled, card: Card, book: Book, now: datetime) -> Filled:
    """The answers to questions that are due, and whatever is wrong with the rest. now: in the city."""
    service = book.services.get(filled.service)
    if service is None:
        return filled.wrong("service", "no_service")
    known = {**card.slots, **filled.answers, "details": filled.details, "place": filled.place, "service": service.code}
    asked = [slot for slot in service.questions if due(slot.when, known, card.language, book, now)]
    found = replace(filled, answers={slot.slot: filled.answers.get(slot.slot, "") for slot in asked})
    if service.place not in ("none", "optional") and not found.place:
        found = found.wrong("place", "no_place")
    for name, text in (("place", found.place), ("details", found.details)):
        found = found.wrong(name, "too_long") if len(text) > LONGEST[name] else found
    for slot in asked:
        found = found.wrong(slot.slot, problem) if (problem := _problem(slot, found.answers[slot.slot])) else found
    return found


def request(filled: Filled) -> Written:
    """What is filed; answers that stayed empty are none."""
    return Written(
        filled.service, filled.place, filled.details, {code: value for code, value in filled.answers.items() if value}
    )


def key(handoff: str, it: Written) -> str:
    """Names this request of this hand-off: sent twice it is the same, with other words it is another."""
    told = [it.service, it.place, it.details, *(f"{code}={value}" for code, value in sorted(it.answers.items()))]
    return f"{handoff}/{sha256(chr(0).join(told).encode()).hexdigest()[:12]}"


def _problem(slot: Slot, value: str) -> str:
    if not value:
        return "required" if slot.required else ""
    if len(value) > LONGEST["answer"]:
        return "too_long"
    match slot.type:
        case "choice":
            return "" if value in (slot.values or {}) else "no_choice"
        case "yesno":
            return "" if value in ("yes", "no") else "no_choice"
        case "number" | "digits":
            return "" if _PLAIN.fullmatch(value) else "no_figure"
        case "date":
            return "" if _is_date(value) else "no_date"
    return ""


def _is_date(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

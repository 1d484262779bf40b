"""The form of a service, from its own file: filled in as far as the call tells, and what to ask next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from ivr.agents.screens import Card, Written
from ivr.flow.book import Book
from ivr.flow.model import ServiceDocument, Slot
from ivr.web.agent.console.naming import Naming

LONGEST = {"place": 200, "details": 2000, "answer": 200}
"""Characters; what is longer is no place and no answer."""
_INPUTS = {"number": "number", "digits": "text", "date": "date", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ask: in the caller's language, to be read out. choices: value and name; kind: of an <input>."""

    code: str
    label: str
    ask: str
    kind: str
    required: bool
    value: str = field(default="", repr=False)
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """service: "" while none is chosen. place: whether this service has one, and must. next: to be asked, best first.

    advice: what the caller should be told about this matter, in their language.
    """

    service: str
    fields: tuple[Field, ...] = ()
    place: bool = True
    place_required: bool = False
    next: tuple[str, ...] = ()
    advice: str = ""


def form(card: Card, service: str, book: Book, naming: Naming, ask_place: str, ask_which: str) -> Form:
    """Of the service that is chosen, else of the one the line understood. ask_…: how place and matter are asked for."""
    code = service if service in book.services else card.service
    found = book.services.get(code)
    if found is None:
        return Form("", next=(ask_which,))
    known = card.slots if code == card.service else {}
    fields = tuple(_field(slot, known, naming, card.language) for slot in found.questions)
    required = found.place not in ("none", "optional")
    missing = [ask_place] if required and not (card.spot and card.spot.words) else []
    missing += [one.ask for one in sorted(fields, key=lambda one: not one.required) if not one.value]
    advice = naming.text(found.advice, card.language) if found.advice else ""
    return Form(code, fields, found.place != "none", required, tuple(missing[:3]), advice)


def services(book: Book, naming: Naming) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Groups and the services in them, by name: for a list to choose from."""
    groups = {code: naming.text(names) for code, names in book.city.groups.items()}
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in groups.values()}
    for code, service in book.services.items():
        found.setdefault(groups.get(service.group, naming.text({"en": service.group})), []).append(
            (code, naming.service(code))
        )
    return [(group, sorted(inside, key=lambda one: one[1])) for group, inside in found.items() if inside]


def written(sent: MultiDict[str, str], book: Book) -> Written | str:
    """What was filled in; or what is wrong with it, as a key of words: nothing is filed then."""
    service = book.services.get(sent.get("service", ""))
    if service is None:
        return "no_service"
    place, details = _line(sent.get("place", "")), sent.get("details", "").strip()
    answers = {slot.slot: _line(sent.get(f"q_{slot.slot}", "")) for slot in service.questions}
    if service.place not in ("none", "optional") and not place:
        return "no_place"
    if trouble := _trouble(service, place, details, answers):
        return trouble
    return Written(service.code, place, details, {code: value for code, value in answers.items() if value})


def key(handoff: str, it: Written) -> str:
    """Names this request of this hand-off: sent twice it is the same, with other words it is another."""
    told = [it.service, it.place, it.details, *(f"{code}={value}" for code, value in sorted(it.answers.items()))]
    return f"{handoff}/{sha256(chr(0).join(told).encode()).hexdigest()[:12]}"


def _trouble(service: ServiceDocument, place: str, details: str, answers: Mapping[str, str]) -> str:
    if len(place) > LONGEST["place"] or len(details) > LONGEST["details"]:
        return "too_long"
    for slot in service.questions:
        value = answers[slot.slot]
        if slot.required and slot.when is None and not value:
            return "missing"
        strange = slot.type == "choice" and value and value not in (slot.values or {})
        if strange or len(value) > LONGEST["answer"]:
            return "too_long" if not strange else "missing"
    return ""


def _field(slot: Slot, known: Mapping[str, str], naming: Naming, language: str) -> Field:
    values = tuple((value, naming.value(slot.slot, value)) for value in slot.values or {})
    if slot.type == "yesno":
        values = (("yes", naming.text({"en": "Yes", "es": "Sí"})), ("no", naming.text({"en": "No", "es": "No"})))
    label = naming.text(slot.label) if slot.label else naming.slot(slot.slot)
    required = slot.required and slot.when is None
    kind = _INPUTS.get(slot.type, "text")
    return Field(slot.slot, label, naming.text(slot.ask, language), kind, required, known.get(slot.slot, ""), values)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

"""Prompts become words: placeholders are filled in the language of the call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

from babel.dates import format_date
from msgspec.structs import replace

from ivr.flow import reference
from ivr.flow.book import Book
from ivr.flow.directives import Prompt, Sound, Spell, Text
from ivr.flow.model import Slot, Texts
from ivr.flow.state import State

Ref = str | Mapping[str, str]
RECORDING = "recording:"
"""How an answer begins that was recorded and whose words come later; the recording's id follows."""
SPELLED = frozenset({"phone", "plate", "reference", "digits"})


class Spelled(str):
    """A value that is said character by character, with a rest at each space."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[tuple[str, str, str], ...]:
    """(words before, placeholder or "", format) of a prompt; a malformed one is all words."""
    try:
        return tuple((words, name or "", spec or "") for words, name, spec, _ in Formatter().parse(text))
    except ValueError:
        return ((text, "", ""),)


def said(book: Book, state: State, refs: Ref | Iterable[Ref], extra: Mapping[str, str] | None = None) -> list[Prompt]:
    """The prompts of a node in order, in the call's language; those with nothing to say are left out."""
    many: Iterable[Ref] = [refs] if isinstance(refs, str | Mapping) else refs
    prompts = (_prompt(book, state, ref, extra or {}) for ref in many)
    return [prompt for prompt in prompts if prompt is not None]


def _prompt(book: Book, state: State, ref: Ref, extra: Mapping[str, str]) -> Prompt | None:
    if not isinstance(ref, str):
        return _filled(book, state, "", in_language(ref, state.language), extra)
    fixed = _fixed(book, state.language, ref)
    return _keyed(book, state, ref, extra) if fixed is _VARIES else fixed


_VARIES = Prompt("", "", ())


@lru_cache(maxsize=8192)
def _fixed(book: Book, language: str, key: str) -> Prompt | None:
    """The prompt of this name, the same in every call; _VARIES for one with placeholders."""
    if "{" in _text(book, language, key) and f"{language}/{key}.wav" not in book.recordings:
        return _VARIES
    return _keyed(book, State(language=language), key, {})


@lru_cache(maxsize=64)
def varying(book: Book, language: str) -> frozenset[str]:
    """Those of the prompts of a choice whose words depend on more than the choice and its key."""
    names = {key: {name for _, name, _ in _pieces(_text(book, language, key))} for key in ("choice_line", "part_line")}
    return frozenset(key for key, used in names.items() if used - {"choice", "key", ""})


def _text(book: Book, language: str, key: str) -> str:
    """The words of a prompt: in the language, else in the first that has it."""
    text = book.prompts.get(language, {}).get(key)
    return text if text is not None else next((words[key] for words in book.prompts.values() if key in words), "")


def _keyed(book: Book, state: State, ref: str, extra: Mapping[str, str]) -> Prompt | None:
    language = state.language
    recording = f"{language}/{ref}.wav"
    if recording in book.recordings:
        return Prompt(ref, language, (Sound(recording),))
    text = _text(book, language, ref)
    if text[:1] == "[" and text[3:5] == "] ":
        # "[es] Para español …" in en.yaml: words of another language, spoken by that language's voice.
        return _filled(book, replace(state, language=text[1:3]), ref, text[5:], extra)
    return _filled(book, state, ref, text, extra)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in the language, or in the first language there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def _filled(book: Book, state: State, key: str, text: str, extra: Mapping[str, str]) -> Prompt | None:
    if "{" not in text:
        return _plain(key, state.language, text)
    parts: list[Text | Spell | Sound] = []
    words = ""
    for before, name, spec in _pieces(text):
        words += before
        value = extra[name] if name in extra else value_of(book, state, name) if name else ""
        if name and (
            spec == "spell" or isinstance(value, Spelled) or (name not in extra and _is_spelled(book, state, name))
        ):
            parts += [Text(contracted(words, state.language))] * bool(words.strip()) + [Spell(value)] * bool(value)
            words = ""
        else:
            words += spoken_date(value, state.language) if spec == "date" else value
    parts += [Text(contracted(words, state.language))] * bool(words.strip())
    return Prompt(key, state.language, tuple(parts)) if parts else None


_CONTRACTED = {"es": ((" de el ", " del "), (" a el ", " al "))}


def contracted(text: str, language: str) -> str:
    """What grammar draws together where a value meets the words before it: “de el horario” is “del horario”."""
    for apart, together in _CONTRACTED.get(language, ()):
        text = text.replace(apart, together)
    return text


@lru_cache(maxsize=4096)
def _plain(key: str, language: str, text: str) -> Prompt | None:
    return Prompt(key, language, (Text(text),)) if text.strip() else None


def _is_spelled(book: Book, state: State, name: str) -> bool:
    slot = slot_named(book, state, name)
    return slot is not None and slot.type in SPELLED


def spoken_date(iso: str, language: str) -> str:
    """An ISO date or date-time in plain words: `Tuesday, November 24`, `martes 24 de noviembre`."""
    try:
        day = datetime.fromisoformat(iso).date()
    except ValueError:
        return iso
    return _day_words(day, language)


def spoken_time(iso: str, language: str) -> str:
    """An ISO date-time in plain words: `Tuesday, November 24 at 3:30 PM`, `martes 24 de noviembre a las 3:30 de la
    tarde`."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    hour, minutes = moment.hour % 12 or 12, f":{moment.minute:02}" if moment.minute else ""
    day = _day_words(moment.date(), language)
    if language == "es":
        part = "de la mañana" if moment.hour < 12 else "de la tarde" if moment.hour < 19 else "de la noche"
        return f"{day} {'a la' if hour == 1 else 'a las'} {hour}{minutes} {part}"
    return f"{day} at {hour}{minutes} {'AM' if moment.hour < 12 else 'PM'}"


@lru_cache(maxsize=1024)
def _day_words(day: date, language: str) -> str:
    match language:
        case "en":
            return format_date(day, "EEEE, MMMM d", locale="en_US")
        case "es":
            return format_date(day, "EEEE d 'de' MMMM", locale="es_US")
        case _:
            return format_date(day, "full", locale=language)


def value_of(book: Book, state: State, name: str) -> str:
    """What stands for a placeholder: a fact of the city, or a slot in words. Empty when it is not known."""
    slots, language, city = state.slots, state.language, book.city
    raw = slots.get(name, "")
    match name:
        case "city":
            return city.city
        case "announcement":
            return city.announcement.get(language, "")
        case "emergency_line":
            return city.emergency_line or ""
        case "language_name":
            return city.languages[language].name
        case "service":
            return _named(book.services.get(raw), language)
        case "next_service":
            then = book.services.get(raw)
            return in_language(then.menu or then.name, language) if then else ""
        case "topic":
            return _named(book.topics.get(raw), language)
        case "answer":
            topic = book.topics.get(slots.get("topic", ""))
            return in_language(topic.answer, language) if topic else ""
        case "advice":
            service = book.services.get(slots.get("service", ""))
            return in_language(service.advice, language) if service and service.advice else ""
        case "agency":
            agency = city.agencies.get(raw)
            return in_language(agency.name, language) if agency else raw
        case "group":
            return in_language(city.groups.get(raw, {}), language)
        case "summary":
            return summary(book, state)
        case "due" | "received" | "when":
            return spoken_date(raw, language)
        case _:
            return shown(book, state, name)


def _named(document: object, language: str) -> str:
    return in_language(document.name, language) if document is not None else ""  # type: ignore[attr-defined]


def slot_named(book: Book, state: State, name: str) -> Slot | None:
    """The definition of a slot: a question of the chosen service, or a field of any form."""
    service = book.services.get(state.slots.get("service", ""))
    for question in service.questions if service else ():
        if question.slot == name:
            return question
    return _form_slots(book).get(name)


@lru_cache(maxsize=16)
def _form_slots(book: Book) -> Mapping[str, Slot]:
    nodes = (node for flow in book.flows.values() for node in flow.nodes.values())
    return {slot.slot: slot for node in nodes for slot in getattr(node, "fields", ())}


def shown(book: Book, state: State, name: str) -> str:
    """A slot's value in words of the call's language."""
    return value_in_words(book, state, slot_named(book, state, name), state.slots.get(name, ""))


def value_in_words(book: Book, state: State, slot: Slot | None, value: str) -> str:
    """A canonical value as a person says it; `slot` None: as it is."""
    if value.startswith(RECORDING):
        return book.prompts.get(state.language, {}).get("recorded_words", "")
    if slot is None or not value:
        return value
    match slot.type:
        case "choice":
            chosen = (slot.values or {}).get(value)
            return in_language(name_of(chosen), state.language) if chosen else value
        case "yesno":
            return book.prompts.get(state.language, {}).get(f"word_{value}", value)
        case "date":
            return spoken_date(value, state.language)
        case "time":
            return spoken_time(value, state.language)
        case "place" if value == "unknown":
            return book.prompts.get(state.language, {}).get("place_unknown", "")
        case "phone":
            return Spelled(telephone(value))
        case "reference":
            return Spelled(reference.grouped(value))
        case kind if kind in SPELLED:
            return Spelled(value)
        case _:
            return value


def telephone(number: str) -> str:
    """An American number in the groups people say: `+14105550123` is `410 555 0123`; any other as it is."""
    national = number.removeprefix("+1")
    return f"{national[:3]} {national[3:6]} {national[6:]}" if len(national) == 10 else number


def name_of(value: object) -> Texts:
    """The name of a choice's value, written short ({en: …}) or long ({name: {en: …}, says: …})."""
    return value if isinstance(value, dict) else value.name  # type: ignore[attr-defined]


def summary(book: Book, state: State) -> str:
    """The answered questions of the service, labelled, in one breath: `Lane: travel lane. Size: large.`"""
    service = book.services.get(state.slots.get("service", ""))
    questions = service.questions if service else ()
    return " ".join(line for question in questions if (line := _answer(book, state, question)))


def _answer(book: Book, state: State, question: Slot) -> str:
    value = value_in_words(book, state, question, state.slots.get(question.slot, ""))
    if not value or question.private:
        return ""
    if isinstance(value, Spelled):
        value = " ".join(value)  # a summary is one text: a digit at a time, or it would be read as a number
    label = in_language(question.label, state.language) if isinstance(question.label, dict) else question.label
    if label:
        return f"{label}: {value}."
    return f"{value}." if question.type in ("choice", "speech", "vehicle") else ""

"""The whisper: in one breath who calls, what for, where, in which language, and how long they have waited. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel import Locale

from ivr.agents.handoff import Handoff
from ivr.agents.matching import URGENT
from ivr.agents.store.handoffs import Matter
from ivr.agents.words import say
from ivr.flow.book import Book
from ivr.flow.directives import Prompt


def brief(it: Handoff, matter: Matter, book: Book, language: str, now: datetime) -> Sequence[Prompt]:
    """What an agent who speaks this language hears before they take the call. No name, no number."""
    danger = matter.slots.get("in_danger") or it.priority == 0
    return [
        *(say(book, "whisper_danger", language) if danger else ()),
        *say(book, _who(it), language),
        *_matter(matter, book, language),
        *say(book, "whisper_language", language, language_name=tongue(it.language, language)),
        *_waited(it, book, language, now),
        *say(book, "whisper_keys", language),
    ]


def _who(it: Handoff) -> str:
    """What is to be known of the caller before anything else."""
    if it.cut_off:
        return "whisper_lost"
    if it.reason == "vulnerable":
        return "whisper_vulnerable"
    return "whisper_urgent" if it.priority == URGENT else "whisper_caller"


def _matter(matter: Matter, book: Book, language: str) -> list[Prompt]:
    what, place = service(book, matter.slots.get("service", ""), language), matter.slots.get("place", "")
    about = say(book, "whisper_about", language, service=what) if what else say(book, "whisper_nothing", language)
    return about + (say(book, "whisper_place", language, place=place) if place not in ("", "unknown") else [])


def _waited(it: Handoff, book: Book, language: str, now: datetime) -> list[Prompt]:
    if it.call_back:
        return say(book, "whisper_call_back", language)
    minutes = round((now - it.since).total_seconds() / 60)
    if minutes > 1:
        return say(book, "whisper_minutes", language, minutes=str(minutes))
    return say(book, "whisper_minute" if minutes == 1 else "whisper_now", language)


def tongue(code: str, language: str) -> str:
    """What one language is called in another: “español” is Spanish to who hears English."""
    return str(Locale(language).languages.get(code, code))


def service(book: Book, code: str, language: str) -> str:
    """What the service is called in this language; "" for none."""
    found = book.services.get(code)
    names = found.name if found else {}
    return str(names.get(language) or next(iter(names.values()), ""))

"""The whisper: in one breath who calls, what for, where, in which language, and how long they have waited. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ivr.agents.handoff import Handoff
from ivr.agents.store.handoffs import Matter
from ivr.agents.words import say
from ivr.flow.book import Book
from ivr.flow.directives import Prompt


def brief(it: Handoff, matter: Matter, book: Book, language: str, now: datetime) -> Sequence[Prompt]:
    """What an agent who speaks this language hears before they take the call. No name, no number."""
    slots = matter.slots
    said = [say("danger", language)] if slots.get("in_danger") or it.priority == 0 else []
    what = service(book, slots.get("service", ""), language)
    said.append(say("about", language, what=what) if what else say("somebody", language))
    if (place := slots.get("place", "")) and place != "unknown":
        said.append(say("place", language, place=place))
    if it.language != language:
        voice = book.city.languages.get(it.language)
        said.append(say("language", language, language=voice.name if voice else it.language))
    if it.call_back:
        said.append(say("call_back", language))
    elif (minutes := round((now - it.since).total_seconds() / 60)) >= 1:
        said.append(say("waited" if minutes > 1 else "waited_one", language, minutes=str(minutes)))
    if it.cut_off:
        said.append(say("lost", language))
    return [*said, say("keys", language)]


def service(book: Book, code: str, language: str) -> str:
    """What the service is called in this language; "" for none."""
    found = book.services.get(code)
    names = found.name if found else {}
    return str(names.get(language) or next(iter(names.values()), ""))

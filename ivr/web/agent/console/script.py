"""What an agent may say in a case: read from script.yaml, filled in with what is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ivr.agents.screens import Card
from ivr.web.agent.console.naming import Naming

_FILE = Path(__file__).with_name("script.yaml")


@dataclass(frozen=True, slots=True)
class Script:
    """Sentences in the caller's language. procedure: of an emergency, in the reader's."""

    language: str
    open: tuple[str, ...]
    close: tuple[str, ...]
    procedure: tuple[str, ...]


def script(card: Card, agent: str, naming: Naming) -> Script:
    """For this caller. agent: as callers may hear it, "" for who is not named."""
    all_of, language = _file(), card.language
    case = "call_back" if card.call_back else card.reason
    opening = list(_in(all_of["open"].get(case, all_of["open"]["asked"]), language))
    if card.service and card.spot and card.spot.words and not card.call_back:
        opening += _in(all_of["known"], language)
    values = {
        "agent": agent or _in(all_of["nameless"], language),
        "city": naming.book.city.city,
        "service": Naming(naming.book, language).service(card.service),
        "place": card.spot.words if card.spot else "",
    }
    told = tuple(sentence.format(**values) for sentence in opening)
    return Script(language, told, tuple(_in(all_of["close"], language)), procedure(naming.language))


def procedure(language: str) -> tuple[str, ...]:
    """What an agent does when somebody is in danger."""
    return tuple(_in(_file()["danger"], language))


def ask(what: str, language: str) -> str:
    """How the place, or the matter, is asked for. what: `place` or `which`."""
    return str(_in(_file()[what], language))


def _in(texts: Any, language: str) -> Any:
    return texts.get(language) or texts["en"]


@cache
def _file() -> Any:
    return YAML(typ="safe", pure=True).load(_FILE.read_text("utf-8"))

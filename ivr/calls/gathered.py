"""What a turn gathered: what the line said, what the caller's words filled in, how surely, and what else was meant."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from ivr.flow.book import Book
from ivr.flow.directives import Directive, Prompt, Sound
from ivr.flow.meaning import Meaning
from ivr.flow.state import State

LONGEST = 1000
"""Characters of what the line says in one turn: a list of choices is longer than anybody reads."""
OTHERS = 3
NEEDS = ("intents", "services", "police")
CHOSEN = ("confirm", "offer", "right", "amend")
"""Phases in which the caller says which it is: what is taken then is theirs, and no guess of the line's."""
_ASIDE = frozenset({"caller", "group", "slow", "limit", "number", "due", "next_service", "contact_known"})


@dataclass(frozen=True, slots=True)
class Gathered:
    """A slot as one turn left it. sure: 0…1; None: the caller confirmed it, chose it, or keyed it. others: what else it
    may have been, and how surely, the likeliest first."""

    value: str = field(repr=False)
    sure: float | None = None
    others: tuple[tuple[str, float], ...] = field(default=(), repr=False)


def gathered(
    before: State, after: State, meaning: Meaning | None, wanted: str, keyed: bool, secret: Container[str]
) -> Mapping[str, Gathered]:
    """By slot; a need that was heard stands in it as `service`, and where it is as `place`, also while the line was not
    sure enough to take it."""
    found: dict[str, Gathered] = {}
    if meaning and wanted in NEEDS and meaning.value and meaning.intent in (None, "service", "police"):
        found["service"] = Gathered(meaning.value, round(meaning.confidence, 2), _others(meaning))
    if meaning and not after.slots.get("place") and (place := _place(meaning, wanted)):
        found["place"] = Gathered(place, _sure("place", meaning, wanted), _others(meaning) if wanted == "place" else ())
    theirs = keyed or before.phase in CHOSEN
    for name, value in after.slots.items():
        new = value and value != before.slots.get(name) and name not in secret
        if not new or name in _ASIDE or name.startswith(("place_", "vehicle_")):
            continue
        known = found.get(name)
        if known is None or known.value != value or theirs:
            sure = None if theirs or meaning is None else _sure(name, meaning, wanted)
            others = _others(meaning) if meaning and name == "place" == wanted else ()
            found[name] = Gathered(value, sure, others)
    return found


def _place(meaning: Meaning, wanted: str) -> str:
    """The place that was heard, as an answer or beside a need; "" for none."""
    place = meaning.value if wanted == "place" else meaning.slots.get("place")
    return place or "" if place != "unknown" else ""


def said(out: Iterable[Directive], book: Book) -> str:
    """What the line says in these directives, as text; of a recorded prompt what its file stands for."""
    told = (_words(one, book) for one in out if isinstance(one, Prompt) and one.key != "music")
    return " ".join(words for words in told if words)[:LONGEST]


def _words(prompt: Prompt, book: Book) -> str:
    written = book.prompts.get(prompt.language, {}).get(prompt.key, "")
    parts = (written if isinstance(part, Sound) else part.text for part in prompt.parts)
    return "".join(parts).strip()


def _sure(name: str, meaning: Meaning, wanted: str) -> float | None:
    if name == "place" and wanted != "place":
        sure = meaning.slots.get("place_confidence", "")
        return float(sure) if sure.replace(".", "", 1).isdecimal() else None
    return round(meaning.confidence, 2)


def _others(meaning: Meaning) -> tuple[tuple[str, float], ...]:
    return tuple((value, round(sure, 2)) for value, sure in meaning.alternatives[:OTHERS])

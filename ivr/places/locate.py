"""From what a caller says to a place on the map, its rivals, or an honest question. Never invents."""

from __future__ import annotations

from ivr.flow.spoken import LONGEST, clean, words
from ivr.places.amend import amended, picked
from ivr.places.choose import Choice, choose
from ivr.places.found import Found
from ivr.places.gazetteer import Areas, Gazetteer
from ivr.places.house import unit_of
from ivr.places.index import Index, index
from ivr.places.located import Candidate, Located
from ivr.places.other import OTHER, other, says_other
from ivr.places.parse import parse
from ivr.places.said import Words, without_asides
from ivr.places.spell import read_out

_REMEMBERED = 4
"""Answers to the same question that are laid over each other."""

_BY_NAME = 0.3
"""From this confidence a street without a house was called by its whole name: it is the one meant on any map."""


def locate(text: str, language: str, gazetteer: Gazetteer, context: str = "") -> Located:
    """Where this is. `context`: what was said to the same question before, an answer a line.

    The same every time; linear in the text. Any text, in any script, gets an answer: `again` where nothing was heard.
    """
    said, plain = heard(text, language)
    names = index(gazetteer)
    lines = (line for line in context[-4 * LONGEST :].split("\n") if line.strip())
    before = [heard(line, language)[1] for line in lines][-_REMEMBERED:]
    choice = _from_before(plain, before, language, gazetteer, names) if before else None
    return opened(said, choice or choose(amended(plain, before, language, gazetteer, names)), language, gazetteer)


def _from_before(plain: Words, before: list[Words], language: str, gazetteer: Gazetteer, names: Index) -> Choice | None:
    """One of those the earlier words left to choose from, or the other one of the name; None: it is said anew."""
    nth, answer = picked(plain), amended(plain, (), language, gazetteer, names)
    if nth is None and not OTHER.intersection(plain):
        return None
    earlier = amended(before[-1], before[:-1], language, gazetteer, names)
    choice = choose(earlier)
    if choice.best and choice.ask is None and says_other(answer, choice.best):
        return other(earlier, choice.best)
    return _pick(choice, nth) if nth is not None else None


def heard(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """What was said, as it is kept, and its words without asides."""
    said = clean(text[: 2 * LONGEST])
    return said, without_asides(words(said), language)


def _pick(choice: Choice, nth: int) -> Choice:
    """The place the caller picked among those offered; the question again when there are not so many."""
    offered = (choice.best, *choice.rivals) if choice.best else ()
    if choice.ask in ("number", "house", "cross", "apart") or not -len(offered) <= nth < len(offered):
        return choice
    return Choice(offered[nth], (), 0.95, None)


def opened(said: str, choice: Choice, language: str, gazetteer: Gazetteer) -> Located:
    """The choice, laid open."""
    if choice.ask == "outside":
        return Located(said, "outside", confidence=choice.confidence, ask="outside", readback=choice.outside)
    if choice.best is None:
        return _as_said(said, language) if not gazetteer.complete else Located(said, ask="again", readback=said)
    if not gazetteer.complete and choice.best.kind == "street":
        plain = _as_said(said, language)
        if choice.confidence < _BY_NAME or plain.kind == "address":  # a house the map need not know
            return plain
    found = (choice.best, *choice.rivals)
    shares = [choice.confidence] + [max(0.0, (1 - choice.confidence) / len(found)) for _ in choice.rivals]
    unit = unit_of(words(said))
    candidates = tuple(_candidate(f, language, gazetteer, c, unit) for f, c in zip(found, shares, strict=True))
    first = candidates[0]
    return Located(
        said,
        first.kind,
        first.number,
        first.street,
        first.cross,
        first.lat,
        first.long,
        first.neighborhood,
        first.council_district,
        first.police_district,
        first.confidence,
        choice.ask,
        candidates,
        first.readback,
    )


def _as_said(said: str, language: str) -> Located:
    """A map that is not complete does not know every street: what sounds like an address is taken as said."""
    place = parse(said, language)
    if place.kind == "unknown":
        return Located(said, ask="again", readback=said)
    return Located(said, place.kind, place.number, place.street, place.cross, confidence=0.6, readback=place.readback)


def _candidate(found: Found, language: str, gazetteer: Gazetteer, confidence: float, unit: str) -> Candidate:
    areas = gazetteer.areas(found.point.lat, found.point.long) if found.point else Areas()
    hood = found.name if found.kind == "neighborhood" else areas.neighborhood
    cross = f"{found.cross} and {found.end}" if found.end else str(found.cross or "")
    return Candidate(
        found.kind,
        read_out(found, language, unit),
        found.number,
        str(found.main or ""),
        cross,
        found.point.lat if found.point else None,
        found.point.long if found.point else None,
        hood or None,
        areas.council_district or None,
        areas.police_district or None,
        round(confidence, 3),
    )

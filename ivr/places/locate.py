"""From what a caller says to a place on the map, its rivals, or an honest question. Never invents."""

from __future__ import annotations

from ivr.flow.spoken import LONGEST, clean, words
from ivr.places.choose import Choice, choose
from ivr.places.found import Found
from ivr.places.gazetteer import Areas, Gazetteer
from ivr.places.index import index
from ivr.places.located import Candidate, Located
from ivr.places.parse import parse
from ivr.places.said import amended, without_asides
from ivr.places.spell import read_out


def locate(text: str, language: str, gazetteer: Gazetteer, context: str = "") -> Located:
    """Where this is. `context`: what was said to the same question before, an answer a line, when only a part is asked again.

    The same every time; linear in the text. Any text, in any script, gets an answer: `again` where nothing was understood.
    """
    said = clean(text[: 2 * LONGEST])
    names = index(gazetteer)
    plain = without_asides(words(said), language)
    before = [
        without_asides(words(clean(line[: 2 * LONGEST])), language) for line in context.split("\n") if line.strip()
    ]
    sentence = amended(plain, before[-3:], language, gazetteer, names)
    return _located(said, choose(sentence), language, gazetteer)


def _located(said: str, choice: Choice, language: str, gazetteer: Gazetteer) -> Located:
    """The choice, laid open."""
    if choice.ask == "outside":
        return Located(said, "outside", confidence=choice.confidence, ask="outside", readback=choice.outside)
    if choice.best is None:
        return _as_said(said, language) if not gazetteer.complete else Located(said, ask="again", readback=said)
    if not gazetteer.complete and choice.best.kind == "street":
        return _as_said(said, language)
    found = (choice.best, *choice.rivals)
    shares = [choice.confidence] + [max(0.0, (1 - choice.confidence) / len(found)) for _ in choice.rivals]
    candidates = tuple(_candidate(f, language, gazetteer, c) for f, c in zip(found, shares, strict=True))
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
    """A starter gazetteer does not know every street: what sounds like an address is taken as said, without a point."""
    place = parse(said, language)
    if place.kind == "unknown":
        return Located(said, ask="again", readback=said)
    return Located(said, place.kind, place.number, place.street, place.cross, confidence=0.6, readback=place.readback)


def _candidate(found: Found, language: str, gazetteer: Gazetteer, confidence: float) -> Candidate:
    areas = gazetteer.areas(found.point.lat, found.point.long) if found.point else Areas()
    hood = found.name if found.kind == "neighborhood" else areas.neighborhood
    cross = f"{found.cross} and {found.end}" if found.end else str(found.cross or "")
    return Candidate(
        found.kind,
        read_out(found, language),
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

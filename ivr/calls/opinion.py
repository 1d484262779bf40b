"""A second opinion: another map is asked where the city's own gazetteer is unsure; it never holds up a call.

A turn waits IN_TURN seconds and no longer: callers take less than half a second for thinking. What comes later is kept
for the next time the same is said, which is often the very next turn. After a failure, or an answer that came too late,
nobody is asked for REST seconds, and the gazetteer's own answer stands.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from threading import Lock

import structlog

from ivr.calls.deadlines import Deadline
from ivr.calls.errors import NoAnswer
from ivr.places import parse
from ivr.places.gazetteer import Gazetteer
from ivr.places.geocoders import Geocoder
from ivr.places.geocoders.vouching import vouched
from ivr.places.located import MOST_CANDIDATES, Candidate, Located

log = structlog.get_logger(__name__)

IN_TURN = 0.4
REST = 30.0
KEPT = 512
APART = 150.0  # metres between two answers that are two places
LONGEST = 12  # words of a place; a story is nobody's address
FEWEST = 5  # letters of a landmark's name
UNSURE = ("again", "cross")
"""Questions whose answer another map may know. What is missing in the caller's words, no map has."""


class Opinion:
    """Asks `geocoder` within the deadline (by default of its own)."""

    def __init__(self, geocoder: Geocoder, deadline: Deadline | None = None) -> None:
        self._geocoder = geocoder
        self._deadline = deadline or Deadline(IN_TURN, rest=REST, threads=2)
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[Candidate, ...]] = OrderedDict()

    def on(self, located: Located, language: str, gazetteer: Gazetteer) -> Located:
        """The same, or a place the other map knows, the words bear out and the city contains. Nothing is raised."""
        question = asked_of(located, language, gazetteer)
        if not question:
            return located
        found = vouched(located.said, language, self._answer(question), gazetteer)
        return chosen(located, found) if found else located

    def close(self) -> None:
        """Lets the threads go."""
        self._deadline.close()

    def _answer(self, question: str) -> tuple[Candidate, ...]:
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
        resting = self._deadline.resting
        try:
            return self._deadline.run(partial(self._ask, question))
        except NoAnswer as problem:
            if not resting:
                log.warning("geocoder_silent", error=str(problem.__cause__ or "too late"))
            return ()

    def _ask(self, question: str) -> tuple[Candidate, ...]:
        """On a thread of the deadline's, maybe after the caller has been answered: kept all the same."""
        found = self._geocoder.find(question)
        with self._lock:
            self._kept[question] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def asked_of(located: Located, language: str, gazetteer: Gazetteer) -> str:
    """What to ask of another map: the place alone, spelt out, and the city; "" where the gazetteer is sure enough."""
    as_said = located.ask is None and located.lat is None and located.kind in ("address", "intersection", "landmark")
    if not as_said and located.ask not in UNSURE:
        return ""
    place = parse(located.said, language)
    words = place.readback.split()
    named = place.kind in ("address", "intersection") or (place.kind == "landmark" and len(place.readback) >= FEWEST)
    return f"{place.readback}, {gazetteer.city}".rstrip(", ") if named and len(words) <= LONGEST else ""


def chosen(located: Located, found: Sequence[Candidate]) -> Located:
    """The answer with these candidates; where they are several places, with the question which of them."""
    best, *others = found
    places = [best, *(one for one in others if _metres(best, one) > APART)][:MOST_CANDIDATES]
    laid_open = {each.name: getattr(best, each.name) for each in fields(Candidate)}
    return replace(located, **laid_open, ask="which" if len(places) > 1 else None, candidates=tuple(places))


def _metres(one: Candidate, other: Candidate) -> float:
    lat, long, lat2, long2 = (value or 0.0 for value in (one.lat, one.long, other.lat, other.long))
    return math.hypot((lat - lat2) * 111_200, (long - long2) * 111_200 * math.cos(math.radians(lat)))

"""Where is that? Places in what a caller said, found on the map: as the answer to “where is it?”, beside a need, and in
what was said instead of a place that was read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ivr.calls import streets
from ivr.calls.opinion import Opinion
from ivr.flow.meaning import Meaning, Want
from ivr.places import locate, passing
from ivr.places.gazetteer import Gazetteer
from ivr.places.located import Candidate, Located

OFFERED = (None, "direction", "suffix", "which")
"""Questions at which the candidates are whole places to choose from; at others they are not yet."""
LOST = ("again", "outside")
NEEDS = ("intents", "services", "police")
"""Questions that are answered with a whole sentence, in which the place may stand anywhere."""
TOLD = (None, "service", "police", "other")
"""What a sentence is about whose place counts; news of a request and opening hours are asked wherever it is."""
ACCEPTED = 0.5
"""So sure, at least, is a place that nobody can look up and nothing is missing of: it is read back, not asked again."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds places on the gazetteer in force; opinion: another map, asked where that is unsure."""

    gazetteer: Callable[[], Gazetteer]
    opinion: Opinion | None = None

    def find(self, said: str, language: str, context: str = "") -> Located:
        """Where that is; context: what was said to the same question before."""
        gazetteer = self.gazetteer()
        located = locate(said, language, gazetteer, context)
        return self.opinion.on(located, language, gazetteer) if self.opinion else located

    def streets(self, near: str, language: str) -> tuple[str, ...]:
        """Names of streets a recogniser should expect: near what is known of a place, then the city's longest."""
        return streets.expected(self.gazetteer(), near, language)

    def placed(self, meaning: Meaning, want: Want, language: str, text: str) -> Meaning:
        """The meaning with its places found. text: all that was said, with a context maybe the missing part alone."""
        if meaning.correction and want.inner:
            meaning = replace(meaning, correction=self.placed(meaning.correction, want.inner, language, text))
        if want.kind != "place":
            whole = text if want.kind in NEEDS and meaning.intent in TOLD else ""
            return _beside(meaning, self._mentioned(meaning.slots.get("place", ""), whole, language))
        said = meaning.value or (text if want.context and not meaning.link else "")
        if not said or said == "unknown" or meaning.link:
            return meaning
        return _answer(meaning, self.find(said, language, want.context))

    def _mentioned(self, said: str, whole: str, language: str) -> Located | None:
        """The place beside a need. said: what seems to be it; whole: the sentence, which may name it better."""
        named = self.find(said, language) if said else None
        passed = passing(whole, language, self.gazetteer()) if whole else None
        if passed is None:
            return named
        better = named is None or named.ask in LOST or passed.ask == "outside" or (named.ask and not passed.ask)
        return passed if better else named


def _beside(meaning: Meaning, located: Located | None) -> Meaning:
    """A need with the place beside it: found, or to be completed; one that nobody knows is as if it were not said.

    Unless it is an address: the words of a sentence, “in the alley and the street”, are easily taken for a place.
    """
    if located is None:
        return meaning
    rest = {name: value for name, value in meaning.slots.items() if name != "place"}
    nowhere = located.ask is None and located.lat is None and located.kind != "address"
    if located.ask == "again" or nowhere:
        return replace(meaning, slots=rest)
    found = {**slots_of(located), "place_confidence": f"{_sureness(located):.2f}"}
    if located.ask == "outside":
        found["place_said"] = located.readback
    whole = {"place": located.readback or located.said} if located.ask is None else {}
    return replace(meaning, slots={**rest, **found, **whole}, ask=located.ask)


def _answer(meaning: Meaning, located: Located) -> Meaning:
    """The answer to a place's own question."""
    return replace(
        meaning,
        value=None if located.ask == "again" else located.readback or located.said,
        confidence=_sureness(located),
        alternatives=_others(located) if located.ask in OFFERED else (),
        slots={**meaning.slots, **slots_of(located)},
        ask=located.ask,
        because=meaning.because or f"a place: {located.kind}",
    )


def _sureness(located: Located) -> float:
    accepted = located.ask is None and located.lat is None and located.kind != "unknown"
    return max(located.confidence, ACCEPTED) if accepted else located.confidence


def _others(located: Located) -> tuple[tuple[str, float], ...]:
    return tuple((one.readback, one.confidence) for one in located.candidates if one.readback != located.readback)


def slots_of(place: Located | Candidate) -> Mapping[str, str]:
    """The slots that a place fills; an empty one forgets what an earlier place left.

    Coordinates have six decimals, a hand's breadth: the state travels in an address.
    """
    found = {
        "place_kind": place.kind,
        "place_number": place.number,
        "place_street": place.street,
        "place_cross": place.cross,
        "place_lat": _degrees(place.lat),
        "place_long": _degrees(place.long),
        "place_neighborhood": place.neighborhood or "",
        "place_council_district": place.council_district or "",
        "place_police_district": place.police_district or "",
    }
    return {"place_said": place.said, **found} if isinstance(place, Located) else found


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"

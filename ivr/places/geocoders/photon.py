"""Photon: /api?q=, a server over OpenStreetMap's data that a city can run by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.places.geocoders.asking import Address, GeocoderFailed, ask
from ivr.places.geocoders.hits import Hit, candidates, number, objects, text
from ivr.places.geocoders.nominatim import NAMED
from ivr.places.located import Candidate


@dataclass(frozen=True, slots=True)
class Photon:
    """address: the server, or its /api."""

    address: Address

    def find(self, words: str) -> tuple[Candidate, ...]:
        """Where that may be (see Geocoder). The answer is a FeatureCollection; an error has a message instead."""
        answer = ask(self.address, {"q": words, "limit": "8", "lang": "en"})
        features = answer.get("features") if isinstance(answer, dict) else None
        if not isinstance(features, list):
            raise GeocoderFailed("Photon error")
        return candidates(hit for one in objects(features) if (hit := _hit(one)))


def _hit(one: Mapping[str, Any]) -> Hit | None:
    about, shape = one.get("properties"), one.get("geometry")
    if not isinstance(about, dict) or not isinstance(shape, dict):
        return None
    point = shape.get("coordinates")
    if shape.get("type") != "Point" or not isinstance(point, list) or len(point) < 2:
        return None
    at = number(point[1]), number(point[0])
    name, house, road = text(about.get("name")), text(about.get("housenumber")), text(about.get("street"))
    if name and text(about.get("osm_key")) in NAMED:
        return Hit("landmark", name, *at)
    return Hit("address", f"{house} {road}", *at) if house and road else None

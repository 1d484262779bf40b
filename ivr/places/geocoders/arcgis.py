"""A city's own ArcGIS locator: findAddressCandidates of a GeocodeServer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.places.geocoders.asking import Address, GeocoderFailed, ask
from ivr.places.geocoders.hits import Hit, Kind, candidates, number, objects, text
from ivr.places.located import Candidate

LEAST = 80.0
"""Of 100: ArcGIS's own least score is 60 or so, at which another street is taken for the one that was meant."""
KINDS: Mapping[str, Kind] = {
    "pointaddress": "address",
    "subaddress": "address",
    "streetaddress": "address",
    "streetint": "intersection",
    "poi": "landmark",
}
"""Addr_type → kind. Not StreetAddressExt (beyond the last house), StreetName, Postal, Locality: no place to send to."""


@dataclass(frozen=True, slots=True)
class ArcGIS:
    """address: the GeocodeServer, or its findAddressCandidates. key: a token, where the server wants one."""

    address: Address
    key: str = ""

    def find(self, words: str) -> tuple[Candidate, ...]:
        """Where that may be (see Geocoder). An error comes with HTTP 200 here, as {"error": {"code": 498 …}}."""
        query = {"SingleLine": words, "f": "json", "outFields": "*", "outSR": "4326", "maxLocations": "8"}
        answer = ask(self.address, query | ({"token": self.key} if self.key else {}))
        error = answer.get("error") if isinstance(answer, dict) else {}
        if not isinstance(answer, dict) or error is not None:
            raise GeocoderFailed(f"ArcGIS error {text(error.get('code')) if isinstance(error, dict) else ''}".strip())
        return candidates(hit for one in objects(answer.get("candidates")) if (hit := _hit(one)))


def _hit(one: Mapping[str, Any]) -> Hit | None:
    attributes, at = one.get("attributes"), one.get("location")
    attributes = attributes if isinstance(attributes, dict) else {}
    score = number(one.get("score"))
    if not isinstance(at, dict) or not score >= LEAST:
        return None
    address = text(one.get("address"))
    kind = _kind(text(attributes.get("Addr_type")), address)
    if kind is None:
        return None
    named = text(attributes.get("PlaceName")) if kind == "landmark" else ""
    return Hit(kind, named or _first(address), number(at.get("y")), number(at.get("x")), score / 100)


def _kind(given: str, address: str) -> Kind | None:
    """The kind of match; a locator of the city's own making may not tell: then what the address looks like."""
    if given:
        return KINDS.get(given.lower())
    if "&" in address:
        return "intersection"
    return "address" if address[:1].isdecimal() else None


def _first(address: str) -> str:
    """“2401 N Charles St, Baltimore, Maryland, 21218” → “2401 N Charles St”."""
    return address.partition(",")[0].replace("&", " and ")

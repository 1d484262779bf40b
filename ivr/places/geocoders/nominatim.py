"""Nominatim: /search?format=jsonv2, on a server of the city's own or, within its rules, the public one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr.places.geocoders.asking import Address, GeocoderFailed, ask
from ivr.places.geocoders.hits import Hit, candidates, number, objects, text
from ivr.places.located import Candidate

PUBLIC = "openstreetmap.org"
PACE = 1.0
"""Seconds between two questions to the public server, whose rules say one a second at most and a true User-Agent."""
NAMED = frozenset(
    ["amenity", "building", "leisure", "tourism", "historic", "shop", "railway", "man_made", "natural", "office"]
)
"""Categories of things with a name of their own, that a crew can be sent to."""


class Pace:
    """Lets one through every `seconds`; the others are turned away, not held up."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._lock, self._next = threading.Lock(), float("-inf")

    def admits(self) -> bool:
        """Whether it may be asked now."""
        with self._lock:
            now = self._clock()
            if now < self._next:
                return False
            self._next = now + self._seconds
            return True


@dataclass(frozen=True, slots=True)
class Nominatim:
    """address: the server, or its /search."""

    address: Address
    pace: Pace = field(default_factory=lambda: Pace(0.0))

    @classmethod
    def at(cls, address: Address) -> Nominatim:
        """With the pace that this server wants."""
        public = address.host == PUBLIC or address.host.endswith(f".{PUBLIC}")
        return cls(address, Pace(PACE if public else 0.0))

    def find(self, words: str) -> tuple[Candidate, ...]:
        """Where that may be (see Geocoder). A server that wants to be left alone says so with 403 or 429."""
        if not self.pace.admits():
            return ()
        query = {"q": words, "format": "jsonv2", "addressdetails": "1", "limit": "8", "accept-language": "en"}
        answer = ask(self.address, query)
        if not isinstance(answer, list):
            raise GeocoderFailed("Nominatim error")
        return candidates(hit for one in objects(answer) if (hit := _hit(one)))


def _hit(one: Mapping[str, Any]) -> Hit | None:
    parts = one.get("address")
    parts = parts if isinstance(parts, dict) else {}
    at = number(one.get("lat")), number(one.get("lon"))
    name = text(one.get("name"))
    if name and text(one.get("category")) in NAMED:
        return Hit("landmark", name, *at)
    house, road = text(parts.get("house_number")), text(parts.get("road"))
    return Hit("address", f"{house} {road}", *at) if house and road else None

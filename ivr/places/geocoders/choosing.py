"""The geocoder that the settings name."""

from __future__ import annotations

from typing import Literal, get_args

from ivr.places.geocoders.arcgis import ArcGIS
from ivr.places.geocoders.asking import Address, Geocoder
from ivr.places.geocoders.nominatim import Nominatim
from ivr.places.geocoders.photon import Photon

Kind = Literal["arcgis", "nominatim", "photon"]
KINDS: tuple[str, ...] = get_args(Kind)


def geocoder(kind: str, url: str, key: str = "", agent: str = "OneCall") -> Geocoder:
    """The geocoder of this kind at this address; KeyError: no such kind. key: ArcGIS's token. agent: its User-Agent."""
    match kind:
        case "arcgis":
            return ArcGIS(Address.of(url, "findAddressCandidates", agent), key)
        case "nominatim":
            return Nominatim.at(Address.of(url, "search", agent))
        case "photon":
            return Photon(Address.of(url, "api", agent))
        case _:
            raise KeyError(kind)

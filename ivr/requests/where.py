"""Where it is: a place as the slots of a call hold it, and as a request does."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.requests.filing import AREAS, Place


def place_of(slots: Mapping[str, str]) -> Place:
    """The place that a call's slots tell of."""
    readback = slots.get("place", "")
    lat, long = point(slots)
    return Place(
        said=slots.get("place_said") or readback,
        kind=slots.get("place_kind", "unknown"),
        number=slots.get("place_number", ""),
        street=slots.get("place_street", ""),
        cross=slots.get("place_cross", ""),
        readback="" if readback == "unknown" else readback,
        lat=lat,
        long=long,
        **{area: slots.get(f"place_{area}", "") for area in AREAS},
    )


def slots_of(place: Place) -> dict[str, str]:
    """The other way round."""
    found = {
        "place": place.readback or place.said,
        "place_said": place.said,
        "place_kind": place.kind,
        "place_number": place.number,
        "place_street": place.street,
        "place_cross": place.cross,
        "place_lat": "" if place.lat is None else f"{place.lat:.6f}",
        "place_long": "" if place.long is None else f"{place.long:.6f}",
    }
    return found | {f"place_{area}": getattr(place, area) for area in AREAS}


def point(slots: Mapping[str, str]) -> tuple[float, float] | tuple[None, None]:
    """The point; nothing where there is none, or it is no place on earth."""
    try:
        north, east = float(slots.get("place_lat", "")), float(slots.get("place_long", ""))
    except ValueError:
        return None, None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else (None, None)

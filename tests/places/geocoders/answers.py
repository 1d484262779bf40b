"""What the three geocoders answer, in the form their own documentation gives; places and numbers are made up."""

from __future__ import annotations

from typing import Any


def arcgis(
    address: str, lat: float, long: float, score: float = 100, kind: str = "PointAddress", **more: Any
) -> dict[str, Any]:
    """findAddressCandidates of a GeocodeServer."""
    attributes = {
        "Loc_name": "Composite",
        "Status": "M",
        "Score": score,
        "Match_addr": address,
        "Addr_type": kind,
        **more,
    }
    extent = {"xmin": long - 0.001, "ymin": lat - 0.001, "xmax": long + 0.001, "ymax": lat + 0.001}
    found = {"address": address, "location": {"x": long, "y": lat}, "score": score, "attributes": attributes}
    return {"spatialReference": {"wkid": 4326, "latestWkid": 4326}, "candidates": [{**found, "extent": extent}]}


ARCGIS_ERROR = {"error": {"code": 498, "message": "Invalid token.", "details": []}}
ARCGIS_NOTHING: dict[str, Any] = {"spatialReference": {"wkid": 4326, "latestWkid": 4326}, "candidates": []}


def nominatim(lat: float, long: float, house: str = "", road: str = "", **more: Any) -> dict[str, Any]:
    """One place of /search?format=jsonv2&addressdetails=1; coordinates are strings there."""
    address = {"house_number": house, "road": road, "city": "Baltimore", "state": "Maryland", "country_code": "us"}
    return {
        "place_id": 311,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "node",
        "osm_id": 311,
        "lat": str(lat),
        "lon": str(long),
        "category": "place",
        "type": "house",
        "place_rank": 30,
        "importance": 0.00007,
        "addresstype": "place",
        "name": "",
        "display_name": f"{house}, {road}, Baltimore, Maryland, United States",
        "address": {name: value for name, value in address.items() if value},
        "boundingbox": [str(lat - 0.001), str(lat + 0.001), str(long - 0.001), str(long + 0.001)],
        **more,
    }


def photon(lat: float, long: float, **about: Any) -> dict[str, Any]:
    """The FeatureCollection of /api with one place in it."""
    about = {"osm_id": 311, "osm_type": "N", "osm_key": "place", "osm_value": "house", "type": "house", **about}
    point = {"type": "Point", "coordinates": [long, lat]}
    feature = {"type": "Feature", "geometry": point, "properties": {"countrycode": "US", "city": "Baltimore", **about}}
    return {"type": "FeatureCollection", "features": [feature]}


PHOTON_ERROR = {"message": "missing search term 'q': /?q=berlin"}
PHOTON_NOTHING: dict[str, Any] = {"type": "FeatureCollection", "features": []}

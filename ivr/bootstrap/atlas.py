"""The maps of a process: the imported gazetteer, else the starter; and another geocoder, where one is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ivr import places
from ivr.calls.maps import Maps, Shelf
from ivr.calls.opinion import Opinion
from ivr.config import Settings
from ivr.places import keeping
from ivr.places.gazetteer import Gazetteer
from ivr.places.geocoders import geocoder
from ivr.places.importing import starter


def gazetteer_of(settings: Settings, path: Path | None = None) -> Gazetteer:
    """The gazetteer in `path`, else the imported one, else the starter. PlacesError: it is none, or damaged."""
    if path is not None:
        return keeping.load(path, check=True)
    return keeping.load(settings.gazetteer) if settings.gazetteer.exists() else starter.build(settings.starter_map)


def maps(settings: Settings, shelf: Shelf | None) -> Maps:
    """The maps that calls are answered with."""
    return Maps(
        settings.gazetteer,
        shelf,
        starter=lambda: settings.starter_map,
        load=_whole,
        build=_started,
        warm=_warm,
    )


def opinion(settings: Settings) -> Opinion | None:
    """Another map, where the settings name one."""
    if not settings.geocoder:
        return None
    agent = f"OneCall (+{settings.public_base_url})"
    return Opinion(geocoder(settings.geocoder, settings.geocoder_url, settings.geocoder_key, agent))


def _whole(path: Path) -> Gazetteer:
    return keeping.load(path, check=True)


def _started(paths: Sequence[Path]) -> Gazetteer:
    return starter.build(paths)


def _warm(gazetteer: Gazetteer) -> None:
    """Indexes its names, a tenth of a second for 8,000 streets: before the first caller, not while one waits."""
    places.locate("1 main street", "en", gazetteer)

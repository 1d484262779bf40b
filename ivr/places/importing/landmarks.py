"""Landmarks by hand beside a city's open data: what lies in this city, and the words for its neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ivr.flow.spoken import fold
from ivr.places.atlas.builder import Builder
from ivr.places.importing import starter
from ivr.places.importing.report import Ledger
from ivr.places.importing.starter import LandmarkEntry, NeighborhoodEntry, Starter
from ivr.places.importing.streets import Inside

AROUND = 0.02
"""Degrees around the streets in which a landmark may lie where no boundary was given: some 2 km."""


def add(path: Path, builder: Builder, inside: Inside, ledger: Ledger) -> None:
    """The file's landmarks, neighbourhoods, towns around and other names of streets; streets of its own are left.

    Where there are areas, they are the neighbourhoods, and the file adds words to them. A file none of whose landmarks
    is in the city is another city's, and nothing is taken from it. BadFile: it is wrong.
    """
    found = starter.read(path)
    landmarks = tuple(_landmarks(found, path, builder, inside, ledger))
    if found.landmarks and not landmarks:
        return
    neighborhoods = tuple(_neighborhoods(found, path, builder, inside, ledger))
    starter.add_names(found, builder)
    starter.add_landmarks(Starter(landmarks=landmarks, neighborhoods=neighborhoods, outside=found.outside), builder)


def _landmarks(found: Starter, path: Path, builder: Builder, inside: Inside, ledger: Ledger) -> Iterator[LandmarkEntry]:
    south, west, north, east = builder.extent
    for row, each in enumerate(found.landmarks, 1):
        lat, long = each.at
        near = south - AROUND <= lat <= north + AROUND and west - AROUND <= long <= east + AROUND
        if near and inside(each.at):
            yield each
        else:
            ledger.skip(path, row, "a landmark outside the city", next(iter(each.name.values())))


def _neighborhoods(
    found: Starter, path: Path, builder: Builder, inside: Inside, ledger: Ledger
) -> Iterator[NeighborhoodEntry]:
    areas = {fold(name) for name in builder.areas("neighborhood")}
    for row, each in enumerate(found.neighborhoods, 1):
        if areas and fold(each.name) not in areas:
            ledger.skip(path, row, "not among the neighborhood areas", each.name)
        elif not inside(each.at):
            ledger.skip(path, row, "a neighborhood outside the city", each.name)
        else:
            yield each

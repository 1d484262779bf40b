"""The starter gazetteer: a small map in YAML, written by hand, that a fresh clone can be shown with; and landmarks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ivr.places.atlas.builder import Builder
from ivr.places.gazetteer import Gazetteer
from ivr.places.problems import BadFile

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Number = Annotated[int, Field(ge=1, le=99999)]
Words = Annotated[str, Field(min_length=1, max_length=80)]


class Spot(NamedTuple):
    """[latitude, longitude]"""

    lat: Latitude
    long: Longitude


class Anchor(NamedTuple):
    """[house number, latitude, longitude]"""

    number: Number
    lat: Latitude
    long: Longitude


def _by_language(name: Any) -> Any:
    return {"en": name} if isinstance(name, str) else name


Names = Annotated[dict[str, Words], BeforeValidator(_by_language), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StreetEntry(_Strict):
    """A street, and where some of its houses stand; between two anchors the map goes straight.

    With other names and no anchors it only gives those names to a street that is there, whatever its direction.
    """

    name: Words = Field(description="In full, or as on the sign: North Charles Street, N Charles St.")
    also: tuple[Words, ...] = Field(default=(), description="Other names it goes by.")
    anchors: tuple[Anchor, ...] = Field(default=(), description="[house number, latitude, longitude], two or more.")


class CrossingEntry(_Strict):
    """A corner, where the lines between the anchors do not meet truly enough."""

    streets: tuple[Words, Words] = Field(description="The two streets, each named as under `streets`.")
    at: Spot = Field(description="[latitude, longitude]")


class LandmarkEntry(_Strict):
    name: Names = Field(description="Its name, or its name by language: {en: City Hall, es: Ayuntamiento}.")
    at: Spot = Field(description="[latitude, longitude], where a crew would be sent.")
    kind: str = Field(default="", description="park, hospital, school, station, market …")
    words: tuple[Words, ...] = Field(default=(), description="What else people call it, in any language.")


class NeighborhoodEntry(_Strict):
    name: Words
    at: Spot = Field(description="[latitude, longitude] of a point well inside it.")
    words: tuple[Words, ...] = ()


class Bounds(_Strict):
    """A box that holds the city."""

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude

    @model_validator(mode="after")
    def _right_way_up(self) -> Bounds:
        if self.south >= self.north or self.west >= self.east:
            raise ValueError("south must lie below north, and west left of east")
        return self


class Starter(_Strict):
    """One file of gazetteer/. For `ivr places import --landmarks`: landmarks, neighborhoods, outside, other names."""

    city: str = ""
    bounds: Bounds | None = None
    streets: tuple[StreetEntry, ...] = ()
    crossings: tuple[CrossingEntry, ...] = ()
    landmarks: tuple[LandmarkEntry, ...] = ()
    neighborhoods: tuple[NeighborhoodEntry, ...] = ()
    outside: tuple[Words, ...] = Field(default=(), description="Towns and counties around that are not this city.")


def read(path: Path) -> Starter:
    """One YAML file. BadFile: it cannot be read, or something in it is not as it must be; one line with the place."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadFile(path, str(problem)) from None
    try:  # libyaml takes a tenth of the time, but does not say where what is wrong stands
        return Starter.model_validate(YAML(typ="safe").load(text) or {})
    except (YAMLError, ValidationError):
        return _slowly(path, text)


def _slowly(path: Path, text: str) -> Starter:
    """As `read`, by the parser that remembers the lines."""
    try:
        data = YAML().load(text) or {}
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else None
        raise BadFile(path, f"is not YAML: {problem.problem}", line) from None
    except YAMLError as problem:
        raise BadFile(path, f"is not YAML: {problem}") from None
    try:
        return Starter.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        raise BadFile(path, f"{where}: {first['msg']}", _line(data, first["loc"])) from None


def _line(data: Any, loc: Sequence[Any]) -> int | None:
    """The line of what is wrong, as far down the path as the file goes."""
    line: int | None = None
    for step in loc:
        try:
            line = (data.lc.item(step) if isinstance(step, int) else data.lc.key(step))[0] + 1
            data = data[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def add_names(starter: Starter, builder: Builder) -> None:
    """Other names of the streets that are there; of those that are not, nothing."""
    for street in starter.streets:
        if street.also and not street.anchors:
            builder.known_as(street.name, street.also)


def add(starter: Starter, builder: Builder) -> None:
    """What the file says, into a map that is being built."""
    for street in starter.streets:
        if street.anchors or not street.also:
            builder.anchored(street.name, street.anchors, also=street.also)
    add_names(starter, builder)
    for crossing in starter.crossings:
        builder.crossing(crossing.streets, crossing.at)
    add_landmarks(starter, builder)
    if (box := starter.bounds) is not None:
        builder.boundary([[(box.south, box.west), (box.south, box.east), (box.north, box.east), (box.north, box.west)]])


def add_landmarks(starter: Starter, builder: Builder) -> None:
    """Landmarks, neighbourhoods and what lies outside, but no streets."""
    for landmark in starter.landmarks:
        builder.landmark(landmark.name, landmark.at, landmark.kind, landmark.words)
    for each in starter.neighborhoods:
        builder.neighborhood(each.name, each.at, each.words)
    builder.outside(starter.outside)


def build(paths: Sequence[Path]) -> Gazetteer:
    """The starter gazetteer of these files, in order. It is not complete. BadFile: one of them is wrong."""
    starters = [read(path) for path in paths]
    builder = Builder(next((each.city for each in starters if each.city), ""), complete=False)
    for path, starter in zip(paths, starters, strict=True):
        builder.source(path.name)
        add(starter, builder)
    return builder.build()

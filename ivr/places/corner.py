"""Where streets meet: “corner of X and Y”, “X at Y”, “where X meets Y”, “X between A and B”, “X y Y”, “X con Y”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivr.flow.numerals import numbers
from ivr.places.names import JOINTS, LANDMARKS, LEADS, MARKERS, NOT_A_NAME
from ivr.places.street import Street, street

_BETWEEN = {"en": ("between", "and"), "es": ("entre", "y")}


@dataclass(frozen=True, slots=True)
class Corner:
    street: str
    cross: str
    readback: str


def corner(said: Sequence[str], language: str) -> Corner | None:
    """The two streets (three for a stretch between two); None when these words name no crossing."""
    marked = bool(MARKERS & set(said))
    said = _past_marker(said)
    return _stretch(said, language) or _meeting(said, language, marked)


def _past_marker(said: Sequence[str]) -> Sequence[str]:
    """“there's a light out at the corner of X and Y”: from X on."""
    for at, word in enumerate(said):
        if word in ("corner", "intersection", "esquina", "interseccion") and said[at + 1 : at + 2] in (
            ["of"],
            ("of",),
            ["de"],
            ("de",),
        ):
            return said[at + 2 :]
    return said


def _stretch(said: Sequence[str], language: str) -> Corner | None:
    between, joint = _BETWEEN.get(language, _BETWEEN["en"])
    if between not in said:
        return None
    at = list(said).index(between)
    if joint not in said[at:]:
        return None
    split = list(said).index(joint, at)
    first, second = _side(said[at + 1 : split], language), _side(said[split + 1 :], language)
    main = _side(said[:at], language) if at else None
    if first is None or second is None:
        return None
    if main is None:
        if at or not (first.sure or second.sure):
            return None
        return Corner(first.name, second.name, f"{between} {first.spoken} {joint} {second.spoken}")
    if numbers(said[:1], language) and not main.sure:
        return None
    return Corner(
        main.name, f"{first.name} and {second.name}", f"{main.spoken} {between} {first.spoken} {joint} {second.spoken}"
    )


def _meeting(said: Sequence[str], language: str, marked: bool) -> Corner | None:
    counted = {at for run in numbers(said, language) for at in range(run.start, run.end)}  # “treinta y cuatro”
    for joint in JOINTS.get(language, JOINTS["en"]):
        width = len(joint)
        for at in range(1, len(said) - width):
            if at in counted or tuple(said[at : at + width]) != joint:
                continue
            first = _side(said[:at], language) or _side(_past_lead(said[:at]), language)
            second = _side(said[at + width :], language)
            if first and second and _plausible(said, joint, first, second, marked):
                word = "y" if language == "es" else "and"
                return Corner(first.name, second.name, f"{first.spoken} {word} {second.spoken}")
    return None


def _past_lead(said: Sequence[str]) -> Sequence[str]:
    """“the bus stop at Charles”: from Charles on."""
    last = max(
        (n for n, w in enumerate(said) if w in ("at", "on", "near", "by", "in", "en", "cerca", "sobre")), default=-1
    )
    return said[last + 1 :]


def _side(said: Sequence[str], language: str) -> Street | None:
    """One street and nothing else."""
    while said and said[0] in LEADS and not (said[0] == "el" and language == "en"):
        said = said[1:]
    while said and said[-1] in (
        "meets",
        "meet",
        "crosses",
        "cross",
        "intersect",
        "se",
        "cruzan",
        "juntan",
        "streets",
        "the",
        "area",
    ):
        said = said[:-1]
    if not said or len(said) > 6 or said[0] in NOT_A_NAME:
        return None
    run = next(iter(numbers(said, language)), None)
    if run and run.start == 0 and not run.ordinal and len(run.digits) > 2:
        return None  # a house number: an address, not a crossing
    if run and run.start == 0 and not run.ordinal and run.end == len(said) and len(run.digits) <= 2:
        said = [f"{run.digits}th", *said[run.end :]]  # “Charles and twenty five”
    found = street(said, language)
    return found if found and found.end == len(said) else None


def _plausible(said: Sequence[str], joint: Sequence[str], first: Street, second: Street, marked: bool) -> bool:
    """Two bare names are a crossing only when nothing says otherwise: “Charles and Pratt”, not “church and school”."""
    if marked or (first.sure and second.sure):
        return True
    if joint[0] in ("by", "near", "off"):
        return False
    ends = {first.name.split()[-1].lower(), second.name.split()[-1].lower()}
    if ends & LANDMARKS and not (first.sure or second.sure):
        return False
    short = len(first.name.split()) <= 2 and len(second.name.split()) <= 2
    return short or first.sure or second.sure

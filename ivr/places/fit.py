"""Which streets of the map a mention may be, and how well each fits what was said of it: name, direction, kind."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.places.dress import Mention
from ivr.places.gazetteer import Street, StreetName
from ivr.places.index import Index

MOST_STREETS = 24
"""Streets one mention may be, the best fitting first."""
_POSSIBLE = 0.12
_FAR = 0.12
"""A name this much less like what was said than the likest one is hardly meant, even where the number fits."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A street that a mention may be, under the name it was called by; `fit` 0..1."""

    street: Street
    called: StreetName
    fit: float
    exact: bool


def fits(mention: Mention, index: Index, without: frozenset[str] = frozenset()) -> list[Fit]:
    """The streets a mention may be, the best first; `without`: names the caller said it is not."""
    found: dict[int, Fit] = {}
    for alike in mention.names:
        if alike.name in without:
            continue
        named = index.streets[alike.name]
        known = any(called.suffix == mention.suffix for called, _ in named)
        for called, street in named:
            fit = alike.likeness**1.5 * _dress(mention, called, known) * (0.97 if street.kind == "street" else 0.8)
            fit *= 1.0 - 0.06 / max(1, street.blocks)  # of a street of one block people seldom speak
            if mention.names[0].likeness - alike.likeness > _FAR:
                fit *= 0.6
            if fit >= _POSSIBLE and (street.id not in found or fit > found[street.id].fit):
                found[street.id] = Fit(street, called, fit, alike.likeness == 1.0)
    return sorted(found.values(), key=lambda one: (-one.fit, -one.street.blocks, one.street.id))[:MOST_STREETS]


def _dress(mention: Mention, called: StreetName, known: bool) -> float:
    """How well direction and kind fit: what was left out costs little, what was said wrong more.

    `known`: a street of that name and of the kind said exists; then another kind is hardly meant.
    """
    prefix = called.prefix or called.tail
    fit = 1.0
    if mention.prefix:
        other = 0.1 if mention.told else 0.75 if not prefix else 0.3
        fit *= 1.0 if mention.prefix in (called.prefix, called.tail) else other
    elif prefix:
        fit *= 0.98
    if mention.suffix and called.suffix != mention.suffix:
        fit *= 0.1 if mention.told else 0.95 if mention.loose else 0.6 if known else 0.85
    elif not mention.suffix and called.suffix:
        fit *= 0.7 if called.suffix == "Tunnel" else 0.99  # “the harbor”, “I 95” are no tunnel of that name
    elif not called.suffix and not mention.suffix:
        fit *= 0.97
    return fit

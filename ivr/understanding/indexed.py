"""What the examples are looked up in, sorted once on one machine and then mapped by every process from the cache."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from ivr.understanding.kept import Arrays, kept
from ivr.understanding.learning import Learned
from ivr.understanding.likeness import Glance
from ivr.understanding.nearby import Nearby

METHOD = 1
"""Counted up when what is kept here changes, or how it is made."""


def indexed(learned: Learned, cache: Path | None) -> tuple[Nearby, Glance]:
    """Of what was learned; from the folder `cache` when it was made before."""

    def make() -> Arrays:
        nearby, glance = Nearby.of(learned), Glance.of(learned)
        return {"glance": glance.weights, **{one.name: getattr(nearby, one.name) for one in fields(Nearby)}}

    named = cache if learned.digest else None
    arrays = dict(kept(named, "indexed", f"{METHOD}-{learned.digest}", make))
    return Nearby(**{one.name: arrays[one.name] for one in fields(Nearby)}), Glance(arrays["glance"])  # type: ignore[arg-type]

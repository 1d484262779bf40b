"""What was learned is kept: the same examples are never learned twice on one machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from ivr.understanding import kept, remembered
from ivr.understanding.encoder import SPACE, Encoder
from ivr.understanding.learning import DIRECTIONS, MANY, NARROWNESS, RIDGE, SHARE, Learned, learn

METHOD = 6
"""Counted up when the features, the learning or what is kept of it change."""


def learned(
    phrases: Sequence[str],
    meanings: Sequence[int],
    kinds: int,
    encoder: Encoder | None,
    cache: Path | None,
    many: int = MANY,
) -> Learned:
    """As `learning.learn`; from the folder `cache` when the same was learned before: then nothing is encoded."""
    taught = [
        METHOD,
        (DIRECTIONS, SHARE, NARROWNESS, RIDGE),
        SPACE if encoder else "",
        kinds,
        many,
        list(phrases),
        list(meanings),
    ]
    digest = hashlib.sha256(json.dumps(taught).encode()).hexdigest()[:16]

    def make() -> kept.Arrays:
        vectors = remembered.encode(phrases, encoder, cache) if encoder else None
        fresh = learn(phrases, meanings, kinds, vectors, many)
        return {field.name: getattr(fresh, field.name) for field in fields(Learned) if field.name != "digest"}

    arrays = dict(kept.kept(cache, "learned", digest, make))
    return Learned(**arrays, digest=digest)  # type: ignore[arg-type]  # as they were written

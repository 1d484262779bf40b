"""What was learned is kept: the same examples are never learned twice on one machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import cast

from ivr.understanding import kept
from ivr.understanding.encoder import PINNED, Vectors
from ivr.understanding.learning import MANY, Learned, learn

METHOD = 1
"""Counted up when the features or the learning change."""


def learned(
    phrases: Sequence[str],
    meanings: Sequence[int],
    kinds: int,
    vectors: Vectors | None,
    cache: Path | None,
    many: int = MANY,
) -> Learned:
    """As `learning.learn`; from the folder `cache` when the same was learned before."""
    taught = [
        METHOD,
        PINNED["weights.npz"][:8] if vectors is not None else "",
        kinds,
        many,
        list(phrases),
        list(meanings),
    ]
    digest = hashlib.sha256(json.dumps(taught).encode()).hexdigest()[:16]

    def make() -> kept.Arrays:
        fresh = learn(phrases, meanings, kinds, vectors, many)
        return {field.name: getattr(fresh, field.name) for field in fields(Learned) if field.name != "vectors"}

    arrays = dict(kept.kept(cache, "learned", digest, make))
    space = vectors if vectors is not None else arrays["weights"][:, :0]
    return Learned(vectors=cast(Vectors, space), **arrays)  # type: ignore[arg-type]  # as they were written

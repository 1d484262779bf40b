"""Phrases as vectors, encoded once: a list that grew by one phrase costs one phrase."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ivr.understanding import kept
from ivr.understanding.encoder import SPACE, Encoder, Vectors

FAMILY = f"phrases-{SPACE}"
"""Vectors of another encoder are never mixed in."""
FEW = 16
"""So many phrases are encoded sooner than looked for in another list."""


def encode(texts: Sequence[str], encoder: Encoder, cache: Path | None = None) -> Vectors:
    """(n, 512), rows of length 1, as `encoder.encode`; from the folder `cache` what stands there already."""
    keys = [_key(text) for text in texts]
    digest = hashlib.sha256(np.array(keys, dtype=np.uint64).tobytes()).hexdigest()[:16]

    def make() -> kept.Arrays:
        return {"keys": np.array(keys, dtype=np.uint64), "vectors": _encoded(keys, texts, encoder, cache)}

    return np.asarray(kept.kept(cache, FAMILY, digest, make)["vectors"], dtype=np.float32)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "little")


def _encoded(keys: Sequence[int], texts: Sequence[str], encoder: Encoder, cache: Path | None) -> Vectors:
    """One phrase at a time, because a vector must not depend, by its last bits, on those it was encoded with."""
    found = _known(frozenset(keys), cache)
    for key, text in zip(keys, texts, strict=True):
        if key not in found:
            found[key] = encoder.encode([text])[0]
    return np.stack([found[key] for key in keys]) if keys else np.empty((0, 512), dtype=np.float32)


def _known(wanted: frozenset[int], cache: Path | None) -> dict[int, Vectors]:
    """What earlier lists have of the wanted phrases; looked into, they are no younger than before."""
    found: dict[int, Vectors] = {}
    for folder in kept.family(cache, FAMILY):
        if len(wanted) - len(found) <= FEW:
            break
        if (arrays := kept.opened(folder, used=False)) is not None:
            vectors = np.asarray(arrays["vectors"], dtype=np.float32)
            found |= {key: vectors[row] for row, key in enumerate(arrays["keys"].tolist()) if key in wanted}
    return found

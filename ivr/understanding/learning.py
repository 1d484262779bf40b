"""Learning what phrases mean from examples alone, in closed form: regularised least squares with a kernel.

Two sentences are alike by their features (words, sounds; a cosine) and by their vectors (a Gaussian of the distance
between them); the kernel is the sum. What is learned is one weight for every example and meaning, the solution of
one system of equations: no chance, no order, no iterations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ivr.understanding.encoder import Vectors
from ivr.understanding.features import BUCKETS, Sparse, features
from ivr.understanding.quantized import Small, quantized

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SHARE, NARROWNESS = 0.5, 2.0
"""The share of vectors in the kernel beside 1 for features; how fast it falls: exp(-NARROWNESS (1 - cosine))."""
RIDGE = 0.3
"""Regularisation: how much an example may be wrong."""
MANY = 100
"""Phrases of one meaning that count in full."""
DIRECTIONS = 192
"""Of the 512 dimensions of a vector, so many directions are kept: those in which the examples differ most."""
COMMON = 256
"""Features of as many examples and more are multiplied as a dense matrix, the others pair by pair."""
_BLOCK, _ROWS = 256, 1024


@dataclass(frozen=True)
class Learned:
    """weights: (examples, meanings). first, row, value: by feature, the examples that have it, and how much of it.

    rarity: of each feature, 0 for one that no example has. basis: (512, k), the directions that are kept of a vector;
    vectors: (examples, k), the examples' own, of length 1, in steps; worth: (examples,), what a step of each is worth;
    k is 0 without an encoder. digest: names what all of it was learned from, where that is known.
    """

    weights: Floats
    basis: Floats
    vectors: Small
    worth: Floats
    first: NDArray[np.int32]
    row: NDArray[np.int32]
    value: Floats
    rarity: Floats
    digest: str = ""


def learn(
    phrases: Sequence[str], meanings: Sequence[int], kinds: int, vectors: Vectors | None, many: int = MANY
) -> Learned:
    """What n phrases teach, each with the number of its meaning (below `kinds`), and their vectors (n, 512).

    A meaning with more than `many` phrases does not shout the others down: each of its phrases counts for less.
    """
    found = features(phrases)
    owners = np.bincount(found.column, minlength=BUCKETS)
    rarity = np.where(owners > 0, np.log((1 + found.rows) / (1 + owners)) + 1, 0).astype(np.float32)
    known = weighed(found, rarity)
    order = np.argsort(known.column, kind="stable")
    row, column, value = known.row[order], known.column[order], known.value[order]
    first = np.concatenate([[0], np.cumsum(owners)]).astype(np.int32)
    basis = directions(vectors) if vectors is not None else np.empty((0, 0), dtype=np.float32)
    space = seen(vectors, basis) if vectors is not None else np.empty((len(phrases), 0), dtype=np.float32)
    steps, worth = quantized(space)
    space = steps * worth
    alike = _by_features(row, column, value, owners, len(phrases))
    if vectors is not None:
        for at in range(0, len(alike), _ROWS):  # a few rows at a time: the whole takes hundreds of megabytes
            alike[at : at + _ROWS] += by_vectors(space[at : at + _ROWS] @ space.T)
    target = np.full((len(phrases), kinds), -1.0 / max(1, kinds), dtype=np.float32)
    target[np.arange(len(phrases)), np.asarray(meanings, dtype=np.int64)] = 1.0
    times = np.bincount(meanings, minlength=kinds)[np.asarray(meanings, dtype=np.int64)]
    alike[np.diag_indices_from(alike)] += RIDGE * np.maximum(1, times / many)
    solved = _solved(alike, target)
    return Learned(solved, basis, steps, worth[:, 0], first, row.astype(np.int32), value, rarity)


def directions(vectors: Vectors) -> Floats:
    """(512, at most DIRECTIONS), orthonormal: the directions in which most of the vectors' length lies."""
    _, axes = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    return np.ascontiguousarray(axes[:, ::-1][:, :DIRECTIONS], dtype=np.float32)


def seen(vectors: Floats, basis: Floats) -> Floats:
    """(…, k) of (…, 512): what is seen of vectors in these directions, of length 1 again."""
    projected = vectors @ basis
    length = np.linalg.norm(projected, axis=-1, keepdims=True)
    return np.asarray(projected / np.maximum(length, 1e-9), dtype=np.float32)


def weighed(found: Sparse, rarity: Floats) -> Sparse:
    """The known features by their rarity, each sentence's of length 1."""
    value = found.value * rarity[found.column]
    length = np.sqrt(np.bincount(found.row, weights=value * value, minlength=found.rows))
    value = (value / np.maximum(length, 1e-9)[found.row]).astype(np.float32)
    return Sparse(found.row, found.column, value, found.rows)


def by_vectors(cosines: Floats) -> Floats:
    """The kernel of vectors; in place."""
    cosines -= 1.0
    cosines *= NARROWNESS
    np.exp(cosines, out=cosines)
    cosines *= SHARE
    return cosines


def _by_features(row: Ints, column: Ints, value: Floats, owners: Ints, size: int) -> Floats:
    """(size, size): the cosines of the examples' features, which come sorted by feature."""
    common = owners >= COMMON
    place = np.cumsum(common) - 1
    dense = np.zeros((size, int(common.sum())), dtype=np.float32)
    kept = common[column]
    dense[row[kept], place[column[kept]]] = value[kept]
    alike: Floats = dense @ dense.T
    row, value, times = row[~kept], value[~kept], owners[column[~kept]]
    for many in np.unique(times):
        rows, values = row[times == many].reshape(-1, many), value[times == many].reshape(-1, many)
        pairs = (rows[:, :, None] * size + rows[:, None, :]).ravel()
        products = (values[:, :, None] * values[:, None, :]).ravel()
        np.add.at(alike.reshape(-1), pairs, products)
    return alike


def _solved(matrix: Floats, right: Floats) -> Floats:
    """The solution of a positive definite system, whose matrix is used up.

    By its Cholesky factor, block by block, so that nearly all of the work is multiplying large matrices.
    """
    starts = range(0, len(matrix), _BLOCK)
    solution = right.copy()
    for at in starts:
        block = slice(at, at + _BLOCK)
        column = matrix[at:, block] - matrix[at:, :at] @ matrix[block, :at].T
        inverse = np.linalg.inv(np.linalg.cholesky(column[:_BLOCK]))
        matrix[at:, block] = column @ inverse.T
        solution[block] = inverse @ (solution[block] - matrix[block, :at] @ solution[:at])
    for at in reversed(starts):
        block, after = slice(at, at + _BLOCK), slice(at + _BLOCK, None)
        left = solution[block] - matrix[after, block].T @ solution[after]
        solution[block] = np.linalg.solve(matrix[block, block].T, left)
    return solution

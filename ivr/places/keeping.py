"""The one file of a gazetteer: written whole or not at all, mapped into memory, and so shared between processes."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from ivr.places.atlas.arrays import Array
from ivr.places.atlas.atlas import Atlas
from ivr.places.atlas.sheet import FORMAT, Legend, Sheet, sealed
from ivr.places.gazetteer import Gazetteer
from ivr.places.problems import NotAGazetteer

MAGIC = b"OneCall gazetteer\n"
_HEAD = struct.Struct(">Q")
_ALIGN = 64
REMEDY = "make it again with: ivr places import"


class _Entry(NamedTuple):
    """Where an array lies after the head, in bytes."""

    name: str
    kind: str
    shape: tuple[int, ...]
    at: int


class _Contents(NamedTuple):
    legend: Legend
    arrays: tuple[_Entry, ...]


def packed(sheet: Sheet) -> bytes:
    """MAGIC, the length of the contents, the contents as JSON, then the arrays, each at a multiple of 64 bytes."""
    pieces, entries, at = [], [], 0
    for name, array in sheet.arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        entries.append(_Entry(name, array.dtype.str, array.shape, at))
        pieces.append(data + bytes(-len(data) % _ALIGN))
        at += len(pieces[-1])
    contents = msgspec.json.encode(_Contents(sheet.legend, tuple(entries)), order="deterministic")
    head = MAGIC + _HEAD.pack(len(contents)) + contents
    return b"".join((head, bytes(-len(head) % _ALIGN), *pieces))


def save(sheet: Sheet, path: Path) -> None:
    """Puts the sheet at `path`; whoever reads meanwhile, and whatever happens, sees the old file whole or the new one.

    OSError: it could not be written; the old file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(packed(sheet))
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _keep_folder(path.parent)


def _sweep(path: Path) -> None:
    """What a process that was killed while it wrote has left beside the file."""
    for left in path.parent.glob(f".{path.name}.*.new"):
        writer = left.name.split(".")[-2]
        try:
            os.kill(int(writer), 0)
        except (ValueError, ProcessLookupError):
            left.unlink(missing_ok=True)
        except PermissionError:
            continue  # it lives, and is somebody else's


def _keep_folder(folder: Path) -> None:
    """The new name too must outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load(path: Path, *, check: bool = True) -> Gazetteer:
    """The gazetteer in this file, which stays on the disk and is read as it is asked.

    check: every byte is compared with the version, which takes 10 ms for a big city.
    NotAGazetteer: it is another file, one of another format, or a damaged one. OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + _HEAD.size)
        if not head.startswith(MAGIC) or len(head) < len(MAGIC) + _HEAD.size:
            raise NotAGazetteer(f"{path} is not a gazetteer; {REMEDY}")
        (length,) = _HEAD.unpack(head[len(MAGIC) :])
        contents = _contents(path, file.read(min(length, path.stat().st_size)))
    whole = np.memmap(path, np.uint8, "r")
    start = len(head) + length + -(len(head) + length) % _ALIGN
    sheet = Sheet(contents.legend, {each.name: _array(path, whole, start, each) for each in contents.arrays})
    if check and sealed(sheet.legend, sheet.arrays).legend.version != sheet.legend.version:
        raise NotAGazetteer(f"{path} is damaged; {REMEDY}")
    return Atlas(sheet)


def _contents(path: Path, data: bytes) -> _Contents:
    try:
        contents = msgspec.json.decode(data, type=_Contents)
    except msgspec.DecodeError:
        raise NotAGazetteer(f"{path} is damaged, or of another version; {REMEDY}") from None
    if contents.legend.format != FORMAT:
        raise NotAGazetteer(f"{path} has format {contents.legend.format}, this program reads {FORMAT}; {REMEDY}")
    return contents


def _array(path: Path, whole: Array, start: int, entry: _Entry) -> Array:
    kind = np.dtype(entry.kind)
    size = kind.itemsize * int(np.prod(entry.shape, dtype=np.int64))
    at = start + entry.at
    if at + size + -size % _ALIGN > len(whole):
        raise NotAGazetteer(f"{path} is cut short; {REMEDY}")
    # the mapping stays, its class goes: np.memmap takes 5 µs more for every slice
    plain: Array = whole[at : at + size].view(np.ndarray)
    return plain.view(kind).reshape(entry.shape)

"""What the offline ear needs of a city: a language model and a dictionary, made from its words once and kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ivr.speech.offline import frames, ngrams
from ivr.speech.offline.sounds import spoken
from ivr.speech.offline.words import Name, Phrase

VERSION = "4"
"""Of what is made here: counts up when the same words would give another model."""
LANGUAGE_MODEL, DICTIONARY, WHOLE = "city.arpa", "city.dict", "whole"
MOST = 4
"""Models that stay in the cache, the latest used ones."""


def build(phrases: Sequence[Phrase], names: Sequence[Name], cache: Path) -> Path:
    """The folder of the model for these words: found in the cache, or made there (about 10 s).

    One process makes it, others wait. OSError: the cache cannot be written.
    """
    folder = cache / f"offline-ear-{_digest(phrases, names)}"
    if is_model(folder):
        (folder / WHOLE).touch()
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / f".{folder.name}.lock"):
        if not is_model(folder):
            _make(phrases, names, folder)
            _prune(cache)
    return folder


def is_model(folder: Path) -> bool:
    """Whether a whole model is in the folder."""
    try:
        return (folder / WHOLE).read_text(encoding="ascii") == _sizes(folder)
    except (OSError, UnicodeDecodeError):
        return False


def _digest(phrases: Sequence[Phrase], names: Sequence[Name]) -> str:
    told = hashlib.sha256(f"{VERSION}\n".encode())
    for phrase in phrases:
        told.update(f"{phrase.kind}\t{phrase.text}\n".encode())
    for name in names:
        told.update(f"{name.kind}\t{name.weight:.6g}\t{name.text}\n".encode())
    return told.hexdigest()[:16]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(phrases: Sequence[Phrase], names: Sequence[Name], folder: Path) -> None:
    classes = frames.members(names)
    sentences = list(frames.sentences(phrases))
    words = {word for sentence, _ in sentences for word in sentence} - classes.keys()
    words |= {word for own in classes.values() for said, _ in own for word in said}
    ways = spoken(words)
    classes = {
        name: [(said, share) for said, share in own if all(word in ways for word in said)]
        for name, own in classes.items()
    }
    heard = [(said, times) for said, times in sentences if all(word in ways or classes.get(word) for word in said)]
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as name:
        fresh = Path(name) / folder.name
        fresh.mkdir()
        with (fresh / LANGUAGE_MODEL).open("w", encoding="ascii") as file:
            file.writelines(f"{line}\n" for line in ngrams.arpa(heard, classes))
        with (fresh / DICTIONARY).open("w", encoding="ascii") as file:
            for word in sorted(ways):
                for at, sounds in enumerate(ways[word]):
                    print(f"{word}({at + 1})" if at else word, *sounds, file=file)
        (fresh / WHOLE).write_text(_sizes(fresh), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)


def _sizes(folder: Path) -> str:
    return "".join(f"{os.path.getsize(folder / name)} {name}\n" for name in (LANGUAGE_MODEL, DICTIONARY))


def _prune(cache: Path) -> None:
    """A decoder that is using a folder has read all of it: the files may go."""
    kept = sorted(cache.glob("offline-ear-*"), key=_used, reverse=True)
    for folder in kept[MOST:]:
        shutil.rmtree(folder, ignore_errors=True)


def _used(folder: Path) -> float:
    try:
        return (folder / WHOLE).stat().st_mtime
    except OSError:
        return 0.0

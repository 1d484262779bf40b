"""The gazetteer's file: whole or not there, shared, refused when it is another or damaged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ivr.places.keeping import MAGIC, load, packed, save
from ivr.places.problems import NotAGazetteer

from . import town

WRITER = """
import sys
from pathlib import Path
import numpy as np
from ivr.places.atlas.sheet import Sheet, sealed
from ivr.places.keeping import save
from tests.places import town
small = town.builder().build().sheet
large = sealed(small.legend, {**small.arrays, "filler": np.zeros(20_000_000, np.uint8)})
print("ready", flush=True)
while True:
    save(large, Path(sys.argv[1]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "city.gazetteer"


def test_what_is_kept_is_what_is_read(path: Path) -> None:
    made = town.build()
    save(made.sheet, path)
    read = load(path)
    assert read.about == made.about
    assert list(read.streets) == list(made.streets)
    assert read.landmarks == made.landmarks
    assert read.at(0, 150) == made.at(0, 150)
    assert read.areas(39.302, -76.615) == made.areas(39.302, -76.615)


def test_equal_maps_are_equal_files(path: Path) -> None:
    assert packed(town.build().sheet) == packed(town.build().sheet)


def test_the_file_is_mapped_and_not_read_into_memory_of_its_own(path: Path) -> None:
    made = town.build()
    save(made.sheet, path)
    read = load(path)
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("only Linux tells what is mapped")
    assert str(path) in maps.read_text()
    assert read.crossing_streets(0) is not None


def test_a_reader_keeps_the_old_map_while_the_new_one_comes(path: Path) -> None:
    save(town.build().sheet, path)
    before = load(path)
    later = town.builder()
    later.segment("New Ct", [(39.31, -76.61), (39.311, -76.61)])
    save(later.build().sheet, path)
    assert before.named("new") == ()
    assert load(path).named("new") != ()


def test_killed_in_the_middle_of_writing_the_old_map_stands(path: Path) -> None:
    save(town.build().sheet, path)
    old = path.read_bytes()
    left = []
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            half = path.with_name(f".{path.name}.{writer.pid}.new")
            try:
                _wait_for(half)
            finally:
                writer.send_signal(signal.SIGKILL)
        load(path, check=True)
        left.append(half.exists())
        path.write_bytes(old)
    assert any(left)  # else none of them was killed in the middle, and this proves nothing
    save(town.build().sheet, path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def _wait_for(file: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if file.stat().st_size > 0:
                return
        except FileNotFoundError:
            time.sleep(0.001)
    raise AssertionError("nothing was written")


def test_a_disk_that_refuses_leaves_the_old_map_and_nothing_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(town.build().sheet, path)
    old = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save(town.builder().build().sheet, path)
    assert path.read_bytes() == old
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"", b"hello", MAGIC, MAGIC + bytes(8), MAGIC + b"\xff" * 8 + b"{}"])
def test_another_file_is_refused_with_the_remedy(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotAGazetteer, match="ivr places import"):
        load(path)


def test_a_file_cut_short_is_refused(path: Path) -> None:
    save(town.build().sheet, path)
    whole = path.read_bytes()
    for size in range(len(whole) - 1, 0, -997):
        path.write_bytes(whole[:size])
        with pytest.raises(NotAGazetteer):
            load(path)


def test_one_bit_that_fell_over_is_noticed(path: Path) -> None:
    save(town.build().sheet, path)
    whole = bytearray(path.read_bytes())
    whole[-100] ^= 1
    path.write_bytes(whole)
    with pytest.raises(NotAGazetteer, match="damaged"):
        load(path)


def test_a_file_of_another_format_names_both(path: Path) -> None:
    whole = packed(town.build().sheet)
    path.write_bytes(whole.replace(b'"format":1', b'"format":7'))
    with pytest.raises(NotAGazetteer, match="format 7, this program reads 1"):
        load(path)


ROOT = Path(__file__).parents[2]

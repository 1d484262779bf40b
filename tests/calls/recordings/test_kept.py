"""Sound that no ear heard while it was spoken: on the disk at once, heard later, lost never."""

from __future__ import annotations

import errno
import stat
import time
from pathlib import Path

import pytest

from ivr.calls.recordings import collecting, kept, later
from tests.calls.recordings.desk import Killed, dies_at, spoken

from .conftest import City


def test_it_is_on_the_disk_at_once_for_its_owners_eyes_only(tmp_path: Path) -> None:
    sid = later(tmp_path, "CA1", 4, b"\x01\x02", "en-US")
    (one,) = kept.waiting(tmp_path)
    assert (one.sid, one.call_sid, one.turn, one.language) == (sid, "CA1", 4, "en-US")
    assert one.path.read_bytes() == b"\x01\x02"
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(one.path.parent.stat().st_mode) == 0o700


def test_the_same_sound_is_kept_once_and_another_of_the_same_turn_beside_it(tmp_path: Path) -> None:
    first = later(tmp_path, "CA1", 4, b"one", "en-US")
    assert later(tmp_path, "CA1", 4, b"one", "en-US") == first
    assert later(tmp_path, "CA1", 4, b"two", "en-US") != first
    assert len(list(kept.waiting(tmp_path))) == 2


def test_half_a_note_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "unheard").mkdir()
    (tmp_path / "unheard" / "KS00.json").write_text('{"call_sid"')
    later(tmp_path, "CA1", 4, b"one", "en-US")
    assert len(list(kept.waiting(tmp_path))) == 1


def test_a_disk_that_fills_up_leaves_no_voice_that_nobody_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = kept._write

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".json":
            raise OSError(errno.ENOSPC, "no space left on device")
        write(path, content)

    monkeypatch.setattr(kept, "_write", full)
    with pytest.raises(OSError, match="no space"):
        later(tmp_path, "CA1", 4, b"one", "en-US")
    assert list((tmp_path / "unheard").iterdir()) == []


def test_sound_without_its_note_is_deleted_after_a_day_and_what_waits_is_not(tmp_path: Path) -> None:
    waits = later(tmp_path, "CA1", 4, b"one", "en-US")
    folder = tmp_path / "unheard"
    for name in ("KS00.ulaw", ".KS01.ulaw.1.ab"):
        (folder / name).write_bytes(b"voice")
    kept.tidy(tmp_path, time.time() + 3600)
    assert len(list(folder.iterdir())) == 4
    kept.tidy(tmp_path, time.time() + 25 * 3600)
    assert {path.name for path in folder.iterdir()} == {f"{waits}.ulaw", f"{waits}.json"}


def test_a_piece_that_cannot_be_taken_keeps_none_behind_it_waiting(city: City) -> None:
    later(city.folder, "CA\0", 4, spoken(1).mulaw, "en-US")
    gone = later(city.folder, "CA2", 4, spoken(1).mulaw, "en-US")
    (city.folder / "unheard" / f"{gone}.ulaw").unlink()
    sid = later(city.folder, "CA3", 4, spoken(2).mulaw, "en-US")
    assert collecting.collect(city.desk()) == 1
    assert city.heard(sid).recording.playable


def test_it_is_heard_and_joined_like_a_recording(city: City) -> None:
    sid = later(city.folder, "CA1", 4, spoken(2).mulaw, "es")
    city.call()
    number = city.file(details=f"recording:{sid}")
    assert collecting.collect(city.desk()) == 1
    assert list(kept.waiting(city.folder)) == []
    city.work()
    heard = city.heard(sid).recording
    assert (heard.kind, heard.turn, heard.outcome, heard.seconds) == ("stream", 4, "heard", 2)
    assert city.ear.heard[0][1].languages[0] == "es-US"
    assert city.request(number).description == "the hydrant leaks"
    assert [asked for asked in city.rest.asked if "KS" in asked.path] == [], "Twilio never had it"


def test_killed_while_it_is_taken_in_it_is_taken_in_again(city: City) -> None:
    sid = later(city.folder, "CA1", 4, spoken(2).mulaw, "en-US")
    with pytest.raises(Killed):
        collecting.collect(city.desk(step=dies_at("collected")))
    assert len(list(kept.waiting(city.folder))) == 1
    assert collecting.collect(city.desk()) == 1
    city.work()
    assert city.heard(sid).recording.outcome == "heard"
    assert len(city.ear.heard) == 1

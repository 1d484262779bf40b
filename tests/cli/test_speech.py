"""`ivr speech`: recordings in, JSON lines out; files that are none are told; measured on a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.speech.voices import needs, silence, spoken

from .conftest import Ivr, Process

KIND = "flite/kal16"
SAID = "there is a pothole on north charles street"
NEED = "there is a pothole"


@pytest.fixture(autouse=True)
def small_city(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The words of a small city: those of the whole one take ten seconds to learn."""
    from ivr.cli import speech
    from ivr.speech.offline import Name, Phrase, build

    model = build([Phrase(NEED)], [Name("North Charles Street")], tmp_path_factory.mktemp("cache"))
    monkeypatch.setattr(speech, "_model", lambda: model)


@needs(KIND)
def test_each_recording_is_a_line_with_its_words(ivr: Ivr, tmp_path: Path) -> None:
    sound, quiet = tmp_path / "sound.wav", tmp_path / "quiet.wav"
    sound.write_bytes(spoken(SAID, KIND).wav())
    quiet.write_bytes(silence(1.0).wav())
    run = ivr("speech", "transcribe", "--engine", "offline", sound, quiet)
    first, second = map(json.loads, run.stdout.splitlines())
    assert run.exit_code == 0
    assert list(first) == ["file", "text", "language", "engine", "confidence", "seconds", "words"]
    assert (first["file"], first["text"], first["language"], first["engine"]) == (str(sound), SAID, "en-US", "offline")
    assert [word["word"] for word in first["words"]] == SAID.split()
    assert set(first["words"][0]) == {"word", "start", "end", "confidence"}
    assert (second["text"], second["seconds"]) == ("", 1.0)


@needs(KIND)
def test_a_file_that_is_no_sound_is_told_and_the_others_go_on(ivr: Ivr, tmp_path: Path) -> None:
    wrong, empty, right = tmp_path / "a.mp3", tmp_path / "b.wav", tmp_path / "c.wav"
    wrong.write_bytes(b"ID3 and more")
    empty.write_bytes(b"")
    right.write_bytes(spoken(SAID, KIND).wav())
    run = ivr("speech", "transcribe", "--engine", "offline", wrong, empty, tmp_path / "none.wav", right)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.exit_code == 1
    assert [one.get("error") for one in told] == [
        "this is an MP3 file: only WAV files are read",
        "this file is empty",
        "No such file or directory",
        None,
    ]
    assert told[3]["text"] == SAID
    assert f"{wrong}: this is an MP3 file" in run.stderr


@needs(KIND)
def test_a_folder_is_measured_by_voice_and_in_all(ivr: Ivr, tmp_path: Path) -> None:
    for voice in ("kal", "other"):
        (tmp_path / voice).mkdir()
        (tmp_path / voice / "one.wav").write_bytes(spoken(SAID, KIND).wav())
        (tmp_path / voice / "one.txt").write_text(f"{SAID}.\n" if voice == "kal" else SAID.replace("is", "was"))
    told = json.loads(ivr("speech", "evaluate", "--engine", "offline", "--json", tmp_path).stdout)
    assert [told["voices"][name]["word_error_rate"] for name in ("kal", "other", "all")] == [0.0, 0.125, 0.0625]
    assert told["voices"]["all"]["words"] == 16
    assert 0 < told["voices"]["all"]["real_time_factor"] < 10
    assert 0 <= told["voices"]["kal"]["latency_seconds"] < 10
    assert "word errors" in ivr("speech", "evaluate", "--engine", "offline", "--no-live", tmp_path).stdout


def test_a_folder_without_texts_says_what_is_missing(process: Process, tmp_path: Path) -> None:
    run = process("speech", "evaluate", str(tmp_path))
    assert run.returncode == 2
    assert "no WAV file with a text of the same name" in run.stderr


def test_spanish_offline_is_refused_with_the_remedy(process: Process, tmp_path: Path) -> None:
    run = process("speech", "transcribe", "--engine", "offline", "--language", "es", str(tmp_path / "a.wav"))
    assert run.returncode == 2
    assert "Spanish needs Google" in run.stderr


def test_google_without_a_project_says_what_to_set(process: Process, tmp_path: Path) -> None:
    run = process("speech", "transcribe", "--engine", "google", str(tmp_path / "a.wav"))
    assert run.returncode == 2
    assert "GOOGLE_CLOUD_PROJECT" in run.stderr

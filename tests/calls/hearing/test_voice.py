"""Whether somebody speaks is told by loudness, on a quiet line and on a loud one."""

from __future__ import annotations

import pytest

from ivr.calls.hearing.voice import Voice
from tests.calls.hearing.sounds import frames, quiet, voice


def heard(*sounds: bytes) -> Voice:
    made = Voice()
    for frame in frames(b"".join(sounds)):
        made.feed(frame)
    return made


@pytest.mark.parametrize("noise", [5, 60, 300])
def test_a_line_without_a_voice(noise: float) -> None:
    found = heard(quiet(8, noise))
    assert not found.heard or found.silence > 5
    assert found.at == pytest.approx(8)


@pytest.mark.parametrize(("noise", "loudness"), [(5, 600), (25, 1000), (150, 4000)])
def test_a_voice_and_the_silence_after_it(noise: float, loudness: float) -> None:
    found = heard(quiet(2, noise), voice(1, loudness), quiet(1, noise))
    assert found.heard
    assert found.silence == pytest.approx(1, abs=0.1)


def test_a_click_is_no_voice() -> None:
    assert not heard(quiet(1), voice(0.04), quiet(1)).heard


def test_how_the_sound_is_cut_makes_no_difference() -> None:
    sound = quiet(1) + voice(0.7) + quiet(0.6)
    other = Voice()
    for start in range(0, len(sound), 37):
        other.feed(sound[start : start + 37])
    whole = heard(sound)
    assert (other.last, other.at) == (whole.last, whole.at)

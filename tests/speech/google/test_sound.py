"""What is done with the sound itself: kept, cut, and told from silence."""

from __future__ import annotations

import numpy as np
import pytest

from ivr.speech.audio import RATE, Audio, encoded
from ivr.speech.errors import EarRefused
from ivr.speech.google.cutting import pieces
from ivr.speech.google.keeping import Kept
from ivr.speech.google.models import languages_for, model_of
from ivr.speech.google.places import host, recognizer
from ivr.speech.google.voicing import Voicing
from tests.speech.google.listener import quiet, said
from tests.speech.voices import KIND, PAUSE, needs, silence, spoken


def test_sound_is_kept_until_it_is_forgotten() -> None:
    kept = Kept()
    kept.add(b"abcdef")
    assert kept.take(2, 3) == b"cde"
    kept.forget(4)
    kept.add(b"gh")
    assert (kept.start, kept.end, kept.rest()) == (4, 8, (b"efgh", 4))
    kept.forget(3)
    assert kept.start == 4
    kept.forget(99)
    assert (kept.start, kept.end) == (8, 8)


def test_a_recording_is_cut_where_nobody_speaks() -> None:
    sound = said(*["one two three four"] * 8, pause=0.7)
    cut = list(pieces(Audio(sound), most=4.0))
    assert b"".join(piece for _, piece in cut) == sound
    assert all(len(piece) <= 4 * RATE for _, piece in cut)
    for at, _ in cut[1:]:
        around = Audio(sound[int(at * RATE) - 400 : int(at * RATE) + 400])
        assert np.abs(around.samples).max() < 100


def test_speech_without_a_pause_is_cut_nevertheless() -> None:
    noise = encoded(np.full(10 * RATE, 5000, np.int16))
    cut = list(pieces(Audio(noise), most=4.0))
    assert b"".join(piece for _, piece in cut) == noise
    assert all(len(piece) <= 4 * RATE for _, piece in cut)


@needs(KIND)
def test_a_voice_is_told_from_the_noise_of_the_line() -> None:
    voicing, empty = Voicing(), Voicing()
    speech = spoken("There is a water main break on North Charles Street")
    assert 0.5 < voicing.feed(speech.mulaw) / (speech.seconds - 2 * PAUSE) <= 1.0
    assert empty.feed(silence(20).mulaw) < 0.2


def test_steady_noise_is_taken_for_a_voice_only_until_it_is_known() -> None:
    voicing = Voicing()
    voicing.feed(quiet(1.0))
    loud = encoded(np.random.default_rng(1).normal(0, 3000, 30 * RATE).astype(np.int16))
    voicing.feed(loud)
    assert voicing.feed(loud) < 1.0


def test_pieces_of_any_length_make_the_same_voice() -> None:
    sound, whole, parts = said("one two three"), Voicing(), Voicing()
    assert whole.feed(sound) == pytest.approx(sum(parts.feed(sound[at : at + 37]) for at in range(0, len(sound), 37)))


def test_google_is_where_its_location_is() -> None:
    assert host("us") == "us-speech.googleapis.com"
    assert host("us-central1") == "us-central1-speech.googleapis.com"
    assert host("global") == "speech.googleapis.com"
    assert recognizer("a-project", "eu") == "projects/a-project/locations/eu/recognizers/_"
    with pytest.raises(EarRefused, match="GOOGLE_SPEECH_LOCATION"):
        recognizer("a-project", "evil.example/")


def test_a_language_has_its_model_and_its_company() -> None:
    assert model_of("es-US", {}) == "telephony"
    assert model_of("es-US", {"es": "long"}) == "long"
    assert model_of("es-US", {"es": "long", "es-US": "chirp_2"}) == "chirp_2"
    three = ("en-US", "es-US", "es-MX", "fr-FR")
    assert languages_for(three, "telephony", "us") == three[:3]
    assert languages_for(three, "telephony", "us-central1") == ("en-US",)
    assert languages_for((), "telephony", "us") == ("en-US",)

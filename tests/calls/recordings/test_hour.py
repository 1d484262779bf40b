"""An hour of somebody's voice through the real worker and a real ear: all of it heard, and no memory grows with it."""

from __future__ import annotations

import time
from contextlib import nullcontext
from itertools import chain, cycle, islice

import pytest

from ivr.calls.recordings import outlines
from ivr.speech.audio import Audio
from tests.speech.voices import needs, silence, spoken

from .conftest import City
from .working import Worker, google, worker

HOUR, LONGEST = 3600.0, 1800.0
SAID = (
    "there is a pothole on my street",
    "the trash was not picked up this week",
    "the street light in front of my house is out",
    "somebody dumped tires in the alley",
    "the hydrant leaks at the corner",
)
GROWN = 40
"""Megabytes of its own, beside what a recording of two seconds takes: less than the file has."""


def hour() -> Audio:
    """Those sentences, one every five seconds or so."""
    each = [
        Audio(spoken(text, voice).mulaw + silence(2.0).mulaw) for text in SAID for voice in ("flite/kal", "flite/rms")
    ]
    one = sum(sound.seconds for sound in each)
    many = islice(cycle(each), int(HOUR / one) * len(each))
    return Audio(bytes(chain.from_iterable(sound.mulaw for sound in many)))


@pytest.mark.soak
@needs("flite/kal")
@pytest.mark.parametrize("ear", ["google", "offline"])
def test_an_hour_is_heard_and_no_memory_grows_with_it(city: City, ear: str) -> None:
    sound = hour()
    city.call(filed=0)
    with (
        google(SAID[0]) if ear == "google" else nullcontext({"ONECALL_EARS": "offline"}) as settings,
        worker(city, **settings) as working,
    ):
        before = used(city, working, "RE0", spoken(SAID[0]))[-1]
        while_heard = used(city, working, "RE1", sound)
    heard = city.heard()
    assert heard.recording.outcome == "heard"
    assert heard.transcript is not None
    assert heard.transcript.seconds == pytest.approx(sound.seconds, abs=1)
    starts = [word.start for word in heard.transcript.words]
    assert starts == sorted(starts)
    assert starts[-1] > sound.seconds - 60
    assert len(outlines.outline(city.desk().storage, "RE1.wav")) == outlines.BARS
    print(f"{ear}: {before} MB before, then {while_heard[:: max(1, len(while_heard) // 12)]} in {len(while_heard)} s")
    nearly_all = sorted(while_heard)[int(0.98 * len(while_heard))]  # what hears danger was let go, and is made anew
    assert nearly_all - before < GROWN


def used(city: City, working: Worker, sid: str, sound: Audio) -> list[int]:
    """Megabytes of the worker, every second until it has heard the sound and searched its words."""
    city.record(sid, sound=sound)
    found, until = [working.megabytes], time.monotonic() + LONGEST
    while not city.heard(sid).recording.searched and time.monotonic() < until:
        time.sleep(1.0)
        found.append(working.megabytes)
    return found

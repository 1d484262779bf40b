"""Whole sentences: sound through the city's language model."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ivr.speech.audio import RATE, Audio
from ivr.speech.errors import EarAway
from ivr.speech.offline import building, decoders, endpoints, features
from ivr.speech.transcript import Transcript, Word

if TYPE_CHECKING:
    from pocketsphinx import Decoder

Cepstra = NDArray[np.float32]
LANGUAGE, ENGINE = "en-US", "offline"
STEP = 200
"""Frames between two looks at the clock: two seconds of sound."""


def maker(model: Path) -> Callable[[], Decoder]:
    """What makes decoders for the model in a folder of `building.build`."""
    return partial(decoders.decoder, model / building.DICTIONARY, lm=str(model / building.LANGUAGE_MODEL), **SETTINGS)


SETTINGS: dict[str, object] = {"topn": 16, "bestpath": False, "maxwpf": 20, "maxhmmpf": 10000}
"""More Gaussians of each moment than the decoder's four: the narrow ones lie closer together. Fewer words at once: as
good, and a third quicker. No best path through the lattice: it leaves out words."""


def heard(decoder: Decoder, audio: Audio, until: float) -> Transcript:
    """EarAway: it took until after `until` (time.monotonic)."""
    words: list[Word] = []
    for begin, end in endpoints.utterances(audio.samples):
        decoded(decoder, features.cepstra(audio.samples[begin:end]), until)
        words += [Word(one.word, begin / RATE + one.start, begin / RATE + one.end) for one in decoders.words(decoder)]
    return Transcript(" ".join(word.text for word in words), LANGUAGE, tuple(words), None, ENGINE, audio.seconds)


def decoded(decoder: Decoder, cepstra: Cepstra, until: float) -> None:
    """The sound through the decoder, to its end. EarAway: it took until after `until`."""
    decoder.start_utt()
    try:
        for at in range(0, len(cepstra), STEP):
            if time.monotonic() > until:
                raise EarAway("the sound was not heard through in time")
            decoder.process_cep(cepstra[at : at + STEP].tobytes())
    finally:
        decoder.end_utt()

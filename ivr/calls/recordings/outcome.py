"""How a recording ended: what it is called in the table, in a sentence, and whether another time may do better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Outcome = Literal[
    "",
    "heard",
    "cut",
    "silent",
    "empty",
    "not_audio",
    "too_large",
    "too_long",
    "absent",
    "gone",
    "not_allowed",
    "unreachable",
    "unheard",
    "refused",
]
"""The table's word. "" : work on it is under way, or waits for its turn."""

ENDED: Mapping[Outcome, str] = {
    "heard": "heard",
    "cut": "the file ends early; what is there was heard",
    "silent": "nothing is said in it",
    "empty": "there is no sound in it",
    "not_audio": "the file is no sound",
    "too_large": "larger than 100 MB: it stays at Twilio, and is not fetched",
    "too_long": "longer than two hours: kept to be played, and not heard",
    "absent": "Twilio made no recording",
    "gone": "Twilio has it no more",
    "not_allowed": "Twilio refuses our credentials; it is asked again every hour",
    "unreachable": "could not be fetched or kept; it is tried again every hour",
    "unheard": "kept to be played; no recogniser answered; it is tried again every hour",
    "refused": "kept to be played; the recogniser refuses it, or its language; it is tried again every day",
}
"""For people, in a sentence."""

AGAIN: Mapping[Outcome, int] = {"not_allowed": 1, "unreachable": 1, "unheard": 1, "refused": 24}
"""After how many hours what ended so is tried again: the trouble is ours, and may be mended."""

WITH_WORDS: frozenset[Outcome] = frozenset({"heard", "cut"})
"""There is a transcript with words in it."""

"""An ear in its place among others: what it is trusted with, what it is told, what its failures mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.speech.breaker import Breaker
from ivr.speech.errors import EarRefused, NoSuchLanguage, SpeechError
from ivr.speech.recognizer import Recognizer
from ivr.speech.transcript import Expected

FEW_WORDS = frozenset({"offline"})
"""Ears that know the expected words and hardly any others."""


@dataclass(frozen=True)
class Ranked:
    """first: it is asked before all others."""

    recognizer: Recognizer
    breaker: Breaker
    first: bool

    def trusted(self, expected: Expected) -> bool:
        """With a stream."""
        return self.first or expected.closed or self.recognizer.name not in FEW_WORDS

    def expects(self, expected: Expected) -> Expected:
        """Without phrases that only Google reads (“$ADDRESSNUM Charles Street”)."""
        if self.recognizer.name == "google":
            return expected
        return replace(expected, phrases=tuple(phrase for phrase in expected.phrases if "$" not in phrase))

    def failed(self, reason: SpeechError) -> None:
        """It could not hear somebody."""
        if isinstance(reason, NoSuchLanguage):
            self.breaker.worked()  # it answered: others may ask it
        else:
            self.breaker.failed(refused=isinstance(reason, EarRefused))

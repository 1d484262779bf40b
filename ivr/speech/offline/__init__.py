"""The ear that works without a network: pocketsphinx, with a language model of the city's own words. English."""

from __future__ import annotations

from ivr.speech.offline.building import build
from ivr.speech.offline.ear import Offline
from ivr.speech.offline.words import Name, Phrase

__all__ = ["Name", "Offline", "Phrase", "build"]

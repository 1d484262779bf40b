"""Why nothing was heard. Each says who can do something about it; none carries a word of what was said."""

from __future__ import annotations


class SpeechError(Exception):
    """Nothing was heard."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").partition("\n")[0])


class EarAway(SpeechError):
    """The recogniser is away, too slow or overrun: another ear, or a later time, may do."""


class EarRefused(SpeechError):
    """The recogniser refuses what it was asked: the settings are wrong, and trying again will not help."""


class NoSuchLanguage(EarRefused):
    """This ear does not know the language."""


class NotAudio(SpeechError):
    """This is no sound that can be read: a WAV file of 8 to 48 kHz, or 8 kHz µ-law."""


class TooLong(SpeechError):
    """The recording is longer than what is recognised."""

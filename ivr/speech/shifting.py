"""What is told of a piece of sound, with times from the beginning of the whole."""

from __future__ import annotations

from dataclasses import replace

from ivr.speech.recognizer import Final, SpeechBegan, SpeechEnded, Told
from ivr.speech.transcript import Word


def shifted(told: Told, by: float) -> Told:
    """by: seconds at which the piece begins."""
    match told:
        case Final(transcript) if by:
            words = tuple(
                Word(w.text, round(w.start + by, 3), round(w.end + by, 3), w.confidence) for w in transcript.words
            )
            return Final(replace(transcript, words=words))
        case SpeechBegan(at):
            return SpeechBegan(at + by)
        case SpeechEnded(at):
            return SpeechEnded(at + by)
        case _:
            return told

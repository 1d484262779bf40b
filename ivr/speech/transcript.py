"""What was heard: words with their times, and how sure the ear was of them."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en-US", "es-US")


@dataclass(frozen=True, slots=True)
class Word:
    """start, end: seconds from the beginning of the sound. confidence: 0..1, None where the ear does not tell."""

    text: str
    start: float
    end: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one ear heard in one piece of sound.

    text: as it is written, with capitals and full stops where the ear sets them; empty: nothing was said. words: may
    be empty. language: BCP-47, the one that was heard. confidence: 0..1, None: unknown. engine: google | offline.
    seconds: of sound. billed: seconds that are paid for, 0 offline.
    """

    text: str
    language: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    engine: str = ""
    seconds: float = 0.0
    billed: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ear should be ready for.

    languages: BCP-47, the one of the call first; what else may be spoken after it. phrases: what callers may say here,
    the likeliest first; an ear takes as many as it can. closed: one of these phrases is the whole answer (a yes, an
    option, digits), so that an ear with few words can be trusted.
    """

    languages: tuple[str, ...] = ("en-US",)
    phrases: tuple[str, ...] = ()
    closed: bool = False

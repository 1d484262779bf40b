"""Closed questions: the answer is one of a few phrases, or none of them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import exp, log
from typing import TYPE_CHECKING

from ivr.speech.audio import Audio
from ivr.speech.offline import decoders, hearing
from ivr.speech.offline.sounds import acoustic_model, spoken
from ivr.speech.offline.words import said
from ivr.speech.transcript import Transcript, Word

if TYPE_CHECKING:
    from pocketsphinx import Decoder

MOST = 300
"""Phrases of a question that are expected."""
DIGITS = frozenset(("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
BEFORE = ("uh", "um", "well", "okay", "it's")
AFTER = ("please", "thanks", "ma'am", "sir")
KEPT = 32
"""Grammars that stay in memory, a small decoder each."""
HALF, STEEP, AGREED = -4.0, 1.0, 6.0
"""Confidence is a half where the phrases' score lies this far under that of any sounds; measured."""
LEAST = 0.5
"""Confidence under which it was none of the phrases."""
Words = tuple[str, ...]
Transition = tuple[int, int, float] | tuple[int, int, float, str]
SETTINGS: Mapping[str, object] = {"compallsen": True}


def closed(audio: Audio, phrases: Sequence[str], freely: Sequence[str] | None, until: float) -> Transcript:
    """The phrase that was said; no text: it was none of them, or nothing was said.

    freely: the words that are heard where anything may be said; None: not known. They vouch for the phrase, or not.
    """
    expected = tuple(dict.fromkeys(words for phrase in phrases[:MOST] if (words := said(phrase))))
    heard, score = scored(audio, expected, until)
    found = answer(heard, expected)
    confidence = sureness(score, None if freely is None else agreement([one.word for one in found], freely))
    if not found or confidence < LEAST:
        return Transcript("", hearing.LANGUAGE, (), None, hearing.ENGINE, audio.seconds)
    told = tuple(Word(one.word, one.start, one.end, confidence) for one in found)
    text = " ".join(word.text for word in told)
    return Transcript(text, hearing.LANGUAGE, told, confidence, hearing.ENGINE, audio.seconds)


def sureness(score: float, agreed: float | None) -> float:
    """0..1: how sure it is that it was said: it fits the sound, and agrees with what was heard freely."""
    weighed = STEEP * (score - HALF) if agreed is None else STEEP * (score - HALF) / 2 + AGREED * (agreed - 0.5)
    return 1.0 / (1.0 + exp(max(min(-weighed, 50.0), -50.0)))


def agreement(words: Sequence[str], freely: Sequence[str]) -> float:
    """0..1: the share of words that two hearings have in common, in order."""
    return SequenceMatcher(None, list(words), list(freely), autojunk=False).ratio() if words or freely else 1.0


def answer(words: Sequence[decoders.Heard], phrases: Collection[Words]) -> Sequence[decoders.Heard]:
    """The words without what is said around an answer; none where they are no whole answer."""
    begin = 1 if words and words[0].word in BEFORE and (words[0].word,) not in phrases else 0
    end = len(words) - (1 if words and words[-1].word in AFTER and (words[-1].word,) not in phrases else 0)
    said_ = tuple(one.word for one in words[begin:end])
    whole = said_ in phrases or (len(said_) > 1 and all((word,) in phrases and word in DIGITS for word in said_))
    return words[begin:end] if whole else ()


def scored(audio: Audio, phrases: tuple[Words, ...], until: float) -> tuple[list[decoders.Heard], float]:
    """The likeliest words, and how much better they explain the sound than any sounds would: a frame of 10 ms."""
    with _grammars(phrases).lent(until - time.monotonic()) as decoder:
        hearing.decode(decoder, audio, until)
        words = decoders.words(decoder)
        score = _score(decoder)
    if not words:
        return [], -1000.0
    with _sounds().lent(until - time.monotonic()) as decoder:
        hearing.decode(decoder, audio, until)
        free = _score(decoder)
    frames = sum(one.end - one.start for one in words) * 100
    return words, (score - free) / max(frames, 1.0)


def _score(decoder: Decoder) -> float:
    """The logarithm of how well the sound of the words fits; silences left out."""
    parts = [segment for segment in decoder.seg() or () if segment.word[0] not in "<["]
    return sum(log(max(segment.ascore, 1e-300)) for segment in parts)


@lru_cache(maxsize=KEPT)
def _grammars(phrases: tuple[Words, ...]) -> decoders.Pool:
    return decoders.Pool(lambda: _decoder(phrases), 2)


@lru_cache(maxsize=1)
def _sounds() -> decoders.Pool:
    """Any sounds of English, as they follow each other."""
    sounds = str(acoustic_model().with_name("en-us-phone.lm.bin"))
    return decoders.Pool(lambda: decoders.decoder(_small({}), allphone=sounds, **SETTINGS), 2)


def _decoder(phrases: tuple[Words, ...]) -> Decoder:
    ways = spoken({*BEFORE, *AFTER, *(word for phrase in phrases for word in phrase)})
    known = [phrase for phrase in phrases if all(word in ways for word in phrase)]
    made = decoders.decoder(_small(ways), **SETTINGS)
    made.add_fsg("closed", made.create_fsg("closed", 0, 1, list(_transitions(known))))
    made.activate_search("closed")
    return made


def _small(ways: Mapping[str, Sequence[Words]]) -> str:
    """The lines of a dictionary."""
    return "".join(
        f"{word}({at + 1}) {' '.join(sounds)}\n" if at else f"{word} {' '.join(sounds)}\n"
        for word, own in sorted(ways.items())
        for at, sounds in enumerate(own)
    )


def _transitions(phrases: Sequence[Words]) -> Iterator[Transition]:
    """From 0 to 1: a filler, a phrase, a politeness. Digits may follow each other."""
    begin, end, spare = 2, 3, 4
    yield (0, begin, 0.95)
    for word in BEFORE:
        yield (0, begin, 0.05 / len(BEFORE), word)
    for phrase in phrases:
        at, chance = begin, 1.0 / len(phrases)
        for word in phrase[:-1]:
            yield (at, spare, chance, word)
            at, chance, spare = spare, 1.0, spare + 1
        yield (at, end, chance, phrase[-1])
    if any(len(phrase) == 1 and phrase[0] in DIGITS for phrase in phrases):
        yield (end, begin, 0.3)
    yield (end, 1, 0.9)
    for word in AFTER:
        yield (end, 1, 0.1 / len(AFTER), word)

"""Closed questions: the answer is one of a few phrases, or none of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import exp, inf, log
from typing import TYPE_CHECKING

from ivr.speech.audio import Audio
from ivr.speech.offline import decoders, features, hearing
from ivr.speech.offline.sounds import acoustic_model, dictionary, spoken
from ivr.speech.offline.words import said
from ivr.speech.transcript import Transcript, Word

if TYPE_CHECKING:
    from pocketsphinx import Decoder

MOST = 300
"""Phrases of a question that are expected."""
DIGITS = frozenset(("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
BEFORE = ("uh", "um", "well", "okay", "it's")
NO_ANSWER = ("okay", "hello", "what", "hold on", "excuse me", "wait")
"""Said often, and answering nothing: without them the likeliest answer would have to be made of such a sound."""
AFTER = ("please", "thanks", "ma'am", "sir")
AROUND = frozenset((*BEFORE, *AFTER, *" ".join(NO_ANSWER).split()))
AT_ONCE = max(2, os.cpu_count() or 1)
"""Closed questions that are heard at one time."""
SHIFT = 1024
"""The decoder counts in so many times its logarithms."""
EVEN, ALIKE, WORSE = 0.6, 2.0, 1.4
SOUNDS, BARE = 5.0, 1.0
"""What makes an answer sure, by what was heard freely and by any sounds: by regression."""
LEAST = 0.5
"""Confidence under which it was none of the phrases."""
Words = tuple[str, ...]
Transition = tuple[int, int, float] | tuple[int, int, float, str]
SETTINGS: Mapping[str, object] = {
    "topn": 8,
    "compallsen": True,
    "bestpath": False,
    "silprob": 0.1,
    "wip": 0.5,
    "beam": 1e-80,
    "pbeam": 1e-80,
    "wbeam": 1e-60,
}
"""Nothing that may still be an answer is given up. A best path through the lattice would be free to leave the grammar:
it called short answers silence, or put "eight" before them."""


def closed(audio: Audio, phrases: Sequence[str], freely: Sequence[str] | None, until: float) -> Transcript:
    """The phrase that was said; no text: it was none of them, or nothing was said.

    freely: the words that are heard where anything may be said; None: not known, any sounds stand for them. They must
    not explain the sound much better than the phrase.
    """
    expected = tuple(dict.fromkeys(words for phrase in phrases[:MOST] if (words := said(phrase))))
    heard, behind = compared(audio, expected, freely, until)
    found = answer(heard, expected)
    confidence = sureness(behind, agreement([one.word for one in heard], freely) if freely else None)
    if not found or confidence < LEAST:
        return Transcript("", hearing.LANGUAGE, (), None, hearing.ENGINE, audio.seconds)
    told = tuple(Word(one.word, one.start, one.end, confidence) for one in found)
    text = " ".join(word.text for word in told)
    return Transcript(text, hearing.LANGUAGE, told, confidence, hearing.ENGINE, audio.seconds)


def sureness(behind: float, agreed: float | None) -> float:
    """0..1: how sure it is that a phrase was said: it explains the sound not much worse, and sounds like what was heard
    freely. agreed: None where nothing was heard freely."""
    weighed = BARE * (SOUNDS - behind) if agreed is None else EVEN + ALIKE * agreed - WORSE * behind
    return 1.0 / (1.0 + exp(max(min(-weighed, 50.0), -50.0)))


def agreement(words: Sequence[str], freely: Sequence[str]) -> float:
    """0..1: the share of sounds that two hearings have in common, in order: "no" is "know", and half of "snow"."""
    one, other = ([sound for word in own for sound in _sounded(word)] for own in (words, freely))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _sounded(word: str) -> Words:
    return next(iter(dictionary().get(word, ((word,),))))


def answer(words: Sequence[decoders.Heard], phrases: Collection[Words]) -> Sequence[decoders.Heard]:
    """The words without what is said around an answer; none where they are no whole answer."""
    begin = 1 if words and words[0].word in BEFORE and (words[0].word,) not in phrases else 0
    end = len(words) - (1 if words and words[-1].word in AFTER and (words[-1].word,) not in phrases else 0)
    said_ = tuple(one.word for one in words[begin:end])
    whole = said_ in phrases or (len(said_) > 1 and all((word,) in phrases and word in DIGITS for word in said_))
    return words[begin:end] if whole else ()


def compared(
    audio: Audio, phrases: Collection[Words], freely: Sequence[str] | None, until: float
) -> tuple[list[decoders.Heard], float]:
    """The likeliest words of the grammar; and how much worse they explain the sound than what is heard freely does:
    natural logarithms, for each 10 ms of voice."""
    cepstra = features.cepstra(audio.samples)
    with _grammars().lent(until - time.monotonic()) as decoder:
        words, score = _searched(decoder, cepstra, AROUND, phrases, _transitions, until)
        if not words:
            return [], inf
        if freely:
            _, free = _searched(decoder, cepstra, (), [tuple(freely)], _chain, until)
    if not freely:
        with _sounds().lent(until - time.monotonic()) as decoder:
            hearing.decoded(decoder, cepstra, until)
            free = _score(decoder)
    frames = max(sum(one.end - one.start for one in words) * 100, 1.0)
    return words, (free - score) / frames


def _searched(
    decoder: Decoder,
    cepstra: hearing.Cepstra,
    fillers: Collection[str],
    phrases: Collection[Words],
    grammar: Callable[[Sequence[Words]], Iterable[Transition]],
    until: float,
) -> tuple[list[decoders.Heard], float]:
    """What is heard by a grammar over these phrases, and the logarithm of how well the whole sound fits it."""
    _learn(decoder, {*fillers, *(word for phrase in phrases for word in phrase)})
    known = [phrase for phrase in phrases if all(decoder.lookup_word(word) for word in phrase)]
    decoder.add_fsg("closed", decoder.create_fsg("closed", 0, 1, list(grammar(known))))
    decoder.activate_search("closed")
    hearing.decoded(decoder, cepstra, until)
    return decoders.words(decoder), _score(decoder)


def _learn(decoder: Decoder, words: Collection[str]) -> None:
    new = {word for word in words if decoder.lookup_word(word) is None}
    for word, ways in (spoken(new) if new else {}).items():
        for at, sounds in enumerate(ways):
            decoder.add_word(f"{word}({at + 1})" if at else word, " ".join(sounds), False)


def prepare(phrases: Sequence[str], until: float) -> None:
    """Makes what the first answer would wait for: a decoder, and the words it does not know yet."""
    with _grammars().lent(until - time.monotonic()) as decoder:
        _learn(decoder, {*AROUND, *(word for phrase in phrases[:MOST] for word in said(phrase))})


def _score(decoder: Decoder) -> float:
    """The logarithm of how well the sound fits what was heard, against the likeliest sounds of each moment."""
    return SHIFT * sum(log(max(segment.ascore, 1e-300)) for segment in decoder.seg() or ())


@lru_cache(maxsize=1)
def _grammars() -> decoders.Pool:
    """One kind for every question: they learn their words when they are asked, and their grammar each time."""
    return decoders.Pool(lambda: decoders.decoder("yes Y EH S\n", **SETTINGS), AT_ONCE)


@lru_cache(maxsize=1)
def _sounds() -> decoders.Pool:
    """Any sounds of English, as they follow each other."""
    sounds = str(acoustic_model().with_name("en-us-phone.lm.bin"))
    return decoders.Pool(lambda: decoders.decoder("yes Y EH S\n", allphone=sounds, **SETTINGS), AT_ONCE)


def _chain(phrases: Sequence[Words]) -> Iterator[Transition]:
    """These words, one after the other, and nothing else."""
    for phrase in phrases:
        *before, last = phrase
        for at, word in enumerate(before, 1):
            yield (0 if at == 1 else at, at + 1, 1.0, word)
        yield (len(phrase) if before else 0, 1, 1.0, last)


def _transitions(phrases: Sequence[Words]) -> Iterator[Transition]:
    """From 0 to 1: a filler, a phrase, a politeness. Digits may follow each other."""
    begin, end, spare = 2, 3, 4
    yield (0, begin, 0.95)
    for word in BEFORE:
        yield (0, begin, 0.05 / len(BEFORE), word)
    nothing = [words for said_ in NO_ANSWER if (words := tuple(said_.split())) not in phrases]
    for phrase in [*phrases, *nothing]:
        at, chance = begin, 1.0 / (len(phrases) + len(nothing))
        for word in phrase[:-1]:
            yield (at, spare, chance, word)
            at, chance, spare = spare, 1.0, spare + 1
        yield (at, end, chance, phrase[-1])
    if any(len(phrase) == 1 and phrase[0] in DIGITS for phrase in phrases):
        yield (end, begin, 0.3)
    yield (end, 1, 0.9)
    for word in AFTER:
        yield (end, 1, 0.1 / len(AFTER), word)

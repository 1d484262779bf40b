"""Google's answers as what was heard."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from ivr.speech.recognizer import Interim
from ivr.speech.transcript import Transcript, Word

ENGINE = "google"


def seconds(duration: Any) -> float:
    """Of a google.protobuf.Duration."""
    return float(duration.seconds) + float(duration.nanos) / 1e9


def words_of(alternative: Any, shift: float = 0.0) -> tuple[Word, ...]:
    """shift: seconds by which the sound began later than what they are told of."""
    return tuple(
        Word(
            word.word,
            round(shift + seconds(word.start_offset), 3),
            round(shift + seconds(word.end_offset), 3),
            round(word.confidence, 4) or None,
        )
        for word in alternative.words
    )


def transcript(result: Any, language: str, shift: float = 0.0) -> Transcript:
    """Of one result; language: where it names none. A confidence of exactly 0 is Google's “not told”."""
    best = result.alternatives[0]
    return Transcript(
        best.transcript.strip(),
        result.language_code or language,
        words_of(best, shift),
        round(best.confidence, 4) or None,
        ENGINE,
    )


def interim(results: Sequence[Any], language: str) -> Interim:
    """Of results that may still change, in their order; language: where the first names none."""
    text = " ".join(one.alternatives[0].transcript.strip() for one in results)
    return Interim(text, results[0].language_code or language, round(results[0].stability, 4) or None)


def recognized(response: Any, language: str, heard: float) -> Transcript:
    """Of a RecognizeResponse. heard: seconds of sound that were sent."""
    parts = [transcript(one, language) for one in response.results if one.alternatives]
    told = seconds(response.metadata.total_billed_duration)
    return joined([(0.0, part) for part in parts], language, heard, told or math.ceil(heard))


def joined(parts: Iterable[tuple[float, Transcript]], language: str, heard: float, billed: float) -> Transcript:
    """Transcripts of consecutive sound as one: times shifted, the language of most words, confidence by words."""
    given = [(shift, part) for shift, part in parts if part.text]
    return Transcript(
        text=" ".join(part.text for _, part in given),
        language=_most(part for _, part in given) or language,
        words=tuple(
            Word(word.text, round(word.start + shift, 3), round(word.end + shift, 3), word.confidence)
            for shift, part in given
            for word in part.words
        ),
        confidence=_confidence([part for _, part in given]),
        engine=ENGINE,
        seconds=heard,
        billed=billed,
    )


def _most(parts: Iterable[Transcript]) -> str:
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.language] = counts.get(part.language, 0) + len(part.text.split())
    return max(counts, key=lambda language: counts[language]) if counts else ""


def _confidence(parts: Sequence[Transcript]) -> float | None:
    told = [(part.confidence, len(part.text.split())) for part in parts if part.confidence is not None]
    total = sum(weight for _, weight in told)
    return round(sum(sure * weight for sure, weight in told) / total, 4) if total else None

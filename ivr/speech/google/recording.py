"""A whole recording: one request where it is short, several at once where it is long.

Google hears at most a minute in one request. For longer sound BatchRecognize wants a Cloud Storage bucket, and a city's
recordings are not put there: a long one is cut where nobody speaks, its pieces are heard four at a time, and the words
joined.
"""

from __future__ import annotations

import asyncio

from ivr.speech import counted
from ivr.speech.audio import Audio
from ivr.speech.errors import TooLong
from ivr.speech.google import asking
from ivr.speech.google.asking import Question
from ivr.speech.google.cutting import pieces
from ivr.speech.google.failing import Failure, failure
from ivr.speech.google.limits import INLINE_SECONDS
from ivr.speech.google.means import Means
from ivr.speech.google.reading import ENGINE, joined, recognized
from ivr.speech.transcript import Transcript

LONGEST = 3600.0
"""Seconds of a recording that are recognised at all."""
AT_ONCE = 4


def check(audio: Audio) -> None:
    """TooLong: an hour is the most."""
    if audio.seconds > LONGEST:
        raise TooLong(
            f"the recording lasts {audio.seconds / 60:.0f} minutes; at most {LONGEST / 60:.0f} are recognised"
        )


async def recognize(means: Means, question: Question, audio: Audio, timeout: float) -> Transcript:
    """What is said in it. timeout: seconds in all. Whatever the client library raises."""
    cut = [(0.0, audio.mulaw)] if audio.seconds <= INLINE_SECONDS else list(pieces(audio))
    turn = asyncio.Semaphore(AT_ONCE)
    until = asyncio.get_running_loop().time() + timeout

    async def one(sound: bytes) -> Transcript:
        async with turn:
            return await _piece(means, question, sound, until)

    async with asyncio.timeout(timeout), asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(sound)) for _, sound in cut]
    heard = [task.result() for task in tasks]
    billed = sum(part.billed for part in heard)
    parts = [(at, part) for (at, _), part in zip(cut, heard, strict=True)]
    return joined(parts, question.languages[0], audio.seconds, billed)


async def _piece(means: Means, question: Question, mulaw: bytes, until: float) -> Transcript:
    """At most a minute. Tried twice where the server was away, and simpler where it turns something away."""
    now = asyncio.get_running_loop().time
    tries = 1
    while True:
        try:
            async with means.line.client() as client:
                response = await client.recognize(
                    request=asking.recording(question, mulaw), retry=None, timeout=max(0.05, until - now())
                )
        except Exception as problem:
            ended = failure(problem)
            if ended.code == "INVALID_ARGUMENT" and question.rich:
                question = means.poorer(question, ended)
            elif ended.code == "UNAVAILABLE" and tries and until - now() > means.patience.retry * 2:
                tries -= 1
                await asyncio.sleep(means.patience.retry)
            else:
                raise Unheard(ended) from problem
        else:
            heard = recognized(type(response).pb(response), question.languages[0], Audio(mulaw).seconds)
            counted.billed.labels(ENGINE, question.languages[0]).inc(heard.billed)
            return heard


class Unheard(Exception):
    """A request failed."""

    def __init__(self, ended: Failure) -> None:
        super().__init__(ended.code)
        self.ended = ended

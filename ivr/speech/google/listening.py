"""One stream to Google, as long as the caller speaks: begun again where it must be, and no word lost or told twice.

Sound is kept until Google has made final words of it. A stream that grows old, breaks or is turned away is replaced by
a new one that gets everything since the last final word, so a word that was being spoken is heard whole; what was final
is not sent again. Sound is fed from any thread and never waits; all else happens in the one loop (loop.py).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import structlog

from ivr.speech import counted
from ivr.speech.audio import RATE
from ivr.speech.errors import EarAway
from ivr.speech.google import asking
from ivr.speech.google.asking import Question
from ivr.speech.google.failing import CLOSED, SILENT, SPENT, STUCK, Failure, failure
from ivr.speech.google.means import Means
from ivr.speech.google.paying import Paying
from ivr.speech.google.reading import ENGINE, interim, seconds, transcript
from ivr.speech.google.supply import Supply
from ivr.speech.google.voicing import Voicing
from ivr.speech.google.watching import Watch
from ivr.speech.recognizer import Broke, Ended, Final, SpeechBegan, SpeechEnded, Tell, Told

log = structlog.get_logger(__name__)
QUIET = 2 * RATE
CAREFUL = 0.2
"""Seconds between settings and sound in a second try. gRPC tells a call that ended while it was written to as INTERNAL,
whatever the server said; in the pause its real reason is heard."""
BEGAN, ENDED = 2, 3


class Listening:
    """A Stream (ivr/speech/recognizer.py)."""

    def __init__(self, means: Means, question: Question, tell: Tell) -> None:
        self._means, self._question, self._tell = means, question, tell
        self._supply = Supply(means.loop, means.patience.most)
        self._kept, self._voicing, self._paying = self._supply.kept, Voicing(), Paying(question.languages[0])
        self._closed = self._over = self._careful = False
        self._paused = 0
        self._unfinal = 0.0
        self._tries = 1
        self._speaking = False
        self._finishing: float | None = None
        self._watch = Watch(0, time.monotonic())
        self._inner: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._why: Failure | None = None

    # From any thread

    def feed(self, mulaw: bytes) -> None:
        """More sound. Beyond what may be kept it is dropped, and the stream breaks.

        After Broke it is still kept, for `unheard`: what comes while another ear is found is not lost.
        """
        if not (self._closed or self._supply.finished):
            self._supply.feed(mulaw)

    def finish(self) -> None:
        """No more sound comes."""
        if not (self._over or self._supply.finished):
            self._supply.finished = True
            self._means.loop.soon(self._finish)

    def close(self) -> None:
        """Nobody listens any more."""
        self._closed = self._over = True
        self._means.loop.soon(self._let_go)

    @property
    def unheard(self) -> tuple[bytes, float]:
        """The sound that no final word was made of (µ-law), and the second at which it begins: for another ear."""
        sound, at = self._kept.rest()
        return sound, at / RATE

    @property
    def billed(self) -> float:
        """Seconds that are paid for so far; whole when the stream has ended."""
        return self._paying.total

    # In the loop

    async def run(self) -> None:
        """Listens until it is over."""
        self._task = asyncio.current_task()
        try:
            while not self._over and await self._goes_on(await self._once()):
                pass
        except Exception as problem:  # a mistake of ours: whoever waits must be told all the same
            log.error("ear_stumbled", error=type(problem).__name__)
            self._say(Broke(EarAway("the ear stumbled")))
        finally:
            self._over = True

    def watch(self, now: float) -> None:
        """Called a few times a second: whether the server has been waited for long enough."""
        patience, watch, supply = self._means.patience, self._watch, self._supply
        if self._over or self._inner is None:
            return
        if watch.silent(now, patience, self._finishing):
            self._stop(SILENT)
        elif supply.spilt or supply.unsent > patience.unsent * RATE:
            self._stop(STUCK)
        elif watch.old(now, patience, self._unfinal):
            self._stop(SPENT)
        elif supply.unheard > patience.kept * RATE:
            self._lighten(now)

    def _lighten(self, now: float) -> None:
        """Much is kept: silence is let go; of a long speech the words are asked for, and a new stream goes on."""
        if not self._unfinal:
            self._kept.forget(self._supply.sent - QUIET)
        elif self._watch.turning is None:
            self._watch.turning = now
            self._supply.wake()

    async def _once(self) -> Failure | None:
        """One Google stream from its beginning to its end; None: it ended as it should."""
        self._why = None
        self._inner = asyncio.ensure_future(self._stream())
        try:
            await self._inner
        except asyncio.CancelledError:
            return self._why or CLOSED
        except Exception as problem:
            return failure(problem)
        else:
            return self._why
        finally:
            self._inner.cancel()
            self._inner = None
            self._paying.settle((self._supply.sent - self._watch.base) / RATE)

    async def _stream(self) -> None:
        self._watch = watch = Watch(self._supply.again(), time.monotonic())
        async with self._means.line.client() as client:
            call = await client.streaming_recognize(
                requests=self._requests(watch), retry=None, timeout=self._means.patience.life + 60
            )
            try:
                async for response in call:
                    self._read(type(response).pb(response), watch)
            finally:
                call.cancel()
                self._supply.wake()  # whoever waits for more sound of this stream ends

    async def _requests(self, watch: Watch) -> AsyncIterator[asking.Message]:
        """The settings, then the sound as it comes; the next is asked for when the last was taken."""
        yield asking.opening(self._question)
        watch.opened = True
        if self._careful:
            self._careful = False
            await asyncio.sleep(CAREFUL)
        while watch is self._watch and watch.turning is None:
            piece = self._supply.piece()
            if piece is None:
                return
            if piece:
                self._meter(piece, watch)
                yield asking.sound(piece)
            else:
                await self._supply.more(self._supply.sent)

    def _meter(self, piece: bytes, watch: Watch) -> None:
        if voiced := self._voicing.feed(piece):
            watch.sent(voiced, time.monotonic())
            self._unfinal += voiced

    def _read(self, response: Any, watch: Watch) -> None:
        """One answer. Times in it count from the beginning of its stream."""
        watch.answered()
        self._paying.told(seconds(response.metadata.total_billed_duration))
        if response.speech_event_type in (BEGAN, ENDED):
            self._voice(response.speech_event_type, watch.base / RATE + seconds(response.speech_event_offset))
        given = [result for result in response.results if result.alternatives]
        for result in given:
            if result.is_final:
                self._final(result, watch)
        if unsettled := [result for result in given if not result.is_final]:
            self._say(interim(unsettled, self._question.languages[0]))

    def _voice(self, event: int, at: float) -> None:
        """A new stream in mid-speech hears it begin once more; that is not told."""
        if self._speaking != (event == BEGAN):
            self._speaking = event == BEGAN
            self._say(SpeechBegan(at) if self._speaking else SpeechEnded(at))

    def _final(self, result: Any, watch: Watch) -> None:
        """Words that stay; the sound they were in is let go."""
        shift = watch.base / RATE
        heard = transcript(result, self._question.languages[0], shift)
        end = shift + seconds(result.result_end_offset) if seconds(result.result_end_offset) else 0.0
        end = end or (heard.words[-1].end if heard.words else self._supply.sent / RATE)
        until = min(max(round(end * RATE), self._kept.start), self._supply.sent)
        of_sound = (until - self._kept.start) / RATE
        self._kept.forget(until)
        self._unfinal, self._tries = 0.0, 1
        self._means.heard()
        if heard.text:
            self._say(Final(replace(heard, seconds=of_sound, billed=self._paying.share((until - watch.base) / RATE))))

    async def _goes_on(self, ended: Failure | None) -> bool:
        """Whether another stream follows; otherwise the last word is told."""
        if self._over:
            return False
        turned = self._watch.turning is not None
        if ended is None and self._supply.finished and not turned and not self._supply.unsent:
            self._say(Ended())
            return False
        if ended is None and turned:
            return self._renewed("long")
        if ended is None and (self._question.begin or self._question.rest):
            self._say(Ended())
            return False
        return await self._recovers(ended or CLOSED)

    async def _recovers(self, ended: Failure) -> bool:
        """Whether it is begun again after a failure."""
        if ended is SPENT or ended.spent:
            return self._renewed("old")
        if ended.code == "INVALID_ARGUMENT" and self._question.rich:
            self._question = self._means.poorer(self._question, ended)
            return self._renewed("simpler")
        if ended.idle:
            await self._supply.more(self._paused)  # what came while the stream was ended is sent again at once
            self._paused = self._kept.end
            return self._renewed("idle")
        if ended.again and self._tries:
            self._tries -= 1
            self._careful = True
            await asyncio.sleep(self._means.patience.retry)
            return self._renewed("failed")
        counted.failed.labels(ENGINE, ended.code).inc()
        self._means.note(ended)
        self._say(Broke(ended.error))
        return False

    def _renewed(self, why: str) -> bool:
        counted.renewed.labels(ENGINE, why).inc()
        return True

    def _say(self, told: Told) -> None:
        if self._over:
            return
        if isinstance(told, Ended | Broke):
            self._over = True
        try:
            self._tell(told)
        except Exception as problem:  # whoever listens must not bring down the streams of others
            log.error("ear_not_listened_to", error=type(problem).__name__)

    def _stop(self, why: Failure) -> None:
        """Ends the Google stream that is open."""
        if self._inner is not None and not self._inner.done() and self._why is None:
            self._why = why
            self._inner.cancel()

    def _finish(self) -> None:
        self._finishing = time.monotonic()
        self._supply.wake()

    def _let_go(self) -> None:
        self._supply.wake()
        if self._task is not None:
            self._task.cancel()

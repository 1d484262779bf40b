"""Google Cloud Speech-to-Text v2 as a Recognizer (ivr/speech/recognizer.py)."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as Late

import structlog

from ivr.speech import counted
from ivr.speech.audio import Audio
from ivr.speech.errors import EarAway, SpeechError
from ivr.speech.google import models as known
from ivr.speech.google import recording
from ivr.speech.google.asking import Question
from ivr.speech.google.failing import Failure, failure
from ivr.speech.google.line import Line
from ivr.speech.google.listening import Listening
from ivr.speech.google.loop import Loop
from ivr.speech.google.means import Means
from ivr.speech.google.patience import Patience
from ivr.speech.google.places import recognizer
from ivr.speech.google.reading import ENGINE
from ivr.speech.recognizer import Broke, Tell
from ivr.speech.transcript import Expected, Transcript

log = structlog.get_logger(__name__)
WATCH = 0.1
"""Seconds between two looks at all streams."""


class Google:
    """An ear of one process. It opens nothing before it is first used, so that it may be made before a fork.

    models: by language (`en-US` or `en`) → Google's model. endpoint: another server, host:port without TLS, for tests.
    begin, rest: seconds after which a stream ends by itself when no speech begins, or none follows; None: never.
    """

    name = ENGINE

    def __init__(
        self,
        project: str,
        location: str = "us",
        *,
        models: Mapping[str, str] | None = None,
        endpoint: str = "",
        begin: float | None = None,
        rest: float | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._recognizer, self._location = recognizer(project, location), location
        self._models = dict(models or {})
        self._begin, self._rest = begin, rest
        self._means = Means(Loop(), Line(location, endpoint), patience or Patience())
        self._live: set[Listening] = set()
        self._watcher: asyncio.Task[None] | None = None

    def use(self, models: Mapping[str, str]) -> None:
        """The city names other models: for what is heard from now on."""
        self._models = dict(models)

    def warm(self) -> None:
        """Loads the library and opens the connection, so that the first caller need not wait for it. Never waits."""
        self._means.loop.run(self._warm())

    def recognize(self, audio: Audio, expected: Expected, timeout: float) -> Transcript:
        """See Recognizer; up to an hour (TooLong)."""
        recording.check(audio)
        counted.asked.labels(ENGINE, "recognize").inc()
        work = self._means.loop.run(recording.recognize(self._means, self._question(expected), audio, timeout))
        try:
            heard = work.result(timeout + 1)
        except (Exception, CancelledError) as problem:
            work.cancel()
            raise self._failed(problem) from None
        self._means.heard()
        return heard

    def listen(self, expected: Expected, tell: Tell) -> Listening:
        """See Recognizer."""
        counted.asked.labels(ENGINE, "listen").inc()
        stream = Listening(self._means, self._question(expected), tell)
        try:
            self._means.loop.run(self._listened(stream))
        except SpeechError as refused:  # told as all is: from another thread, when the stream is in hand
            stream.close()
            counted.failed.labels(ENGINE, "NO_LOOP").inc()
            threading.Thread(target=tell, args=(Broke(refused),), daemon=True).start()
        return stream

    def close(self) -> None:
        """Ends every stream, the connections and the thread."""
        for stream in tuple(self._live):
            stream.close()
        self._means.loop.close(self._let_go)

    def _question(self, expected: Expected) -> Question:
        first = expected.languages[0] if expected.languages else "en-US"
        model = known.model_of(first, self._models)
        languages = known.languages_for(expected.languages, model, self._location)
        if model in self._means.one_language:
            languages = languages[:1]
        return Question(self._recognizer, model, languages, expected, self._begin, self._rest)

    def _failed(self, problem: BaseException) -> SpeechError:
        """What a recording's failure is told as."""
        if isinstance(problem, BaseExceptionGroup):
            problem = problem.exceptions[0]
        match problem:
            case recording.Unheard():
                ended = problem.ended
            case Late() | TimeoutError():
                ended = Failure("DEADLINE_EXCEEDED")
            case CancelledError():
                return EarAway("the ear was closed")
            case _:
                ended = failure(problem)
        counted.failed.labels(ENGINE, ended.code).inc()
        self._means.note(ended)
        return ended.error

    async def _listened(self, stream: Listening) -> None:
        self._live.add(stream)
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watching())
        try:
            await stream.run()
        finally:
            self._live.discard(stream)

    async def _watching(self) -> None:
        """One look at all streams, for as long as there are any."""
        while self._live:
            await asyncio.sleep(WATCH)
            now = time.monotonic()
            for stream in tuple(self._live):
                try:
                    stream.watch(now)
                except Exception as problem:  # the others must be looked at all the same
                    log.error("ear_not_watched", error=type(problem).__name__)

    async def _warm(self) -> None:
        async with self._means.line.client():
            return

    async def _let_go(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=0.5)
        await self._means.line.close()

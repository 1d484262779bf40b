"""The server: it checks every request, keeps what it saw, answers by its hearer, and fails where it is told to."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from google.cloud.speech_v2.types import cloud_speech as speech

from ivr.speech.audio import RATE
from tests.speech.google_server.checks import BYTES, CHUNK, Refused, check, timeouts
from tests.speech.google_server.faults import Fault
from tests.speech.google_server.hearing import Bursts, Hearer
from tests.speech.google_server.listening import Listening, whole

ROOT = Path(__file__).parents[3]
STREAM = speech.StreamingRecognizeRequest.pb()
GONE = object()
RECOGNIZE = speech.RecognizeRequest.pb()


@dataclass
class Seen:
    """What was asked in one call: its first request, the sizes of its audio messages, all of its audio."""

    how: str
    first: Any = None
    sizes: list[int] = field(default_factory=list)
    audio: bytearray = field(default_factory=bytearray)
    code: str = ""
    """The status it ended with; empty: it has not ended."""

    @property
    def config(self) -> Any:
        return self.first.config if self.how == "recognize" else self.first.streaming_config.config

    @property
    def phrases(self) -> list[str]:
        return [p.value for one in self.config.adaptation.phrase_sets for p in one.inline_phrase_set.phrases]


class GoogleServer:
    """All but the port may be changed while it runs.

    latency: seconds before each answer. silent: never answers. deaf: does not read. closes: ends each stream normally
    after so many seconds of sound. limit: seconds a stream may stay open. idle: seconds without audio that end it.
    location, project: those it stands for; empty: any. one_language: its models take one. language: what every result
    says it heard; empty: what was asked for. keep: what it saw stays in `calls`.
    """

    def __init__(
        self,
        hearer: Hearer | None = None,
        *faults: Fault,
        port: int = 0,
        latency: float = 0.0,
        silent: bool = False,
        deaf: bool = False,
        closes: float | None = None,
        limit: float = 300.0,
        idle: float = 10.0,
        location: str = "",
        project: str = "",
        language: str = "",
        threads: int = 130,
        keep: bool = True,
        one_language: bool = False,
    ) -> None:
        self.hearer: Hearer = hearer or Bursts(("hello",))
        self.faults: Sequence[Fault] = faults
        self.latency, self.silent, self.deaf, self.closes = latency, silent, deaf, closes
        self.limit, self.idle, self.location, self.project, self.language = limit, idle, location, project, language
        self.calls: list[Seen] = []
        self.keep, self.one_language = keep, one_language
        self._counts = {"recognize": 0, "stream": 0}
        self._lock = threading.Lock()
        self._news = threading.Condition()
        self._stopping = threading.Event()
        self._server = grpc.server(
            ThreadPoolExecutor(threads, thread_name_prefix="google"),
            # a window that grows would take minutes of sound that nobody reads
            options=[("grpc.so_reuseport", 0), ("grpc.max_concurrent_streams", 100)]
            + ([("grpc.http2.bdp_probe", 0)] if deaf else []),
        )
        self._server.add_generic_rpc_handlers((self._handlers(),))
        self.port = self._server.add_insecure_port(f"127.0.0.1:{port}")
        if not self.port:
            raise OSError(f"port {port} is taken")

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def streams(self) -> list[Seen]:
        return [call for call in self.calls if call.how == "stream"]

    def start(self) -> GoogleServer:
        self._server.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._server.stop(0).wait(5)

    def __enter__(self) -> GoogleServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @staticmethod
    @contextmanager
    def process(*options: str) -> Iterator[str]:
        """The address of a server that is a process of its own; options: see __main__.py."""
        command = [sys.executable, "-m", "tests.speech.google_server", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
            try:
                assert running.stdout is not None
                yield running.stdout.readline().split()[1]
            finally:
                running.terminate()

    def until(self, true: Callable[[], bool], timeout: float = 30.0) -> bool:
        """Waits until something is so; asked anew whenever a message came or a call ended."""
        with self._news:
            return self._news.wait_for(true, timeout)

    def _handlers(self) -> Any:
        return grpc.method_handlers_generic_handler(
            "google.cloud.speech.v2.Speech",
            {
                "Recognize": grpc.unary_unary_rpc_method_handler(
                    self._recognize, RECOGNIZE.FromString, lambda made: made.SerializeToString()
                ),
                "StreamingRecognize": grpc.stream_stream_rpc_method_handler(
                    self._stream, STREAM.FromString, lambda made: made.SerializeToString()
                ),
            },
        )

    def _begun(self, how: str) -> tuple[Seen, int]:
        with self._lock:
            self._counts[how] += 1
            seen = Seen(how)
            self.calls.append(seen)
            if not self.keep:
                del self.calls[:-100]
            return seen, self._counts[how]

    def _ended(self, seen: Seen, code: str) -> None:
        with self._news:
            seen.code = code
            self._news.notify_all()

    def _fail(self, how: str, call: int, seconds: float) -> None:
        for fault in self.faults:
            if fault.strikes(how, call, seconds):
                raise Refused(fault.says, fault.code)

    def _recognize(self, request: Any, context: Any) -> Any:
        seen, call = self._begun("recognize")
        seen.first = request
        try:
            self._fail("recognize", call, 0)
            check(request.recognizer, request.config, self.location, self.project, self.one_language)
            if request.WhichOneof("audio_source") != "content" or not request.content:
                raise Refused("Exactly one of content or uri must be set.")
            decoding = request.config.explicit_decoding_config
            rate = decoding.sample_rate_hertz * BYTES[decoding.encoding]
            if len(request.content) > 10 * 1024 * 1024 or len(request.content) / rate > 60:
                raise Refused("Audio can be of a maximum of 60 seconds.")
            seen.audio += request.content
            if self.silent:
                self._wait(context, 3600)
            self._wait(context, self.latency)
            made = whole(self.hearer, request.content, self.language or request.config.language_codes[0])
        except Refused as refused:
            self._ended(seen, refused.code.name)
            context.abort(refused.code, refused.message)
        self._ended(seen, "OK")
        return made

    def _wait(self, context: Any, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and context.is_active() and not self._stopping.is_set():
            time.sleep(min(left, 0.05))

    def _stream(self, requests: Iterator[Any], context: Any) -> Iterator[Any]:
        seen, call = self._begun("stream")
        code = "CANCELLED"
        try:
            answers = self._answers(seen, call, requests, context)
            while True:
                try:
                    answer = next(answers)
                except StopIteration as end:
                    code = end.value
                    return
                if not self.silent:
                    self._wait(context, self.latency)
                    yield answer
        except Refused as refused:
            code = refused.code.name
            self._ended(seen, code)
            context.abort(refused.code, refused.message)
        finally:
            self._ended(seen, code)

    def _answers(self, seen: Seen, call: int, requests: Iterator[Any], context: Any) -> Generator[Any, None, str]:
        """The answers of one stream; in the end, the name of its status."""
        begun = time.monotonic()
        if self.deaf:
            self._wait(context, 3600)
            return "CANCELLED"
        incoming: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=_pump, args=(requests, incoming), daemon=True).start()
        ear: Listening | None = None
        while True:
            self._fail("stream", call, ear.seconds if ear else 0)
            left = self.limit - (time.monotonic() - begun)
            if left <= 0:
                raise Refused("Max duration of 5 minutes reached for stream.", grpc.StatusCode.ABORTED)
            try:
                request = incoming.get(timeout=min(left, self.idle))
            except queue.Empty:
                if left <= self.idle:
                    continue
                raise Refused(
                    "Stream timed out after receiving no more client requests.", grpc.StatusCode.ABORTED
                ) from None
            if request is GONE or not context.is_active():
                return "CANCELLED"
            if request is None:
                break
            if ear is None:
                ear = self._opened(seen, request)
                continue
            yield from self._heard(seen, ear, request)
            if ear.over or (self.closes is not None and ear.seconds >= self.closes):
                return "OK"
        if ear is None:
            raise Refused("Stream was closed before a streaming_config was sent.")
        self._fail("stream", call, ear.seconds)
        yield from ear.finish()
        if self.silent:
            self._wait(context, 3600)
        return "OK"

    def _opened(self, seen: Seen, request: Any) -> Listening:
        """The first request brings the settings, and no sound."""
        if request.WhichOneof("streaming_request") != "streaming_config":
            raise Refused("The first message of a stream must contain a streaming_config and no audio.")
        seen.first = request
        config = request.streaming_config.config
        check(request.recognizer, config, self.location, self.project, self.one_language)
        features = request.streaming_config.streaming_features
        begin, rest = timeouts(features)
        return Listening(self.hearer, features, self.language or config.language_codes[0], begin, rest)

    def _heard(self, seen: Seen, ear: Listening, request: Any) -> Iterator[Any]:
        if request.WhichOneof("streaming_request") != "audio" or request.recognizer:
            raise Refused("Only audio may be sent after the first message of a stream.")
        if not request.audio or len(request.audio) > CHUNK:
            raise Refused(f"Audio chunk can be of a a maximum of {CHUNK} bytes, received {len(request.audio)} bytes.")
        with self._news:
            if self.keep:
                seen.sizes.append(len(request.audio))
                seen.audio += request.audio
            self._news.notify_all()
        yield from ear.feed(request.audio)

    @property
    def heard(self) -> float:
        """Seconds of audio over all streams."""
        return sum(len(call.audio) for call in self.calls) / RATE


def _pump(requests: Iterator[Any], into: queue.SimpleQueue[Any]) -> None:
    """Requests into a queue that can be waited for with a limit; None: there are no more; GONE: nobody is there."""
    try:
        for request in requests:
            into.put(request)
    except Exception:
        into.put(GONE)
    else:
        into.put(None)

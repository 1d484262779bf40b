"""The media streams of one call: started and stopped by its documents, carrying what the caller says."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from ivr.simulator.document import Element
from ivr.simulator.http import Line
from ivr.simulator.network import Network, Way
from ivr.simulator.refusal import Refusal
from ivr.simulator.sound import FRAME_MS, QUIET
from ivr.simulator.stream import MediaStream

MOST_TRACKS = 4
IDLE = 0.5
"""Real seconds without sound after which silence is carried: a line is never dead, also while a caller thinks."""
Tell = Callable[[Element, dict[str, str]], None]
"""A status callback of a <Stream>."""


class Streams:
    """tell: sends status callbacks; refused: is told what went wrong without ending the call. Safe for two threads."""

    def __init__(
        self,
        call_sid: str,
        line: Line,
        network: Network,
        sids: Callable[[str], str],
        refused: Callable[[Refusal], None],
    ) -> None:
        self._call_sid, self._line, self._network, self._sids, self._refused = call_sid, line, network, sids, refused
        self.tell: Tell = lambda element, form: None
        self._running: dict[str, MediaStream] = {}
        self._seen: set[str] = set()
        self._broken: set[str] = set()
        self._lock = threading.RLock()
        self._carried = 0.0
        self._keeper: threading.Thread | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The streams that run, the oldest first."""
        with self._lock:
            return tuple(self._running)

    @property
    def heard(self) -> frozenset[str]:
        """The streams the line believes to hear: those that run, and those that broke and were not stopped."""
        with self._lock:
            return frozenset(self._running) | self._broken

    def start(self, element: Element) -> None:
        """Opens a stream. Refusal: Twilio would not; that its door is closed does not end the call."""
        sid = self._sids("MZ")
        stream = MediaStream(element, sid, self._call_sid, self._line, Way(self._network, len(self._seen)))
        name = stream.name or sid
        self._may(name, stream, element)
        self._seen.add(name)
        try:
            stream.open()
        except Refusal as refusal:
            return self._lost(stream, refusal)
        with self._lock:
            self._running[name] = stream
            self._carried = time.monotonic()
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._keep, name="quiet-line", daemon=True)
                self._keeper.start()
        self._told(stream, "stream-started")

    def stop(self, element: Element) -> None:
        """Refusal: there never was a stream of this name. One that broke before may still be stopped."""
        name = element.get("name")
        if name not in self._seen:
            raise Refusal(12200, f"there is no stream {name!r} to stop", element.place)
        with self._lock:
            self._broken.discard(name)
            stream = self._running.pop(name, None)
        if stream:
            self._end(stream)
            self._broken.discard(name)

    def end(self) -> None:
        """The call is over."""
        with self._lock:
            streams, self._running = list(self._running.values()), {}
        for stream in streams:
            self._end(stream)
        self._broken.clear()

    def carry(self, frames: Iterator[bytes]) -> None:
        """What the caller says, 20 ms at a time, to every stream."""
        for frame in frames:
            with self._lock:
                for stream in self._running.values():
                    stream.sound(frame)
                self._carried = time.monotonic()
                self._let_go()

    def _keep(self) -> None:
        """While streams run."""
        while True:
            with self._lock:
                if not self._running:
                    self._keeper = None
                    return
                quiet = time.monotonic() - self._carried
            if quiet >= IDLE:
                self.carry(itertools.repeat(QUIET, round(quiet * 1000 / FRAME_MS)))
            time.sleep(IDLE / 2)

    def _may(self, name: str, stream: MediaStream, element: Element) -> None:
        with self._lock:
            if name in self._running:
                raise Refusal(12200, f"a stream {name!r} runs already", element.place)
            if sum(len(one.tracks) for one in (stream, *self._running.values())) > MOST_TRACKS:
                raise Refusal(12200, f"a call has at most {MOST_TRACKS} tracks streamed at a time", element.place)

    def _let_go(self) -> None:
        for name in [name for name, stream in self._running.items() if stream.lost]:
            stream = self._running.pop(name)
            self._lost(stream, stream.lost)

    def _end(self, stream: MediaStream) -> None:
        stream.stop()
        if stream.lost:
            self._lost(stream, stream.lost)
        else:
            self._told(stream, "stream-stopped")

    def _lost(self, stream: MediaStream, refusal: Refusal | None) -> None:
        if refusal:
            self._broken.add(stream.name or stream.sid)
            self._refused(refusal)
            self._told(stream, "stream-error", f"{refusal.code} {refusal.title}")

    def _told(self, stream: MediaStream, event: str, error: str = "") -> None:
        form = {
            "StreamSid": stream.sid,
            "StreamName": stream.name or stream.sid,
            "StreamEvent": event,
            "Timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        self.tell(stream.element, form | ({"StreamError": error} if error else {}))

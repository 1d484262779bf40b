"""One media stream of a call: a WebSocket to the app, and what Twilio says over it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

import simple_websocket
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.document import Element
from ivr.simulator.http import Line
from ivr.simulator.network import Way
from ivr.simulator.refusal import Refusal
from ivr.simulator.sound import FRAME, FRAME_MS, SILENCE
from ivr.telephony import media

PATIENCE = 5.0
"""Seconds the app may take to open the socket."""
_TRACKS = {"inbound_track": ("inbound",), "outbound_track": ("outbound",), "both_tracks": ("inbound", "outbound")}


class MediaStream:
    """sid: MZ… . lost: what broke it, or None. It is one-way: no keys go over it, and nothing may come back."""

    def __init__(self, element: Element, sid: str, call_sid: str, line: Line, way: Way) -> None:
        self.element, self.sid, self.name = element, sid, element.get("name")
        self.lost: Refusal | None = None
        self._call_sid, self._line, self._way = call_sid, line, way
        self._sequence, self._chunk = 0, 0
        self._socket: _Socket | None = None

    @property
    def tracks(self) -> tuple[str, ...]:
        return _TRACKS[self.element.get("track", "inbound_track")]

    @property
    def seconds(self) -> float:
        """How much sound it has carried."""
        return self._chunk * FRAME_MS / 1000

    @property
    def running(self) -> bool:
        return self._socket is not None and self.lost is None

    def open(self) -> None:
        """Connects, and says what it is about to carry. Refusal 31901, 31920: there is no such door."""
        self._socket = self._connected()
        parameters = {one.get("name"): one.get("value") for one in self.element.elements}
        start = media.Beginning(
            call_sid=self._call_sid,
            stream_sid=self.sid,
            account_sid=self._line.account_sid,
            tracks=self.tracks,
            custom_parameters=parameters,
        )
        self._send(media.write(media.Connected()))
        self._send(media.write(media.Start(start, self._next(), self.sid)))

    def sound(self, frame: bytes) -> None:
        """20 ms of what the caller says. The line's own voice is not made into sound here: its track is silent."""
        if not self.running:
            return
        at, self._chunk = self._chunk * FRAME_MS, self._chunk + 1
        for track in self.tracks:
            carried = media.Sound(frame if track == "inbound" else SILENCE * FRAME, self._chunk, at, track)
            for message in self._way.passes(media.write(media.Media(carried, self._next(), self.sid))):
                self._send(message)
        if self._way.cut is not None and self.seconds >= self._way.cut:
            self.break_off()

    def stop(self) -> None:
        """Says that it ends, and closes the socket."""
        for message in self._way.rest():
            self._send(message)
        self._send(media.write(media.Stop(media.End(self._call_sid, self._line.account_sid), self._next(), self.sid)))
        if self.running and self._socket and self._socket.connected:
            if self._socket.input_buffer:
                self._lose(31924, "the app sent a message over a one-way stream")
            self._socket.shut()

    def break_off(self) -> None:
        """The connection dies."""
        if self._socket:
            self._socket.die()
        self._lose(31903, "the connection was lost")

    def _connected(self) -> _Socket:
        url = self.element.get("url")
        headers = {"User-Agent": "Twilio.TmeWs/1.0"}
        if token := self._line.auth_token:
            headers["X-Twilio-Signature"] = RequestValidator(token).compute_signature(url, {})
        address = self._line.address(url.replace("ws", "http", 1)).replace("http", "ws", 1)
        try:
            return _Socket(address, headers=headers, thread_class=_daemon)
        except TimeoutError:
            raise Refusal(31901, "the app did not open the socket in time", url) from None
        except simple_websocket.ConnectionError as error:
            raise Refusal(31920, f"the app did not open the socket: {error}", url) from None
        except OSError as error:
            raise Refusal(31901, f"no connection: {error.strerror or error}", url) from None

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence

    def _send(self, message: str) -> None:
        if not self.running or self._socket is None:
            return
        try:
            self._socket.send(message)
        except simple_websocket.ConnectionClosed as closed:
            clean = closed.reason in (1000, 1001)
            self._lose(31921 if clean else 31903, f"the app closed the socket ({closed.reason})")
        except OSError:
            self._lose(31903, "the connection was lost")

    def _lose(self, code: int, why: str) -> None:
        self.lost = self.lost or Refusal(code, f"the stream {self.name!r}: {why}", self.element.place)


class _Socket(simple_websocket.Client):  # type: ignore[misc]
    """A client that waits for its door no longer than PATIENCE, and sends whole messages."""

    sock: Any

    def handshake(self) -> None:
        self.sock = _Patient(self.sock)
        self.sock.settimeout(PATIENCE)
        super().handshake()
        self.sock.settimeout(None)

    def shut(self) -> None:
        """Closes; the app may have closed it a moment before, which is as good."""
        with contextlib.suppress(OSError, simple_websocket.ConnectionClosed):
            self.close()

    def die(self) -> None:
        """Closes without a word, as a broken network does."""
        self.connected = False
        self.sock.shutdown(socket.SHUT_RDWR)


class _Patient:
    """A socket whose end is an error: the library's handshake would wait for more for ever."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def recv(self, size: int) -> bytes:
        if data := self._sock.recv(size):
            return data
        raise ConnectionResetError("the app closed the connection")

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def _daemon(target: Callable[[], None]) -> Any:
    return threading.Thread(target=target, name="media-stream", daemon=True)

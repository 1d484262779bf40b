"""The door of Twilio's media streams: a WebSocket whose sound goes to the ear, and nothing comes back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import structlog
from flask import Blueprint, Response, request
from wsproto import ConnectionType, WSConnection
from wsproto.connection import Connection
from wsproto.events import AcceptConnection, Request
from wsproto.utilities import RemoteProtocolError

from ivr.calls.hearing.order import Order
from ivr.telephony import media
from ivr.telephony.media import Dtmf, Media, NotMedia, Start, Stop
from ivr.web.handover import socket_of, taken
from ivr.web.sockets import GOING, NORMAL, POLICY, Sockets

log = structlog.get_logger(__name__)

STARTS = 5.0
"""Seconds a socket has to say whose sound it carries."""
IDLE = 10.0
"""Seconds without a message after which a socket is closed; Twilio sends fifty a second."""
GARBAGE = 20
"""Messages that are none, after which a socket is closed."""
INTRODUCTION = 8 * 1024
"""Bytes until it is said whose sound this is; Twilio needs one or two thousand."""
BURST, FASTEST = 1024 * 1024, 64 * 1024
"""Bytes that may come at once after that, and bytes a second; Twilio sends 18,000, more after a pause."""
WAITING = 4 * media.RATE
"""Samples that wait while the ear is being opened; a later one is dropped."""


class Refused(Exception):
    """This stream is not let in."""


class Listener(Protocol):
    """What a socket needs of a listening; every method is quick."""

    @property
    def settled(self) -> bool: ...
    def feed(self, mulaw: bytes, /) -> None: ...
    def finish(self, why: Any, /) -> None: ...


class Reception(Protocol):
    """Where streams are listened to (calls.hearing.ear.CityEar)."""

    def listen(self, token: str, call_sid: str) -> Listener:
        """Begins to listen; may take some milliseconds. Refused in the room's own words: any exception."""
        ...


def door(reception: Reception, sockets: Sockets) -> Blueprint:
    """The blueprint `stream`; its route expects the guard `stream`."""
    blueprint, entrance = Blueprint("stream", __name__), _Door(reception, sockets)
    blueprint.add_url_rule("/voice/stream", "listen", entrance.listen, websocket=True)
    return blueprint


class _Door:
    def __init__(self, reception: Reception, sockets: Sockets) -> None:
        self._reception, self._sockets = reception, sockets
        # What opens an ear may look into files and make connections; the thread that reads all sockets does not wait.
        self._openers = ThreadPoolExecutor(4, thread_name_prefix="opening")

    def listen(self) -> Response:
        """The handshake. Refused with a plain answer, Twilio gives the stream up, and the caller is heard by gather."""
        if self._sockets.full:
            log.warning("stream_refused", reason="full")
            return Response("", 503)
        sock, given = socket_of(request.environ)
        if sock is None:
            return Response("", 501)
        server = WSConnection(ConnectionType.SERVER)
        try:
            server.initiate_upgrade_connection([(k.encode(), v.encode()) for k, v in request.headers], request.path)
            asked = [event for event in server.events() if isinstance(event, Request)]
            answer = server.send(AcceptConnection()) if asked else b""
        except RemoteProtocolError:
            asked = []
        if not asked or server.connection is None:
            return Response("", 400)
        return _Given(sock, given, answer, server.connection, self._admit)

    def _admit(self, sock: socket.socket, connection: Connection) -> threading.Event:
        return self._sockets.take(sock, connection, _Visitor(self._reception, self._openers))


class _Given(Response):
    """The answer to a handshake: written past the server, which is then left without a connection."""

    def __init__(
        self,
        sock: socket.socket,
        given: bool,
        answer: bytes,
        connection: Connection,
        admit: Callable[[socket.socket, Connection], threading.Event],
    ) -> None:
        super().__init__()
        self._sock, self._free, self._answer, self._ws, self._admit = sock, given, answer, connection, admit

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        if self._free:
            mine = taken(self._sock)
            mine.sendall(self._answer)
            self._admit(mine, self._ws)
            raise StopIteration
        self._sock.sendall(self._answer)
        self._admit(self._sock, self._ws).wait()
        raise ConnectionAbortedError


class _Visitor:
    """One stream: what Twilio sends becomes sound in its order, keys, and an end."""

    def __init__(self, reception: Reception, openers: ThreadPoolExecutor) -> None:
        self._reception, self._openers = reception, openers
        self._began = self._last = time.monotonic()
        self._order = Order()
        self._opening = False
        self._listener: Listener | None = None
        self._refused = False
        self._early = bytearray()
        self._garbage = 0
        self._ended = ""
        self._lock = threading.Lock()

    @property
    def known(self) -> bool:
        return self._listener is not None

    def allowed(self, now: float) -> int:
        return BURST + int((now - self._began) * FASTEST) if self._opening else INTRODUCTION

    def message(self, text: str) -> int | None:
        self._last = time.monotonic()
        try:
            message = media.read(text)
        except NotMedia:
            self._garbage += 1
            return POLICY if self._garbage >= GARBAGE else None
        match message:
            case Media(media=sound):
                if sound.track == "inbound" and not self._ended:
                    self._hear(self._order.take(sound))
            case Start():
                return self._start(message)
            case Dtmf():
                self._finish("key")
            case Stop():
                self._finish("stopped")
                return NORMAL
        return None

    def tick(self, now: float) -> int | None:
        if self._refused:
            return POLICY
        if not self._opening and now - self._began > STARTS:
            return POLICY
        return GOING if now - self._last > IDLE else None

    def gone(self) -> None:
        self._finish("dropped")

    def _start(self, message: Start) -> int | None:
        begun, form = message.start, message.start.media_format
        if self._opening or (form.encoding, form.sample_rate, form.channels) != (media.ENCODING, media.RATE, 1):
            return POLICY
        self._opening = True
        self._openers.submit(self._open, begun.custom_parameters.get("token", ""), begun.call_sid)
        return None

    def _open(self, token: str, call_sid: str) -> None:
        """In a thread of its own; what was said meanwhile is heard first."""
        try:
            listener = self._reception.listen(token, call_sid)
        except Exception as problem:
            log.warning("stream_refused", reason=type(problem).__name__)
            self._refused = True
            return
        with self._lock:
            self._listener = listener
            listener.feed(bytes(self._early))
            self._early.clear()
            if self._ended:
                listener.finish(self._ended)

    def _hear(self, sound: bytes) -> None:
        with self._lock:
            if self._listener is not None:
                self._listener.feed(sound)
            elif len(self._early) < WAITING:
                self._early += sound

    def _finish(self, why: str) -> None:
        """Once: what comes after the end of an answer is none of it."""
        if self._ended:
            return
        self._hear(self._order.rest())
        with self._lock:
            self._ended = why
            if self._listener is not None:
                self._listener.finish(why)

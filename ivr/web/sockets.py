"""WebSockets that only listen: one thread reads all of a process, so that a socket costs no thread.

A thread of gunicorn does the handshake and gives the connection away; from then on the server knows nothing of it, and
neither its threads nor its graceful stop wait for it. Measured beside a thread each: docs/decisions/live-listening.md.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

import structlog
from wsproto.connection import Connection
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

log = structlog.get_logger(__name__)

READ = 16 * 1024
TICK, SLEEP = 0.05, 1.0
"""Seconds between two looks at the time: while there is something to do, and while there is nothing."""
NORMAL, GOING, POLICY, TOO_BIG, LATER = 1000, 1001, 1008, 1009, 1013


class Visitor(Protocol):
    """Who listens at one socket. Called by the one reading thread: every method must be quick."""

    @property
    def known(self) -> bool:
        """Whether the other end has shown that it may be here; until then it makes room for others."""
        ...

    def allowed(self, now: float) -> int:
        """Bytes that the other end may have sent by now (seconds, monotonic): who floods one socket slows all."""
        ...

    def message(self, text: str) -> int | None:
        """A message. A number: the socket is closed with this code."""
        ...

    def tick(self, now: float) -> int | None:
        """Time passes (seconds, monotonic); the same answer."""
        ...

    def gone(self) -> None:
        """The socket is closed, whoever did it."""
        ...


class _Socket:
    __slots__ = ("connection", "done", "part", "read", "sock", "visitor")

    def __init__(self, sock: socket.socket, connection: Connection, visitor: Visitor) -> None:
        self.sock, self.connection, self.visitor = sock, connection, visitor
        self.part, self.read = "", 0
        self.done = threading.Event()


class Sockets:
    """The thread starts with the first socket, after a fork. limit: sockets at once. most: characters of a message.

    every_tick: called as time passes; true while it has something to wait for, though every socket be closed.
    """

    def __init__(self, limit: int, most: int, every_tick: Callable[[], bool] = lambda: False) -> None:
        self.limit, self._most, self._every_tick = limit, most, every_tick
        self._waits = False
        self._open: dict[int, _Socket] = {}
        self._new: deque[_Socket] = deque()
        self._lock = threading.Lock()
        self._stopping = False
        self._pid = 0
        self._thread: threading.Thread | None = None

    @property
    def full(self) -> bool:
        """Of those that are known: whoever only holds a socket open keeps nobody out."""
        return self._stopping or sum(one.visitor.known for one in list(self._open.values())) >= self.limit

    def take(self, sock: socket.socket, connection: Connection, visitor: Visitor) -> threading.Event:
        """Reads this socket from now on, until it is closed; then the event is set. The handshake is done."""
        sock.setblocking(False)
        mine = _Socket(sock, connection, visitor)
        with self._lock:
            self._start()
            self._new.append(mine)
        self._knock()
        return mine.done

    def close(self, seconds: float = 1.0) -> None:
        """Says goodbye at every socket, and ends the thread."""
        self._stopping = True
        if self._thread is not None and self._pid == os.getpid():
            self._knock()
            self._thread.join(seconds)

    def _start(self) -> None:
        if self._thread is None or self._pid != os.getpid():
            self._pid = os.getpid()
            self._selector = selectors.DefaultSelector()
            self._bell, self._ringer = socket.socketpair()
            self._bell.setblocking(False)
            self._ringer.setblocking(False)
            self._selector.register(self._bell, selectors.EVENT_READ, None)
            self._thread = threading.Thread(target=self._run, name="sockets", daemon=True)
            self._thread.start()

    def _knock(self) -> None:
        with contextlib.suppress(OSError):  # it is full of knocks already
            self._ringer.send(b"!")

    # ------------------------------------------------------------------ the one thread

    def _run(self) -> None:
        next_tick = 0.0
        while not self._stopping:
            for key, _ in self._selector.select(TICK if self._open or self._waits else SLEEP):
                if key.data is None:
                    self._answer()
                else:
                    self._guarded(key.data, self._read)
            if (now := time.monotonic()) >= next_tick:
                next_tick = now + TICK
                self._tick(now)
        self._answer()
        for mine in list(self._open.values()):
            self._end(mine, GOING)
        self._selector.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):
            self._bell.recv(4096)
        while self._new:
            mine = self._new.popleft()
            self._make_room()
            try:
                self._selector.register(mine.sock, selectors.EVENT_READ, mine)
            except (OSError, ValueError, KeyError):
                self._end(mine, None)
                continue
            self._open[mine.sock.fileno()] = mine
            self._guarded(mine, self._read)

    def _make_room(self) -> None:
        """The oldest of whom nothing is known goes, where there are too many."""
        if len(self._open) >= self.limit:
            strangers = (one for one in self._open.values() if not one.visitor.known)
            if (oldest := next(strangers, None)) is not None:
                self._end(oldest, LATER)

    def _tick(self, now: float) -> None:
        for mine in list(self._open.values()):
            self._guarded(mine, lambda it: it.visitor.tick(now))
        try:
            self._waits = self._every_tick()
        except Exception as problem:
            log.error("listening_failed", error=type(problem).__name__)

    def _guarded(self, mine: _Socket, work: Callable[[_Socket], int | None]) -> None:
        """One socket's failure is no other's."""
        try:
            code = work(mine)
        except (OSError, LocalProtocolError):
            code = NORMAL
        except RemoteProtocolError:
            code = 1002
        except Exception as problem:
            log.error("socket_failed", error=type(problem).__name__)
            code = 1011
        if code is not None:
            self._end(mine, code)

    def _read(self, mine: _Socket) -> int | None:
        """One piece, so that nobody who sends without a pause keeps the thread from the others."""
        while True:
            try:
                data = mine.sock.recv(READ)
            except (BlockingIOError, ssl.SSLWantReadError):
                return None
            mine.connection.receive_data(data or None)
            for event in mine.connection.events():
                if (code := self._happened(mine, event)) is not None:
                    return code
            mine.read += len(data)
            if mine.read > mine.visitor.allowed(time.monotonic()):
                return POLICY
            if not data:
                return NORMAL
            if not (isinstance(mine.sock, ssl.SSLSocket) and mine.sock.pending()):
                return None

    def _happened(self, mine: _Socket, event: Event) -> int | None:
        match event:
            case TextMessage(data=data, message_finished=whole):
                if len(mine.part) + len(data) > self._most:
                    return TOO_BIG
                mine.part += data
                if whole:
                    text, mine.part = mine.part, ""
                    return mine.visitor.message(text)
                return None
            case BytesMessage():
                return 1003
            case Ping():
                return _sent(mine, mine.connection.send(event.response()))
            case CloseConnection(code=code):  # of the other end, or of the frames that were none
                return NORMAL if code in (1005, 1006) else int(code)
            case _:
                return None

    def _end(self, mine: _Socket, code: int | None) -> None:
        """Closes it politely, as far as it can be done without waiting."""
        self._open = {fd: it for fd, it in self._open.items() if it is not mine}
        with contextlib.suppress(KeyError, ValueError, OSError):
            self._selector.unregister(mine.sock)
        with contextlib.suppress(OSError, LocalProtocolError):
            if code is not None:
                mine.sock.send(mine.connection.send(CloseConnection(code)))
        with contextlib.suppress(OSError):
            mine.sock.shutdown(socket.SHUT_WR)
        mine.sock.close()
        mine.done.set()
        try:
            mine.visitor.gone()
        except Exception as problem:
            log.error("socket_failed", error=type(problem).__name__)


def _sent(mine: _Socket, data: bytes) -> int | None:
    """Without waiting: who asks and does not read the answers is not worth a thread's time."""
    try:
        return None if mine.sock.send(data) == len(data) else POLICY
    except (BlockingIOError, ssl.SSLWantWriteError):
        return POLICY

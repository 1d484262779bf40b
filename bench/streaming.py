"""Callers who are streamed, many at once from one thread: real sockets, real messages, in real time."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import struct
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from bench.speechserver import MARK, digest
from ivr.calls.hearing.near import Near
from ivr.speech.audio import RATE, encoded
from ivr.telephony import media
from ivr.telephony.media import Beginning, Connected, Dtmf, Key, Media, Sound, Start, Stop
from ivr.telephony.ticket import Ticket, Tickets

FRAME, EVERY = 160, 0.02
PAUSE = 1  # seconds of silence that end an answer
VOICE = 1.4
LATEST = 6.0  # seconds after which an answer that does not come is given up


@dataclass(frozen=True, slots=True)
class Got:
    """What the ear got of one stream."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one caller sent; end: so much of it until the answer had ended."""

    sound: bytes
    end: int


@dataclass
class Result:
    """Seconds from the end of speech to the transcript in hand: waits, after silence; keyed, after the pound key.

    memory: the most there was, in MB.
    """

    waits: list[float] = field(default_factory=list)
    keyed: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    wrong: int = 0
    memory: float = 0.0


def lost(answers: list[Answer], got: Mapping[str, Got]) -> tuple[int, int]:
    """Bytes sent until each answer had ended; and those of them that the ear did not get, or not as they were."""
    missing = 0
    for answer in answers:
        found = got.get(digest(answer.sound[:MARK]))
        if found is None or digest(answer.sound[: found.size]) != found.digest:
            missing += answer.end
        else:
            missing += max(0, answer.end - found.size)
    return sum(answer.end for answer in answers), missing


class Caller:
    """One answer after the other, each in a call of its own. `due`: when the next piece of sound is to be sent.

    Every second answer is ended by the pound key as soon as the voice falls silent: nothing is final then.
    """

    def __init__(self, port: int, tickets: Tickets, dice: np.random.Generator, due: float) -> None:
        self._port, self._tickets, self._dice = port, tickets, dice
        self.due, self.keyed = due, bool(dice.integers(2))
        self.socket: socket.socket | None = None
        self.ended = 0.0
        self.begin()

    def begin(self) -> None:
        """Another call: noise, a voice, and silence to its end."""
        self.sid, self.ended, self._sent = f"CA{uuid.uuid4().hex}", 0.0, 0
        before = round(float(self._dice.uniform(0.4, 1.4)), 2)
        at = np.arange(int(VOICE * RATE)) / RATE
        voice = np.sin(2 * np.pi * 180 * at) + 0.6 * np.sin(2 * np.pi * 730 * at)
        loud = np.concatenate([np.zeros(round(before * RATE)), voice * 3500, np.zeros(int((PAUSE + LATEST) * RATE))])
        self.sound = encoded((loud + self._dice.normal(0, 25, len(loud))).astype(np.int16))
        spoken = -(-(round(before * RATE) + int(VOICE * RATE)) // FRAME) * FRAME
        self.keyed = not self.keyed
        self.end = spoken + (0 if self.keyed else PAUSE * RATE)

    def connect(self) -> None:
        self.socket = connected(self._port)
        token = self._tickets.seal(Ticket(1, int(time.time()), pause=PAUSE), self.sid)
        begun = Beginning(self.sid, "MZ1", custom_parameters={"token": token})
        self._send(media.write(Connected()))
        self._send(media.write(Start(begun, 1, "MZ1")))

    def speak(self, now: float) -> None:
        """Sends the piece that is due."""
        n = self._sent // FRAME
        piece = Sound(self.sound[self._sent : self._sent + FRAME], n + 1, n * 20)
        self._send(media.write(Media(piece, n + 2, "MZ1")))
        self._sent += FRAME
        self.due += EVERY
        if self._sent >= self.end and not self.ended:
            self.ended = now
            if self.keyed:
                self._send(media.write(Dtmf(Key("#"), n + 3, "MZ1")))

    @property
    def over(self) -> bool:
        return self._sent >= len(self.sound)

    def hang_up(self) -> None:
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self._send(media.write(Stop()))
                self.socket.close()
        self.socket = None

    def _send(self, text: str) -> None:
        """One frame, masked with zeros: that costs nothing, and is allowed."""
        data = text.encode()
        length = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0xFE, len(data))
        assert self.socket is not None
        self.socket.sendall(b"\x81" + length + b"\0\0\0\0" + data)


def connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=5)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    made.sendall(
        f"GET /voice/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += made.recv(4096) or b"\r\n\r\n"
    if b" 101 " not in answer[:20]:
        raise SystemExit(f"the line refuses a stream: {answer[:40]!r}")
    return made


def warm(port: int, secret: str) -> None:
    """One short stream, until the line listens: ears are opened beside its start."""
    caller = Caller(port, Tickets((secret,)), np.random.default_rng(1), time.monotonic())
    for _ in range(20):
        caller.connect()
        assert caller.socket is not None
        caller.socket.settimeout(0.5)
        try:
            caller.socket.recv(10)
        except TimeoutError:
            return caller.hang_up()
        caller.hang_up()
    raise SystemExit("the line has no ear")


def run(
    port: int, secret: str, near: Near, phrase: str, count: int, seconds: float, memory: Callable[[], float]
) -> Result:
    result, tickets, began = Result(), Tickets((secret,)), time.monotonic()
    dice = np.random.default_rng(311)
    callers = [Caller(port, tickets, dice, began + float(dice.uniform(0, 2))) for _ in range(count)]
    until, looked = began + seconds, began + 2
    while callers:
        now = time.monotonic()
        for caller in list(callers):
            if not _step(caller, now, near, phrase, result, until):
                callers.remove(caller)
        if now >= looked and now < until:
            looked, result.memory = now + 1, max(result.memory, memory())
        due = min((caller.due for caller in callers), default=now)
        waiting = any(caller.ended for caller in callers)
        time.sleep(max(0.0, min(due - time.monotonic(), 0.002 if waiting else 0.02)))
    return result


def _step(caller: Caller, now: float, near: Near, phrase: str, result: Result, until: float) -> bool:
    """Whether this caller goes on."""
    if (caller.ended and (notice := near.find(caller.sid, 1)) and notice.settled) or caller.over:
        found = near.find(caller.sid, 1)
        if found and found.settled and found.text.lower().rstrip(".") == phrase:
            (result.keyed if caller.keyed else result.waits).append(time.monotonic() - caller.ended)
        else:
            result.wrong += 1
        result.answers.append(Answer(caller.sound, caller.end))
        caller.hang_up()
        if now > until:
            return False
        caller.begin()
        caller.due = now + 0.2
    elif now >= caller.due:
        if caller.socket is None:
            caller.connect()
        caller.speak(now)
    return True

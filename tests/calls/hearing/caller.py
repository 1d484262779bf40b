"""Twilio's side of one stream, for the tests: the WebSocket and its messages, in whatever order a test wants them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable
from typing import Any

import simple_websocket

from ivr.telephony import media
from ivr.telephony.media import Beginning, Connected, Dtmf, Format, Key, Media, Sound, Start, Stop
from tests.calls.hearing.sounds import frames

STREAM = "MZ" + "0" * 32


class _Daemon(threading.Thread):
    daemon = True


class Caller:
    """`pace`: seconds between two pieces of sound; 0: as fast as they are taken."""

    def __init__(self, url: str, call_sid: str, token: str, *, pace: float = 0.0, **headers: str) -> None:
        self.socket: Any = simple_websocket.Client(url, headers=headers, thread_class=_Daemon)
        self.call_sid, self._token, self._pace = call_sid, token, pace
        self._sequence = self._chunk = 0

    def starts(self, form: Format | None = None) -> Caller:
        self.socket.send(media.write(Connected()))
        begun = Beginning(
            self.call_sid, STREAM, "AC1", media_format=form or Format(), custom_parameters={"token": self._token}
        )
        self.socket.send(media.write(Start(begun, self._next(), STREAM)))
        return self

    def says(self, *sounds: bytes) -> Caller:
        for piece in self.pieces(*sounds):
            self.sends(piece)
        return self

    def pieces(self, *sounds: bytes) -> list[str]:
        """The messages of this sound, not sent yet."""
        made = []
        for frame in frames(b"".join(sounds)):
            self._chunk += 1
            sound = Sound(frame, self._chunk, (self._chunk - 1) * 20)
            made.append(media.write(Media(sound, self._next(), STREAM)))
        return made

    def sends(self, *messages: str) -> Caller:
        for message in messages:
            self.socket.send(message)
            if self._pace:
                time.sleep(self._pace)
        return self

    def presses(self, key: str) -> Caller:
        return self.sends(media.write(Dtmf(Key(key), self._next(), STREAM)))

    def stops(self) -> Caller:
        return self.sends(media.write(Stop(sequence_number=self._next(), stream_sid=STREAM)))

    def drops(self) -> None:
        """Without a word of goodbye."""
        self.socket.sock.shutdown(socket.SHUT_RDWR)

    def closed_with(self, seconds: float = 5.0) -> int:
        """The code the line closed the socket with."""
        try:
            assert self.socket.receive(timeout=seconds) is None, "a one-way stream got an answer"
        except simple_websocket.ConnectionClosed as closed:
            return int(closed.reason)
        raise AssertionError("the socket is still open")

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence


def until(true: Any, seconds: float = 20.0) -> Any:
    """What `true` returns, as soon as it is something; fails when it does not become so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.005)
    raise AssertionError("it did not happen in time")


def shuffled(pieces: Iterable[str], order: Iterable[int]) -> list[str]:
    listed = list(pieces)
    return [listed[n] for n in order]

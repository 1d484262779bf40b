"""One thread that reads all sockets: nobody who floods one, or says nothing at another, keeps it from the rest."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Ping, TextMessage

from ivr.web.sockets import LATER, POLICY, Sockets
from tests.calls.hearing.caller import until


@dataclass
class Guest:
    """One who may send what it likes, and is at home."""

    known: bool = True
    most: int = 1 << 60
    heard: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)

    def allowed(self, now: float) -> int:
        return self.most

    def message(self, text: str) -> int | None:
        self.heard.append(text)
        return None

    def tick(self, now: float) -> int | None:
        return None

    def gone(self) -> None:
        self.left.set()


class Client:
    """The other end of a socket, and who is told of it here."""

    def __init__(self, sockets: Sockets, guest: Guest) -> None:
        self.guest = guest
        self.sock, theirs = socket.socketpair()
        self.sock.settimeout(5)
        self._ws = Connection(ConnectionType.CLIENT)
        sockets.take(theirs, Connection(ConnectionType.SERVER), guest)

    def says(self, text: str) -> None:
        self.sock.sendall(self._ws.send(TextMessage(text)))

    def floods(self, frame: bytes) -> None:
        """Without a pause, for as long as anybody takes it."""

        def flood() -> None:
            with suppress(OSError):
                while not self.guest.left.is_set():
                    self.sock.sendall(frame * 20_000)

        threading.Thread(target=flood, daemon=True).start()

    def ping(self) -> bytes:
        return self._ws.send(Ping(b"x" * 100))

    def closed_with(self) -> int:
        while True:
            self._ws.receive_data(self.sock.recv(65536) or None)
            for event in self._ws.events():
                if isinstance(event, CloseConnection):
                    return int(event.code)


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    made = Sockets(3, 1000)
    yield made
    made.close()


EMPTY = b"\x8a\x80\x00\x00\x00\x00"  # a pong without anything in it, masked: the least that is a frame


def test_a_flood_at_one_socket_keeps_nobody_from_being_heard(sockets: Sockets) -> None:
    Client(sockets, flooder := Guest()).floods(EMPTY)
    other = Client(sockets, Guest())
    for n in range(5):
        other.says(str(n))
    try:
        assert until(lambda: other.guest.heard == list("01234"))
    finally:
        flooder.left.set()


def test_who_sends_more_than_it_may_is_sent_away(sockets: Sockets) -> None:
    client = Client(sockets, Guest(most=10_000))
    client.sock.sendall(EMPTY * 2_000)
    assert client.closed_with() == POLICY
    assert client.guest.left.wait(5)


def test_who_does_not_read_the_answers_to_its_pings_is_not_waited_for(sockets: Sockets) -> None:
    client, other = Client(sockets, Guest()), Client(sockets, Guest())
    client.floods(client.ping())
    assert client.guest.left.wait(10)
    other.says("still here")
    assert until(lambda: other.guest.heard)


def test_strangers_make_room_the_oldest_first(sockets: Sockets) -> None:
    strangers = [Client(sockets, Guest(known=False)) for _ in range(3)]
    assert not sockets.full
    Client(sockets, Guest()).says("a caller")
    assert strangers[0].closed_with() == LATER
    assert not any(one.guest.left.is_set() for one in strangers[1:])


def test_it_is_full_of_those_that_are_known(sockets: Sockets) -> None:
    guests = [Client(sockets, Guest()) for _ in range(3)]
    assert until(lambda: sockets.full)
    guests[0].sock.close()
    assert until(lambda: not sockets.full)


def test_time_passes_for_whoever_waits_though_every_socket_is_closed() -> None:
    ticks = 0

    def tick() -> bool:
        nonlocal ticks
        ticks += 1
        return True

    sockets = Sockets(3, 1000, tick)
    client = Client(sockets, Guest())
    client.sock.close()
    assert client.guest.left.wait(5)
    before = ticks
    assert until(lambda: ticks > before + 3)
    sockets.close()

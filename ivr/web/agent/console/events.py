"""The streams of the console: what changed for this agent, and for the wall everything."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from ivr.web.agent.console.parts import Console
from ivr.web.agent.console.wire import HEAD, Screen, Wire
from ivr.web.agent.here import person, still
from ivr.web.handover import socket_of, taken


def hang(door: Blueprint, console: Console) -> None:
    @door.get("/floor/events")
    def events() -> Response:
        return _stream(console, everything=False)

    @door.get("/wall/events")
    def wall_events() -> Response:
        return _stream(console, everything=True)


def _stream(console: Console, everything: bool) -> Response:
    sock, free = socket_of(request.environ)
    if sock is None or console.wire is None:
        return Response("", 501)
    who = person()
    # The wall is no place to take calls at: looking at it keeps nobody available.
    begin = partial(Screen, person=str(who.id), everything=everything, at=_since(), still=still(), alive=_nobody)
    if not everything:
        floor = console.floor
        floor.alive(who)  # before anybody asks whether they are gone
        alive, here, gone = (partial(one, who) for one in (floor.alive, floor.ask, floor.gone))
        begin = partial(begin, alive=alive, here=here, gone=gone)
    return _Streamed(sock, free, begin, console.wire)


def _nobody() -> None:
    """Looking at the wall keeps nobody available."""


def _since() -> int:
    """The number the screen has seen last; -1: none, so it looks anew."""
    told = request.headers.get("Last-Event-ID") or request.args.get("since", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else -1


class _Streamed(Response):
    """The answer to a stream's request: its head is written past the server, and the rest by the wire."""

    def __init__(self, sock: socket.socket, free: bool, begin: Callable[..., Screen], wire: Wire) -> None:
        super().__init__()
        self._sock, self._free, self._begin, self._wire = sock, free, begin, wire

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        mine = taken(self._sock) if self._free else self._sock
        mine.sendall(HEAD)
        screen = self._begin(sock=mine)
        self._wire.take(screen)
        if self._free:
            raise StopIteration
        screen.done.wait()
        raise ConnectionAbortedError

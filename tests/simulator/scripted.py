"""A real HTTP server that answers what a test scripted, and remembers what it was asked."""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import simple_websocket

from ivr.simulator.call import PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.network import Network
from ivr.simulator.retry import Policy


@dataclass(frozen=True)
class Answer:
    body: bytes
    status: int = 200
    kind: str = "text/xml"
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request. path: with its query."""

    method: str
    path: str
    form: dict[str, str]
    headers: dict[str, str]


@dataclass
class Socket:
    """A WebSocket that was opened here. said: its messages as they came. ended: set when it is closed, however."""

    path: str
    headers: dict[str, str]
    said: list[dict[str, Any]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def of(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.said if message["event"] == event]

    @property
    def sound(self) -> bytes:
        """What it carried, in the order it came."""
        return b"".join(base64.b64decode(message["media"]["payload"]) for message in self.of("media"))


@dataclass
class Script:
    """Answers by path; of several for one path the last is given again and again.

    doors: paths that take WebSockets; hangs_up: after so many messages the door closes the socket.
    """

    base_url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    doors: set[str] = field(default_factory=set)
    sockets: list[Socket] = field(default_factory=list)
    hangs_up: int = 0

    def on(self, path: str, *bodies: str | bytes | Answer) -> Script:
        """TwiML for a path: what stands inside <Response>, or a whole Answer."""
        self.answers[path] = [one if isinstance(one, Answer) else Answer(twiml(one)) for one in bodies]
        return self

    def at(self, path: str) -> list[Asked]:
        """What was asked of a path, whatever its query."""
        return [one for one in self.asked if urlsplit(one.path).path == path]

    def call(self, caller: str = "+14105550123", now: datetime | None = None, language: str | None = None) -> PhoneCall:
        """A call to this server, without a fallback unless one is scripted."""
        return PhoneCall(self.line(), caller, now=now, language=language)

    def call_over(self, network: Network, **changes: Any) -> PhoneCall:
        """A call whose media streams have a network to go through."""
        return PhoneCall(self.line(**changes), network=network)

    def call_with(self, **changes: Any) -> PhoneCall:
        """A call over a line set up otherwise."""
        return PhoneCall(self.line(**changes))

    def line(self, **changes: Any) -> Line:
        fallback = "/voice/fallback" if "/voice/fallback" in self.answers else ""
        known: dict[str, Any] = {"base_url": self.base_url, "fallback": fallback}
        return Line(**{**known, **changes}, patience=Policy(read=10, total=10))


def twiml(inside: str | bytes) -> bytes:
    raw = inside if isinstance(inside, bytes) else inside.encode()
    return b'<?xml version="1.0" encoding="UTF-8"?><Response>' + raw + b"</Response>"


def handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are written apart: an answer would wait 40 ms

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer(dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True)))

        def do_GET(self) -> None:
            if self.headers.get("Upgrade") == "websocket" and self.path in script.doors:
                return self._listen()
            self._answer(dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)))

        def _listen(self) -> None:
            headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
            taken = Socket(self.path, dict(self.headers.items()))
            script.sockets.append(taken)
            door = simple_websocket.Server.accept({**headers, "werkzeug.socket": self.connection})
            try:
                while not script.hangs_up or len(taken.said) < script.hangs_up:
                    taken.said.append(json.loads(door.receive()))
                door.close()
            except simple_websocket.ConnectionClosed:
                pass
            self.close_connection = True
            taken.ended.set()

        def _answer(self, form: dict[str, str]) -> None:
            script.asked.append(Asked(self.command, self.path, form, dict(self.headers.items())))
            queue = script.answers.get(urlsplit(self.path).path, [Answer(b"not scripted", 404)])
            answer = queue.pop(0) if len(queue) > 1 else queue[0]
            time.sleep(answer.delay)
            self.send_response(answer.status)
            if answer.kind:
                self.send_header("Content-Type", answer.kind)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler

"""Twilio's REST API as a small server of this machine: the recordings of the test phone, and messages nobody gets.

with Rest(Shelf(folder), auth_token="…") as rest:
    …  TWILIO_API_URL=rest.url
    rest.messages, rest.opted_out.add("+14105550123"), rest.trouble(503, times=2), rest.shelf.delay = 1.5

GET     /2010-04-01/Accounts/{AC}/Recordings/{RE}.wav | .mp3 | .json      404 until it is there
DELETE  /2010-04-01/Accounts/{AC}/Recordings/{RE}.json                    204, then 404
GET     /2010-04-01/Accounts/{AC}/Recordings.json, …/Calls/{CA}/Recordings.json
POST    /2010-04-01/Accounts/{AC}/Messages.json, GET …/Messages/{SM}.json
…       …/Calls…, …/Conferences…: where there is an account whose calls they are (switch/calls, switch/conferences)
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from typing import Literal, Self
from urllib.parse import parse_qsl, urlsplit

from ivr.simulator import resources
from ivr.simulator.course import new_sid
from ivr.simulator.door import BELOW, Door
from ivr.simulator.http import Line
from ivr.simulator.resources import Json, Message, Problem
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.api import Api, Unknown

Trouble = int | Literal["cut"]
"""What goes wrong with a request: a status without a word of sense, or `cut`: half a file, and then nothing."""
_KINDS = {"wav": "audio/x-wav", "mp3": "audio/mpeg"}
_MAKES = ("/Messages.json", "/Calls.json", "/Participants.json")
_MOST_FORM = 100_000
_MOST_MESSAGES = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came. path: without its query."""

    method: str
    path: str
    status: int


class Rest:
    """account_sid, auth_token: what clients must know; no token: any password will do.

    port: 0 is any that is free. per_second: messages an account may ask for in a second; more are answered 429.
    account: whose calls and conferences are asked for; its sid and token are what clients must know then.
    door: to the telephones themselves, for the pages that show them. at: a socket that listens already.
    numbers: the account's. messages: what was asked to be sent. opted_out: numbers that answered STOP.
    asked: every request, in order.
    """

    def __init__(
        self,
        shelf: Shelf,
        account_sid: str = Line.account_sid,
        auth_token: str = "",
        port: int = 0,
        per_second: int = 100,
        account: Account | None = None,
        door: Door | None = None,
        at: socket | None = None,
    ) -> None:
        if account:
            account_sid, auth_token = account.line.account_sid, auth_token or account.line.auth_token
        self._api = Api(account) if account else None
        self.door, self.shelf, self.account_sid, self.per_second = door, shelf, account_sid, per_second
        self.numbers = [Line.number]
        self.messages: list[Message] = []
        self.opted_out: set[str] = set()
        self.asked: deque[Asked] = deque(maxlen=1000)
        self.auth_token, self._lock = auth_token, threading.Lock()
        self._times: deque[float] = deque()
        self._troubles: deque[tuple[str, Trouble]] = deque()
        self._server = _server(self, port, at)

    @property
    def url(self) -> str:
        """What TWILIO_API_URL is set to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="twilio-rest", daemon=True).start()
        return self

    def serve(self) -> None:
        """On this thread, until another one says `stop`."""
        self._server.serve_forever(0.05)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def trouble(self, trouble: Trouble, times: int = 1, path: str = "") -> None:
        """The next requests go wrong; path: a part of the address of those that do."""
        with self._lock:
            self._troubles.extend([(path, trouble)] * times)

    # -------------------------------------------------------------- what is asked

    def fault(self, path: str) -> Trouble | None:
        """What goes wrong with this request; it happens once."""
        with self._lock:
            for at, (part, trouble) in enumerate(self._troubles):
                if part in path:
                    del self._troubles[at]
                    return trouble
        return None

    def known(self, header: str) -> bool:
        """Whether the credentials are the account's."""
        try:
            user, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        except (binascii.Error, ValueError):
            return False
        return user == self.account_sid and (not self.auth_token or hmac.compare_digest(password, self.auth_token))

    def answer(self, method: str, path: str, query: Mapping[str, str], form: Mapping[str, str]) -> Json | Path | None:
        """The JSON, the file, or None: done. Problem."""
        base = f"/{resources.VERSION}/Accounts/{self.account_sid}"
        below = path.removeprefix(base)
        if below == path:
            raise resources.not_found(path)
        if self._api:
            with suppress(Unknown):
                return self._api.answer(method, below, path, query, form)
        match method, re.findall(r"[^/.]+", below):
            case "GET", ["Recordings", sid, ("wav" | "mp3") as kind]:
                return self._sound(sid, kind, below)
            case "GET", ["Recordings", "json"]:
                return self._listed(query.get("CallSid", ""), path, query)
            case "GET", ["Recordings", sid]:
                return self._sound(sid, "wav", below)
            case "GET", ["Recordings", sid, "json"]:
                kept = self.shelf.find(sid)
                return resources.recording(kept, self.shelf.ready(kept)) if kept else self._none(below)
            case "DELETE", ["Recordings", sid, *_]:
                return None if self.shelf.delete(sid) else self._none(below)
            case "GET", ["Calls", call_sid, "Recordings", "json"]:
                return self._listed(call_sid, path, query)
            case "POST", ["Messages", "json"]:
                return self._send(form)
            case "GET", ["Messages", "json"]:
                return self._sent(path, query)
            case "GET", ["IncomingPhoneNumbers", "json"]:
                numbers = [resources.phone_number(self.account_sid, number) for number in self.numbers]
                return resources.page("incoming_phone_numbers", numbers, path, query)
            case "GET", ["Messages", sid, "json"]:
                return next((one.json() for one in self.messages if one.sid == sid), None) or self._none(below)
        return self._none(below)

    def _sound(self, sid: str, kind: str, below: str) -> Path:
        kept = self.shelf.find(sid)
        return (kept and self.shelf.file(kept, kind)) or self._none(below)

    def _listed(self, call_sid: str, path: str, query: Mapping[str, str]) -> Json:
        wanted = resources.span(query, "DateCreated")
        found = [kept for kept in self.shelf.of(call_sid) if wanted(kept.made)]
        items = [resources.recording(kept, self.shelf.ready(kept)) for kept in found]
        return resources.page("recordings", items, path, query)

    def _sent(self, path: str, query: Mapping[str, str]) -> Json:
        wanted, to, sender = resources.span(query, "DateSent"), query.get("To", ""), query.get("From", "")
        found = [
            one.json()
            for one in reversed(self.messages)
            if to in ("", one.to) and sender in ("", one.sender) and wanted(one.made.timestamp())
        ]
        return resources.page("messages", found, path, query)

    def _send(self, form: Mapping[str, str]) -> Json:
        message = resources.message(new_sid("SM"), self.account_sid, form)
        with self._lock:
            now = time.monotonic()
            while self._times and now - self._times[0] > 1:
                self._times.popleft()
            if len(self._times) >= self.per_second:
                raise resources.TOO_MANY
            self._times.append(now)
            if message.to in self.opted_out:
                raise resources.OPTED_OUT
            self.messages.append(message)
            del self.messages[:-_MOST_MESSAGES]
        return message.json(sent=False)

    @staticmethod
    def _none(below: str) -> Path:
        raise resources.not_found(below)


class _Server(ThreadingHTTPServer):
    request_queue_size = 100
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is gone is no mistake of anybody's: a worker may end in the middle of asking."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _server(rest: Rest, port: int, at: socket | None) -> _Server:
    if at is None:
        return _Server(("127.0.0.1", port), _handler(rest))
    made = _Server(at.getsockname(), _handler(rest), bind_and_activate=False)
    made.socket.close()
    made.socket = at
    return made


def _handler(rest: Rest) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are written apart: an answer would wait 40 ms
        timeout = 60

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            if rest.door and parts.path.startswith(BELOW):
                return self._through(rest.door, parts.path.removeprefix(BELOW), dict(parse_qsl(parts.query)))
            form = self._form()
            fault = rest.fault(parts.path)
            try:
                if isinstance(fault, int):
                    raise Problem(fault, 20500, "An internal server error has occurred")
                if not rest.known(self.headers.get("Authorization", "")):
                    raise resources.UNKNOWN_ACCOUNT
                made = rest.answer(self.command, parts.path, dict(parse_qsl(parts.query)), form)
                self._give(made, cut=fault == "cut")
            except Problem as problem:
                self._json(problem.status, problem.json())
            except ConnectionError:
                self.close_connection = True

        def _through(self, door: Door, path: str, query: Mapping[str, str]) -> None:
            body = self._body()
            if rest.known(self.headers.get("Authorization", "")):
                status, told = door.answer(self.command, path, query, body)
            else:
                status, told = 401, {"error": "this door is the web processes'"}
            with suppress(ConnectionError):
                self._json(status, told)

        def _body(self) -> bytes:
            length = int(self.headers.get("Content-Length") or 0)
            if length > _MOST_FORM:
                self.close_connection = True
                return b""
            return self.rfile.read(length)

        def _form(self) -> Mapping[str, str]:
            form: dict[str, str] = {}
            for name, value in parse_qsl(self._body().decode("utf-8", "replace"), keep_blank_values=True):
                form[name] = f"{form[name]} {value}" if name in form else value  # lists are written as repeated names
            return form

        def _give(self, made: Json | Path | None, cut: bool) -> None:
            match made:
                case None:
                    self._head(204, "", 0)
                case Path():
                    self._file(made, cut)
                case _:
                    new = self.command == "POST" and urlsplit(self.path).path.endswith(_MAKES)
                    self._json(201 if new else 200, made)

        def _file(self, path: Path, cut: bool) -> None:
            size = path.stat().st_size
            self._head(200, _KINDS[path.suffix[1:]], size)
            with path.open("rb") as file:
                if cut:
                    self.wfile.write(file.read(size // 2))
                    self.close_connection = True
                else:
                    shutil.copyfileobj(file, self.wfile, 1 << 18)

        def _json(self, status: int, value: object) -> None:
            body = json.dumps(value).encode()
            self._head(status, "application/json;charset=utf-8", len(body))
            self.wfile.write(body)

        def _head(self, status: int, kind: str, length: int) -> None:
            rest.asked.append(Asked(self.command, urlsplit(self.path).path, status))
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            if status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="Twilio API"')
            if status != 204:
                self.send_header("Content-Length", str(length))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler

"""The process of the test phone under `ivr run`: one account at "Twilio", with its calls, telephones and REST.

It is one process, however many answer webhooks: calls meet in rooms there. It listens on this machine alone, knows
who may ask by a token that `ivr run` made up, keeps nothing, and ends with `ivr run`.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from functools import cached_property
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ivr.config import Settings
from ivr.simulator.door import BELOW, Door
from ivr.simulator.http import Line
from ivr.simulator.leaving import Leaving
from ivr.simulator.passing import Passing
from ivr.simulator.rest import Rest
from ivr.simulator.sessions import Sessions
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephones import Telephones
from ivr.speech.recognizer import Recognizer

if TYPE_CHECKING:
    from ivr.bootstrap.rooms import Rooms

SOCKET = "ONECALL_TEST_PHONE_SOCKET"
"""The number of the open file on which the process is asked."""
CALLS_PER_SECOND = 10
MOST = 200
"""Calls, rooms and callbacks that are over and still known."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the process is asked, before it is there: who asks too early waits. token: what they must know."""

    listening: socket.socket
    token: str

    @classmethod
    def made(cls) -> Place:
        found = socket.socket()
        found.bind(("127.0.0.1", 0))
        found.listen(100)
        return cls(found, token_urlsafe())

    @property
    def url(self) -> str:
        """What TWILIO_API_URL is set to."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    @property
    def door(self) -> str:
        """What ONECALL_TEST_PHONE is set to, the token included."""
        return self.url.replace("//", f"//{Line.account_sid}:{self.token}@") + BELOW.rstrip("/")


def serve(settings: Settings, listening: socket.socket, token: str, port: str) -> None:
    """Until SIGTERM or SIGINT. port: of the web server, where the line answers."""
    base, shelf, ears = f"http://127.0.0.1:{port}", Shelf(settings.test_recordings), _Ears(settings)
    line = Line(base, settings.twilio_auth_token, public_url=settings.public_base_url, shelf=shelf)
    with _account(line) as account:
        sessions, telephones = Sessions(line, hears=ears.at_hand, office=account), Telephones(account)
        door = Door(sessions, telephones, Leaving(sessions))
        rest = Rest(shelf, account=account, auth_token=token, door=door, at=listening)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=rest.stop).start())
        with Passing(sessions, telephones):
            rest.serve()


def _account(line: Line) -> Account:
    return Account(line, calls_per_second=CALLS_PER_SECOND, threads=4, pace=1.0, most=MOST, everybody=True)


class _Ears:
    """Twilio's own recogniser, for callers with a microphone; nothing of it is loaded before one asks for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, threading.Lock()

    def at_hand(self) -> Recognizer | None:
        with self._lock:
            return self._rooms.ears.at_hand()

    @cached_property
    def _rooms(self) -> Rooms:
        from ivr.bootstrap.rooms import Rooms

        rooms = Rooms(self._settings)
        rooms.library.start()
        rooms.maps.start()
        rooms.ears.start()
        return rooms


def main() -> None:
    settings = Settings.from_env(os.environ)
    token = urlsplit(settings.test_phone).password or ""
    if not token or SOCKET not in os.environ:
        sys.exit("the test phone's process is started by `ivr run`")
    listening = socket.socket(fileno=int(os.environ[SOCKET]))
    serve(settings, listening, token, os.environ.get("PORT", "8311"))
    os._exit(0)  # what a caller's microphone still learns is of no use to anybody


if __name__ == "__main__":
    main()

"""A wire between the program and its database that can be slowed, cut, silenced and restored."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import make_url


class Proxy:
    """Listens on a free loopback port; `url` is the database's address through it.

    delay: seconds each packet waits, in both directions. silent: packets are taken and never passed on.
    """

    def __init__(self, database_url: str) -> None:
        self._behind = _place(database_url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self.delay = 0.0
        self.silent = False
        self.down = False
        port = self._listener.getsockname()[1]
        through = make_url(database_url).difference_update_query(["host", "port"]).set(host="127.0.0.1", port=port)
        self.url = through.render_as_string(hide_password=False)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Breaks every connection and refuses new ones."""
        self.down = True
        for wire in list(self._open):
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()

    def restore(self) -> None:
        """All is well again."""
        self.down, self.silent, self.delay = False, False, 0.0

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.down:
                near.close()
                continue
            family = socket.AF_UNIX if isinstance(self._behind, str) else socket.AF_INET
            far = socket.socket(family)
            try:
                far.connect(self._behind)
            except OSError:  # the server is away
                near.close()
                far.close()
                continue
            self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while packet := one.recv(65536):
                if self.delay:
                    time.sleep(self.delay)
                if not self.silent:
                    other.sendall(packet)
        for wire in (one, other):
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()
            self._open.discard(wire)


def _place(database_url: str) -> str | tuple[str, int]:
    parts = urlsplit(database_url)
    query = parse_qs(parts.query)
    host = query.get("host", [parts.hostname or "localhost"])[0]
    port = int(query.get("port", [str(parts.port or 5432)])[0])
    return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)

"""A geocoder on this machine: answers what a test says, in the words of the real one, and remembers what was asked."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Fake:
    """base: its address. answer: JSON, or bytes as they are. wait, drip: seconds before all, and between two bytes."""

    base: str = ""
    answer: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    """(path, query, User-Agent) of every question."""


@contextmanager
def serving() -> Iterator[Fake]:
    """A fake on a free port of the loopback, gone afterwards."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            fake.asked.append((parts.path, query, self.headers.get("User-Agent", "")))
            time.sleep(fake.wait)
            body = fake.answer if isinstance(fake.answer, bytes) else json.dumps(fake.answer).encode()
            try:
                self.send_response(fake.status)
                for name, value in {"Content-Type": "application/json", **fake.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for at in range(0, len(body), 1 if fake.drip else max(1, len(body))):
                    self.wfile.write(body[at : at + (1 if fake.drip else len(body))])
                    self.wfile.flush()
                    time.sleep(fake.drip)
            except OSError:
                return  # who asked has gone

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.base = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """The address of a server that takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"

"""The scripted app, as a fixture."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest

from .scripted import Answer, Script, handler


class Server(ThreadingHTTPServer):
    request_queue_size = 100
    daemon_threads = True


@pytest.fixture
def app() -> Iterator[Script]:
    script = Script()
    server = Server(("127.0.0.1", 0), handler(script))
    script.base_url = f"http://127.0.0.1:{server.server_address[1]}"
    script.on("/voice/status", Answer(b"", 204))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield script
    server.shutdown()
    server.server_close()

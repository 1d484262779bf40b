"""A gunicorn worker with the door of streams and nothing else, told from outside how many connections it counts."""

from __future__ import annotations

import gc
import os
from typing import Any

from flask import Flask
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped,unused-ignore]

from ivr.web import stream
from ivr.web.sockets import Sockets

worker_class, workers, threads, keepalive = "gthread", 1, 4, 75
wsgi_app = "tests.web.gunicorn_stream:made()"


class Nobody:
    """Hears, and keeps nothing."""

    settled = False

    def listen(self, token: str, call_sid: str) -> Nobody:
        return self

    def feed(self, mulaw: bytes, /) -> None: ...
    def finish(self, why: Any, /) -> None: ...


def made() -> Flask:
    app, sockets = Flask(__name__), Sockets(50, 64 * 1024)
    app.register_blueprint(stream.door(Nobody(), sockets))

    @app.get("/counted")
    def counted() -> dict[str, int]:
        # This very request is one of its connections.
        worker = next(one for one in gc.get_objects() if isinstance(one, ThreadWorker))
        return {"connections": worker.nr_conns, "files": len(os.listdir("/proc/self/fd"))}

    return app

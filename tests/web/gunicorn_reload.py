"""gunicorn with the line's own settings, and an application that is read as long as a file is there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ivr.web.gunicorn import on_reload, post_worker_init, worker_class

__all__ = ["made", "on_reload", "post_worker_init", "worker_class"]

workers, threads = 2, 4
wsgi_app = "tests.web.gunicorn_reload:made()"


def made() -> Callable[..., Iterable[bytes]]:
    """It answers with the number of its process."""
    while Path(os.environ["SLOW"]).exists():
        time.sleep(0.01)

    def app(_: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain"), ("Connection", "close")])
        return [str(os.getpid()).encode()]

    return app

"""How gunicorn serves the line: threads, because webhooks and pages wait more than they work.

Streams take none of them: one thread of the process reads every WebSocket (ivr/web/sockets.py).
"""

import os
import resource
import sys
from typing import Any

from ivr.web.succession import SUCCESSION

SWITCH = 0.0005
"""Seconds after which a thread that works gives way to others that have something to do. With Python's 5 ms, whoever
asks the database ten times waits ten times for a page that is being written (docs/performance.md)."""


def _bind() -> str:
    """BIND: a host, a host with its port, or a `unix:` socket; the port is PORT's where BIND has none."""
    given = os.environ.get("BIND", "") or "0.0.0.0"  # noqa: S104
    return given if ":" in given else f"{given}:{os.environ.get('PORT', '8311')}"


def _more_files(most: int = 65536) -> None:
    """A connection is an open file: of the thousand that systems allow at first, a flood would end a worker."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if hard == resource.RLIM_INFINITY else min(hard, most)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


_more_files()
bind = _bind()
worker_class = "ivr.web.succession.Successor"  # gthread's, but for how it leaves on a reload
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "32"))
graceful_timeout = 15  # a silent database is given up after 4 s, and the journal has 5 to be written or put on disk
timeout = 60
keepalive = 75  # Twilio keeps connections; a new one for every turn would cost more than the turn
control_socket_disable = True
logger_class = "ivr.bootstrap.logs.ServerLog"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
accesslog = None  # the journal tells more, and no address or query (which holds the sealed call) belongs in a log
forwarder_headers = ""  # gunicorn would let whoever comes by a proxy write SCRIPT_NAME: /desk past a proxy that bars it
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def on_reload(server: Any) -> None:
    SUCCESSION.reloaded()


def post_worker_init(worker: Any) -> None:
    sys.setswitchinterval(SWITCH)
    worker.answers()

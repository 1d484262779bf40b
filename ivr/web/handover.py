"""A connection taken out of the server's hands: a stream that stands for hours costs the line no thread.

gunicorn's threads answer callers. Whoever streams writes the head of the answer, gives the connection to one thread
that serves all of a process, and the server is left with a connection that has ended.
"""

from __future__ import annotations

import os
import socket
import ssl
from typing import Any


def socket_of(environ: Any) -> tuple[socket.socket | None, bool]:
    """The connection below this request, and whether the server can do without it."""
    if isinstance(sock := environ.get("gunicorn.socket"), socket.socket):
        return sock, not isinstance(sock, ssl.SSLSocket)
    sock = environ.get("werkzeug.socket")
    return (sock if isinstance(sock, socket.socket) else None), False


def taken(sock: socket.socket) -> socket.socket:
    """The connection, out of the server's hands: what it holds is from now on one that has ended, and it closes that
    and counts it as it does all others. (Without any it would count one too many as closed, stream by stream.)"""
    ended, other = socket.socketpair()
    with ended, other:
        mine = sock.dup()
        os.dup2(ended.fileno(), sock.fileno(), inheritable=False)
    return mine

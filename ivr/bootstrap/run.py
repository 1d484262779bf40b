"""`ivr run`: everything at once in the foreground: database, migrations, flows, web, worker; Ctrl-C ends all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ivr.bootstrap import demo
from ivr.bootstrap.watch import Watch
from ivr.config import BadSetting, Settings
from ivr.db.embedded import Server
from ivr.db.migrate import upgrade
from ivr.db.secrets import own_key

Say = Callable[[str], None]
READY = 60.0
GRACE = 12.0


@dataclass(frozen=True, slots=True)
class Options:
    """port: of the web server on all interfaces. demo: put some requests into an empty database."""

    port: int = 8311
    simulator: bool = True
    demo: bool = True


def run(settings: Settings, options: Options, say: Say) -> int:
    """Runs until Ctrl-C or SIGTERM (0), or until a part of it ends by itself (1). Leaves no process behind."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    _port_is_free(options.port)
    with ExitStack() as held:
        settings = _prepared(settings, options, held, say)
        if stopping.is_set():
            return 0
        children = [_start(command, settings, options) for command in _commands()]
        held.callback(_stop, children)
        if not _ready(options.port, children, stopping):
            say("The line did not start; the lines above say why.")
            return 0 if stopping.is_set() else 1
        watch = Watch(settings, say)
        held.callback(watch.stop)
        _welcome(settings, options, say)
        return _until_stopped(children, stopping, say)


def _prepared(settings: Settings, options: Options, held: ExitStack, say: Say) -> Settings:
    url = settings.database_url
    if not url:
        server = Server.start(settings.data_dir, lambda line: say(line))
        held.callback(server.stop)
        url = server.url
    keys = settings.secret_keys or (own_key(settings.data_dir),)
    given = os.environ.get("PUBLIC_BASE_URL")
    base = settings.public_base_url if given else f"http://localhost:{options.port}"
    settings = replace(settings, database_url=url, secret_keys=keys, public_base_url=base, simulator=options.simulator)
    upgrade(url, say)
    demo.publish(settings, say)
    if options.demo:
        demo.fill(settings, say)
    return settings


def _commands() -> list[list[str]]:
    here = Path(sys.executable).parent
    web = [str(here / "gunicorn"), "--config", "python:ivr.web.gunicorn", "ivr.bootstrap.app:create_app()"]
    return [web, [str(here / "ivr"), "worker"]]


def _start(command: list[str], settings: Settings, options: Options) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
    return subprocess.Popen(command, env=_environment(settings, options), start_new_session=True)  # noqa: S603


def _environment(settings: Settings, options: Options) -> Mapping[str, str]:
    # The browser phone's calls live in the memory of one process.
    workers = {"WEB_CONCURRENCY": "1"} if options.simulator else {}
    return {
        **workers,
        **os.environ,
        "PORT": str(options.port),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEYS": ",".join(settings.secret_keys),
        "PUBLIC_BASE_URL": settings.public_base_url,
        "ONECALL_DATA": str(settings.data_dir.absolute()),
        "ONECALL_HOME": str(settings.home.absolute()),
        "ONECALL_SIMULATOR": "1" if settings.simulator else "",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "warning"),
    }


def _port_is_free(port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104
        except OSError as problem:
            raise BadSetting(f"Port {port} cannot be used ({problem.strerror}); try: ivr run --port 8312") from None


def _ready(port: int, children: list[subprocess.Popen[bytes]], stopping: threading.Event) -> bool:
    until = time.monotonic() + READY
    while time.monotonic() < until and not stopping.is_set():
        if any(child.poll() is not None for child in children):
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.05)
    return False


def _welcome(settings: Settings, options: Options, say: Say) -> None:
    base = f"http://localhost:{options.port}"
    say("")
    say("OneCall is answering.")
    if settings.simulator:
        say(f"  Call it in the browser     {base}/phone")
        say("  Call it in the terminal    .venv/bin/ivr call")
    say(f"  The line's front page      {base}/")
    say(f"  Look a request up          {base}/requests")
    say(f"  Twilio's webhook           {settings.public_base_url}/voice")
    if not settings.twilio_auth_token:
        say("  TWILIO_AUTH_TOKEN is not set: anybody may post to the webhook. Set it before a real number rings here.")
    say("Edit flows/ and prompts/: a change without mistakes is published at once. Ctrl-C stops everything.")


def _until_stopped(children: list[subprocess.Popen[bytes]], stopping: threading.Event, say: Say) -> int:
    while not stopping.wait(0.25):
        if gone := [child for child in children if child.poll() is not None]:
            say(f"A part of the line ended by itself (exit {gone[0].returncode}); stopping the rest.")
            return 1
    say("Stopping.")
    return 0


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

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

from ivr import web
from ivr.bootstrap import claim, crew, demo, keeper, testphone
from ivr.bootstrap.crew import Crew
from ivr.bootstrap.keeper import Keeper
from ivr.bootstrap.testphone import Place
from ivr.bootstrap.watch import Watch, stamp
from ivr.calls.folders import read
from ivr.config import BadSetting, Settings
from ivr.db.embedded import Server
from ivr.db.migrate import upgrade
from ivr.db.secrets import own_key
from ivr.simulator.http import Line

Say = Callable[[str], None]
READY = 300.0  # seconds the web server may take until it answers: a slow machine learns for a while the first time

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104


@dataclass(frozen=True, slots=True)
class Options:
    """port: of the web server. host: it listens on; "" is this machine alone with the test phone, else every address.

    demo: put some requests into an empty database.
    """

    port: int = 8311
    simulator: bool = True
    demo: bool = True
    host: str = ""

    @property
    def listens(self) -> str:
        return self.host or (LOOPBACK if self.simulator else EVERYWHERE)


def run(settings: Settings, options: Options, say: Say) -> int:
    """Runs until Ctrl-C or SIGTERM (0), or until a part of it ends by itself (1). Leaves no process behind.

    BadSetting, CellarError, CallsError: it cannot start; one line with the remedy.
    """
    _pages_are_built()
    read(settings.home)  # before a folder is made and a database started for flows that are not there
    stopping = _told_to_stop()
    with ExitStack() as held:
        guard = Keeper()
        held.callback(guard.dismiss)
        held.enter_context(claim.data(settings.data_dir, options.port))
        claim.port(options.listens, options.port)
        seen = stamp(settings.home)
        settings = _prepared(settings, options, held, guard, say)
        if stopping.is_set():
            return 0
        people = _people(settings, options, say)
        say("Starting web and worker …")
        children = _started(settings, options, _place(settings), held, guard)
        if not _ready(options, children, stopping):
            say("" if stopping.is_set() else "The line did not start; the lines above say why.")
            return 0 if stopping.is_set() else 1
        held.callback(Watch(settings, say, seen).stop)
        _welcome(settings, options, people, say)
        return _until_stopped(children, stopping, say)


def _told_to_stop() -> threading.Event:
    """Set by Ctrl-C, SIGTERM, or the closing of the terminal (not under nohup)."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: stopping.set())
    return stopping


def _pages_are_built() -> None:
    if not (Path(web.__path__[0]) / "static" / "built" / "manifest.json").is_file():
        raise BadSetting("the pages are not built; build them with: .venv/bin/python hatch_build.py")


def _prepared(settings: Settings, options: Options, held: ExitStack, guard: Keeper, say: Say) -> Settings:
    """The settings with a database that is up to date and holds what is published."""
    url = settings.database_url
    if not url:
        guard.mind_data(settings.data_dir)
        server = Server.start(settings.data_dir, say)
        held.callback(server.stop)
        url = server.url
    keys = settings.secret_keys or (own_key(settings.data_dir),)
    base = settings.public_base_url
    if not os.environ.get("PUBLIC_BASE_URL", "").strip():
        base = f"http://localhost:{options.port}"
    settings = replace(settings, database_url=url, secret_keys=keys, public_base_url=base, simulator=options.simulator)
    upgrade(url, say)
    demo.publish_or_keep(settings, say)
    if options.demo:
        demo.fill(settings, say)
    return settings


def _plays_twilio(settings: Settings) -> bool:
    """Where no account is set, the test phone has one: its telephones can be rung, and its callers moved into rooms."""
    return settings.simulator and not settings.twilio_account_sid and not settings.twilio_api


def _people(settings: Settings, options: Options, say: Say) -> Crew:
    """Those of a demo. Never in a database that somebody brought, and never where a real number rings."""
    if not _plays_twilio(settings):
        crew.dismiss(settings, say)
        return Crew({})
    own = "DATABASE_URL" not in os.environ
    return crew.hire(settings, say) if options.demo and own and settings.desk == "on" else Crew({})


def _place(settings: Settings) -> Place | None:
    return Place.made() if _plays_twilio(settings) else None


def _started(
    settings: Settings, options: Options, place: Place | None, held: ExitStack, guard: Keeper
) -> Mapping[str, subprocess.Popen[bytes]]:
    """What they are told of the test phone differs: the web process would want every webhook signed, if it knew the
    account's token."""
    here, common = Path(sys.executable).parent, _environment(settings, options)
    children: dict[str, subprocess.Popen[bytes]] = {}
    held.callback(_stop, children)

    def start(name: str, command: list[str], more: Mapping[str, str], files: tuple[int, ...] = ()) -> None:
        # A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
        environment = {**common, **more}
        children[name] = subprocess.Popen(command, env=environment, start_new_session=True, pass_fds=files)  # noqa: S603
        guard.mind(children[name].pid)

    door, account = ({"ONECALL_TEST_PHONE": place.door}, _account(place)) if place else ({}, {})
    if place:
        file = place.listening.fileno()
        start("phone", [sys.executable, "-m", testphone.__name__], {**door, testphone.SOCKET: str(file)}, (file,))
        place.listening.close()
    gunicorn = [str(here / "gunicorn"), "--config", "python:ivr.web.gunicorn", "ivr.bootstrap.app:create_app()"]
    start("web", gunicorn, door)
    start("worker", [str(here / "ivr"), "worker"], account)
    return children


def _account(place: Place) -> Mapping[str, str]:
    return {
        "TWILIO_API_URL": place.url,
        "TWILIO_ACCOUNT_SID": Line.account_sid,
        "TWILIO_AUTH_TOKEN": place.token,
        "TWILIO_CALLS_PER_SECOND": str(testphone.CALLS_PER_SECOND),
    }


def _environment(settings: Settings, options: Options) -> Mapping[str, str]:
    # One is enough for one person's calls, and starts sooner.
    workers = {"WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY", "1")} if options.simulator else {}
    return {
        **os.environ,
        **workers,
        "PORT": str(options.port),
        "BIND": f"{options.listens}:{options.port}",
        "DATABASE_URL": settings.database_url,
        "SECRET_KEYS": ",".join(settings.secret_keys),
        "PUBLIC_BASE_URL": settings.public_base_url,
        "ONECALL_DATA": str(settings.data_dir.absolute()),
        "ONECALL_HOME": str(settings.home.absolute()),
        "ONECALL_SIMULATOR": "1" if settings.simulator else "",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "warning"),
    }


def _ready(options: Options, children: Mapping[str, subprocess.Popen[bytes]], stopping: threading.Event) -> bool:
    host = LOOPBACK if options.listens == EVERYWHERE else options.listens
    until = time.monotonic() + READY
    while time.monotonic() < until and not stopping.is_set():
        if any(child.poll() is not None for child in children.values()):
            return False
        try:
            with urllib.request.urlopen(f"http://{host}:{options.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            stopping.wait(0.05)
    return False


def _welcome(settings: Settings, options: Options, people: Crew, say: Say) -> None:
    base = f"http://localhost:{options.port}"
    say("\nOneCall is answering.\n")
    if settings.simulator:
        say(f"  Call it in the browser    {base}/phone")
        at = "" if options.port == 8311 else f" --url {base}"
        say(f"  Call it in a terminal     .venv/bin/ivr call{at}")
    if people.passwords:
        say(f"  An agent's telephone      {base}/phone/agent")
        say(f"  The agents' desk          {base}/desk/floor")
        for login, password in people.passwords.items():
            say(f"      sign in as {login:<10} {password}")
        if people.link:
            say(f"      the supervisor, kim, sets up at {people.link}")
    say(f"  The line's front page     {base}/")
    say(f"  Look a request up         {base}/requests")
    say(f"  Twilio's webhook          {settings.public_base_url}/voice\n")
    if not settings.twilio_auth_token:
        say("TWILIO_AUTH_TOKEN is not set: whoever reaches the webhook may post to it. Set it before a number rings.")
    say("Edit flows/ and prompts/: a change without mistakes is published at once. Ctrl-C stops everything.")


def _until_stopped(children: Mapping[str, subprocess.Popen[bytes]], stopping: threading.Event, say: Say) -> int:
    while not stopping.wait(0.25):
        for name, child in children.items():
            if child.poll() is not None:
                say(f"The {name} process ended by itself (exit {child.returncode}); stopping the rest.")
                return 1
    say("Stopping.")
    return 0


def _stop(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + keeper.GRACE
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()

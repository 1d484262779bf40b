"""The house that is measured: PostgreSQL, gunicorn with several processes, a worker; and those who work there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.floor.load import Group
from bench.turns import CACHE, HERE, TOKEN, _end, _free_port
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.person import Profile
from ivr.agents.people.register import Register
from ivr.bootstrap.demo import publish
from ivr.config import Settings
from ivr.db.embedded import Server
from ivr.db.engine import connect
from ivr.db.migrate import upgrade
from ivr.db.secrets import Secrets

KEYS = "b" * 32
WALLS = 2
START = 120.0
WORKER = "from ivr.cli import main; main()"
"""`ivr worker`, of the folder this is run in."""


@dataclass(frozen=True)
class House:
    """port: of the line; rest: where Twilio's REST API is to be served. pids: of each kind of process, its first."""

    folder: Path
    url: str
    port: int
    rest: int
    pids: Mapping[str, int]


@contextmanager
def opened(folder: Path, processes: int) -> Iterator[House]:
    """A house that runs; gone afterwards."""
    home = _home(folder)
    with Server.start(folder, settings={"max_connections": "200"}) as server:
        settings = Settings(database_url=server.url, secret_keys=(KEYS,), data_dir=folder, home=home, cache=CACHE)
        upgrade(server.url)
        publish(settings, lambda line: None)
        port, rest = _free_port(), _free_port()
        environment = {**os.environ, **_settings(folder, home, server.url, port, rest, processes)}
        web = [str(Path(sys.executable).parent / "gunicorn"), "--config", "python:ivr.web.gunicorn"]
        with (
            _run([*web, "ivr.bootstrap.app:create_app()"], environment, folder / "web.log") as gunicorn,
            _run(
                [sys.executable, "-c", "from ivr.cli import main; main()", "worker"], environment, folder / "worker.log"
            ) as worker,
        ):
            _ready(port, gunicorn, folder)
            postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
            yield House(
                folder, server.url, port, rest, {"web": gunicorn.pid, "worker": worker.pid, "PostgreSQL": postmaster}
            )


def _settings(folder: Path, home: Path, url: str, port: int, rest: int, processes: int) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SECRET_KEYS": KEYS,
        "PORT": str(port),
        "BIND": f"127.0.0.1:{port}",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(processes),
        "ONECALL_DATA": str(folder),
        "ONECALL_HOME": str(home),
        "ONECALL_CACHE": CACHE,
        "ONECALL_SIMULATOR": "1",
        "ONECALL_PATIENCE_MS": "1500",  # what is measured is the floor; a turn that waits long is told in its figures
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000311",
        "TWILIO_API_URL": f"http://127.0.0.1:{rest}",
        "TWILIO_CALLS_PER_SECOND": "100",
        "LOG_LEVEL": "warning",
    }


@contextmanager
def _run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=HERE, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        _end(process)


def _home(folder: Path) -> Path:
    """The city's own files, but that its agents take one kind of caller: Erlang's formula knows no other floor."""
    home = folder / "home"
    for name in ("flows", "prompts", "gazetteer"):
        shutil.copytree(HERE / name, home / name)
    city = home / "flows" / "city.yaml"
    text, made = re.subn(r"(?ms)^(queues:\n.*?^  services:\n)", r"\1    skills: [services]\n", city.read_text("utf-8"))
    if made != 1:
        raise SystemExit("flows/city.yaml has no queue called services")
    city.write_text(text, "utf-8")
    return home


def staff(house: House, groups: Sequence[Group]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Agents and supervisors of the register: person, group, telephone, and the link by which they set up."""
    engine = connect(house.url, name="bench")
    register, now = Register(Cabinet(engine, Secrets((KEYS,))), "bench"), datetime.now(UTC)
    agents: list[dict[str, Any]] = []
    for group, one in enumerate(groups):
        for _ in range(one.agents):
            number = f"+1410556{len(agents):04d}"
            who = Profile(
                f"agent{len(agents)}", f"Agent {len(agents)}", languages=(one.language,), skills=(one.queue,),
                telephone=number,
            )  # fmt: skip
            person, token = register.add(who, now)
            agents.append({"person": str(person.id), "group": group, "telephone": number, "link": _link(token)})
    walls = []
    for n in range(WALLS):
        supervisor = Profile(f"kim{n}", f"Kim {n}", roles=frozenset({"supervisor"}))
        walls.append({"link": _link(register.add(supervisor, now)[1])})
    engine.dispose()
    return agents, walls


def _link(token: str) -> str:
    return f"/desk/set-up/{token}"


def _ready(port: int, gunicorn: subprocess.Popen[bytes], folder: Path) -> None:
    """A machine that is busy with others takes its time."""
    until = time.monotonic() + START
    while time.monotonic() < until and gunicorn.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("\n".join(["the line did not start", *(folder / "web.log").read_text().splitlines()[-12:]]))

"""A full turn of OneCall beside two rivals, in one run: `make bench`.

Three gunicorns with one process each take turns on one core; the callers and PostgreSQL have the other. (a) the bare
limit: a Flask view with constant TwiML; (b) a hand-written Flask phone tree with the twilio library, which checks and
stores nothing; (c) OneCall: signature, sealed state, engine, understanding, and a journal of every turn in PostgreSQL;
and once more with calls that go on until their request is filed. Only ratios are worth comparing: a machine is noisy,
so every round measures all of them, one after the other. The processor's time a turn is the steadiest of the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ivr.bootstrap.demo import publish
from ivr.config import Settings
from ivr.db.embedded import Server
from ivr.db.migrate import upgrade

TOKEN = "bench" * 8
OURS = "OneCall (c)"
APPS = {
    "constant TwiML (a)": "bench.rivals.constant:app",
    "hand-written tree (b)": "bench.rivals.handmade:app",
    OURS: "ivr.bootstrap.app:create_app()",
}
FILING = "(c), every call files"
ROWS = (*APPS, FILING)
HERE = Path(__file__).parents[1]
CACHE = str(HERE / "var" / "cache")  # what was learned of the city's files is learned once
Measured = dict[str, float]


@dataclass(frozen=True, slots=True)
class Served:
    """A gunicorn that answers. pid: its master's."""

    port: int
    pid: int


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5, help="rounds of all of them (5)")
    options.add_argument("--seconds", type=float, default=4.0, help="seconds each is measured in a round (4)")
    options.add_argument("--callers", type=int, default=16, help="callers at once (16)")
    options.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    asked = options.parse_args()
    console = Console(stderr=True)
    with ExitStack() as held, tempfile.TemporaryDirectory() as folder:
        console.print("Starting PostgreSQL and three web servers …")
        environment = held.enter_context(database(Path(folder)))
        servers = {name: held.enter_context(_served(app, environment)) for name, app in APPS.items()}
        rounds = []
        for n in range(asked.rounds + 1):
            console.print("Warming up …" if n == 0 else f"Round {n} of {asked.rounds} …")
            rounds.append({row: _measured(servers[OURS if row == FILING else row], asked, row) for row in ROWS})
        console.print("Stopping …")
    _tell(rounds[1:], asked.json)


def _tell(rounds: list[dict[str, Measured]], as_json: bool) -> None:
    rates = {row: [r[row]["turns"] / r[row]["seconds"] for r in rounds] for row in ROWS}
    ratio = {row: statistics.median(o / r for o, r in zip(rates[OURS], rates[row], strict=True)) for row in ROWS}
    if as_json:
        print(json.dumps({"rounds": rounds, "ratio": ratio}))
        return
    table = Table("", "turns/s (median)", "lowest–highest", "p50 ms", "p99 ms", "CPU µs", "failed", "(c) is")
    for row, values in rates.items():
        middle = {what: statistics.median(r[row][what] for r in rounds) for what in ("p50", "p99", "cpu")}
        table.add_row(
            row,
            f"{statistics.median(values):.0f}",
            f"{min(values):.0f}–{max(values):.0f}",
            f"{middle['p50']:.1f}",
            f"{middle['p99']:.1f}",
            f"{middle['cpu']:.0f}",
            f"{sum(r[row]['failed'] for r in rounds):.0f}",
            f"{ratio[row]:.2f} of it",
        )
    Console(width=110).print(table)


@contextmanager
def database(folder: Path, home: Path = HERE) -> Iterator[Mapping[str, str]]:
    """A PostgreSQL under `folder` with the flows of `home` published, and the environment of a line that uses it."""
    with Server.start(folder) as server:
        _to_core(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]), 1)
        settings = Settings(database_url=server.url, secret_keys=("b" * 32,), data_dir=folder, home=home, cache=CACHE)
        upgrade(server.url)
        publish(settings, lambda line: None)
        yield {
            "DATABASE_URL": server.url,
            "SECRET_KEYS": "b" * 32,
            "ONECALL_DATA": str(folder),
            "ONECALL_HOME": str(home),
            "ONECALL_CACHE": CACHE,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "LOG_LEVEL": "critical",
        }


@contextmanager
def _served(app: str, environment: Mapping[str, str]) -> Iterator[Served]:
    port = _free_port()
    own = {"BIND": f"127.0.0.1:{port}", "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": "1"}
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "--config", "python:ivr.web.gunicorn", app]
    process = subprocess.Popen(
        gunicorn, cwd=HERE, env={**os.environ, **environment, **own}, preexec_fn=lambda: _to_core(0, 0)
    )
    try:
        _wait(port, process)
        yield Served(port, process.pid)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks it to stop, and does not wait for ever."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _measured(served: Served, asked: argparse.Namespace, row: str) -> Measured:
    """What bench.caller tells, and `cpu`: µs of the server's processes a turn (0 where /proc does not tell)."""
    command = [sys.executable, "-m", "bench.caller", str(served.port), str(asked.seconds), str(asked.callers), TOKEN]
    command += ["--file"] if row == FILING else []
    before = _processor(served.pid)
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, preexec_fn=lambda: _to_core(0, 1), timeout=asked.seconds + 60
    )
    if done.returncode:
        raise SystemExit(f"{row}: the callers gave up: {done.stderr.strip().splitlines()[-1:]}")
    measured: Measured = json.loads(done.stdout)
    return measured | {"cpu": (_processor(served.pid) - before) * 1e6 / measured["turns"]}


def _processor(pid: int) -> float:
    """Seconds of processor time that a process and its children have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_processor(int(child)) for child in children)


def _to_core(pid: int, core: int) -> None:
    """Ties a process (0: this one) to one of the cores there are; where they cannot be chosen, to none."""
    if hasattr(os, "sched_setaffinity"):
        cores = range(os.cpu_count() or 1)
        os.sched_setaffinity(pid, {cores[core % len(cores)]})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("a server did not start")


if __name__ == "__main__":
    main()

"""A full turn of OneCall beside two rivals, in one run: `make bench`.

Three gunicorns with one process each take turns on one core; the callers and PostgreSQL have the other. (a) the bare
limit: a Flask view with constant TwiML; (b) a hand-written Flask phone tree with the twilio library, which checks and
stores nothing; (c) OneCall: signature, sealed state, engine, understanding, journal and filed requests in PostgreSQL.
Only ratios are worth comparing: the machine is noisy, so every round measures all three, one after the other.
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
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ivr.bootstrap.demo import publish
from ivr.config import Settings
from ivr.db.embedded import Server
from ivr.db.migrate import upgrade

TOKEN = "bench" * 8
APPS = {
    "constant TwiML (a)": "bench.rivals.constant:app",
    "hand-written tree (b)": "bench.rivals.handmade:app",
    "OneCall": "ivr.bootstrap.app:create_app()",
}
HERE = Path(__file__).parents[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5, help="rounds of all three (5)")
    options.add_argument("--seconds", type=float, default=4.0, help="seconds each is measured in a round (4)")
    options.add_argument("--callers", type=int, default=16, help="callers at once (16)")
    options.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    asked = options.parse_args()
    console = Console(stderr=True)
    with ExitStack() as held, tempfile.TemporaryDirectory() as folder:
        console.print("Starting PostgreSQL and three web servers …")
        environment = held.enter_context(database(Path(folder)))
        ports = {name: held.enter_context(_served(app, environment)) for name, app in APPS.items()}
        rounds = []
        for n in range(asked.rounds + 1):
            console.print("Warming up …" if n == 0 else f"Round {n} of {asked.rounds} …")
            rounds.append({name: _measured(port, asked) for name, port in ports.items()})
        _tell(rounds[1:], asked.json)


def _tell(rounds: list[dict[str, dict[str, float]]], as_json: bool) -> None:
    rates = {name: [r[name]["turns"] / r[name]["seconds"] for r in rounds] for name in APPS}
    ours = rates["OneCall"]
    ratio = {name: statistics.median(o / r for o, r in zip(ours, rates[name], strict=True)) for name in APPS}
    if as_json:
        print(json.dumps({"rounds": rounds, "ratio": ratio}))
        return
    table = Table("", "turns/s (median)", "lowest–highest", "p50 ms", "p99 ms", "failed", "OneCall is")
    for name, values in rates.items():
        middle = {p: statistics.median(r[name][p] for r in rounds) for p in ("p50", "p99")}
        table.add_row(
            name,
            f"{statistics.median(values):.0f}",
            f"{min(values):.0f}–{max(values):.0f}",
            f"{middle['p50']:.1f}",
            f"{middle['p99']:.1f}",
            f"{sum(r[name]['failed'] for r in rounds):.0f}",
            f"{ratio[name]:.2f} of it",
        )
    Console(width=110).print(table)


@contextmanager
def database(folder: Path) -> Iterator[Mapping[str, str]]:
    with Server.start(folder) as server:
        _to_core(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]), 1)
        settings = Settings(database_url=server.url, secret_keys=("b" * 32,), data_dir=folder, home=HERE)
        upgrade(server.url)
        publish(settings, lambda line: None)
        yield {
            "DATABASE_URL": server.url,
            "SECRET_KEYS": "b" * 32,
            "ONECALL_DATA": str(folder),
            "ONECALL_HOME": str(HERE),
            "TWILIO_AUTH_TOKEN": TOKEN,
            "LOG_LEVEL": "error",
        }


@contextmanager
def _served(app: str, environment: Mapping[str, str]) -> Iterator[int]:
    port = _free_port()
    own = {"BIND": f"127.0.0.1:{port}", "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}", "WEB_CONCURRENCY": "1"}
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "--config", "python:ivr.web.gunicorn", app]
    process = subprocess.Popen(
        gunicorn, cwd=HERE, env={**os.environ, **environment, **own}, preexec_fn=lambda: _to_core(0, 0)
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _measured(port: int, asked: argparse.Namespace) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.caller", str(port), str(asked.seconds), str(asked.callers), TOKEN]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, check=True, preexec_fn=lambda: _to_core(0, 1)
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _to_core(pid: int, core: int) -> None:
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(cores) > 1 or core == 0:
        os.sched_setaffinity(pid, {core % (os.cpu_count() or 1)})


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

"""Fifty callers who are streamed at once, beside what was promised: `python -m bench.streams`.

One gunicorn process with the real application on one core; the callers, PostgreSQL and a server that speaks
google.cloud.speech.v2 (as a process of its own, without delay) on the other. Every caller sends µ-law in real time, 50
messages a second: a line's noise, then a voice, then silence. The end of speech is the piece of sound with which the
silence has lasted as long as the question wants, and for every second answer the pound key, pressed as the voice ends;
the transcript is in hand when every process of the machine can read it. Meanwhile other callers take ordinary turns of
the same process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import streaming
from bench.turns import HERE, TOKEN, _end, _free_port, _to_core, _wait, database
from ivr.calls.hearing.near import Near
from ivr.db.secrets import Secrets

KEYS = "b" * 32
PAGE = HERE / "docs" / "speech.md"
BEGIN, END = "<!-- streamed: begin -->", "<!-- streamed: end -->"
PHRASE = "there is a pothole on my street"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. least: what was promised; aim: what was hoped for; both at most."""

    what: str
    measured: float | None
    least: float
    aim: float
    unit: str
    note: str = ""

    @property
    def holds(self) -> bool | None:
        return None if self.measured is None else self.measured <= self.least


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--streams", type=int, default=50, help="callers streamed at once (50)")
    options.add_argument("--seconds", type=float, default=20.0, help="seconds of it (20)")
    options.add_argument("--turns", type=int, default=2, help="callers that take ordinary turns meanwhile (2)")
    options.add_argument("--json", action="store_true", help="one JSON object")
    options.add_argument("--write", action="store_true", help="put the table into docs/speech.md")
    asked = options.parse_args()
    with ExitStack() as held, tempfile.TemporaryDirectory() as folder:
        lines = measured(asked, Path(folder), held)
    if asked.json:
        print(json.dumps([{"what": x.what, "measured": x.measured, "holds": x.holds} for x in lines]))
    else:
        show(lines)
    if asked.write:
        write(lines)
    sys.exit(1 if any(line.holds is False for line in lines) else 0)


def measured(asked: argparse.Namespace, folder: Path, held: ExitStack) -> list[Line]:
    tell = Console(stderr=True)
    tell.print("Starting PostgreSQL, a speech server and gunicorn …")
    environment = held.enter_context(database(folder, home_of(folder)))
    google, got = held.enter_context(speech_server())
    port, pid = held.enter_context(line(environment, google))
    _ready(port, pid, asked)
    before = memory(pid)
    tell.print(f"{asked.streams} streams for {asked.seconds:.0f} s …")
    turns = held.enter_context(ordinary_turns(port, asked))
    near = Near(folder, Secrets((KEYS,)))
    result = streaming.run(port, KEYS, near, PHRASE, asked.streams, asked.seconds, lambda: memory(pid))
    told = turns()
    return table(asked, before, result, told, got())


def table(
    asked: argparse.Namespace,
    before: float,
    found: streaming.Result,
    turns: Mapping[str, float],
    got: Mapping[str, streaming.Got],
) -> list[Line]:
    waits, keyed, (sent, lost) = sorted(found.waits), sorted(found.keyed), streaming.lost(found.answers, got)
    grown = (found.memory - before) / asked.streams
    return [
        Line("end of speech → transcript in hand, p50", at(waits, 0.50), 250, 60, "ms", f"{len(waits)} answers"),
        Line("end of speech → transcript in hand, p99", at(waits, 0.99), 250, 60, "ms", "ended by silence"),
        Line("the same, ended by #, p50", at(keyed, 0.50), 250, 60, "ms", f"{len(keyed)} answers"),
        Line("the same, ended by #, p99", at(keyed, 0.99), 250, 60, "ms", "nothing is final at that moment"),
        Line(f"memory a stream, {asked.streams} at once", grown, 2.0, 0.5, "MB", f"{before:.0f} MB without"),
        Line("sound lost on the way to the ear", lost, 0, 0, "bytes", f"{sent} sent"),
        Line("answers that were not heard as said", float(found.wrong), 0, 0, ""),
        Line("webhook turns meanwhile, p50", turns["p50"], 50, 20, "ms", f"{turns['turns']:.0f} turns"),
        Line("webhook turns meanwhile, p99", turns["p99"], 50, 20, "ms", f"{turns['failed']:.0f} failed"),
    ]


def at(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else None


def show(lines: Sequence[Line]) -> None:
    shown = Table(title="Streams", title_justify="left")
    for name in ("what", "measured", "at most", "aim", "", "of"):
        shown.add_column(name, justify="left" if name in ("what", "", "of") else "right")
    for each in lines:
        holds = {True: "holds", False: "[bold red]fails", None: ""}[each.holds]
        value = "not measured" if each.measured is None else f"{each.measured:.2f} {each.unit}"
        shown.add_row(each.what, value, f"{each.least:g} {each.unit}", f"{each.aim:g} {each.unit}", holds, each.note)
    Console(width=130).print(shown)


def write(lines: Sequence[Line]) -> None:
    """Into the page, between its marks."""
    head = "| | measured | at most | aim | of |\n|---|---|---|---|---|\n"
    body = "".join(
        f"| {x.what} | **{0.0 if x.measured is None else x.measured:.2f} {x.unit}** | {x.least:g} {x.unit} "
        f"| {x.aim:g} {x.unit} | {x.note} |\n"
        for x in lines
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{head}{body}{END}{rest.partition(END)[2]}", encoding="utf-8")


# ------------------------------------------------------------------ the processes


def home_of(folder: Path) -> Path:
    """The city's own files, with one question that is streamed: none that the ordinary callers come to."""
    home = folder / "home"
    for name in ("flows", "prompts", "gazetteer"):
        shutil.copytree(HERE / name, home / name)
    service = home / "flows" / "services" / "graffiti.yaml"
    text = service.read_text("utf-8")
    service.write_text(text.replace("    type: choice\n", "    type: choice\n    listen: stream\n", 1), "utf-8")
    city = home / "flows" / "city.yaml"
    if "\nhearing:" not in (written := city.read_text("utf-8")):
        city.write_text(written + "\nhearing: {consent_required: false}\n", "utf-8")
    return home


@contextmanager
def speech_server() -> Iterator[tuple[str, Callable[[], Mapping[str, streaming.Got]]]]:
    """Its address; and, once, what it got of every stream: then it has ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.speechserver", PHRASE],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: _to_core(0, 1),
    )

    def told() -> Mapping[str, streaming.Got]:
        out, _ = process.communicate("\n", timeout=30)
        return {mark: streaming.Got(size, digest) for mark, size, digest in json.loads(out)}

    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), told
    finally:
        _end(process)  # type: ignore[arg-type]


@contextmanager
def line(environment: Mapping[str, str], google: str) -> Iterator[tuple[int, int]]:
    """A gunicorn of one process; its port, and the process's id."""
    port = _free_port()
    own = {
        "BIND": f"127.0.0.1:{port}",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "ONECALL_EARS": "google",
        "GOOGLE_CLOUD_PROJECT": "bench",
        "GOOGLE_SPEECH_ENDPOINT": google,
    }
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "--config", "python:ivr.web.gunicorn"]
    process = subprocess.Popen(
        [*gunicorn, "ivr.bootstrap.app:create_app()"],
        cwd=HERE,
        env={**os.environ, **environment, **own},
        preexec_fn=lambda: _to_core(0, 0),
    )
    try:
        _wait(port, process)
        yield port, int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
    finally:
        _end(process)


def _ready(port: int, pid: int, asked: argparse.Namespace) -> None:
    """Until the ears are open, and calls are answered: what is loaded once is not the price of a stream."""
    streaming.warm(port, KEYS)
    with ordinary_turns(port, argparse.Namespace(seconds=3.0, turns=asked.turns)) as told:
        told()
    settled = memory(pid)
    for _ in range(20):
        time.sleep(0.25)
        settled, last = memory(pid), settled
        if abs(settled - last) < 0.2:
            return


@contextmanager
def ordinary_turns(port: int, asked: argparse.Namespace) -> Iterator[Callable[[], Mapping[str, float]]]:
    command = [sys.executable, "-m", "bench.caller", str(port), str(asked.seconds), str(asked.turns), TOKEN]
    command += ["--pause", "0.05"]
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: _to_core(0, 1))

    def told() -> Mapping[str, float]:
        out, _ = process.communicate(timeout=asked.seconds + 60)
        result: Mapping[str, float] = json.loads(out)
        return result

    try:
        yield told
    finally:
        _end(process)  # type: ignore[arg-type]


def memory(pid: int) -> float:
    """MB of a process that are its own: proportional set size."""
    for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if row.startswith("Pss:"):
            return int(row.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()

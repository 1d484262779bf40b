"""The server as a process of its own: prints its address when it listens, ends with SIGTERM."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from ivr.speech.audio import read
from tests.speech.google_server import Bursts, Fault, GoogleServer, Hearer, Known


def main() -> None:
    parse = argparse.ArgumentParser(prog="python -m tests.speech.google_server", description=__doc__)
    parse.add_argument("--port", type=int, default=0)
    parse.add_argument("--phrase", action="append", default=[], help="what the next burst of voice is heard as")
    parse.add_argument("--known", type=Path, help="folder of .wav files, each with a .txt of what is said in it")
    parse.add_argument("--latency", type=float, default=0.0, metavar="MS")
    parse.add_argument("--fail", action="append", default=[], metavar="CODE[@CALL[:SECONDS]]")
    parse.add_argument("--limit", type=float, default=300.0, help="seconds a stream may stay open")
    parse.add_argument("--language", default="", help="what every result says it heard; empty: what was asked for")
    parse.add_argument("--location", default="", help="the one it stands for; empty: any")
    parse.add_argument("--silent", action="store_true", help="never answers")
    parse.add_argument("--deaf", action="store_true", help="does not read")
    given = parse.parse_args()
    hearer: Hearer = Bursts(tuple(given.phrase) or ("there is a pothole on my street",))
    if given.known:
        clips = {
            wav.with_suffix(".txt").read_text().strip(): read(wav).mulaw for wav in sorted(given.known.glob("*.wav"))
        }
        hearer = Known(clips, given.phrase[0] if given.phrase else "")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with GoogleServer(
        hearer,
        *map(Fault.read, given.fail),
        port=given.port,
        latency=given.latency / 1000,
        limit=given.limit,
        language=given.language,
        location=given.location,
        silent=given.silent,
        deaf=given.deaf,
        keep=False,
    ) as server:
        print(f"listening {server.address}", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()

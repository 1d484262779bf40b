"""A server that speaks google.cloud.speech.v2, in a process of its own: `python -m bench.speechserver PHRASE`.

Prints its address; when it is sent a line it prints what it got, `[[mark, bytes, sha256], …]` in JSON, one entry for
each stream, and ends. mark: the SHA-256 of a stream's first tenth of a second.
"""

from __future__ import annotations

import hashlib
import json
import sys

from tests.speech.google_server import Bursts, GoogleServer

MARK = 800


def main() -> None:
    with GoogleServer(Bursts((sys.argv[1],))) as server:
        print(server.address, flush=True)
        sys.stdin.readline()
        got = [
            (digest(seen.audio[:MARK]), len(seen.audio), digest(seen.audio)) for seen in server.streams if seen.audio
        ]
        print(json.dumps(got), flush=True)


def digest(sound: bytes | bytearray) -> str:
    return hashlib.sha256(sound).hexdigest()


if __name__ == "__main__":
    main()

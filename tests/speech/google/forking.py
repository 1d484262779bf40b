"""A process that makes an ear, forks, and lets the child hear: `python -m tests.speech.google.forking ADDRESS [used]`.

A process of its own, since whoever has used gRPC cannot fork any more.
"""

from __future__ import annotations

import os
import sys

from ivr.speech.audio import Audio
from ivr.speech.google import Google
from ivr.speech.transcript import Expected
from tests.speech.google.listener import Listener, said

ENGLISH = Expected(("en-US",))
SOUND = Audio(said("one two"))


def main(address: str, used: bool) -> None:
    google = Google("a-project", "us", endpoint=address)
    if used:
        print("parent", google.recognize(SOUND, ENGLISH, 5).text, flush=True)
    if (child := os.fork()) == 0:
        print("child", _heard(google), _listened(google), flush=True)
        os._exit(0)
    os.waitpid(child, 0)


def _heard(google: Google) -> str:
    try:
        return google.recognize(SOUND, ENGLISH, 5).text
    except Exception as problem:
        return type(problem).__name__


def _listened(google: Google) -> str:
    heard = Listener()
    stream = google.listen(ENGLISH, heard)
    stream.feed(SOUND.mulaw)
    stream.finish()
    return heard.text if type(heard.end()).__name__ == "Ended" else type(heard.error).__name__


if __name__ == "__main__":
    main(sys.argv[1], "used" in sys.argv)

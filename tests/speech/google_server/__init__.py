"""A local server that speaks google.cloud.speech.v2 with the library's own messages, and refuses what Google refuses.

    with GoogleServer(Bursts(("there is a pothole", "on Charles Street"))) as server:
        Google("a-project", "us", endpoint=server.address)

`python -m tests.speech.google_server --help` runs it as a process of its own, for benches and for killing.
What it hears is decided by the sound alone: see hearing.py.
"""

from tests.speech.google_server.faults import Fault
from tests.speech.google_server.hearing import Bursts, Hearer, Known, Tones, Word
from tests.speech.google_server.server import GoogleServer, Seen

__all__ = ["Bursts", "Fault", "GoogleServer", "Hearer", "Known", "Seen", "Tones", "Word"]

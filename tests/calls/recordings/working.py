"""The worker as it runs: a process of its own, with the real flows, ears and all, told of in its environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.calls.conftest import KEY
from tests.understanding.hearing import LEARNED

from .conftest import City
from .desk import TOKEN

ROOT = Path(__file__).parents[3]
WORK = """
import os
from ivr.calls.worker import run
from ivr.config import Settings

if __name__ == "__main__":
    run(Settings.from_env(os.environ))
"""


@dataclass
class Worker:
    process: subprocess.Popen[bytes]

    @property
    def megabytes(self) -> int:
        """Resident memory of its own; what it maps from files is other processes' too."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) // 1024

    def end(self) -> int:
        """Its exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def worker(city: City, url: str = "", **more: str) -> Iterator[Worker]:
    """A worker of the city's, at the database at `url`. more: of its environment."""
    env = {
        **os.environ,
        "DATABASE_URL": url or city.url,
        "SECRET_KEYS": KEY,
        "ONECALL_DATA": str(city.folder),
        "ONECALL_CACHE": str(LEARNED),
        "ONECALL_HOME": str(ROOT),
        "TWILIO_ACCOUNT_SID": city.rest.account_sid,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": city.rest.url,
        **more,
    }
    command = [sys.executable, "-c", WORK]
    running = Worker(subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    try:
        yield running
    finally:
        running.kill()


@contextmanager
def google(phrase: str) -> Iterator[dict[str, str]]:
    """A server that speaks Google's protocol and hears this in every voice; the settings that lead there."""
    command = [sys.executable, "-m", "tests.speech.google_server", "--phrase", phrase, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1]
        try:
            yield {"ONECALL_EARS": "google", "GOOGLE_CLOUD_PROJECT": "test", "GOOGLE_SPEECH_ENDPOINT": address}
        finally:
            server.kill()

"""kill -9 in the middle of a job, of a real worker in a process of its own: no recording is lost, no words twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import City

WORK = """
import os, signal, sys
from pathlib import Path

from ivr.calls.worker import application
from ivr.db.engine import connect
from ivr.db.secrets import Secrets
from tests.calls.recordings import desk
from tests.calls.conftest import KEY
from ivr.telephony.rest import Twilio

url, folder, api, account, last = sys.argv[1:]


def step(done):
    if done == last:
        os.kill(os.getpid(), signal.SIGKILL)


engine = connect(url)
made = desk.desk(engine, Secrets([KEY]), Path(folder), None, step=step)
object.__setattr__(made, "twilio", Twilio(account, desk.TOKEN, api))
application(url, engine, made).run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
"""
ROOT = Path(__file__).parents[3]


def run(city: City, last: str) -> int:
    arguments = [city.url, str(city.folder), city.rest.url, city.rest.account_sid, last]
    return subprocess.run(
        [sys.executable, "-c", WORK, *arguments], cwd=ROOT, capture_output=True, timeout=60
    ).returncode


@pytest.mark.parametrize("step", ["fetched", "recognised"])
def test_a_worker_killed_at(city: City, step: str) -> None:
    city.record()
    city.call()
    number = city.file(details="recording:RE1")
    assert run(city, step) == -9
    # What says that it lives is old: its jobs are given to another (ivr/db/inheriting.py).
    city.run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    city.run("UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE status = 'doing'")
    city.work()
    city.hurry()
    city.work()
    assert city.heard().recording.outcome == "heard"
    assert city.request(number).description == "the hydrant leaks"
    assert city.run("SELECT count(*) AS n FROM transcripts")[0].n == 1
    assert [path.name for path in (city.folder / "recordings").rglob("*") if path.is_file()] == ["RE1.wav"]

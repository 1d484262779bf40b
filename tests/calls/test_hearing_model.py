"""What makes the offline ear's model stands apart, and is left behind by nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .conftest import until

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, time
from ivr.calls.hearing_model import apart

if __name__ == "__main__":
    maker = apart()
    print(maker.submit(os.getpid).result(), flush=True)
    maker.submit(time.sleep, 600)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_ends_with_the_process_that_asked_for_it_though_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    env = {"PYTHONPATH": str(ROOT), "PATH": ""}
    asked = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=env)
    assert asked.stdout is not None
    maker = Path("/proc") / asked.stdout.readline().strip()
    assert asked.wait(20) == -9
    until(lambda: not maker.exists(), 20)

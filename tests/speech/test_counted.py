"""What the ears cost, as Prometheus reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ivr.speech.counted import billed, exposed

ROOT = Path(__file__).parents[2]


def test_what_is_counted_can_be_read() -> None:
    billed.labels("google", "en-ZZ").inc(3)
    text, kind = exposed()
    assert b'onecall_speech_billed_seconds_total{engine="google",language="en-ZZ"} 3.0' in text
    assert kind.startswith("text/plain")
    assert b"python_info" not in text


def test_several_processes_are_added_up(tmp_path: Path) -> None:
    count = "from ivr.speech.counted import billed, exposed; billed.labels('google', 'en-US').inc(2)"
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for command in (count, count, f"{count}; print(exposed()[0].decode())"):
        done = subprocess.run(
            [sys.executable, "-c", command], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
    assert 'onecall_speech_billed_seconds_total{engine="google",language="en-US"} 6.0' in done.stdout

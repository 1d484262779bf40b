"""The bench of the floor, small: five agents, ten callers, everything real."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]


@pytest.mark.soak
def test_a_small_floor_is_played_to_its_end_and_nobody_is_lost() -> None:
    command = [sys.executable, "-m", "bench.floor", "--agents", "5", "--callers", "10", "--factor", "120"]
    done = subprocess.run(
        [*command, "--minutes", "4", "--json"], cwd=HOME, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode in (0, 1), done.stderr  # how fast a busy machine is, is not the question here
    told = {line["what"]: line for line in json.loads(done.stdout)["lines"]}
    assert told["callers who came"]["measured"] >= 10
    nobody = ("callers whose hand-off never ended", "callers who talked with nobody", "documents Twilio would refuse")
    for what in nobody:
        assert told[what]["holds"], told[what]
    assert told["wall and journal apart"]["measured"] == 0
    assert told["agents whose stream missed a change"]["measured"] == 0

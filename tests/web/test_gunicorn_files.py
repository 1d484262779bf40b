"""A flood of connections ends no worker: the web server may open as many files as the system lets it."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import resource
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard))
import ivr.web.gunicorn
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], hard)
"""


def test_the_web_server_may_open_more_files_than_systems_allow_at_first() -> None:
    soft, hard = map(int, subprocess.check_output([sys.executable, "-c", SCRIPT], text=True).split())
    assert soft == (65536 if hard < 0 else min(hard, 65536))

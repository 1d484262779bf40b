"""Makes .venv ready: `python3 install.py [--dev]`. Needs Python 3.11 or newer and nothing else; a second run is instant.

The front-end is built by the project's own build hook while the package is installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "installed"
OLDEST = (3, 11)
WATCHED = ("pyproject.toml", "constraints.txt", "install.py", "hatch_build.py")


def main(dev: bool) -> int:
    """0 when .venv is ready; 1 with one line that says what is missing and what to do."""
    if sys.version_info < OLDEST:
        return stop(f"Python {sys.version.split()[0]} is too old; install Python 3.11 or newer and run make again.")
    wanted = fingerprint(dev)
    if installed() in (wanted, fingerprint(True)):
        return 0
    began = time.monotonic()
    return make_environment() or install(dev, wanted) or ready(began)


def make_environment() -> int:
    if (BIN / "python").exists() and subprocess.run(
        [BIN / "python", "-c", "import pip"], capture_output=True
    ).returncode == 0:  # noqa: S603, E501
        return 0
    say("1/3  making a virtual environment in .venv")
    done = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if done.returncode:
        return stop("Python cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv", done)
    return 0


def install(dev: bool, wanted: str) -> int:
    say("2/3  fetching the libraries (about a minute the first time)")
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = run([*pip, "-c", "constraints.txt", "uv"])
    if done.returncode:
        return stop("The Python package index cannot be reached; check the network or pip's proxy settings.", done)
    uv = [str(BIN / "uv"), "pip", "install", "--quiet", "--python", str(BIN / "python"), "-c", "constraints.txt"]
    say("3/3  installing OneCall and building its pages")
    target = ".[dev]" if dev else "."
    done = run([*uv, "--editable", target])
    if done.returncode:  # uv is only the faster way: pip, the plain one, knows more kinds of proxies
        done = run([*pip, "-c", "constraints.txt", "--editable", target])
    if done.returncode:
        return stop("The libraries could not be installed; the lines above say why.", done)
    STAMP.write_text(wanted)
    return 0


def ready(began: float) -> int:
    say(f"ready in {time.monotonic() - began:.0f} s")
    return 0


def fingerprint(dev: bool) -> str:
    """Changes with whatever decides what is installed."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {dev}".encode())
    for name in WATCHED:
        digest.update((ROOT / name).read_bytes() if (ROOT / name).exists() else b"")
    return digest.hexdigest()


def installed() -> str:
    return STAMP.read_text() if STAMP.exists() and (BIN / "ivr").exists() else ""


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "VIRTUAL_ENV")}
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, stderr=subprocess.PIPE)  # noqa: S603


def say(line: str) -> None:
    print(f"  {line}", flush=True)


def stop(line: str, done: subprocess.CompletedProcess[str] | None = None) -> int:
    if done is not None and done.stderr:
        print(done.stderr.strip()[-3000:], file=sys.stderr)
    print(f"error: {line}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main("--dev" in sys.argv[1:]))

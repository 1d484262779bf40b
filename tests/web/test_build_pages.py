"""The build of the pages' scripts and styles: once, again only when something changed, and clear when it fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ["hatch_build.py", "package.json", "package-lock.json", ".npmrc", "ivr/web/frontend"]


def build(tree: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(tree / "hatch_build.py")]
    return subprocess.run(command, env={**os.environ, **env}, text=True, capture_output=True, timeout=300)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the build needs, with the bundler already fetched."""
    assert build(ROOT).returncode == 0
    for part in PARTS:
        copied = tmp_path / part
        copied.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, copied)
    shutil.copytree(ROOT / "node_modules", tmp_path / "node_modules", symlinks=True)
    return tmp_path


def built(tree: Path) -> dict[str, str]:
    manifest: dict[str, str] = json.loads((tree / "ivr/web/static/built/manifest.json").read_text())
    return manifest


def test_everything_in_the_manifest_is_there_under_a_name_of_its_content(tree: Path) -> None:
    assert build(tree).returncode == 0
    scripts = {"phone.js", "telephone.js", "capture.js", "recording.js", "console.js", "browserphone.js"}
    styles = {"site.css", "phone.css", "telephone.css", "recording.css", "desk.css", "console.css"}
    assert set(built(tree)) == scripts | styles | {"icon.svg"}
    for source, name in built(tree).items():
        assert (tree / "ivr/web/static/built" / name).is_file()
        assert name != source
    assert (tree / "ivr/web/static/built").stat().st_mode & 0o755 == 0o755


def test_an_unchanged_tree_is_not_built_again_and_needs_no_node(tree: Path) -> None:
    build(tree)
    again = build(tree, PATH="/nowhere")
    assert (again.returncode, again.stdout) == (0, "")


def test_a_changed_source_gets_a_new_name_and_the_old_file_goes(tree: Path) -> None:
    build(tree)
    before = built(tree)
    css = tree / "ivr/web/frontend/css/site.css"
    css.write_text(css.read_text() + ".new { color: red; }\n")
    assert build(tree).returncode == 0
    after = built(tree)
    assert after["site.css"] != before["site.css"]
    assert after["phone.js"] == before["phone.js"]
    assert not (tree / "ivr/web/static/built" / before["site.css"]).exists()


def test_a_mistake_is_one_line_with_its_place_and_the_old_pages_stay(tree: Path) -> None:
    build(tree)
    before = built(tree)
    (tree / "ivr/web/frontend/js/map.js").write_text("} broken\n")
    failed = build(tree)
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert failed.stderr.startswith(
        "pages: the pages could not be bundled; correct the file named here. (js/map.js:1:0"
    )
    assert built(tree) == before


def test_a_missing_lock_is_told(tree: Path) -> None:
    (tree / "package-lock.json").unlink()
    failed = build(tree)
    assert failed.returncode == 1
    assert "package-lock.json is missing" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_the_lock_holds_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "http" not in lock
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')

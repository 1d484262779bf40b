"""`ivr flows` and `ivr docs`: the picture, the manual, publishing, and generated files that cannot be out of date."""

from __future__ import annotations

import shutil
from pathlib import Path

from .conftest import KEY, ROOT, Ivr, Process


def test_the_picture_is_svg_or_mermaid_to_a_file_or_to_standard_output(ivr: Ivr, tmp_path: Path) -> None:
    assert ivr("flows", "graph").stdout.startswith("<svg")
    assert ivr("flows", "graph", "--format", "mermaid").stdout.startswith("flowchart")
    picture = tmp_path / "flows.svg"
    assert ivr("flows", "graph", "-o", str(picture)).exit_code == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert "cannot be written" in ivr("flows", "graph", "-o", str(tmp_path / "none" / "x.svg")).stderr


def test_the_manual_is_what_the_document_says(ivr: Ivr) -> None:
    assert ivr("flows", "manual").stdout.strip() == (ROOT / "docs/flow-language.md").read_text(encoding="utf-8").strip()


def test_publishing_tells_the_version_and_refuses_mistakes(ivr: Ivr, database_url: str, tmp_path: Path) -> None:
    for folder in ("flows", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    env = {"DATABASE_URL": database_url, "SECRET_KEYS": KEY, "ONECALL_HOME": str(tmp_path)}
    env["ONECALL_DATA"] = str(tmp_path / "data")
    env["ONECALL_CACHE"] = str(ROOT / "var" / "cache")  # what one test learned, the next need not
    assert "Published version" in ivr("flows", "publish", **env).stdout
    assert "is published already." in ivr("flows", "publish", **env).stdout
    (tmp_path / "flows" / "main.yaml").write_text("flow: main\nstart: nowhere\nnodes: {}\n", encoding="utf-8")
    done = ivr("flows", "publish", **env)
    assert done.exit_code == 1
    assert "flows/main.yaml:3:8: `nodes` is empty" in done.stderr
    assert "Not published." in done.stderr


def test_a_generated_file_that_was_edited_by_hand_is_named(process: Process, tmp_path: Path) -> None:
    for folder in ("flows", "prompts", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    assert process("docs", cwd=tmp_path).returncode == 0
    assert process("docs", "--check", cwd=tmp_path).returncode == 0
    (tmp_path / "docs" / "flow-language.md").write_text("edited by hand")
    done = process("docs", "--check", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "docs/flow-language.md is not what the code generates; run: make docs\n"

"""`ivr check`: what is wrong with the flows, line by line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ivr.flow.problems import Problem


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--github", is_flag=True, help="Annotations for GitHub (the default where GITHUB_ACTIONS is set).")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(path: Path | None, as_json: bool, github: bool, strict: bool) -> None:
    """Checks the flows, services and prompts, and tells every mistake by its line.

    PATH: the folder that holds flows/, or a file in it (default: this folder, or ONECALL_HOME). Each mistake of each
    file is one line, `file:line:column: sentence [code]`; each code has a page in docs/flow-language.md. Exit 1 when
    there is an error; warnings alone are exit 0.
    """
    from ivr.calls import checking
    from ivr.calls.folders import read
    from ivr.flow import problems

    home = _home(path)
    found = checking.load(read(home)).problems
    github = github or (not as_json and os.environ.get("GITHUB_ACTIONS") == "true")
    click.echo(_shown(found, as_json, github).rstrip("\n"))
    bad = found if strict else problems.errors(found)
    sys.exit(1 if bad else 0)


def _home(path: Path | None) -> Path:
    """The folder that holds flows/: PATH itself, or the one above when PATH is flows/ or a file of it."""
    start = path or Path(os.environ.get("ONECALL_HOME", "."))
    for folder in (start, *start.absolute().parents):
        if (folder / "flows").is_dir():
            return folder
    raise click.UsageError(f"There is no flows/ folder in {start}.")


def _shown(found: tuple[Problem, ...], as_json: bool, github: bool) -> str:
    from ivr.flow import problems

    if as_json:
        return problems.render_json(found)
    return problems.render_github(found) if github else problems.render_text(found)

"""Commands that read one utterance a line and write one JSON object a line; progress where that takes its time."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click

LANGUAGE = click.option("--language", type=click.Choice(["en", "es"]), help="The language of the lines.")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
ROWS = click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")


class WithDefault(click.Group):
    """A group that does something by itself: where no command of its is named, the one called `DEFAULT` runs."""

    DEFAULT = "lines"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args[:1] and (args[0] in self.commands or args[0] in ("-h", "--help"))
        return super().parse_args(ctx, args if named else [self.DEFAULT, *args])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in super().list_commands(ctx) if name != self.DEFAULT]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] [FILE|-]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]…")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = self.commands[self.DEFAULT]
        own.format_options(click.Context(own, info_name=self.DEFAULT), formatter)
        self.format_commands(ctx, formatter)


def answer_lines(file: str, answer: Callable[[str], Mapping[str, Any]]) -> None:
    """Writes what `answer` says of each line of the file, one JSON object a line, in the same order."""
    for text in _shown(file, _lines(file)):
        click.echo(json.dumps(answer(text), ensure_ascii=False).encode())  # JSON is UTF-8, whatever the terminal is


def rows(file: str) -> Iterator[tuple[str, Any]]:
    """(`file:line`, value) of each line that is not empty. ClickException: a line is no JSON, or there is none."""
    empty = True
    for n, line in enumerate(_shown(file, _lines(file)), 1):
        if not line.strip():
            continue
        where, empty = f"{_named(file)}:{n}", False
        try:
            yield where, json.loads(line)
        except ValueError as wrong:
            raise click.ClickException(f"{where}: not JSON ({wrong}); one object a line is expected") from None
    if empty:
        raise click.ClickException(f"{_named(file)}: there is no row in it; one object a line is expected")


def _named(file: str) -> str:
    return "standard input" if file == "-" else file


def _lines(file: str) -> Iterator[str]:
    """The lines without their ends; bytes that are no UTF-8 are read as the mark for what cannot be read."""
    if file == "-":
        if sys.stdin.isatty():
            click.echo("One utterance a line; Ctrl-D ends.", err=True)
        yield from _decoded(sys.stdin.buffer)
        return
    with Path(file).open("rb") as opened:
        yield from _decoded(opened)


def _decoded(stream: BinaryIO) -> Iterator[str]:
    for n, line in enumerate(stream):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if n == 0 else text


def _shown(file: str, lines: Iterable[str]) -> Iterable[str]:
    """With a bar on standard error, where a person looks and the answers go elsewhere."""
    if file == "-" or sys.stdout.isatty() or not sys.stderr.isatty():
        return lines
    from rich.console import Console
    from rich.progress import track

    with Path(file).open("rb") as counted:
        total = sum(1 for _ in counted)
    return track(lines, "Understanding", total=total, console=Console(stderr=True), transient=True)

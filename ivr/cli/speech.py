"""`ivr speech`: what is said in a recording, and how well an ear hears what is known to be said."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.lines import AS_JSON

if TYPE_CHECKING:
    from ivr.speech.evaluation import Measured, Totals
    from ivr.speech.recognizer import Recognizer
    from ivr.speech.transcript import Transcript

ENGINE = click.option(
    "--engine",
    type=click.Choice(["google", "offline"]),
    help="The ear (default: those of ONECALL_EARS, in their order).",
)
SPOKEN = click.option(
    "--language",
    type=click.Choice(["en", "es"]),
    default="en",
    show_default=True,
    help="The language that is spoken.",
)
BCP47 = {"en": "en-US", "es": "es-US"}
TOLD_AFTER = 1.0
"""Seconds of work before progress is told."""


@click.group()
def speech() -> None:
    """Tells what is said in recordings, and measures how well an ear hears.

    The offline ear knows the words of the flows, services and map of this folder (or ONECALL_HOME).

    \b
    ivr speech transcribe message.wav
    ivr speech transcribe --engine offline *.wav > heard.jsonl
    ivr speech evaluate recordings/
    """


@speech.command()
@ENGINE
@SPOKEN
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
def transcribe(engine: str | None, language: str, files: tuple[Path, ...]) -> None:
    """Writes what is said in WAV files, one JSON object a file.

    Keys: file, text, language, engine, confidence (0..1, null where the ear does not tell), seconds, words (word,
    start, end, confidence). A file that cannot be read or heard is told on standard error and has a line with
    "error"; the others go on, and the exit code is 1.
    """
    from ivr.speech.audio import read
    from ivr.speech.errors import SpeechError
    from ivr.speech.evaluation import TIMEOUT
    from ivr.speech.transcript import Expected

    ear, expected, failed = _opened(engine, language), Expected((BCP47[language],)), False
    for file in _progress(files):
        try:
            sound = read(file)
            click.echo(json.dumps(_told(file, ear.recognize(sound, expected, max(TIMEOUT, sound.seconds)))))
        except (SpeechError, OSError) as problem:
            failed, why = True, _why(problem)
            click.echo(json.dumps({"file": str(file), "error": why}, ensure_ascii=False))
            click.echo(f"{file}: {why}", err=True)
    ear.close()
    if failed:
        sys.exit(1)


@speech.command()
@ENGINE
@SPOKEN
@AS_JSON
@click.option("--live/--no-live", default=True, help="Also as fast as it is spoken, for latency (takes as long).")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def evaluate(engine: str | None, language: str, as_json: bool, live: bool, folder: Path) -> None:
    """Measures an ear on WAV files with a text of the same name beside them (a.wav, a.txt).

    Word error rate (lower case, no punctuation, numbers as spoken, no “um”), seconds of work for a second of sound, and
    seconds from the end of the sound to the last word. Subfolders are voices, counted by themselves and together.
    """
    from ivr.speech.evaluation import found, measured, totals
    from ivr.speech.transcript import Expected

    spoken = found(folder)
    if not spoken:
        raise click.ClickException(f"{folder} holds no WAV file with a text of the same name beside it")
    ear = _opened(engine, language)
    rows = [row for one in _progress(spoken) for row in measured(ear, [one], Expected((BCP47[language],)), live=live)]
    ear.close()
    for row in rows:
        if row.problem:
            click.echo(f"{row.spoken.file}: {row.problem}", err=True)
    counted = totals(rows)
    if as_json:
        click.echo(json.dumps({"voices": {v: t.plain() for v, t in counted.items()}, "files": [*map(_plain, rows)]}))
    else:
        _show(counted)
    if any(row.problem for row in rows):
        sys.exit(1)


def _opened(engine: str | None, language: str) -> Recognizer:
    """ClickException: there is no such ear here, and what would give one."""
    from ivr.config import Settings

    settings = Settings.from_env(os.environ)
    named = (engine,) if engine else settings.heard_by
    if language != "en" and named == ("offline",):
        raise click.ClickException("the offline ear hears English alone: Spanish needs Google (GOOGLE_CLOUD_PROJECT)")
    if named == ("offline",):
        from ivr.speech.offline import Offline

        return Offline(_model())
    if "google" in named and not settings.google_project:
        raise click.ClickException("Google hears nothing without a project: set GOOGLE_CLOUD_PROJECT")
    from dataclasses import replace

    from ivr.speech.ears import open_ears

    opened = open_ears(replace(settings, ears=named), _model() if "offline" in named else None)
    if opened is None:
        raise click.ClickException("there is no ear: ONECALL_EARS names none that can be had")
    return opened


def _model() -> Path:
    """The offline ear's words, those of the flows on disk and of the map; made when they are not there yet."""
    from ivr.bootstrap.atlas import gazetteer_of
    from ivr.calls.hearing_words import words_of
    from ivr.cli.flows import book_on_disk
    from ivr.config import Settings
    from ivr.speech.offline import build

    settings = Settings.from_env(os.environ)
    return build(*words_of(book_on_disk(settings), gazetteer_of(settings, None)), settings.cache_dir)


def _progress(what: Iterable[Any]) -> Iterator[Any]:
    """The same; where it takes its time, how far it has come is told on standard error."""
    every = list(what)
    began = time.monotonic()
    for at, one in enumerate(every):
        if sys.stderr.isatty() and time.monotonic() - began > TOLD_AFTER:
            click.echo(f"\r{at}/{len(every)}", err=True, nl=False)
        yield one
    if sys.stderr.isatty() and time.monotonic() - began > TOLD_AFTER:
        click.echo("\r", err=True, nl=False)


def _told(file: Path, heard: Transcript) -> dict[str, object]:
    words = [
        {"word": word.text, "start": round(word.start, 2), "end": round(word.end, 2), "confidence": word.confidence}
        for word in heard.words
    ]
    return {
        "file": str(file),
        "text": heard.text,
        "language": heard.language,
        "engine": heard.engine,
        "confidence": heard.confidence,
        "seconds": round(heard.seconds, 3),
        "words": words,
    }


def _why(problem: Exception) -> str:
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)


def _plain(row: Measured) -> dict[str, object]:
    return {
        "file": str(row.spoken.file),
        "voice": row.spoken.voice,
        "text": row.spoken.text,
        "heard": row.heard,
        "wrong": row.errors.wrong,
        "words": row.errors.of,
        "seconds": round(row.seconds, 3),
        "took": round(row.took, 3),
        "latency": row.latency,
        "error": row.problem or None,
    }


def _show(counted: dict[str, Totals] | Any) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Hearing", title_justify="left")
    for name in ("voice", "files", "words", "word errors", "real time", "last word after", "p95"):
        table.add_column(name, justify="left" if name == "voice" else "right")
    for voice, own in counted.items():
        rate = "none" if own.errors.rate is None else f"{100 * own.errors.rate:.1f} %"
        late = [f"{1000 * x:.0f} ms" if x is not None else "" for x in (own.latency, own.latency_p95)]
        files = f"{own.files}" + (f" (+{own.failed} failed)" if own.failed else "")
        table.add_row(voice, files, str(own.errors.of), rate, f"{own.real_time:.2f}", *late)
    Console(width=100).print(table)

"""`ivr understand`: what the line makes of words, from a file or the keyboard; and how well, on a labelled file."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn, cast

import click

from ivr.cli import learn
from ivr.cli.lines import AS_JSON, FILE, LANGUAGE, ROWS, WithDefault, answer_lines, rows

if TYPE_CHECKING:
    from ivr.understanding.account import Account
    from ivr.understanding.evaluation import Heard
    from ivr.understanding.scoring import Kind

NOW = click.option("--now", metavar="ISO", help="The call's time in the city, 2026-11-21T14:30 (default: now).")
Understand = Callable[[str, str | None], "Account"]


@click.group(cls=WithDefault)
def understand() -> None:
    """Tells what the line makes of utterances, and measures how well.

    One utterance a line in, one JSON object a line out. The flows and services are those of this folder (or
    ONECALL_HOME), as they would be published now. Without --language each line's own little words tell which it is.

    \b
    ivr understand calls.txt > understood.jsonl
    echo "there's a pothole at 2400 north charles" | ivr understand
    echo "no that's not correct" | ivr understand yesno
    ivr understand evaluate bench/sets/tuning/needs.jsonl
    """


for _each in (learn.review, learn.teach):
    understand.add_command(_each)


@understand.command()
@LANGUAGE
@FILE
def lines(language: str | None, file: str) -> None:
    """One utterance a line in, one JSON object a line out."""
    hear = understander()
    answer_lines(file, lambda text: hear(text, language))


def understander() -> Understand:
    """What understands a first sentence, with the flows on disk. Exits 1 when they hold mistakes, which it lists."""
    from ivr import understanding
    from ivr.calls.turn import zone_of
    from ivr.cli.flows import book_on_disk
    from ivr.config import Settings
    from ivr.flow.meaning import Want
    from ivr.understanding import encoder
    from ivr.understanding.account import account
    from ivr.understanding.tongue import language_of

    settings = Settings.from_env(os.environ)
    book = book_on_disk(settings)
    if why := encoder.missing(settings.cache_dir):
        click.echo(f"note: {why}; what follows is understood by words and sounds alone", err=True)
    mind = understanding.build(book, settings.cache_dir)
    now = datetime.now(zone_of(settings.city_timezone or book.city.timezone))
    languages, want = tuple(book.city.languages), Want("intents")

    def hear(text: str, language: str | None) -> Account:
        spoken = language or language_of(text, languages)
        return account(text, spoken, mind.hear(text, spoken, want, now), book.services)

    return hear


# ------------------------------------------------------------------ answers that decide


@understand.command()
@LANGUAGE
@FILE
def yesno(language: str | None, file: str) -> None:
    """Yes or no? "value" is yes, no, or null where it is neither.

    \b
    echo "yeah no" | ivr understand yesno
    """
    _values("yesno", language, file, datetime.min)


@understand.command()
@LANGUAGE
@FILE
def number(language: str | None, file: str) -> None:
    """Which digits were meant? "value" holds them, null where no number was said.

    \b
    echo "twenty four oh one" | ivr understand number
    """
    _values("number", language, file, datetime.min)


@understand.command()
@LANGUAGE
@NOW
@FILE
def when(language: str | None, now: str | None, file: str) -> None:
    """When was that? "value" is an ISO date, or a date and time of the city's clock, or null.

    \b
    echo "last night around ten" | ivr understand when --now 2026-11-21T14:30
    """
    _values("when", language, file, _time(now))


def _values(kind: Kind, language: str | None, file: str, now: datetime) -> None:
    from ivr.understanding.scoring import answer
    from ivr.understanding.tongue import language_of

    def told(text: str) -> dict[str, str | None]:
        spoken = language or language_of(text, ("en", "es"))
        return {"text": text, "language": spoken, "value": answer(kind, text, spoken, now)}

    answer_lines(file, told)


def _time(now: str | None) -> datetime:
    if now is None:
        return datetime.now()
    try:
        return datetime.fromisoformat(now).replace(tzinfo=None)
    except ValueError:
        raise click.UsageError(f"--now is {now!r}; it must look like 2026-11-21T14:30") from None


# ------------------------------------------------------------------ how well


@understand.command()
@ROWS
@AS_JSON
@click.option(
    "--as", "kind", type=click.Choice(["needs", "yesno", "number", "when"]), default="needs", show_default=True
)
@click.option("--least", type=float, help="Exit 1 when the share right (services: at first guess) is lower, 0..1.")
def evaluate(file: str, as_json: bool, kind: str, least: float | None) -> None:
    """Measures understanding on labelled utterances: accuracy, confusion, calibration, latency.

    FILE: JSON lines with "text" and "language", and what is true of them: "intent", "service_code" (or null),
    "emergency" (none, ask, certain), "crisis" (true, false); what a row leaves out is not counted. With --as yesno,
    number or when: "value" (or null) and, for when, "now".
    """
    if kind != "needs":
        _evaluate_answers(kind, file, as_json, least)
    from ivr.cli.tables import show_needs
    from ivr.understanding.evaluation import report

    counted = report(heard_rows(file))
    if as_json:
        click.echo(json.dumps(counted.plain(), ensure_ascii=False))
    else:
        show_needs(counted)
    rate = counted.first["all"].rate if "all" in counted.first else None
    sys.exit(1 if least is not None and (rate or 0.0) < least else 0)


def _evaluate_answers(kind: str, file: str, as_json: bool, least: float | None) -> NoReturn:
    from ivr.cli.tables import show_answers
    from ivr.understanding.scoring import score_answers

    try:
        scores = score_answers(cast("Kind", kind), [row for _, row in rows(file)])
    except (KeyError, TypeError, ValueError) as wrong:
        raise click.ClickException(f"{file}: a row lacks or misspells {wrong}") from None
    if as_json:
        click.echo(json.dumps(asdict(scores) | {"accuracy": scores.accuracy}, ensure_ascii=False))
    else:
        show_answers(kind, scores)
    sys.exit(1 if least is not None and scores.accuracy < least else 0)


def heard_rows(file: str) -> Iterator[Heard]:
    """Each labelled row, understood and timed. ClickException: a row that cannot be measured."""
    from ivr.understanding.evaluation import Heard, NotLabelled, Row

    hear = understander()
    hear("warm", "en")
    for where, value in rows(file):
        try:
            row = Row.read(value, where)
        except NotLabelled as wrong:
            raise click.ClickException(str(wrong)) from None
        began = time.perf_counter()
        account = hear(row.text, row.language)
        yield Heard(row, account, (time.perf_counter() - began) * 1000)

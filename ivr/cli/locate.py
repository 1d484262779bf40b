"""`ivr locate`: which place in the city do words name, and how well is that known on a labelled file?"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.lines import AS_JSON, FILE, LANGUAGE, ROWS, WithDefault, answer_lines, rows
from ivr.config import Settings

if TYPE_CHECKING:
    from ivr.places.located import Candidate, Located
    from ivr.places.scoring import Row, Scores, Tally

GAZETTEER = click.option(
    "--gazetteer",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file written by `ivr places import` (default: the imported one, else the starter gazetteer).",
)
Locate = Callable[[str, str | None], "Located"]
_CANDIDATE = ("kind", "number", "street", "cross", "lat", "long", "neighborhood", "confidence", "readback")


@click.group(cls=WithDefault)
def locate() -> None:
    """Tells which place in the city an utterance names, and measures how well.

    One utterance a line in, one JSON object a line out; the keys are those of docs/places.md.

    \b
    echo "corner of charles and lafayette" | ivr locate
    ivr locate --language es --gazetteer city.gazetteer places.txt > found.jsonl
    ivr locate evaluate bench/sets/tuning/places.jsonl
    """


@locate.command()
@LANGUAGE
@GAZETTEER
@FILE
def lines(language: str | None, gazetteer: Path | None, file: str) -> None:
    """One utterance a line in, one JSON object a line out."""
    find = finder(gazetteer)
    answer_lines(file, lambda text: plain(text, find(text, language)))


def finder(gazetteer: Path | None) -> Locate:
    """What locates, with that gazetteer, else the one of this folder's settings."""
    from ivr import places
    from ivr.bootstrap.atlas import gazetteer_of
    from ivr.understanding.tongue import language_of

    known = gazetteer_of(Settings.from_env(os.environ), gazetteer)

    def find(text: str, language: str | None) -> Located:
        return places.locate(text, language or language_of(text, ("en", "es")), known)

    return find


def plain(text: str, found: Located) -> dict[str, Any]:
    """A place as JSON values; what is not known is null."""
    return {
        "text": text,
        "kind": found.kind,
        "number": found.number or None,
        "street": found.street or None,
        "cross": found.cross or None,
        "lat": found.lat,
        "long": found.long,
        "neighborhood": found.neighborhood,
        "confidence": round(found.confidence, 4),
        "ask": found.ask,
        "candidates": [_candidate(one) for one in found.candidates],
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    return {name: getattr(one, name) if getattr(one, name) != "" else None for name in _CANDIDATE}


@locate.command()
@ROWS
@GAZETTEER
@AS_JSON
@click.option("--least", type=float, help="Exit 1 when the share of places within 150 m is lower (0..1).")
def evaluate(file: str, gazetteer: Path | None, as_json: bool, least: float | None) -> None:
    """Measures the finding of places on labelled utterances: distance, false sureness, questions, latency.

    FILE: JSON lines with "text" and "language", and what is true: "lat" and "long" (null: no place of this city),
    "kind", "ask" (true: it must be asked back).
    """
    from ivr.bootstrap.atlas import gazetteer_of
    from ivr.cli.tables import show_places
    from ivr.places.scoring import score

    known = gazetteer_of(Settings.from_env(os.environ), gazetteer)
    counted = score([_row(where, row) for where, row in rows(file)], known, time.perf_counter)
    if as_json:
        click.echo(json.dumps(told(counted), ensure_ascii=False))
    else:
        show_places(counted)
    sys.exit(1 if least is not None and counted.places.share < least else 0)


def _row(where: str, fields: Any) -> Row:
    from ivr.places.scoring import row

    try:
        return row({"language": "en", "kind": "address" if fields.get("lat") is not None else "unknown", **fields})
    except (AttributeError, KeyError, TypeError, ValueError):
        wanted = '{"text": "…", "language": "en", "lat": 39.29, "long": -76.61}'
        raise click.ClickException(f"{where}: a row looks like {wanted}; lat and long may be null") from None


def told(counted: Scores) -> dict[str, Any]:
    """The counts as JSON values; shares 0..1, latency in milliseconds."""
    took = {name: (counted.percentile(share) or 0.0) * 1000 for name, share in (("p50", 0.5), ("p99", 0.99))}
    return {
        "rows": counted.all.rows,
        "within_150_m": _tally(counted.places),
        "confident_and_wrong": {"of": counted.all.rows, "wrong": counted.all.wrong},
        "asked": _tally(counted.asked),
        "outside": _tally(counted.outside),
        "neighborhoods": _tally(counted.neighborhoods),
        "needless_questions": counted.needless,
        "by_kind": {name: _tally(one) for name, one in sorted(counted.by_kind.items())},
        "by_language": {name: _tally(one) for name, one in sorted(counted.by_language.items())},
        "latency_ms": {name: round(value, 3) for name, value in took.items()},
    }


def _tally(one: Tally) -> dict[str, float]:
    return {"of": one.rows, "good": one.right, "wrong_and_sure": one.wrong, "rate": round(one.share, 4)}

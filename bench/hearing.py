"""How well the offline ear hears, beside what was promised: `python -m bench.hearing`.

The sentences are those of bench/sets/unseen/spoken.jsonl: about services at Baltimore places, written by somebody who
had not seen the city's examples, used in no language model, tuned on by nobody (--tuning measures the other set). Two
synthesizers speak them in several voices, at 8 kHz µ-law with a line's noise 25 dB under the voice; the sound lies in
memory. What was heard is then understood as a call's first sentence would be. The city's open
data (--data, default ../shared/data beside the project) makes the map whose streets the ear learns; without it, or
without a synthesizer, a line is left out and the table says so. --write puts the table into docs/speech.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.understanding import HERE, NOW, Line, book, imported, rows, show
from ivr import understanding
from ivr.calls.hearing_words import words_of
from ivr.flow.book import Book
from ivr.flow.meaning import Want
from ivr.places.keeping import load
from ivr.speech.offline import Offline, build
from ivr.speech.scoring import Errors, errors
from ivr.speech.transcript import Expected
from ivr.understanding import Mind
from ivr.understanding.account import account
from tests.speech.voices import VOICES, has, spoken

PAGE = HERE / "docs" / "speech.md"
BEGIN, END = "<!-- heard: begin -->", "<!-- heard: end -->"
CLEANEST = "offline, word errors, cleanest voice"
HARSHEST = "offline, word errors, harshest voice"
MEANT = "offline, right service after understanding"
SECONDS = 60.0
"""More than any sentence takes to hear."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence, and what became of it in one voice."""

    text: str
    service: str
    heard: str
    understood: str
    errors: Errors
    seconds: float
    took: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tuning", action="store_true", help="the set that was tuned on, instead of the unseen one")
    options.add_argument("--data", type=Path, default=HERE.parent / "shared" / "data", help="the city's open data")
    options.add_argument("--every", type=int, default=1, help="each nth sentence alone, for a quick look")
    options.add_argument("--voice", action="append", choices=VOICES, help="these voices alone")
    options.add_argument("--json", action="store_true", help="one JSON object")
    options.add_argument("--errors", action="store_true", help="print what was misheard (of the tuning set alone)")
    options.add_argument("--write", action="store_true", help="put the table into docs/speech.md")
    asked = options.parse_args()
    heard = measured("tuning" if asked.tuning else "unseen", asked.data, asked.voice or VOICES, asked.every)
    lines = list(table(heard))
    if asked.json:
        told = [{"what": x.what, "measured": x.measured, "holds": x.holds} for x in lines]
        print(json.dumps({"lines": told, "voices": {voice: plain(own) for voice, own in heard.items()}}))
    else:
        show(lines, "Hearing")
        for voice, own in heard.items():
            print(voice, " ".join(f"{name} {value:.3f}" for name, value in plain(own).items()))
    if asked.errors and asked.tuning:
        for voice, own in heard.items():
            for row in own:
                if row.errors.wrong or row.understood != row.service:
                    print(f"{voice}\t{row.service}>{row.understood}\t{row.text}\t{row.heard}")
    if asked.write:
        write(lines, heard)
    sys.exit(1 if any(line.holds is False for line in lines) else 0)


def measured(name: str, data: Path, voices: Sequence[str], every: int = 1) -> Mapping[str, Sequence[Row]]:
    """voice → every sentence of the set; voices that cannot be spoken here, or without the open data, are left out."""
    if not (data / "baltimore_street_segments.csv.gz").is_file():
        return {}
    sentences = rows(HERE / "bench" / "sets" / name / "spoken.jsonl")[::every]
    city = book()
    mind = understanding.build(city, HERE / "var" / "cache")
    with tempfile.TemporaryDirectory() as folder:
        gazetteer = load(imported(data, Path(folder) / "city.gazetteer"))
        ear = Offline(build(*words_of(city, gazetteer), HERE / "var" / "cache"))
        try:
            return {voice: list(_heard(ear, mind, city, sentences, voice)) for voice in voices if has(voice)}
        finally:
            ear.close()


def _heard(ear: Offline, mind: Mind, city: Book, sentences: Sequence[Mapping[str, str]], voice: str) -> Iterator[Row]:
    for row in sentences:
        sound = spoken(row["text"], voice)
        began = time.perf_counter()
        heard = ear.recognize(sound, Expected(), SECONDS).text
        took = time.perf_counter() - began
        meaning = mind.hear(heard, "en", Want("intents"), NOW)
        understood = account(heard, "en", meaning, city.services)["service_code"] or ""
        yield Row(row["text"], row["service_code"], heard, understood, errors(row["text"], heard), sound.seconds, took)


def table(heard: Mapping[str, Sequence[Row]]) -> Iterator[Line]:
    """The lines of the promise: word errors of the best and the worst voice, the right service over all voices."""
    rates = {voice: plain(own)["word errors"] for voice, own in heard.items() if own}
    count = len(next(iter(heard.values()), ()))
    best, worst = (min(rates.values()), max(rates.values())) if rates else (None, None)
    yield Line(CLEANEST, best, 0.12, 0.05, count, most=True)
    yield Line(HARSHEST, worst, 0.40, 0.20, count, most=True)
    every = [row for own in heard.values() for row in own]
    right = sum(row.understood == row.service for row in every) / len(every) if every else None
    yield Line(MEANT, right, 0.85, 0.95, len(every))


def plain(own: Sequence[Row]) -> dict[str, float]:
    counted = sum((row.errors for row in own), Errors(0, 0))
    seconds = sum(row.seconds for row in own)
    return {
        "word errors": counted.rate or 0.0,
        "right service": sum(row.understood == row.service for row in own) / max(len(own), 1),
        "real time": sum(row.took for row in own) / seconds if seconds else 0.0,
    }


def write(lines: Sequence[Line], heard: Mapping[str, Sequence[Row]]) -> None:
    """Into the page, between its marks."""
    head = "| | sentences | measured | at least | aim |\n|---|---|---|---|---|\n"
    body = "".join(
        f"| {x.what} | {x.rows} | **{x.told(x.measured)}** | {'≤ ' * x.most}{x.told(x.least)} "
        f"| {'≤ ' * x.most}{x.told(x.aim)} |\n"
        for x in lines
    )
    voices = "\n| voice | word errors | right service | of real time |\n|---|---|---|---|\n" + "".join(
        f"| {voice} | {100 * x['word errors']:.1f} % | {100 * x['right service']:.1f} % | {x['real time']:.2f} |\n"
        for voice, x in ((voice, plain(each)) for voice, each in heard.items())
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{head}{body}{voices}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()

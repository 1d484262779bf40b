"""How well the offline ear hears, beside what was promised: `python -m bench.hearing`.

The sentences are those of bench/sets/unseen/spoken.jsonl: about services at Baltimore places, written by somebody who
had not seen the city's examples, used in no language model, tuned on by nobody (--tuning measures the other set). Two
synthesizers speak them in several voices, at 8 kHz µ-law; the sound lies in memory. Under the voice is the noise of a
line in normal order: 30 dB, falling 3 dB an octave (--noise 25 --fall 0 is white noise on a poor one). What is promised
is promised of American voices; other accents (--others) are told beside them. What was heard is then understood as a
call's first sentence would be. The city's open data (--data, default ../shared/data beside the project) makes the map
whose streets the ear learns; without it, or without a synthesizer, a line is left out and the table says so. --write
puts the table into docs/speech.md; there it is made of every sentence (--every 1 --others).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
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
from tests.speech.voices import FALL, NOISE, OTHERS, VOICES, has, spoken

PAGE = HERE / "docs" / "speech.md"
BEGIN, END = "<!-- heard: begin -->", "<!-- heard: end -->"
CLEANEST = "offline, word errors, cleanest voice"
HARSHEST = "offline, word errors, harshest voice"
MEANT = "offline, right service after understanding"
CACHE = HERE / "var" / "cache"
PROCESSES = 2
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
    options.add_argument("--every", type=int, default=4, help="each nth sentence alone")
    options.add_argument("--voice", action="append", choices=(*VOICES, *OTHERS), help="these voices alone")
    options.add_argument("--others", action="store_true", help="other accents too")
    options.add_argument("--noise", type=float, default=NOISE, help="decibels the line's noise lies under the voice")
    options.add_argument("--fall", type=float, default=FALL, help="decibels it falls by an octave; 0: white")
    options.add_argument("--json", action="store_true", help="one JSON object")
    options.add_argument("--errors", action="store_true", help="print what was misheard (of the tuning set alone)")
    options.add_argument("--write", action="store_true", help="put the table into docs/speech.md")
    asked = options.parse_args()
    heard = measured(
        "tuning" if asked.tuning else "unseen",
        asked.data,
        asked.voice or (VOICES + OTHERS * asked.others),
        asked.every,
        (asked.noise, asked.fall),
    )
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


def measured(
    name: str, data: Path, voices: Sequence[str], every: int = 1, line: tuple[float, float] = (NOISE, FALL)
) -> Mapping[str, Sequence[Row]]:
    """voice → every sentence of the set; voices that cannot be spoken here, or without the open data, are left out."""
    if not (data / "baltimore_street_segments.csv.gz").is_file():
        return {}
    sentences = rows(HERE / "bench" / "sets" / name / "spoken.jsonl")[::every]
    city = book()
    understanding.build(city, CACHE)
    spoken_here = [voice for voice in voices if has(voice)]
    with tempfile.TemporaryDirectory() as folder:
        gazetteer = load(imported(data, Path(folder) / "city.gazetteer"))
        model = build(*words_of(city, gazetteer), CACHE)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        heard = pool.map(partial(_voice, model, sentences, line), spoken_here)
        return dict(zip(spoken_here, heard, strict=True))


def _voice(model: Path, sentences: Sequence[Mapping[str, str]], line: tuple[float, float], voice: str) -> list[Row]:
    """One voice, in a process of its own."""
    city = book()
    ear, mind = Offline(model, most=1), understanding.build(city, CACHE)
    try:
        return list(_heard(ear, mind, city, sentences, voice, line))
    finally:
        ear.close()


def _heard(
    ear: Offline, mind: Mind, city: Book, sentences: Sequence[Mapping[str, str]], voice: str, line: tuple[float, float]
) -> Iterator[Row]:
    for row in sentences:
        sound = spoken(row["text"], voice, *line)
        began = time.process_time()
        heard = ear.recognize(sound, Expected(), SECONDS).text
        took = time.process_time() - began
        meaning = mind.hear(heard, "en", Want("intents"), NOW)
        understood = account(heard, "en", meaning, city.services)["service_code"] or ""
        yield Row(row["text"], row["service_code"], heard, understood, errors(row["text"], heard), sound.seconds, took)


def table(heard: Mapping[str, Sequence[Row]]) -> Iterator[Line]:
    """The lines of the promise: word errors of the best and the worst voice, the right service over all.

    Of American voices, where there are any.
    """
    heard = {voice: own for voice, own in heard.items() if voice not in OTHERS} or heard
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
        f"| {voice}{' (another accent)' * (voice in OTHERS)} | {100 * x['word errors']:.1f} % "
        f"| {100 * x['right service']:.1f} % | {x['real time']:.2f} |\n"
        for voice, x in ((voice, plain(each)) for voice, each in heard.items())
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{head}{body}{voices}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()

"""`ivr call`: the test phone in a terminal."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

import click

from ivr.cli.settings import DATA, with_database
from ivr.config import Settings


@click.command()
@click.option("--url", default="", help="The line to call (default: http://localhost:8311, or PORT).")
@click.option("--from", "caller", default="+14105550123", show_default=True, help="The number shown, or `hidden`.")
@click.option("--language", type=click.Choice(["en", "es"]), help="The caller's language.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="The clock of the call, city time.")
@click.option("--play", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play a call file.")
@click.option(
    "--speak",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Speak this sound file (WAV) first; @FILE in the call speaks more.",
)
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a call file from what you do; of sound, the words that were heard.",
)
@click.option("--trace", is_flag=True, help="Show what the engine thought.")
@DATA
def call(
    url: str,
    caller: str,
    language: str | None,
    at: datetime | None,
    play: Path | None,
    speak: Path | None,
    record: Path | None,
    trace: bool,
    data: Path | None,
) -> None:
    """Calls the line from this terminal, by keys and words, or plays a call file.

    Type words to speak, @FILE.wav for sound, /1 for a key, an empty line for silence, /hang; /help in a call lists the
    rest. The line must be running (make run). Exit 1: Twilio would have refused an answer, or the played file did not
    hold.
    """
    from ivr.simulator.shelf import Shelf
    from ivr.simulator.terminal import PhoneOptions
    from ivr.simulator.terminal import run as ring

    settings = Settings.from_env(os.environ)
    base = url.rstrip("/") or f"http://localhost:{os.environ.get('PORT', '8311')}"
    options = PhoneOptions(
        base_url=base,
        public_url=os.environ.get("PUBLIC_BASE_URL", base),
        auth_token=settings.twilio_auth_token,
        caller=caller,
        language=language,
        now=at,
        play=play,
        speak=speak,
        shelf=Shelf(settings.test_recordings) if settings.test_recordings.parent.is_dir() else None,
        record=record,
        trace=trace,
        shared=play is None and _shared(base),
    )
    if speak is not None:
        _must_be_sound(speak)
    _must_answer(base)
    if play is None:
        sys.exit(ring(options, sys.stdin, sys.stdout))
    from ivr.bootstrap.rooms import Rooms
    from ivr.calls.outcomes import Outcomes

    with with_database(settings, data) as ready:
        rooms = Rooms(ready)
        lines = {name: line.number for name, line in rooms.library.glance().book.city.lines.items()}
        sys.exit(ring(options, sys.stdin, sys.stdout, Outcomes(rooms.engine, rooms.secrets, rooms.zone), lines))


def _shared(base: str) -> bool:
    """Whether the line there keeps the calls of test phones, so that callers come to people."""
    try:
        with urllib.request.urlopen(f"{base}/phone/telephones", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def _must_be_sound(path: Path) -> None:
    """Before anybody is called."""
    from ivr.speech.audio import read
    from ivr.speech.errors import NotAudio

    try:
        read(path)
    except NotAudio as problem:
        why = f"{path}: {problem}; sox or ffmpeg makes one of other sound: sox in.mp3 out.wav"
        raise click.BadParameter(why, param_hint="'--speak'") from None
    except OSError as problem:
        raise click.BadParameter(f"{path}: {problem.strerror}", param_hint="'--speak'") from None


def _must_answer(base: str) -> None:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=5):  # noqa: S310
            return
    except urllib.error.HTTPError:
        return  # something answers; what it says of itself is not what was asked
    except (OSError, ValueError):
        raise click.ClickException(f"no line answers at {base}; start it with: make run") from None

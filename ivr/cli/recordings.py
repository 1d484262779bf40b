"""`ivr recordings list`, `show`, `listen`, `delete`, `alerts`: what was recorded of callers, and who may hear it."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from ivr.cli.settings import DATA, timezone, with_database
from ivr.config import Settings

if TYPE_CHECKING:
    from ivr.calls.recordings.reading import Cabinet
    from ivr.calls.recordings.recording import Alert, Heard
    from ivr.db.secrets import Secrets

_TOLD = {
    "": "being told",
    "sent": "told",
    "held": "waits for the summary",
    "summing": "waits for the summary",
    "summed": "told in a summary",
    "same_call": "people had been told of its call",
}
JSON = click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
BY = click.option("--by", required=True, help="Who it is for: a person's name. It is written down.")
LIMIT = click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)


@dataclass(frozen=True)
class _Office:
    settings: Settings
    cabinet: Cabinet
    secrets: Secrets
    zone: ZoneInfo
    engine: Any

    def told(self, at: datetime | None) -> str:
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if at else ""


@click.group()
def recordings() -> None:
    """Lists, plays and deletes what was recorded, and shows the danger found in it."""


@recordings.command("list")
@LIMIT
@JSON
@DATA
def list_(limit: int, as_json: bool, data: Path | None) -> None:
    """The newest recordings, one a line; without a word of what was said."""
    with _office(data) as office:
        found = [_facts(office, heard) for heard in office.cabinet.latest(limit)]
    _print(found, as_json, "There are no recordings.")


@recordings.command()
@click.argument("sid")
@JSON
@DATA
def show(sid: str, as_json: bool, data: Path | None) -> None:
    """One recording with its words, its request, and who has opened it. Exit 1: there is none.

    That it was shown is written down under the name of this machine's user.
    """
    with _office(data) as office:
        heard = _found(office, sid, as_json)
        office.cabinet.opened(sid, f"{getpass.getuser()} (ivr)", "words", _link(), datetime.now(UTC))
        told = {**_facts(office, heard), **_words(heard), **_around(office, heard)}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    openings = told.pop("opened")
    told.pop("word_times", None)
    for name, value in told.items():
        if value not in ("", None, []):
            click.echo(f"{name + ':':<12}{', '.join(value) if isinstance(value, list) else value}")
    for one in openings:
        click.echo(f"  {one['at']}  {one['who']}  {one['what']}")


@recordings.command()
@click.argument("sid")
@BY
@JSON
@DATA
def listen(sid: str, by: str, as_json: bool, data: Path | None) -> None:
    """A link to the page that plays a recording, for one person, for 15 minutes. Exit 1: there is no such recording.

    Who it is for is written down, and every opening of it. Never send it to anybody else.
    """
    from ivr.calls.recordings.links import Passes

    who = _name(by)
    with _office(data) as office:
        _found(office, sid, as_json)
        now = datetime.now(UTC)
        token, made = Passes(office.secrets).issue(sid, who, now)
        office.cabinet.opened(sid, made.who, "link", made.link, now)
        address = f"{office.settings.public_base_url}/recordings/{sid}?k={token}"
    until = datetime.fromtimestamp(made.until, UTC).isoformat(timespec="seconds")
    click.echo(json.dumps({"link": address, "for": made.who, "until": until}) if as_json else address)


@recordings.command()
@click.argument("sid")
@BY
@click.option("--yes", is_flag=True, help="Without asking again.")
@DATA
def delete(sid: str, by: str, yes: bool, data: Path | None) -> None:
    """Deletes a recording at Twilio and here, with its transcript. Exit 1: there is no such recording.

    The worker does it, again and again until it is done; `show` tells when it was. Words that stand on a request
    already stay there: they are part of the city's record.
    """
    from ivr.calls.recordings import deleting

    who = _name(by)
    with _office(data) as office:
        _found(office, sid, as_json=False)
        if not yes:
            click.confirm(f"Delete {sid} for good?", abort=True)
        office.cabinet.opened(sid, who, "deleted", _link(), datetime.now(UTC))
        deleting.request(office.engine, [sid], who)
    click.echo(f"{sid} will be deleted by the worker.")


@recordings.command()
@LIMIT
@JSON
@DATA
def alerts(limit: int, as_json: bool, data: Path | None) -> None:
    """Danger that was found in recordings and last words after the call: when, in which, and who was told.

    Last words, of callers who hung up in mid-sentence, stand in `ivr requests drafts`.
    """
    with _office(data) as office:
        found = [_alert(office, alert) for alert in office.cabinet.alerts(limit)]
    for one in found if not as_json else ():
        one["last_words_of"] = one["last_words_of"] and f"last words of {one['last_words_of']}"
    _print(found, as_json, "No danger was found in any recording, nor in anybody's last words.")


def _facts(office: _Office, heard: Heard) -> dict[str, Any]:
    from ivr.calls.recordings.outcome import ENDED

    it = heard.recording
    return {
        "recorded": office.told(it.arrived),
        "sid": it.sid,
        "kind": it.kind or "unknown",
        "seconds": it.seconds,
        "language": it.language,
        "outcome": ENDED.get(it.outcome, "under way"),
        "deleted": f"{office.told(it.deleted)} by {it.deleted_by}" if it.deleted else "",
    }


def _words(heard: Heard) -> dict[str, Any]:
    words = heard.transcript
    if words is None:
        return {}
    return {
        "words": words.text,
        "sure": words.confidence,
        "heard by": words.engine,
        "word_times": [{"text": w.text, "start": w.start, "end": w.end, "sure": w.confidence} for w in words.words],
    }


def _around(office: _Office, heard: Heard) -> dict[str, Any]:
    it = heard.recording
    alert = office.cabinet.alert(it.sid)
    opened = [{"at": office.told(o.at), "who": o.who, "what": o.what} for o in office.cabinet.openings(it.sid)]
    return {
        "requests": office.cabinet.numbers(it),
        "danger": f"{alert.kind}, {_ended(alert)}" if alert else "",
        "opened": opened,
    }


def _alert(office: _Office, alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "found": office.told(alert.found),
        "kind": alert.kind,
        "sid": alert.recording,
        "last_words_of": "" if alert.recording else alert.call_sid,
        "told": _ended(alert) + (f" {office.told(alert.told)}" if alert.told else ""),
    }


def _ended(alert: Alert) -> str:
    return _TOLD.get(alert.outcome, f"not told: {alert.outcome}")


def _print(found: list[dict[str, Any]], as_json: bool, none: str) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for each in found:
        click.echo("  ".join(str(value) for value in each.values() if value != ""))
    if not found:
        click.echo(none)


def _found(office: _Office, sid: str, as_json: bool) -> Heard:
    if heard := office.cabinet.find(sid):
        return heard
    if as_json:
        click.echo(json.dumps({"error": f"there is no recording {sid}"}))
    click.echo(f"There is no recording {sid}.", err=True)
    sys.exit(1)


def _name(by: str) -> str:
    name = " ".join("".join(c if c.isprintable() else " " for c in by).split())
    if not name:
        raise click.UsageError("--by must be the name of a person.")
    return name


def _link() -> str:
    return os.urandom(9).hex()


@contextmanager
def _office(data: Path | None) -> Iterator[_Office]:
    from ivr.calls.recordings.reading import Cabinet
    from ivr.db.engine import connect
    from ivr.db.secrets import Secrets

    with with_database(Settings.from_env(os.environ), data) as ready:
        engine = connect(ready.database_url, name="onecall command", pool_size=1)
        secrets = Secrets(ready.secret_keys)
        try:
            yield _Office(ready, Cabinet(engine, secrets), secrets, timezone(ready), engine)
        finally:
            engine.dispose()

"""`ivr requests drafts`, `contact`, `forget`, `reseal`: whom to call back, and keeping or forgetting who called."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.settings import DATA, with_database
from ivr.config import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ivr.db.secrets import Secrets

JSON = click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")


@dataclass(frozen=True, slots=True)
class _Cellar:
    engine: Engine
    secrets: Secrets


@click.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@JSON
@DATA
def drafts(limit: int, as_json: bool, data: Path | None) -> None:
    """Callers who hung up before their request was filed, the newest first, with what they had said.

    This shows telephone numbers: it is for those who call back.
    """
    from ivr.calls import drafts as sealed
    from ivr.db.engine import transaction
    from ivr.requests import store

    with _cellar(data) as cellar, transaction(cellar.engine) as session:
        found = [
            _draft(draft, sealed.opened(draft.sealed, draft.call_sid, cellar.secrets))
            for draft in store.drafts(session, "left", limit)
        ]
        found = [_with_words(draft, cellar) for draft in found]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for each in found:
        click.echo(" · ".join(f"{name} {value}" for name, value in each.items() if value))
    if not found:
        click.echo("Nobody waits for a call back.")


@click.command()
@click.argument("number")
@JSON
@DATA
def contact(number: str, as_json: bool, data: Path | None) -> None:
    """How to reach who made a request, and who follows it, by its NUMBER. Exit 1: there is no such request.

    This shows a telephone number: it is for those who call back.
    """
    from ivr.db.engine import transaction
    from ivr.requests import store
    from ivr.requests.numbers import candidates

    with _cellar(data) as cellar, transaction(cellar.engine) as session:
        meant = candidates(number, datetime.now(UTC).date())
        found = ((each, store.contact(session, each, cellar.secrets)) for each in meant)
        exact, known = next(((each, who) for each, who in found if who), ("", None))
        follow = [one.phone for one in store.followers(session, exact, cellar.secrets) if one.phone]
    if known is None:
        click.echo(json.dumps({"error": f"there is no request {number}"}) if as_json else "", nl=as_json)
        click.echo(f"There is no request {number}.", err=True)
        sys.exit(1)
    who, private = known
    told = {"phone": who.phone, "texts": who.wants_texts, "anonymous": who.anonymous, "followers": follow, **private}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif who.phone:
        click.echo(f"{who.phone}{' (texts welcome)' if who.wants_texts else ''}")
    else:
        click.echo("They wished to stay anonymous." if who.anonymous else "No number is known.")
    for phone in follow if not as_json else ():
        click.echo(f"{phone} (follows it)")


@click.command()
@click.argument("phone")
@DATA
def forget(phone: str, data: Path | None) -> None:
    """Erases a caller by their telephone number (+14105550123): contact, words, language.

    Requests and their history stay; they no longer lead to anybody.
    """
    if not re.fullmatch(r"\+[1-9]\d{7,14}", phone):
        raise click.UsageError("The number must be written with + and the country, like +14105550123.")
    from ivr.calls.housekeeper import forget_caller
    from ivr.db.engine import transaction
    from ivr.requests import store

    with _cellar(data) as cellar:
        with transaction(cellar.engine) as session:
            requests = store.erase_caller(session, cellar.secrets.phone_hashes(phone), datetime.now(UTC))
        calls = forget_caller(cellar.engine, cellar.secrets, phone)
    click.echo(f"Forgotten: who made {requests} requests and drafts, and the words of {calls} calls.")


@click.command()
@DATA
def reseal(data: Path | None) -> None:
    """Seals contacts, transcripts and second steps anew with the newest of SECRET_KEYS: an older key can be taken out.

    Run it after a new key was put first everywhere. Calls and drafts of the old key end or are forgotten by themselves.
    Recovery codes of the old key are good for nothing without it: who has some makes new ones.
    """
    from ivr.agents.people.store import people
    from ivr.calls.recordings import store as recordings
    from ivr.db.engine import transaction
    from ivr.requests import store

    total = words = steps = 0
    with _cellar(data) as cellar:
        while True:
            with transaction(cellar.engine) as session:
                done = store.reseal(session, cellar.secrets, limit=500)
                heard = recordings.reseal(session.connection(), cellar.secrets, limit=500)
                second = people.reseal(session, cellar.secrets, limit=500)
            total, words, steps = total + done, words + heard, steps + second
            if not done and not heard and not second:
                break
    click.echo(f"Sealed {total} contacts, {words} transcripts and {steps} second steps anew.")


def _with_words(draft: dict[str, str], cellar: _Cellar) -> dict[str, str]:
    """What was recorded, in words where they are known already."""
    from ivr.calls.recordings.reading import Cabinet
    from ivr.calls.recordings.recording import MARK

    def told(value: str) -> str:
        if not value.startswith(MARK):
            return value
        heard = Cabinet(cellar.engine, cellar.secrets).find(value.removeprefix(MARK))
        return heard.transcript.text if heard and heard.transcript and heard.transcript.text else value

    return {name: told(value) for name, value in draft.items()}


def _draft(draft: Any, hidden: Any) -> dict[str, str]:
    return {
        "when": draft.updated.isoformat(timespec="minutes"),
        "call": draft.call_sid,
        "phone": hidden.phone,
        "language": draft.language,
        "service": draft.service_code,
        **{name: value for name, value in draft.slots.items() if name != "service"},
        **hidden.private,
    }


@contextmanager
def _cellar(data: Path | None) -> Iterator[_Cellar]:
    from ivr.db.engine import connect
    from ivr.db.secrets import Secrets

    with with_database(Settings.from_env(os.environ), data) as ready:
        engine = connect(ready.database_url, name="onecall command", pool_size=1)
        try:
            yield _Cellar(engine, Secrets(ready.secret_keys))
        finally:
            engine.dispose()

"""What `ivr requests list|show|export` prints: a question in words, asked of the database, answered as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.db.engine import once
from ivr.requests import listing, store
from ivr.requests.listing import Format, Spoken
from ivr.requests.numbers import candidates
from ivr.requests.request import NoSuchRequest, Request
from ivr.requests.status import city_status
from ivr.requests.store import Query


class BadQuery(ValueError):
    """A filter is not understood; the message says which, and what it may be."""


def asked(
    now: datetime,
    *,
    status: str | None = None,
    service: str | None = None,
    agency: str | None = None,
    since: str | None = None,
    kind: str | None = None,
) -> Query:
    """The query of these filters; `now` in the city's time. BadQuery: one is not understood.

    status: open, closed, or one of the city's (`Pending`). since: `2026-11-01`, `today`, `7d`, `24h`.
    """
    query = Query(service=service, agency=agency, since=_since(since, now) if since else None)
    match kind:
        case "request" | "message":
            query = replace(query, kind=kind)
        case str():
            raise BadQuery(f"--kind {kind!r} is not understood; it may be request or message")
    match status and status.lower():
        case None | "":
            return query
        case "open" | "closed" as plain:
            return replace(query, status=plain)
    try:
        return replace(query, city_status=city_status(status or ""))
    except ValueError as error:
        raise BadQuery(f"--status: {error}, or open, closed") from None


def listed(url: str, query: Query, zone: ZoneInfo, *, limit: int = 50, as_json: bool = False) -> str:
    """The newest requests that answer, as a table or a JSON array. DatabaseUnavailable: no answer."""
    with once(url) as session:
        found, total = store.search(session, query, limit), store.count(session, query)
    return "".join(listing.export(found, "json", zone)) if as_json else listing.table(found, zone, total)


def shown(
    url: str,
    number: str,
    now: datetime,
    zone: ZoneInfo,
    *,
    as_json: bool = False,
    spoken: Callable[[Request], Sequence[Spoken]] = lambda request: (),
) -> str:
    """One request in full, by its number as it is written or keyed, with or without the year.

    spoken: what was recorded of it.
    NoSuchRequest: there is none, or the check digit shows a slip; the message says which.
    """
    meant = candidates(number, now.date())
    if not meant:
        raise NoSuchRequest(f"{number} is no request number: one of its digits is wrong or missing; look at it again.")
    write = listing.full_record if as_json else listing.in_full
    with once(url) as session:
        for each in meant:
            if found := store.find(session, each):
                return write(found, store.history(session, each), zone, spoken(found))
    raise NoSuchRequest(f"There is no request {meant[0] if len(meant) == 1 else number}.")


def exported(url: str, query: Query, form: Format, zone: ZoneInfo) -> Iterator[str]:
    """All requests that answer, oldest first, in pieces of text; any number of them in little memory."""
    with once(url) as session:
        yield from listing.export(store.each(session, query), form, zone)


def _since(text: str, now: datetime) -> datetime:
    if text == "today":
        return datetime.combine(now.date(), time(), now.tzinfo)
    if match := re.fullmatch(r"([0-9]{1,4})([dh])", text):
        return now - timedelta(**{"days" if match[2] == "d" else "hours": int(match[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadQuery(f"--since {text!r} is not understood; it may be 2026-11-01, today, 7d or 24h") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)

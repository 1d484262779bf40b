"""What the worker needs of the floor, from the settings: who asks Twilio, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from sqlalchemy import Engine

from ivr.agents.addresses import Addresses
from ivr.agents.asking import Asker
from ivr.agents.city import city
from ivr.agents.clock import Clock
from ivr.agents.floor import Floor
from ivr.agents.matcher import Matcher
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.reconciling import reconcile
from ivr.config import Settings
from ivr.db.secrets import Secrets
from ivr.flow.book import Book
from ivr.telephony.rest import Twilio
from ivr.telephony.ties import Ties


def asker(
    settings: Settings, engine: Engine, secrets: Secrets, twilio: Twilio | None, book: Callable[[], Book]
) -> Asker | None:
    """None: there is no account at Twilio, so nobody is queued."""
    if twilio is None:
        return None
    floor = Matcher(Floor(Cabinet(engine, secrets), lambda: city(book()))).watching

    def line(name: str) -> str:
        found = book().city.lines.get(name)
        return found.number if found else ""

    return Asker(
        floor,
        twilio,
        Addresses(settings.public_base_url, Ties(settings.secret_keys)),
        line,
        cache(twilio.own_number),
        timedelta(seconds=1 / settings.calls_per_second),
    )


def clock(asker: Asker) -> Clock:
    """The worker's clock; when it starts, Twilio is asked what became of all that is open."""
    return Clock(asker.floor, first=lambda: reconcile(asker.floor, asker.twilio, timedelta(seconds=5)))

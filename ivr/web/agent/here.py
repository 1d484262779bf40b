"""Who is here: the person of this request, for every door behind the guards `person`, `agent`, `supervisor` …"""

from __future__ import annotations

from collections.abc import Callable

from flask import g
from flask_wtf.csrf import generate_csrf

from ivr.agents.people.person import Person
from ivr.agents.people.signin import Standing


def standing() -> Standing:
    """The sign-in by which this request came in. Only behind a guard; elsewhere an AttributeError."""
    found: Standing = g.standing
    return found


def person() -> Person:
    """Who this request comes from. Only behind a guard."""
    return standing().person


def still() -> Callable[[], bool]:
    """For a stream: asks, each time it is called, whether this person is still in; call it every half minute or so."""
    asked: Callable[[], bool] = g.still
    return asked


def csrf() -> str:
    """What a form sends back as `csrf_token`, and a script as the header X-CSRF-Token."""
    token: str = generate_csrf()
    return token

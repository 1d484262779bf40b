"""What the pages of the people share: the parts that know, the page in its frame, and where one may be led to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from flask import Blueprint, Response, g, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException

from ivr.agents.people.audit import Audit
from ivr.agents.people.doorkeeper import Doorkeeper
from ivr.agents.people.limits import Bucket
from ivr.agents.people.settingup import SettingUp
from ivr.agents.people.tries import Tries
from ivr.agents.people.where import From
from ivr.web import pages
from ivr.web.agent.locks import Busy, Locks
from ivr.web.agent.openings import Openings
from ivr.web.agent.origin import origin

log = structlog.get_logger(__name__)
_OURS = re.compile(r"/(?:desk|recordings)(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*(?:\?[A-Za-z0-9._~=&%-]*)?")


@dataclass(frozen=True)
class Desk:
    """now: aware, in the city. city: its name. agents_too: agents need a second step like everybody else.

    https: the pages are reached so. proxies: see ONECALL_PROXIES. sign_on: the city's accounts open the desk, too.
    """

    doorkeeper: Doorkeeper
    tries: Tries
    setting_up: SettingUp
    audit: Audit
    locks: Locks
    now: Callable[[], datetime]
    city: Callable[[], str]
    agents_too: bool = False
    https: bool = False
    proxies: int = 0
    sign_on: bool = False
    openings: Openings = field(default_factory=Openings)

    def here(self) -> From:
        """Where this request comes from."""
        return origin(self.proxies)

    def right(self, password: str, hashed: str, tried: Sequence[Bucket]) -> bool:
        """Whether it is the password. tried: what the try was taken from. Busy: nobody looked at it, so it was none."""
        try:
            return self.locks.right(password, hashed)
        except Busy:
            self.tries.forget(tried)
            raise

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page of the people: kept by nobody, found by no search engine, its forms with the token of this browser."""
        shown = pages.page(template, status, city=self.city(), csrf=generate_csrf(), **values)
        shown.headers["Cache-Control"] = "no-store, private"
        shown.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        shown.headers["Vary"] = "Accept-Language, Cookie"
        return shown

    def trouble(self, key: str, status: int) -> Response:
        """A page that says what is wrong and leads back. key: of words.json, with `_title` and without."""
        return self.page("desk_trouble.html", status, trouble=key)

    def meets_trouble(self, blueprint: Blueprint, away: str) -> None:
        """Whatever goes wrong behind its views, a person reads a sentence. away: what the log calls it."""

        @blueprint.errorhandler(Exception)
        def trouble(problem: Exception) -> Response | HTTPException:
            if isinstance(problem, HTTPException):
                return problem
            if isinstance(problem, Busy):
                log.warning("desk_crowded")
                return self.trouble("desk_busy", 503)
            log.error(away, error=type(problem).__name__)
            return self.trouble("desk_away", 503)


def led(endpoint: str, **values: str) -> Response:
    """To another page of ours, in the language of this one."""
    kept = {"lang": request.args["lang"]} if request.args.get("lang") in pages.LANGUAGES else {}
    query: dict[str, Any] = {**values, **kept}
    return _no_store(redirect(url_for(endpoint, **query), 303))


def led_to(path: str) -> Response:
    """To where somebody wanted to go in the first place; to their own page when that is none of ours."""
    return _no_store(redirect(path, 303)) if inside(path) else led("people.home")


def inside(path: str) -> str:
    """The path when it is one of the people's own pages, otherwise ""."""
    return path if len(path) <= 300 and _OURS.fullmatch(path) else ""


def forget_browser() -> None:
    """Everything the cookie held is gone, also the token of forms: nobody goes on with what was there before."""
    session.clear()
    g.pop("csrf_token", None)


def _no_store(response: object) -> Response:
    assert isinstance(response, Response)
    return pages.secure(response)

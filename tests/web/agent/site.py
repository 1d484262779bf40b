"""The people's pages over a real PostgreSQL, with a clock set by hand; browsers and telephones to use them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from passlib.totp import TOTP
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr.agents.people.audit import Audit
from ivr.agents.people.audited import Entry
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.doorkeeper import Doorkeeper
from ivr.agents.people.person import Profile, Role
from ivr.agents.people.register import Register
from ivr.agents.people.settingup import SettingUp
from ivr.agents.people.sso.guest import Guests
from ivr.agents.people.sso.provider import Provider
from ivr.agents.people.sso.terms import Terms
from ivr.agents.people.tries import Tries
from ivr.db.secrets import Secrets
from ivr.telephony.browserphone import BrowserPhones
from ivr.web import guards, pages, portal
from ivr.web.agent import entrance, library
from ivr.web.agent.desk import Desk
from ivr.web.agent.door import door
from ivr.web.agent.roster import door as roster
from ivr.web.agent.roster.parts import Roster
from ivr.web.agent.signing_on import SignOn
from ivr.web.application import Application
from tests.browser.scripted import BOOK, find

KEY = "0123456789abcdef0123456789abcdef"
PASSWORD = "tall blue harbor crane"
HTML = {"Accept": "text/html"}


class Compiled(BytecodeCache):
    """Templates that one test compiled, the next need not."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass
class Clock:
    """In the city; stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Site:
    """One process's pages; another one over the same database is another Site."""

    engine: Engine
    clock: Clock = field(default_factory=Clock)
    https: bool = False
    agents_too: bool = False
    proxies: int = 0
    terms: Terms | None = None
    """Of the city's sign-on; None: there is none."""
    browser_phone: bool = False
    base: str = "https://311.example.gov"

    def __post_init__(self) -> None:
        self.cabinet = Cabinet(self.engine, Secrets((KEY,)))
        self.register = Register(self.cabinet, "test")
        self.seconds = 0.0
        provider = Provider(self.terms, lambda: self.seconds) if self.terms else None
        self.sign_on = SignOn(provider, Guests(self.cabinet)) if provider else None
        self.app = Application("people", static_folder=None)
        self.app.jinja_options = {"bytecode_cache": COMPILED}
        self.app.config["PREFERRED_URL_SCHEME"] = "https" if self.https else "http"
        keeper = Doorkeeper(self.cabinet, timedelta(minutes=60), timedelta(hours=12))
        locks = library.hang(self.app, library.Settings((KEY,), self.https, mib=1), keeper, self.clock)
        self.desk = Desk(
            keeper, Tries(self.cabinet), SettingUp(self.cabinet), Audit(self.cabinet), locks, self.clock,
            lambda: "Baltimore", self.agents_too, self.https, self.proxies, self.sign_on is not None,
        )  # fmt: skip
        self.hang(self.app)

    def hang(self, app: Flask) -> None:
        phones = BrowserPhones("AC" + "0" * 32, "SK" + "0" * 32, KEY) if self.browser_phone else None
        known = guards.checks(None, False, people=entrance.checks(self.desk))
        guards.register(app, pages.kit(), known)
        guards.register(app, portal.door(find, lambda: BOOK, self.clock, portal.Telephone()), known)
        guards.register(app, door(self.desk, self.sign_on, phones), known)
        guards.register(app, roster.door(Roster(self.desk, lambda: BOOK, self.base, self.browser_phone)), known)

    def browser(self, **options: Any) -> Browser:
        return Browser(self, **options)

    def add(self, login: str = "dana", roles: Sequence[Role] = ("agent",), **more: Any) -> str:
        """The address of the link by which they set up."""
        _, token = self.register.add(Profile(login, login.title(), roles=frozenset(roles), **more), self.clock())
        return f"/desk/set-up/{token}"

    def agent(self, login: str = "dana") -> Browser:
        """An agent's browser, in."""
        browser = self.browser()
        browser.set_up(self.add(login))
        return browser

    def supervisor(self, login: str = "kim") -> tuple[Browser, Phone, list[str]]:
        """A supervisor's browser, in; their telephone and their recovery codes."""
        browser = self.browser()
        browser.set_up(self.add(login, ("supervisor",)))
        phone, codes = browser.second_step()
        return browser, phone, codes

    def administrator(self, login: str = "ada") -> Browser:
        """An administrator's browser, in."""
        browser = self.browser()
        browser.set_up(self.add(login, ("administrator",)))
        browser.second_step()
        return browser

    def audited(self) -> list[Entry]:
        """The oldest first."""
        return list(reversed(self.register.audited("", "", None, 1000)))


@dataclass
class Phone:
    """A telephone that shows codes."""

    key: str

    def code(self, ahead: int = 0) -> str:
        """Of now, or of the half minute after: a code that was taken is not taken again."""
        token: str = TOTP(key=self.key).generate(time=int(time.time()) + 30 * ahead).token
        return token


class Browser:
    """Fills in forms as a browser does: with the token of the page they stand on."""

    def __init__(self, site: Site, address: str = "203.0.113.7", agent: str = "Mozilla/5.0 (Windows) Firefox/140.0"):
        self.site, self.address, self.agent = site, address, agent
        self.client = site.app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={**HTML, **headers}, **self._from())

    def post(self, path: str, page: str = "", **fields: str) -> TestResponse:
        """page: where the form stands, if not at its own address."""
        token = self.token(page or path)
        return self.client.post(path, data={"csrf_token": token, **fields}, headers=HTML, **self._from())

    def token(self, page: str = "/desk/sign-in") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        return found[1] if found else ""

    def sign_in(self, login: str = "dana", password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/desk/sign-in", login=login, password=password, **more)

    def set_up(self, link: str, password: str = PASSWORD) -> TestResponse:
        return self.post(link, new=password, again=password)

    def second_step(self, **more: str) -> tuple[Phone, list[str]]:
        page = self.get("/desk/second-step").text
        found = re.search(r'class="key">([^<]+)', page)
        assert found, page
        phone = Phone(found[1].replace("-", ""))
        done = self.post("/desk/second-step", code=phone.code(), **more)
        return phone, re.findall(r"<li>([0-9a-f-]{14})</li>", done.text)

    @property
    def inside(self) -> bool:
        return self.get("/desk/account").status_code == 200

    def cookie(self, name: str = "onecall") -> str:
        found = self.client.get_cookie(name, path="/desk") or self.client.get_cookie(name)
        return found.value if found else ""

    def _from(self) -> dict[str, Any]:
        return {
            "environ_base": {"REMOTE_ADDR": self.address, "HTTP_USER_AGENT": self.agent},
            "base_url": "https://311.example.gov" if self.site.https else "http://localhost",
        }

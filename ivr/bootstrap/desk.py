"""The door of the people, put together; Flask-Security is imported here alone, and only where that door is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask

from ivr.agents.people.audit import Audit
from ivr.agents.people.cabinet import Cabinet
from ivr.agents.people.doorkeeper import Doorkeeper
from ivr.agents.people.settingup import SettingUp
from ivr.agents.people.tries import Tries
from ivr.config import Settings
from ivr.telephony.browserphone import BrowserPhones

if TYPE_CHECKING:
    from ivr.bootstrap.rooms import Rooms
    from ivr.web.agent.desk import Desk
    from ivr.web.agent.library import Settings as Signing
    from ivr.web.agent.locks import Locks
    from ivr.web.agent.signing_on import SignOn


def desk(app: Flask, rooms: Rooms) -> Desk:
    """Makes the app know who is signed in, and hands out what the people's pages need."""
    from ivr.web.agent import library
    from ivr.web.agent.desk import Desk

    settings, cabinet = rooms.settings, Cabinet(rooms.engine, rooms.secrets)
    doorkeeper = _doorkeeper(settings, cabinet)
    return Desk(
        doorkeeper=doorkeeper,
        tries=Tries(cabinet),
        setting_up=SettingUp(cabinet),
        audit=Audit(cabinet),
        locks=library.hang(app, signing(settings), doorkeeper, rooms.now),
        now=rooms.now,
        city=lambda: rooms.library.current().book.city.city,
        agents_too=settings.second_step,
        https=settings.https,
        proxies=settings.proxies,
        sign_on=bool(settings.oidc_issuer),
    )


def sign_on(rooms: Rooms) -> SignOn | None:
    """The city's own accounts; None: passwords alone, and nothing that speaks with a sign-on is loaded."""
    settings = rooms.settings
    if not settings.oidc_issuer:
        return None
    from ivr.agents.people.sso.guest import Guests
    from ivr.agents.people.sso.provider import Provider
    from ivr.agents.people.sso.terms import Terms
    from ivr.web.agent.signing_on import SignOn

    second: Any = settings.oidc_second  # one of Second: the settings have seen to it
    terms = Terms(
        settings.oidc_issuer,
        settings.oidc_client,
        settings.oidc_secret,
        f"{settings.public_base_url}/desk/sign-on/back",
        settings.oidc_login,
        settings.oidc_groups,
        settings.oidc_group,
        second,
    )
    return SignOn(Provider(terms), Guests(Cabinet(rooms.engine, rooms.secrets)))


def browser_phones(settings: Settings) -> BrowserPhones | None:
    """None: there is no API key of Twilio."""
    if not settings.browser_phone:
        return None
    return BrowserPhones(settings.twilio_account_sid, settings.twilio_api_key, settings.twilio_api_secret)


def signing(settings: Settings) -> Signing:
    from ivr.web.agent.library import Settings as Signing

    return Signing(settings.secret_keys, settings.https, settings.password_mib)


def hashed(password: str, login: str, settings: Settings, cabinet: Cabinet) -> tuple[str, str]:
    """The hash of a password for a command, and why it will not do; one of the two is ""."""
    from ivr.web.agent import library

    app = Flask(__name__)
    locks: Locks = library.hang(app, signing(settings), _doorkeeper(settings, cabinet), lambda: datetime.now(UTC))
    with app.app_context():
        weak = locks.weak(password, login)
        return ("", weak) if weak else (locks.hash(password), "")


def _doorkeeper(settings: Settings, cabinet: Cabinet) -> Doorkeeper:
    return Doorkeeper(cabinet, timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.signed_in_hours))

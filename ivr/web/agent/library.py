"""Flask-Security hung in the app: who is signed in, by its sessions. No request of another door does more for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_security import RoleMixin, Security, UserDatastore, UserMixin

from ivr.agents.people.doorkeeper import Doorkeeper
from ivr.agents.people.signin import Standing
from ivr.web.agent.locks import Codes, Locks

WITH_SESSIONS = ("/desk", "/recordings")
"""Where a browser's session is read; a caller's turn never looks for one."""
ISSUER = "OneCall 311"


@dataclass(frozen=True, slots=True)
class Settings:
    """keys: SECRET_KEYS, the newest first. https: the pages are reached so. mib: memory of one hash of a password."""

    keys: Sequence[str]
    https: bool
    mib: int = 46


class Account(UserMixin):
    """Somebody who is in, as the libraries know them: what stands in the cookie leads to one sign-in, which can end."""

    fs_uniquifier: str = ""
    roles: list[Any] = []  # noqa: RUF012 - the library's own roles: ours stand in Standing.person

    def __init__(self, token: str, standing: Standing | None) -> None:
        self.fs_uniquifier, self.standing, self.active = token, standing, True


class Accounts(UserDatastore):
    """Finds who is in. Everything else about people is asked of their own room."""

    def __init__(self, doorkeeper: Doorkeeper, now: Callable[[], datetime]) -> None:
        super().__init__(Account, RoleMixin)
        self._doorkeeper, self._now = doorkeeper, now

    def find_user(self, case_insensitive: bool = False, **known: Any) -> Account | None:
        """By what stands in the cookie, and by nothing else."""
        token = str(known.get("fs_uniquifier", ""))
        standing = self._doorkeeper.standing(token, self._now()) if token else None
        return Account(token, standing) if standing else None


class Sessions(SecureCookieSessionInterface):
    """Signed cookies, read only where somebody may be signed in."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if request.path.startswith(WITH_SESSIONS) else None


def hang(app: Flask, settings: Settings, doorkeeper: Doorkeeper, now: Callable[[], datetime]) -> Locks:
    """Makes the app know who is signed in."""
    app.config.update(_flask(settings), **_security(settings))
    app.session_interface = Sessions()
    before = app.json, list(app.template_context_processors[None])
    security = Security(app, Accounts(doorkeeper, now), register_blueprint=False, totp_cls=Codes)
    # What the library adds to JSON, to templates and to every request would be every door's; none of it is needed.
    app.json, app.template_context_processors[None][:] = before
    app.before_request_funcs.pop(None, None)
    app.after_request_funcs.pop(None, None)
    # No header and no parameter signs anybody in.
    security.login_manager._request_callback = None
    codes = security.totp_factory
    codes.spend = doorkeeper.spend_code  # type: ignore[attr-defined]
    return Locks(security)


def _flask(settings: Settings) -> dict[str, Any]:
    newest, *older = (_derived(key) for key in settings.keys)
    return {
        "SECRET_KEY": newest,
        "SECRET_KEY_FALLBACKS": older,
        # __Host-: no other host of the city's domain can set or read it.
        "SESSION_COOKIE_NAME": "__Host-onecall" if settings.https else "onecall",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_PROTECTION": None,  # an address that changes on the way to work signs nobody out
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a desk's page stands open all day
        "WTF_CSRF_HEADERS": ["X-CSRF-Token"],
    }


def _security(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        # argon2 alone: mixed with a secret first, no password would outlive a change of SECRET_KEYS.
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__type": "ID",
            "argon2__memory_cost": settings.mib * 1024,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        # Asked for, and not used: secrets are sealed by the store before they are kept.
        "SECURITY_TOTP_SECRETS": {"1": _derived(settings.keys[0])},
        "SECURITY_TOTP_ISSUER": ISSUER,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
    }


def _derived(key: str) -> str:
    """What signs cookies: made of one of SECRET_KEYS, and of no use for anything else."""
    return HKDF(SHA256(), length=32, salt=None, info=b"onecall sessions 1").derive(key.encode()).hex()

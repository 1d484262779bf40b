"""Passwords, one-time codes and recovery codes, as Flask-Security does them: argon2id and TOTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import segno
from flask_security import Security, Totp, UserMixin
from flask_security.utils import hash_password, verify_password
from passlib.exc import TokenError, UsedTokenError
from passlib.totp import TotpMatch

from ivr.agents.people.turnstile import Full, Turnstile

SHORTEST, LONGEST = 12, 128
DRIFT = 30
"""Seconds by which a telephone's clock may be wrong: one code before and one after count too."""
RECOVERY_CODES = 10
PATIENCE, WAITING = 5.0, 8
"""Seconds somebody waits for their turn at the hash, and how many do: a process makes one at a time, so that no caller
waits for it, and who waits holds a thread that answers callers."""
_SAMPLE = "nobody has this one"

Spend = Callable[[int, int], bool]
"""(person, counter) → whether the code of this counter may be taken: never one that was taken before."""


class Busy(Exception):
    """Too many passwords are looked at; try again in a moment."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose second step is looked at. last: the counter of the last code that was taken."""

    id: int
    last: int


class Codes(Totp):
    """Takes each code once, whichever of several processes it comes to first."""

    spend: Spend

    def generate_totp_secret(self) -> str:
        """As JSON in the clear: the store seals it with SECRET_KEYS, as everything that is kept of people."""
        secret: str = self._totp.new().to_json(encrypt=False)
        return secret

    def get_last_counter(self, user: UserMixin) -> int | None:
        last: int = user.last  # type: ignore[attr-defined]
        return last or None

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        if not self.spend(user.id, tmatch.counter):
            raise UsedTokenError

    def counter_of(self, digits: str, secret: str) -> int | None:
        try:
            counter: int = self._totp.verify(digits, secret, window=DRIFT).counter
        except TokenError:
            return None
        return counter


class Locks:
    """Of the app Flask-Security hangs in; to be used inside its context."""

    def __init__(self, security: Security) -> None:
        self._security = security
        self._one = Turnstile(1, WAITING, PATIENCE)
        self._none = ""

    # ---------------------------------------------------------------- passwords

    def hash(self, password: str) -> str:
        """Busy: see there."""
        with self._turn():
            hashed: str = hash_password(self._plain(password))
            return hashed

    def right(self, password: str, hashed: str) -> bool:
        """Whether it is the password. Takes as long where there is none. Busy: see there."""
        if not self._none:
            self._none = self.hash(_SAMPLE)
        with self._turn():
            fits = bool(verify_password(self._plain(password[: 2 * LONGEST]), hashed or self._none))
        return fits and bool(hashed) and len(password) <= LONGEST

    def outdated(self, hashed: str) -> bool:
        """Whether passwords are hashed otherwise today."""
        return bool(self._security.pwd_context.needs_update(hashed))

    def weak(self, password: str, login: str) -> str:
        """Why it will not do: "short", "long", "plain", or "" when it will."""
        kept = self._plain(password)
        if len(kept) < SHORTEST:
            return "short"
        if len(kept) > LONGEST:
            return "long"
        easy = kept.lower().replace(login.partition("@")[0], "")
        return "plain" if len(set(easy)) < 6 else ""

    # ---------------------------------------------------------------- the second step

    def new_secret(self) -> str:
        return self._codes.generate_totp_secret()

    def shown(self, secret: str, login: str) -> dict[str, str]:
        """`qr`: a picture, made here, as an address of itself; `key`: to be typed; `link`: opens an app here."""
        uri = self._codes.get_totp_uri(login, secret)
        picture = segno.make(uri, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
        return {"qr": picture, "key": str(self._codes.get_totp_pretty_key(secret)), "link": uri}

    def code_right(self, typed: str, secret: str, owner: Owner) -> bool:
        """Whether it is the code of now, taken for the first time."""
        who: Any = owner
        return self._codes.verify_totp(_digits(typed), secret, who, window=DRIFT)

    def proved(self, typed: str, secret: str) -> int | None:
        """The counter of the code of now, of a secret that is nobody's yet; None: it is another code."""
        return self._codes.counter_of(_digits(typed), secret)

    def recovery_codes(self) -> Sequence[str]:
        return tuple(self._codes.generate_recovery_codes(RECOVERY_CODES))

    @property
    def _codes(self) -> Codes:
        codes = self._security.totp_factory
        assert isinstance(codes, Codes)
        return codes

    def _plain(self, password: str) -> str:
        plain: str = self._security.password_util.normalize(password)
        return plain

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            with self._one.turn():
                yield
        except Full:
            raise Busy(Busy.__doc__) from None


def _digits(typed: str) -> str:
    """What was typed for a code, however it was spaced; what cannot be one is none."""
    digits = "".join(c for c in typed[:40] if c.isascii() and c.isdigit())
    return digits if len(digits) == 6 else ""

"""What a setting's text means, one function a kind: the value, or one line with what is wrong and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

GEOCODERS = ("arcgis", "nominatim", "photon")
EARS = ("google", "offline")
SECOND = ("amr", "always", "never")
LEVELS = ("debug", "info", "warning", "error", "critical")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

Env = Mapping[str, str]
Read = Callable[[str, str, Env], Any]
"""(variable's name, what is written there, every variable): the value. BadSetting: it is wrong."""


class BadSetting(Exception):
    """A setting is missing or wrong; the message says which, and the remedy."""


def text(name: str, written: str, env: Env) -> str:
    return written


def folder(name: str, written: str, env: Env) -> Path:
    return Path(written)


def flag(name: str, written: str, env: Env) -> bool:
    if written.lower() not in (*_YES, *_NO):
        raise BadSetting(f"{name} is {written!r}; it may be 1, or 0")
    return written.lower() in _YES


def number(least: int, most: int) -> Read:
    def read(name: str, written: str, env: Env) -> int:
        if not written.isdecimal() or not least <= int(written) <= most:
            raise BadSetting(f"{name} is {written!r}; it must be a number from {least} to {most}")
        return int(written)

    return read


def one_of(*known: str) -> Read:
    def read(name: str, written: str, env: Env) -> str:
        if written.lower() not in known:
            raise BadSetting(f"{name} is {written!r}; it may be {' or '.join(known)}")
        return written.lower()

    return read


def secrets(name: str, written: str, env: Env) -> tuple[str, ...]:
    keys = _parts(written)
    if any(len(key) < 32 for key in keys):
        raise BadSetting(f"{name} holds a secret of under 32 characters; make one with: openssl rand -hex 32")
    return keys


def timezone(name: str, written: str, env: Env) -> str:
    try:
        ZoneInfo(written)
    except (KeyError, ValueError, OSError):
        raise BadSetting(f"{name} is {written!r}; it must be a time zone like America/New_York") from None
    return written


def public(name: str, written: str, env: Env) -> str:
    base = written.rstrip("/")
    if not is_address(base):
        raise BadSetting(f"{name} is {base!r}; it must look like https://311.example.gov")
    return base


def base(name: str, written: str, env: Env) -> str:
    return written.rstrip("/")


def geocoder(name: str, written: str, env: Env) -> str:
    kind = written.lower()
    if kind not in GEOCODERS:
        raise BadSetting(f"{name} is {kind!r}; it may be {', '.join(GEOCODERS)}, or empty")
    if not is_address(_of("GEOCODER_URL", env)):
        raise BadSetting("GEOCODER_URL must be the geocoder's address, https://…, when GEOCODER is set")
    return kind


def ears(name: str, written: str, env: Env) -> tuple[str, ...]:
    named = tuple(part.lower() for part in _parts(written))
    if strange := [ear for ear in named if ear not in EARS]:
        raise BadSetting(f"{name} names {strange[0]!r}; it may name {' and '.join(EARS)}")
    if "google" in named and not _of("GOOGLE_CLOUD_PROJECT", env):
        raise BadSetting("GOOGLE_CLOUD_PROJECT must be set when ONECALL_EARS names google")
    return named


def issuer(name: str, written: str, env: Env) -> str:
    """As it was written: the sign-on is known by every letter of it."""
    parts = urlsplit(written) if is_address(written) else None
    here = parts and parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if not (parts and (parts.scheme == "https" or here)):
        raise BadSetting(f"{name} is {written!r}; it must look like https://login.example.gov")
    for needed in ("ONECALL_OIDC_CLIENT", "ONECALL_OIDC_SECRET"):
        if not _of(needed, env):
            raise BadSetting(f"{needed} must be set when ONECALL_OIDC_ISSUER is")
    return written


def is_address(url: str) -> bool:
    """Whether this is http(s)://host…"""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _parts(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip())


def _of(name: str, env: Env) -> str:
    return env.get(name, "").strip()

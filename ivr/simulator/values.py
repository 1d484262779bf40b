"""The values TwiML attributes take: each check answers what a value should have been, or None when it is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

Check = Callable[[str], str | None]


def anything(value: str) -> str | None:
    return None


def one_of(*allowed: str) -> Check:
    return lambda value: None if value in allowed else "one of " + ", ".join(allowed)


def some_of(*allowed: str) -> Check:
    """Space-separated, each at most once, in any order."""

    def check(value: str) -> str | None:
        parts = value.split()
        right = parts and set(parts) <= set(allowed) and len(set(parts)) == len(parts)
        return None if right else "one or more of " + ", ".join(allowed)

    return check


def whole(least: int, most: int, *words: str) -> Check:
    def check(value: str) -> str | None:
        if value in words or (value.isascii() and value.isdigit() and least <= int(value) <= most):
            return None
        return f"a whole number from {least} to {most}" + "".join(f", or {word}" for word in words)

    return check


def matching(pattern: str, meaning: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else meaning


def url(value: str) -> str | None:
    """Absolute http(s), or relative to the document; never empty, never with spaces."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return "a URL"
    if not value or re.search(r"[\s<>\x00-\x1f]", value) or parts.scheme not in ("", "http", "https"):
        return "an http or https URL, or one relative to the document"
    return "a URL with a host" if parts.scheme and not parts.hostname else None


_HERE = ("localhost", "127.0.0.1", "::1")


def socket(value: str) -> str | None:
    """A WebSocket without a query. Twilio takes wss alone; ws to this very machine is for development."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return "a wss:// URL"
    if re.search(r"[\s<>\x00-\x1f]", value) or not parts.hostname or parts.scheme not in ("wss", "ws"):
        return "an absolute wss:// URL"
    if parts.scheme == "ws" and parts.hostname not in _HERE:
        return "a wss:// URL: nothing else is encrypted"
    return "a URL without a query: <Parameter>s carry values" if "?" in value or "#" in value else None


truth = one_of("true", "false")
method = one_of("GET", "POST", "get", "post")
locale = matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a BCP-47 language tag, such as es-US")
keys = matching(r"[0-9*#]*", "keys 0-9, * and #")
one_key = matching(r"[0-9*#]?", "one of the keys 0-9, *, #, or nothing")
dtmf = matching(r"[0-9*#wW]+", "the characters 0-9, *, #, w, W")


def hints(value: str) -> str | None:
    """At most 500 entries of at most 100 characters, separated by commas."""
    entries = value.split(",")
    if len(entries) > 500:
        return f"at most 500 entries (it has {len(entries)})"
    longest = max(len(entry.strip()) for entry in entries)
    return f"entries of at most 100 characters (one has {longest})" if longest > 100 else None

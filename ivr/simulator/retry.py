"""How patient Twilio is with a URL: timeouts and retries, as its fragment says (`#rc=2&rp=5xx,ct,rt&rt=5000`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urldefrag

from ivr.simulator.refusal import Refusal

Failure = Literal["ct", "rt", "4xx", "5xx", "never"]
_RANGES = {"rc": (0, 5), "ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000)}
_KINDS = ("4xx", "5xx", "ct", "rt", "all")


@dataclass(frozen=True)
class Policy:
    """connect, read, total: seconds. Retried at most `retries` times, on the failures in `on`.

    The defaults are Twilio's: one retry, after a failed connection or TLS handshake (ct) only.
    """

    retries: int = 1
    on: frozenset[str] = frozenset({"ct"})
    connect: float = 5
    read: float = 15
    total: float = 15

    def retries_after(self, failure: Failure) -> bool:
        return failure in self.on or (failure != "never" and "all" in self.on)


def policy(url: str, usual: Policy) -> Policy:
    """What the fragment of `url` asks for, over `usual`. Refusal 11243: it asks for what Twilio does not grant."""
    found = usual
    for name, value in parse_qsl(urldefrag(url).fragment, keep_blank_values=True):
        found = _with(found, name, value)
    return found


def _with(found: Policy, name: str, value: str) -> Policy:
    if name in ("e", "sni"):
        return found  # the edge location and server name do not matter here
    if name == "rp":
        kinds = frozenset(value.split(","))
        if kinds <= set(_KINDS):
            return replace(found, on=kinds)
        raise Refusal(11243, f"rp={value} of the URL's fragment must be some of {', '.join(_KINDS)}")
    least, most = _RANGES.get(name, (0, -1))
    if not value.isdigit() or not least <= int(value) <= most:
        wanted = f"must be {least} to {most}" if name in _RANGES else "is not known"
        raise Refusal(11243, f"{name}={value} of the URL's fragment {wanted}")
    match name:
        case "rc":
            return replace(found, retries=int(value))
        case "ct":
            return replace(found, connect=int(value) / 1000)
        case "rt":
            return replace(found, read=int(value) / 1000)
        case _:
            return replace(found, total=int(value) / 1000)

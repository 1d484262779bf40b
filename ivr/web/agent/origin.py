"""Where a request comes from, past the proxies that the house knows of."""

from __future__ import annotations

from ipaddress import ip_address

from flask import request

from ivr.agents.people.signin import device
from ivr.agents.people.where import From


def origin(proxies: int) -> From:
    """Of this request. proxies: see ONECALL_PROXIES."""
    hops = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    return From(address(request.remote_addr or "", hops, proxies), device(request.user_agent.string))


def address(socket: str, hops: list[str], proxies: int) -> str:
    """The last address that somebody we trust wrote: what stands before it may be made up. A proxy on this
    machine is trusted without a setting.

    socket: who is connected to us; "" is a socket file. hops: X-Forwarded-For."""
    trusted = proxies or (1 if _here(socket) else 0)
    told = hops[-trusted].strip() if 0 < trusted <= len(hops) else ""
    return _address(told) or _address(socket) or "this machine"


def _here(socket: str) -> bool:
    found = _address(socket)
    return not found or ip_address(found).is_loopback


def _address(written: str) -> str:
    try:
        return str(ip_address(written.strip("[]")))
    except ValueError:
        return ""

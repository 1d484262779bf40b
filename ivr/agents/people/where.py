"""Where a try to come in, or a request, comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class From:
    """address: as the proxy or the socket names it. device: see signin.device."""

    address: str
    device: str

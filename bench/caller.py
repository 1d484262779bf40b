"""Calls a line as fast as it answers: some callers at once, each on its own connection, every webhook signed.

A process of its own (`python -m bench.caller PORT SECONDS CALLERS TOKEN [--file] [--pause SECONDS]`) for a core of its
own; prints one JSON object: turns, seconds, failed, and the latencies' p50, p95, p99 in milliseconds. With --file every
call goes on until its request is filed; with --pause a caller thinks before each answer.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote_plus

KEYS = ("1", "2", "1", "place", "1", "1", "1", "", "1", "2")
"""What every caller does: a street problem by menu, a place by speech, the questions (one in silence), contact."""
FILING = ("1", "2")
"""And then: the review is right, which files the request; nothing else."""
PATIENCE = 15.0
"""Seconds until a server that answers no more is given up, as Twilio would."""
ACTION = re.compile(rb'action="([^"]+)"')
REDIRECT = re.compile(rb"<Redirect[^>]*>([^<]+)")
COMMON = {
    "AccountSid": "AC00000000000000000000000000000311",
    "From": "+14105550123",
    "To": "+14105550100",
    "CallStatus": "in-progress",
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    "FromCity": "BALTIMORE",
    "FromState": "MD",
    "FromZip": "21201",
    "FromCountry": "US",
    "ToCity": "BALTIMORE",
    "ToState": "MD",
    "ToZip": "21202",
    "ToCountry": "US",
    "StirVerstat": "TN-Validation-Passed-A",
}


@dataclass
class Tally:
    """What was measured. latencies in seconds."""

    latencies: list[float] = field(default_factory=list)
    failed: int = 0


async def caller(port: int, token: bytes, until: float, keys: Sequence[str], tally: Tally, pause: float = 0.0) -> None:
    """One caller after another on one connection, until the time is up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    base = f"http://127.0.0.1:{port}"
    while time.monotonic() < until:
        form = {**COMMON, "CallSid": f"CA{uuid.uuid4().hex}"}
        url: str | None = f"{base}/voice"
        for key, following in zip(("", *keys), (*keys, ""), strict=True):
            if url is None or time.monotonic() >= until:
                break
            if pause:
                await asyncio.sleep(pause)
            began = time.perf_counter()
            status, body = await post(reader, writer, base, url, form | answer(key), token)
            tally.latencies.append(time.perf_counter() - began)
            tally.failed += status != 200
            url = then(body, following, base)
    writer.close()


def answer(key: str) -> dict[str, str]:
    """What Twilio adds to the form for one of KEYS."""
    if key == "place":
        return {"SpeechResult": "2401 north charles street", "Confidence": "0.91"}
    return {"Digits": key} if key else {}


def then(body: bytes, key: str, base: str) -> str | None:
    """Where Twilio sends the next of KEYS: an answer to the action, silence to the redirect. None: the call is over."""
    found = (ACTION if key else REDIRECT).search(body)
    if found is None:
        return None
    url = unescape(found[1].decode())
    return url if url.startswith("http") else base + url


async def post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, base: str, url: str, form: dict[str, str], token: bytes
) -> tuple[int, bytes]:
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in form.items()).encode()
    signed = url + "".join(name + form[name] for name in sorted(form))
    signature = base64.b64encode(hmac.new(token, signed.encode(), hashlib.sha1).digest())
    head = (
        f"POST {url[len(base) :]} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Twilio-Signature: {signature.decode()}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    header = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", header)
    return int(header[9:12]), await reader.readexactly(int(length[1]) if length else 0)


async def measure(
    port: int, seconds: float, callers: int, token: str, keys: Sequence[str], pause: float = 0.0
) -> dict[str, float]:
    tally, began = Tally(), time.monotonic()
    lines = (caller(port, token.encode(), began + seconds, keys, tally, pause) for _ in range(callers))
    async with asyncio.timeout(seconds + PATIENCE):
        await asyncio.gather(*lines)
    spent = time.monotonic() - began
    ordered = sorted(tally.latencies)
    share = {f"p{p}": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)] * 1000, 2) for p in (50, 95, 99)}
    return {"turns": len(ordered), "seconds": round(spent, 2), "failed": tally.failed, **share}


if __name__ == "__main__":
    port, seconds, callers, token, *rest = sys.argv[1:]
    keys = (*KEYS, *FILING) if "--file" in rest else KEYS
    pause = float(rest[rest.index("--pause") + 1]) if "--pause" in rest else 0.0
    print(json.dumps(asyncio.run(measure(int(port), float(seconds), int(callers), token, keys, pause))))

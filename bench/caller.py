"""Calls a line as fast as it answers: some callers at once, each on its own connection, every webhook signed.

A process of its own (`python -m bench.caller PORT SECONDS CALLERS TOKEN`) for a core of its own; prints
one JSON object: turns, seconds, failed, and the latencies' p50, p95, p99 in milliseconds.
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
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote_plus

KEYS = ["1", "2", "1", "place", "1", "1", "1", "", "1", "2", "1", "3"]
"""What every caller does: a street problem by menu, a place by speech, the questions, contact, review, goodbye."""
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


async def caller(port: int, token: bytes, until: float, tally: Tally) -> None:
    """One caller after another on one connection, until the time is up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    base = f"http://127.0.0.1:{port}"
    while time.monotonic() < until:
        form = {**COMMON, "CallSid": f"CA{uuid.uuid4().hex}"}
        url = f"{base}/voice"
        for key in ["", *KEYS]:
            if time.monotonic() >= until:
                break
            answer = {"SpeechResult": "2401 north charles street", "Confidence": "0.91"} if key == "place" else {}
            answer |= {"Digits": key} if key.isdigit() else {}
            began = time.perf_counter()
            status, body = await post(reader, writer, base, url, {**form, **answer}, token)
            tally.latencies.append(time.perf_counter() - began)
            tally.failed += status != 200
            following = (ACTION if key or url.endswith("/voice") else REDIRECT).search(body) or ACTION.search(body)
            if following is None:
                break
            found = unescape(following[1].decode())
            url = found if found.startswith("http") else base + found
    writer.close()


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


async def measure(port: int, seconds: float, callers: int, token: str) -> dict[str, float]:
    tally, began = Tally(), time.monotonic()
    await asyncio.gather(*(caller(port, token.encode(), began + seconds, tally) for _ in range(callers)))
    spent = time.monotonic() - began
    ordered = sorted(tally.latencies)
    share = {f"p{p}": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)] * 1000, 2) for p in (50, 95, 99)}
    return {"turns": len(ordered), "seconds": round(spent, 2), "failed": tally.failed, **share}


if __name__ == "__main__":
    port, seconds, callers, token = sys.argv[1:]
    print(json.dumps(asyncio.run(measure(int(port), float(seconds), int(callers), token))))

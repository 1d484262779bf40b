"""Where the microseconds of a turn go, step by step, in one process: `python -m bench.steps`.

A whole call is played once through the real application on a real PostgreSQL; a repeated webhook is answered alike, so
every one of its turns is then repeated and each step timed by itself. The best of many repetitions counts: whatever
else the machine is doing only adds to it.
"""

from __future__ import annotations

import argparse
import base64
import gc
import hashlib
import hmac
import io
import json
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit

from flask import Flask
from rich.console import Console
from rich.table import Table

from bench import caller
from bench.turns import TOKEN, database
from ivr.bootstrap.app import create_app
from ivr.bootstrap.rooms import Rooms
from ivr.calls import drafts, rows
from ivr.calls.journal import Journal
from ivr.calls.records import TurnRecord
from ivr.telephony import twiml, webhook
from ivr.telephony.seal import Sealer
from ivr.telephony.signature import Signatures

BASE = "http://127.0.0.1:8311"
Timed = Callable[[Callable[[], object]], float]


@dataclass(frozen=True, slots=True)
class Webhook:
    """One of Twilio's requests, ready to be sent again and again."""

    path: str
    query: str
    body: bytes
    signature: str

    def environ(self) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "RAW_URI": f"{self.path}?{self.query}" if self.query else self.path,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(self.body)),
            "HTTP_X_TWILIO_SIGNATURE": self.signature,
            "HTTP_HOST": "127.0.0.1:8311",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8311",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repeat", type=int, default=200, help="repetitions of every step of every turn (200)")
    options.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    asked = options.parse_args()

    def timed(step: Callable[[], object]) -> float:
        return min(_spent(step) for _ in range(asked.repeat)) * 1e6

    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as environment:
        os.environ |= {**environment, "PUBLIC_BASE_URL": BASE}
        app = create_app()
        call = list(_call(app))
        gc.disable()
        turns = [_steps(app, one, timed) for one in call]
        rivals = {name: _rival(name, call[1], timed) for name in ("constant", "handmade")}
        app.extensions["onecall"].close()
    _tell(turns, rivals, asked.json)


def _steps(app: Flask, sent: Webhook, timed: Timed) -> dict[str, float]:
    """µs of every step of one turn."""
    rooms: Rooms = app.extensions["onecall"]
    signatures, sealer = Signatures((TOKEN,), BASE), Sealer(rooms.settings.secret_keys)
    form, query = webhook.parse(sent.body), webhook.parse(sent.query.encode())
    call, token = webhook.read(form, _now()), query.get("s", [""])[0]
    record: list[TurnRecord] = []
    board = rooms.switchboard
    state = sealer.open(token, call.sid, call.at.timestamp()) if token else None
    happened = webhook.event(call, form, "silence" in query)

    def answer() -> Any:
        return board.turn(call, state, happened) if state else board.answered(call)

    # What the journal's thread does beside the answers is measured by itself; a write that waits keeps it still.
    put, waiting = board.journal.put, Journal(lambda batch: time.sleep(5))
    board.journal.put = record.append  # type: ignore[method-assign, assignment]
    reply = answer()
    spent = {
        "parse": timed(lambda: (webhook.parse(sent.body), webhook.parse(sent.query.encode()))),
        "signature": timed(lambda: signatures.valid(sent.path, sent.query, form, sent.signature)),
        "event": timed(lambda: (webhook.read(form, call.at), webhook.event(call, form))),
        "open": timed(lambda: sealer.open(token, call.sid, call.at.timestamp())) if token else 0.0,
        "turn": timed(answer),
        "whole": timed(lambda: _answer(app, sent)),
    }
    board.journal.put = put  # type: ignore[method-assign]
    turn = next(one for one in record if isinstance(one, TurnRecord))
    voices = rooms.library.current().book.city.languages
    sealed = sealer.seal(reply.state, call.sid) if reply.state else ""
    address = twiml.Address(BASE, sealed, call.called_number or "")
    return spent | {
        "seal": timed(lambda: sealer.seal(reply.state, call.sid)) if reply.state else 0.0,
        "journal: put": timed(lambda: waiting.put(turn)),
        "render": timed(lambda: twiml.render(reply.directives, address, voices)),
        "journal: rows (beside)": timed(
            lambda: (
                rows.encode([rows.turn_row(turn, rooms.secrets)]),
                rows.encode([rows.call_row(turn, rooms.secrets)]),
                rows.encode([drafts.row(turn, rooms.secrets)]) if turn.known else None,
            )
        ),
    }


def _call(app: Flask) -> Iterator[Webhook]:
    """The webhooks of the call that bench.caller makes."""
    form = {**caller.COMMON, "CallSid": f"CA{uuid.uuid4().hex}"}
    url: str | None = f"{BASE}/voice"
    keys = (*caller.KEYS, *caller.FILING)
    for key, following in zip(("", *keys), (*keys, ""), strict=True):
        if url is None:
            return
        sent = _webhook(url, form | caller.answer(key))
        yield sent
        url = caller.then(_answer(app, sent), following, BASE)


def _webhook(url: str, form: dict[str, str]) -> Webhook:
    signed = url + "".join(name + form[name] for name in sorted(form))
    signature = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in form.items()).encode()
    parts = urlsplit(url)
    return Webhook(parts.path, parts.query, body, signature)


def _answer(app: Any, sent: Webhook) -> bytes:
    return b"".join(app(sent.environ(), lambda status, headers, problem=None: None))


def _rival(name: str, sent: Webhook, timed: Timed) -> float:
    module = __import__(f"bench.rivals.{name}", fromlist=["app"])
    plain = Webhook("/voice", "", sent.body, sent.signature)
    return timed(lambda: _answer(module.app, plain))


def _spent(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _tell(turns: list[dict[str, float]], rivals: dict[str, float], as_json: bool) -> None:
    mean = {step: sum(turn[step] for turn in turns) / len(turns) for step in turns[0]}
    if as_json:
        print(json.dumps({"mean": mean, "turns": turns, "rivals": rivals}))
        return
    steps = [step for step in mean if step != "whole" and not step.startswith("journal")]
    mean["Flask and the rest"] = mean["whole"] - sum(mean[step] for step in steps)
    table = Table("µs", "mean of a call's turns", "by turn", title="OneCall")
    for step in (*steps, "Flask and the rest", "whole", "journal: put", "journal: rows (beside)"):
        by_turn = " ".join(f"{turn[step]:.0f}" for turn in turns if step in turn)
        table.add_row(step, f"{mean[step]:.0f}", by_turn)
    for name, spent in rivals.items():
        table.add_row(f"rival: {name}", f"{spent:.0f}", "")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()

"""The agents' browsers, as a process of its own: each signs in, listens to its stream, and writes the notes.

`python -m bench.floor.screens FILE`, with the addresses and the links by which everybody sets up as JSON in FILE. It
says `ready` when all are in and listen. On its input: `finish N` (agent N's talk is over), `over`. What came over every
stream, and when, is written as JSON into the file that is named in FILE.

All agents hold a stream, and so do the walls. Some of the agents' pages are asked for anew whenever the stream says so,
as a browser does: as many of them as make the load of all in an hour that is not accelerated. The others ask for their
page when they need it, to write the note.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from passlib.totp import TOTP

PASSWORD = "tall blue harbor crane"
AT_ONCE, AGAIN, TRIES = 8, 0.25, 12
CALM = 0.06
"""Seconds the page waits for more changes before it asks (data-calm of console.html)."""


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


@dataclass
class Browser:
    """person: the id, "" for a wall. news: when what was told: (received, number). pages: (told, in hand, kinds)."""

    port: int
    nth: int
    person: str
    whole: bool = False
    cookie: str = ""
    token: str = ""
    number: str = ""
    news: list[tuple[float, int]] = field(default_factory=list)
    pages: list[tuple[float, float, int]] = field(default_factory=list)
    finished: list[tuple[float, float, int]] = field(default_factory=list)
    resyncs: int = 0
    opened: float = 0.0
    due: asyncio.Task[None] | None = None

    async def ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> Answer:
        body = urlencode(form or {}).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/html\r\nHX-Request: true\r\n"
            f"User-Agent: Firefox/140.0\r\nConnection: close\r\nCookie: {self.cookie}\r\n"
        )
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(head.encode() + b"\r\n" + body)
            answer = _answer(await reader.read())
        finally:
            writer.close()
        for name, value in answer.headers:
            if name == "set-cookie":
                self.cookie = value.partition(";")[0]
        if found := re.search(r'name="csrf_token" value="([^"]+)"', answer.text):
            self.token = unescape(found[1])
        return answer

    async def sign_in(self, link: str, supervisor: bool) -> None:
        """By the link that was given, as on the first day."""
        await self.ask("GET", link)
        done = await self.ask("POST", link, {"csrf_token": self.token, "new": PASSWORD, "again": PASSWORD})
        if done.status not in (302, 303):
            raise SystemExit(f"an agent cannot sign in: {done.status}")
        if supervisor:
            shown = (await self.ask("GET", "/desk/second-step")).text
            found = re.search(r'class="key">([^<]+)', shown)
            key = found[1].replace("-", "") if found else ""
            await self.ask(
                "POST", "/desk/second-step", {"csrf_token": self.token, "code": TOTP(key=key).generate().token}
            )

    async def sits_down(self) -> None:
        await self.page("/desk/floor")
        await self.ask("POST", "/desk/floor/presence", {"csrf_token": self.token, "state": "available"})

    async def page(self, path: str) -> Answer:
        shown = await self.ask("GET", path)
        if found := re.search(r'data-number="(\d+)"', shown.text):
            self.number = found[1]
        return shown

    async def listen(self, path: str, ready: asyncio.Semaphore) -> None:
        """The stream, until it ends; then once more from where it was."""
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            head = f"GET {path}?since={self.number} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
            writer.write(f"{head}Cookie: {self.cookie}\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            self.opened = self.opened or time.time()
            ready.release()
            async for row in reader:
                if row.startswith(b"event: resync"):
                    self.resyncs += 1
                elif row.startswith(b"id:"):
                    self._told(time.time(), row[3:].strip().decode())
            writer.close()
            await asyncio.sleep(1)

    def _told(self, at: float, number: str) -> None:
        self.number = number
        self.news.append((at, int(number)))
        if self.whole and self.due is None:
            self.due = asyncio.create_task(self._renew(at, int(number)))

    async def _renew(self, told: float, number: int) -> None:
        await asyncio.sleep(CALM)
        self.due = None  # what comes from now on is asked for once more
        await self.page("/desk/floor")
        self.pages.append((told, time.time(), number))

    async def finish(self) -> bool:
        """The note is written; False: the page has no form for it (yet)."""
        for _ in range(TRIES):
            shown = await self.page("/desk/floor")
            if found := re.search(r'action="([^"]*/finish[^"]*)"', shown.text):
                path = urlsplit(unescape(found[1]))
                sent = time.time()
                form = {"csrf_token": self.token, "reason": "request", "note": ""}
                done = await self.ask("POST", f"{path.path}?{path.query}".rstrip("?"), form)
                self.finished.append((sent, time.time(), done.status))
                return True
            await asyncio.sleep(AGAIN)
        return False


def _answer(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rows = head.decode("latin-1").split("\r\n")
    headers = [(name.lower(), value.strip()) for name, _, value in (row.partition(":") for row in rows)]
    return Answer(int(first.split()[1]) if first else 0, headers, body.decode("utf-8", "replace"))


async def run(told: Any) -> None:
    agents = [Browser(told["port"], n, one["person"]) for n, one in enumerate(told["agents"])]
    for one in agents[:: max(1, round(len(agents) / max(1, told["whole"])))]:
        one.whole = True
    walls = [Browser(told["port"], -1, "") for _ in told["supervisors"]]
    gate = asyncio.Semaphore(AT_ONCE)

    async def begin(one: Browser, link: str) -> None:
        async with gate:
            await one.sign_in(link, supervisor=one.nth < 0)
            await (one.sits_down() if one.nth >= 0 else one.page("/desk/wall"))

    people = [*zip(agents, told["agents"], strict=True), *zip(walls, told["supervisors"], strict=True)]
    await asyncio.gather(*(begin(one, who["link"]) for one, who in people))
    ready = asyncio.Semaphore(0)
    streams = [
        asyncio.create_task(one.listen(f"/desk/{'floor' if one.nth >= 0 else 'wall'}/events", ready))
        for one in (*agents, *walls)
    ]
    for _ in streams:
        await ready.acquire()
    print(json.dumps({"ready": len(streams)}), flush=True)
    unwritten = await _work(agents)
    csv = (await walls[0].ask("GET", "/desk/wall/today.csv")).text if walls else ""
    found = {
        "agents": [_found(one) for one in agents], "walls": [_found(one) for one in walls], "csv": csv,
        "unwritten": unwritten,
    }  # fmt: skip
    Path(told["found"]).write_text(json.dumps(found))
    for stream in streams:
        stream.cancel()


def _found(one: Browser) -> dict[str, Any]:
    return {
        "person": one.person, "news": one.news, "pages": one.pages, "finished": one.finished, "resyncs": one.resyncs,
        "opened": one.opened,
    }  # fmt: skip


async def _work(agents: list[Browser]) -> int:
    """Until the input says that it is over; how many notes could not be written."""
    loop, rows = asyncio.get_running_loop(), asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(rows), sys.stdin)
    acts: set[asyncio.Task[bool]] = set()
    unwritten = 0
    async for row in rows:
        word, _, nth = row.decode().strip().partition(" ")
        if word == "over":
            break
        acts.add(asyncio.create_task(agents[int(nth)].finish()))
        for done in [one for one in acts if one.done()]:
            unwritten += not done.result()
            acts.discard(done)
    return unwritten + sum(not one for one in await asyncio.gather(*acts))


if __name__ == "__main__":
    asyncio.run(run(json.loads(Path(sys.argv[1]).read_text())))

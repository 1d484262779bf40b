"""A tiny call centre as a WSGI application: callers wait, agents are asked one after another, two meet in a room.

It does by REST what a real one would, on a thread of its own, and knows nothing but what Twilio tells it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped,unused-ignore]
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

Form = dict[str, str]
WAIT = "<Gather timeout='30'><Play>https://sounds.example/wait.mp3</Play></Gather><Redirect>/voice</Redirect>"
BRIEF = (
    "<Gather numDigits='1' action='/key'><Say>A pothole, in Spanish. Press 1.</Say></Gather><Redirect>/brief</Redirect>"
)
ROOM = (
    "<Dial action='/after'><Conference participantLabel='{}' beep='false' waitUrl='/music' statusCallback='/room' "
    "statusCallbackEvent='start end join leave mute hold modify'>room</Conference></Dial>"
)


class Desk:
    """agents: numbers still to be asked. caller: who waits. offer: the call that asks somebody. events: of the room."""

    def __init__(self) -> None:
        self.base, self.number = "", ""
        self.agents: list[str] = []
        self.caller = self.offer = ""
        self.events: list[str] = []
        self.outcomes: list[str] = []
        self.briefed = 0
        self._twilio: Client | None = None
        self._jobs = ThreadPoolExecutor(1)
        self._lock = threading.Lock()

    def open(self, base: str, number: str, twilio: Client) -> None:
        self.base, self.number, self._twilio = base, number, twilio

    def close(self) -> None:
        self._jobs.shutdown(cancel_futures=True)

    # -------------------------------------------------------------- what is asked of Twilio

    def ask_next(self) -> None:
        """The next agent is called."""
        self._jobs.submit(self._ask_next)

    def _ask_next(self) -> None:
        if not self.caller or not self.agents or self._twilio is None:
            return
        events = ["initiated", "ringing", "answered", "completed"]
        self.offer = self._twilio.calls.create(
            to=self.agents.pop(0),
            from_=self.number,
            url=f"{self.base}/brief",
            timeout=20,
            machine_detection="Enable",
            status_callback=f"{self.base}/offer",
            status_callback_event=events,
        ).sid

    def _withdraw(self) -> None:
        """Comes after the asking itself: before Twilio's answer to that, nobody knows which call it is."""
        if self.offer:
            self._change(self.offer, status="completed")

    def _change(self, sid: str, **what: str) -> None:
        """A call that is over by now needs nothing any more."""
        if self._twilio:
            with suppress(TwilioRestException):
                self._twilio.calls(sid).update(**what)

    # -------------------------------------------------------------- what Twilio asks

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        with self._lock:
            answer = getattr(self, "_" + environ["PATH_INFO"].strip("/"))(dict(parse_qsl(body, keep_blank_values=True)))
        if answer is None:
            start("204 No Content", [])
            return []
        start("200 OK", [("Content-Type", "text/xml")])
        return [f"<Response>{answer}</Response>".encode()]

    def _voice(self, form: Form) -> str:
        if not self.caller:
            self.caller = form["CallSid"]
            self.ask_next()
        return WAIT

    def _brief(self, form: Form) -> str:
        """Only a person is told, and only about somebody who still waits."""
        if form.get("AnsweredBy", "human") != "human" or not self.caller:
            return "<Hangup/>"
        self.briefed += 1
        return BRIEF

    def _key(self, form: Form) -> str:
        if form["Digits"] != "1" or not self.caller:
            return "<Hangup/>"
        caller = self.caller
        self._jobs.submit(lambda: self._change(caller, url=f"{self.base}/in"))
        return ROOM.format("agent")

    def _in(self, form: Form) -> str:
        return ROOM.format("caller")

    def _after(self, form: Form) -> str:
        return "<Say>You are back on the line.</Say><Gather timeout='30'/>"

    def _music(self, form: Form) -> str:
        return "<Play>https://sounds.example/hold.mp3</Play><Redirect>/music</Redirect>"

    def _announcement(self, form: Form) -> str:
        return "<Say>You are now on hold.</Say>"

    def _offer(self, form: Form) -> None:
        """An agent's call: whoever did not take it makes room for the next."""
        if form["CallStatus"] in ("completed", "busy", "no-answer", "failed", "canceled"):
            self.outcomes.append(form["CallStatus"])
            if "participant-join" not in self.events:
                self.ask_next()

    def _room(self, form: Form) -> None:
        self.events.append(form["StatusCallbackEvent"])

    def _status(self, form: Form) -> None:
        """The caller has gone: nobody is to be asked for them any more."""
        if form["CallSid"] == self.caller:
            self.caller = ""
            self._jobs.submit(self._withdraw)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


def serve(desk: Desk) -> WSGIServer:
    """On loopback, each request in its turn."""
    server = make_server("127.0.0.1", 0, desk, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server

"""Webhooks as bytes: signed as Twilio signs them, and sent as they are, again, late, damaged or somewhere else."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from ivr.simulator import document
from tests.calls.line import TOKEN

from .talk import NOON

FORM_TYPE = "application/x-www-form-urlencoded"
CLOCK = {"X-OneCall-Now": NOON.isoformat()}
_TURN = re.compile(rb'(?:action="|<Redirect method="POST">)([^"<]+)')


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def action(self) -> str:
        """Where the call goes next."""
        found = _TURN.search(self.body)
        assert found, self.text
        return unescape(found[1].decode())

    @property
    def sorry(self) -> bool:
        """Whether this is the apology and a person."""
        return b"We are sorry" in self.body and b"<Dial" in self.body


@dataclass(frozen=True)
class Webhook:
    """One request. url: as it is signed."""

    url: str
    body: bytes = b""
    signature: str = ""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, base: str = "") -> Answer:
        """To the process at `base`; "" is the one the address names."""
        parts = urlsplit(base or self.url)
        place = urlsplit(self.url)
        wire = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
        headers = {"Content-Type": FORM_TYPE, **self.headers}
        if self.signature:
            headers["X-Twilio-Signature"] = self.signature
        began = time.perf_counter()
        try:
            wire.request(self.method, place.path + ("?" + place.query if place.query else ""), self.body, headers)
            got = wire.getresponse()
            return Answer(got.status, got.read(), dict(got.headers), time.perf_counter() - began)
        finally:
            wire.close()


@dataclass
class Caller:
    """One call at a line, webhook by webhook; `sent` keeps each with its answer."""

    base: str
    number: str = "+14435550177"
    sid: str = field(default_factory=lambda: "CA" + uuid4().hex)
    sent: list[tuple[Webhook, Answer]] = field(default_factory=list)

    @property
    def form(self) -> dict[str, str]:
        return {
            "CallSid": self.sid,
            "AccountSid": "AC" + "0" * 32,
            "From": self.number,
            "To": "+14105550100",
            "CallStatus": "in-progress",
            "ApiVersion": "2010-04-01",
            "Direction": "inbound",
        }

    def webhook(self, url: str, **more: str) -> Webhook:
        form = {**self.form, **more}
        return signed(self.base + url if url.startswith("/") else url, form)

    def answer(self) -> Answer:
        return self._send(self.webhook("/voice"))

    def turn(self, **more: str) -> Answer:
        """What the caller does where the last answer waits."""
        return self._send(self.webhook(self.sent[-1][1].action, **more))

    def say(self, *texts: str) -> Answer:
        """Says these, one a turn; keys where it is keys."""
        for text in texts:
            said = {"Digits": text} if text.isdigit() else {"SpeechResult": text, "Confidence": "0.93"}
            answer = self.turn(**said)
        return answer

    def _send(self, webhook: Webhook) -> Answer:
        answer = webhook.send()
        assert answer.status == 200, (answer.status, answer.text)
        document.read(answer.body)
        self.sent.append((webhook, answer))
        return answer


def signed(url: str, form: Mapping[str, str] | Sequence[tuple[str, str]], token: str = TOKEN) -> Webhook:
    """A form, signed. Of pairs the last of a name is signed, as Twilio sends each once."""
    pairs = list(form.items()) if isinstance(form, Mapping) else list(form)
    signature: str = RequestValidator(token).compute_signature(url, dict(pairs))
    return Webhook(url, urlencode(pairs).encode(), signature, headers=CLOCK)


POTHOLE = (
    "there's a huge pothole at 2401 North Charles Street",
    "yes",
    "something larger",
    "where people park",
    "it has already eaten two of my tires",
    "1",
    "1",
)


def number(answer: Answer) -> str:
    """The number that is spelled: 26-20000006."""
    groups = re.findall(r'interpret-as="digits">(\d+)<', answer.text)
    digits = "".join(groups)[:10]
    assert len(digits) == 10, answer.text
    return f"{digits[:2]}-{digits[2:]}"

"""An account whose calls share rooms, its REST API as a server, and Twilio's own library to ask it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped,unused-ignore]
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account

from ..scripted import Answer, Script

TOKEN = "a token for tests"


@pytest.fixture
def account(app: Script) -> Iterator[Account]:
    app.on("/told", Answer(b"", 204)).on("/room", Answer(b"", 204))
    with Account(app.line(auth_token=TOKEN), calls_per_second=1000) as account:
        yield account


@pytest.fixture
def rest(account: Account, tmp_path: Path) -> Iterator[Rest]:
    with Rest(Shelf(tmp_path), account=account) as running:
        yield running


@pytest.fixture
def twilio(rest: Rest) -> Client:
    return here(rest)


def here(rest: Rest) -> Client:
    """Twilio's own library, its requests sent here."""

    class Here(TwilioHttpClient):  # type: ignore[misc,unused-ignore]
        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            return super().request(method, url.replace("https://api.twilio.com", rest.url), *args, **kwargs)

    return Client(rest.account_sid, TOKEN, http_client=Here())

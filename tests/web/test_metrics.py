"""What the line counts is shown to whom it may be shown."""

from __future__ import annotations

import pytest
from flask import Flask

from ivr.calls.hearing import counted
from ivr.speech.counted import exposed
from ivr.web import guards, metrics


def client(token: str = "") -> object:
    app = Flask(__name__)
    guards.register(app, metrics.door(exposed), guards.checks(None, False, metrics_token=token))
    return app.test_client()


def asked(token: str, **headers: str) -> tuple[int, str]:
    answer = client(token).get("/metrics", headers=headers)  # type: ignore[attr-defined]
    return answer.status_code, answer.text


def test_this_machine_may_look() -> None:
    counted.ended.labels("heard").inc()
    status, text = asked("")
    assert status == 200
    assert 'onecall_streams_total{end="heard"}' in text
    assert "onecall_speech_billed_seconds" in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_who_comes_through_a_proxy_may_not(header: str) -> None:
    assert asked("", **{header: "203.0.113.7"})[0] == 404


def test_with_a_token_it_has_to_be_shown() -> None:
    assert asked("a token")[0] == 401
    assert asked("a token", Authorization="Bearer another")[0] == 401
    assert asked("a token", Authorization="Bearer a token")[0] == 200

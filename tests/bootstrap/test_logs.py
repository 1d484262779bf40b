"""The log tells what went wrong and where, in JSON, and nothing that somebody said, dialled or keeps secret."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ivr.bootstrap.logs import safe
from ivr.simulator.call import PhoneCall
from ivr.simulator.http import Line

from .running import ROOT, environment, running

CALLER = "+14435550177"
WORDS = ("zeppelin on the sidewalk", "seventeen hundred quixote street", "a walrus lives next door")
TOKEN = "tk" + secrets.token_hex(15)
KEY = secrets.token_hex(32)


def test_a_whole_call_leaves_no_word_number_or_secret_in_the_output_of_ivr_run(tmp_path: Path) -> None:
    with running(tmp_path, TWILIO_AUTH_TOKEN=TOKEN, SECRET_KEYS=KEY, LOG_LEVEL="debug") as run:
        call = PhoneCall(Line(run.base, TOKEN, f"http://localhost:{run.port}"), CALLER)
        call.dial()
        for words in WORDS:
            call.say(words, 0.9)
        call.press("0")
        call.hang_up()
        assert not call.refusals
        for body in (b"CallSid=CA1&From=%2B14435550177&SpeechResult=zeppelin", b"\xff\x00zeppelin"):
            with pytest.raises(HTTPError):
                urlopen(Request(f"{run.base}/voice?secret=zeppelin", data=body), timeout=10)
        run.says("signature refused")
        run.stop()
        spoken = run.output + (run.data / "postgres.log").read_text(errors="replace")
        for word in ("zeppelin", "quixote", "walrus", CALLER[1:], CALLER[2:], TOKEN, KEY):
            assert word not in spoken, word
        assert any(line.startswith("{") for line in run.output.splitlines())
        for line in run.output.splitlines():
            if line.startswith(("{", "[")):
                assert {"event", "level", "timestamp"} <= json.loads(line).keys()


def test_the_log_of_a_library_is_json_without_texts_of_exceptions_queries_or_numbers() -> None:
    code = (
        "import logging, threading; from ivr.bootstrap.logs import configure; configure('debug')\n"
        "log = logging.getLogger('some.library'); log.debug('not told'); log.warning('GET /voice?state=abc failed')\n"
        "log.error('calling +14105550123')\n"
        "def fail(): raise ValueError('what the caller said')\n"
        "try: fail()\n"
        "except ValueError: log.exception('it failed')\n"
        "import structlog\n"
        "try: fail()\n"
        "except ValueError: structlog.get_logger().exception('ours failed')\n"
        "t = threading.Thread(target=fail); t.start(); t.join(); fail()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True)
    told = [json.loads(line) for line in done.stderr.splitlines()]
    events = [one["event"] for one in told]
    assert events == [
        "GET /voice?… failed", "calling (number)", "it failed", "ours failed", "uncaught", "uncaught",
    ]  # fmt: skip
    assert all(one["exception"] == "ValueError" and "fail" in one["where"][-1] for one in told[2:])
    assert "what the caller said" not in done.stderr


def test_reference_numbers_and_versions_are_told_as_they_are() -> None:
    event = {"event": "filing_refused", "number": "26-00000012", "version": "87440c382bca"}
    assert safe(None, "error", dict(event)) == event

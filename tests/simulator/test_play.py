"""Call files played against a line, and written from calls that were made."""

from __future__ import annotations

from datetime import datetime

import pytest

from ivr.simulator.call import PhoneCall
from ivr.simulator.callfile import load
from ivr.simulator.outcome import Records
from ivr.simulator.play import Result, play
from ivr.simulator.record import record

from .pothole import Kept, build
from .scripted import Answer, Script

FILED = {"service": "pothole", "place": "2400 NORTH CHARLES ST", "attributes": {"lane": "bike"}, "anonymous": True}
GOOD = """\
call: A pothole
talk:
  - line: [thank you for calling, press 1]
  - line: {es: para español}
  - never: please hold
  - node: main.need
  - press: 1
  - record: 5 s
  - transfer: {to: operator, answer: busy}
  - line: Your number is 2 6 0 0
files: {service: pothole, place: 2400 north charles, attributes: {lane: bike}, anonymous: yes, email: nothing}
draft: nothing
ends: completed
"""


def played(app: Script, text: str, records: Records | None = None) -> Result:
    file = load("calls/a.yaml", text)
    return play(file, build(app).line(), records, {"operator": "(410) 555-0111", "police": "+14105550222"})


def failure(app: Script, *talk: str, **more: str) -> str:
    text = "call: x\ntalk:\n" + "".join(f"  - {line}\n" for line in talk)
    text += "".join(f"{key}: {value}\n" for key, value in more.items())
    result = played(app, text, Kept([FILED]))
    return str(result.failure)


def test_a_call_that_goes_as_written_passes(app: Script) -> None:
    result = played(app, GOOD, Kept([FILED]))
    assert (str(result.failure), result.unchecked) == ("None", ())
    assert result.call.ending == "completed"


def test_what_nobody_can_look_up_is_named(app: Script) -> None:
    assert played(app, GOOD).unchecked == ("files", "draft")


def test_a_line_that_says_something_else_is_shown_with_the_reason(app: Script) -> None:
    assert failure(app, "line: Good evening") == "\n".join(
        [
            "calls/a.yaml:3: the line should say",
            "    - Good evening",
            "    + [en-US] Thank you for calling 311. For potholes, press 1.",
            "    + [es-US] Para español, oprima 9.",
            "    at main.need, by way of main.welcome → main.need",
            "    understood: intent=service, value=pothole, confidence=0.93",
            "    known: service=pothole",
        ]
    )


@pytest.mark.parametrize(
    ("talk", "message"),
    [
        (["line: [press 1, thank you]"], "3: the line should say (it was said, but not in this order)"),
        (["line: press 1", "line: thank you"], "4: the line should say (it was said, but not in this order)"),
        (["line: {en: para español}"], "3: the line should say in en"),
        (["never: POTHOLES"], "3: the line should not say"),
        (["node: main.welcome"], "3: the call should be at main.welcome; it is at main.need"),
        (["press: 1", "say: hello", "say: more"], "5: this reached nobody: nobody has answered yet"),
        (["transfer: busy"], "3: the line should be connecting the caller to somebody"),
        (["press: 1", "record: 3", "transfer: {to: police}"], "5: the call should go to police (+14105550222)"),
        (["press: 1", "record: 3", "transfer: {to: mayor}"], "5: no line of city.yaml is called 'mayor'"),
        (["press: 1", "record: 3", "transfer: busy", "press: 1"], "6: the call is over (completed), nobody hears this"),
        (["hang up", "silence"], "4: the call is over (hung_up), nobody hears this"),
    ],
)
def test_each_difference_is_told_at_its_line(app: Script, talk: list[str], message: str) -> None:
    assert failure(app, *talk).startswith(f"calls/a.yaml:{message}")


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ("hung_up", ""),
        (
            "completed",
            "the call should have ended completed; it ended hung_up; at the end of the talk the line was",
        ),
    ],
)
def test_a_call_the_line_does_not_end_is_hung_up(app: Script, ends: str, message: str) -> None:
    told = failure(app, "press: 1", ends=ends)
    assert told.startswith(f"calls/a.yaml:4: {message}") if message else told == "None"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ("nothing", "4: there should be 0 request(s); there are 1\n    request: service=pothole"),
        ("[{service: pothole}, {service: tree}]", "4: there should be 2 request(s); there are 1"),
        ("{service: pot}", "4: the request is not as it should be\n    service: should be 'pot', is 'pothole'"),
        (
            "{attributes: {lane: travel}}",
            "4: the request is not as it should be\n    attributes.lane: should be",
        ),
        ("{place: 2400 charles}", "4: the request is not as it should be\n    place: should be '2400 charles'"),
        ("{phone: 410}", "4: the request is not as it should be\n    phone: should be '410', is None"),
    ],
)
def test_what_was_filed_is_compared(app: Script, files: str, message: str) -> None:
    assert failure(app, "hang up", files=files).startswith(f"calls/a.yaml:{message}")


def test_a_draft_that_is_missing_is_told(app: Script) -> None:
    assert failure(app, "hang up", draft="{service: pothole}").startswith("calls/a.yaml:4: there should be 1 draft(s)")


def test_what_twilio_would_refuse_fails_a_call_whatever_was_expected(app: Script) -> None:
    build(app).on("/need", "<Say/>")
    result = play(load("calls/a.yaml", "call: x\ntalk:\n  - press: 1\n"), app.line())
    assert str(result.failure) == (
        "calls/a.yaml:3: Twilio would have refused the answer\n    line 1, column 49: /Response/Say[1]: "
        "<Say> has nothing to say [Twilio 13520: Say: Invalid text]"
    )


def test_a_status_callback_that_fails_fails_the_call(app: Script) -> None:
    build(app).on("/voice/status", Answer(b"", 500))
    result = play(load("calls/a.yaml", "call: x\ntalk:\n  - press: 1\n"), app.line())
    assert "Twilio 15003" in str(result.failure)


def test_a_call_that_was_made_can_be_played_again(app: Script) -> None:
    build(app)
    call = PhoneCall(app.line(), "", now=datetime(2026, 11, 24, 22, 30), language="es")
    call.dial()
    call.wait()
    call.say('a "hole"', confidence=None)
    call.leave_message(5, "#")
    call.press("4")  # reaches nobody
    call.far_end("no-answer")
    text = record(call, "Made by hand")
    assert text == (
        'call: "Made by hand"\ncaller: hidden\nlanguage: es\nat: 2026-11-24T22:30\ntalk:\n'
        '  - line: "Thank you for calling"\n'
        '  - silence\n  - line: "Are you still there?"\n'
        '  - {say: "a \\"hole\\"", heard: unknown}\n  - line: "Tell me more after the tone."\n'
        '  - record: {seconds: 5, then: "#"}\n  - line: "One moment."\n'
        '  - transfer: {to: "+14105550111", answer: no-answer, seconds: 30}\n'
        '  - line: "All of us are busy."\nends: completed\n'
    )
    assert play(load("calls/b.yaml", text), app.line()).failure is None


def test_keys_pressed_one_by_one_are_written_as_one_entry(app: Script) -> None:
    app.on("/voice", '<Gather action="/got"/>').on("/got", "<Say>Thanks</Say>")
    call = app.call()
    call.dial()
    for key in "123":
        call.press(key, hold=True)
    call.wait()
    assert '  - press: "123"\n  - line: "Thanks"\n' in record(call, "x")

"""Call files: what can be written, and how each mistake is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from ivr.simulator import steps
from ivr.simulator.callfile import CallFile, load
from ivr.simulator.yamlnode import BadCallFile

WHOLE = """\
call: A pothole, by keys and speech
note: as residents do it
caller: hidden
language: es
at: 2026-11-24T22:30
talk:
  - line: Thank you for calling
  - line: [for potholes, press 1]
  - line: {es: oprima 9}
  - never: please hold
  - node: main.need
  - press: 0
  - press: "#"
  - press: 012 34
  - say: no
  - say: {text: there is a hole, heard: 0.4}
  - {say: sí, heard: unknown}
  - silence
  - silence: 2
  - record: 12 s
  - record: nothing
  - record: {seconds: 8 s, then: hang up}
  - transfer: busy
  - transfer: {to: operator, answer: answered, seconds: 40, then: hang up}
  - hang up
files:
  service: pothole
  attributes: {lane: bike}
draft: nothing
ends: hung_up
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(BadCallFile) as caught:
        load("calls/a.yaml", text)
    return str(caught.value).splitlines()


def talk(*lines: str) -> CallFile:
    return load("calls/a.yaml", "call: x\ntalk:\n" + "".join(f"  - {line}\n" for line in lines))


def test_a_whole_call_is_read_as_it_is_written() -> None:
    file = load("calls/a.yaml", WHOLE)
    assert (file.title, file.caller, file.language) == ("A pothole, by keys and speech", "", "es")
    assert (file.at, file.ends, file.where("files")) == (datetime(2026, 11, 24, 22, 30), "hung_up", "calls/a.yaml:27")
    at = [f"calls/a.yaml:{line}" for line in range(7, 26)]
    assert file.talk == (
        steps.Says(at[0], (("Thank you for calling", ""),)),
        steps.Says(at[1], (("for potholes", ""), ("press 1", ""))),
        steps.Says(at[2], (("oprima 9", "es"),)),
        steps.Never(at[3], ("please hold",)),
        steps.At(at[4], "main.need"),
        steps.Press(at[5], "0"),
        steps.Press(at[6], "#"),
        steps.Press(at[7], "01234"),
        steps.Say(at[8], "no", 0.9),
        steps.Say(at[9], "there is a hole", 0.4),
        steps.Say(at[10], "sí", None),
        steps.Silence(at[11], 1),
        steps.Silence(at[12], 2),
        steps.Record(at[13], 12),
        steps.Record(at[14], 0),
        steps.Record(at[15], 8, "hang up"),
        steps.Transfer(at[16], "busy"),
        steps.Transfer(at[17], "answered", "operator", 40, True),
        steps.HangUp(at[18]),
    )
    assert file.files == (steps.Expectation("calls/a.yaml:27", {"service": "pothole", "attributes": {"lane": "bike"}}),)
    assert file.draft == ()


def test_what_is_not_written_is_not_checked() -> None:
    file = talk("hang up")
    assert (file.files, file.draft, file.ends, file.at, file.language, file.caller) == (
        None,
        None,
        None,
        None,
        None,
        "+14105550123",
    )


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("pres: 1", "3:5: 'pres' is not known here; did you mean 'press'?"),
        ("press: #", '3:5: a value is missing here; # begins a comment: write "#" for the key'),
        ("press: one", "3:12: 'one' cannot be pressed; there are the keys 0-9, * and #"),
        ("press: *", '3:13: a bare * means something else in YAML; write "*" in quotes'),
        ("hangup", "3:5: 'hangup' is not a step; did you mean 'hang up'?"),
        ("say: {text: a, heard: 2}", "3:27: 'heard' is a number from 0 to 1, or unknown; not '2'"),
        ("say: {heard: 0.2}", "3:10: 'text' is missing: {text: what is said, heard: 0.4}"),
        ("silence: many", "3:14: a whole number from 1 to 20 is expected here, not 'many'"),
        ("record: a minute", "3:13: 'a minute' is no time; write `12 s`, or `nothing`"),
        ("record: {seconds: 3, then: go}", "3:32: 'then' is `hang up` or a key in quotes"),
        ("transfer: bussy", "3:15: 'bussy' is no answer; did you mean 'busy'?"),
        ("transfer: {answer: busy, whom: me}", "3:30: 'whom' is not known here; known are to, answer, seconds, then"),
        ("{press: 1, say: hello}", "3:5: one step does one thing; begin the next with “- ” on its own line"),
        ("line: {es: [a, {b: c}]}", "3:20: a text is expected here"),
    ],
)
def test_each_mistake_in_a_step_is_told_with_its_place(line: str, mistake: str) -> None:
    with pytest.raises(BadCallFile) as caught:
        talk(line)
    assert str(caught.value).startswith(f"calls/a.yaml:{mistake}")


def test_all_mistakes_are_told_at_once() -> None:
    assert mistakes("cal: x\ntalk:\n  - pres: 1\n  - say:\nends: well\nends: completed\nat: tomorrow\n") == [
        "calls/a.yaml:1:1: 'cal' is not known here; did you mean 'call'?",
        "calls/a.yaml:6:1: 'ends' stands here a second time",
        "calls/a.yaml:1:1: 'call' is missing",
        "calls/a.yaml:3:5: 'pres' is not known here; did you mean 'press'?",
        'calls/a.yaml:4:5: a value is missing here; # begins a comment: write "#" for the key',
        "calls/a.yaml:7:5: 'at' must be a date and time like 2026-11-24T22:30",
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "calls/a.yaml:1:1: the file is empty"),
        (
            "call: x\ntalk: hang up",
            "calls/a.yaml:2:7: 'talk' must be a list: one line a step, each beginning with “- ”",
        ),
        ("- a", "calls/a.yaml:1:1: expected here: call: …, note: …, caller: …, language: …, at: …, talk: …, files: …,"),
        ("call: [", "calls/a.yaml:1:8: this is not YAML: expected the node content"),
        ("call: x\ntalk: []\nfiles: 3", "calls/a.yaml:3:8: values are expected here"),
        ("call: x\ntalk: []\nends: 3", "calls/a.yaml:3:7: 'ends' must be completed, transferred or hung_up, not '3'"),
    ],
)
def test_a_file_that_is_no_call_is_told_so(text: str, mistake: str) -> None:
    assert mistakes(text)[0].startswith(mistake)

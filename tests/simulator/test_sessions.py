"""The browser telephone's calls: what a door sends, and what it gets back."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ivr.simulator.sessions import BadAction, NoSuchCall, Sessions
from ivr.simulator.sound import tone

from .pothole import build
from .scripted import Answer, Script


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_call_from_door_to_door(app: Script) -> None:
    sessions = Sessions(build(app).line())
    first = sessions.dial("+14105550123", "en")
    assert json.loads(json.dumps(first)) == first
    assert (first["state"], first["ending"], first["refusal"], first["ignored"]) == ("listening", None, None, None)
    assert first["heard"][0] == {
        "language": "en-US",
        "voice": "Polly.Joanna",
        "text": "Thank you for calling 311. For potholes, press 1.",
        "node": "main.need",
        "seconds": first["heard"][0]["seconds"],
    }
    heard = {"keys": True, "speech": True, "sound": False, "digits": 1, "finish": "", "keyed": ""}
    assert first["waiting"] == {**heard, "record": False, "dial": None, "seconds": 6}
    assert first["trace"]["at"] == "main.need"
    second = sessions.act(first["id"], {"press": "1"})
    assert [item["text"] for item in second["heard"]] == ["Tell me more after the tone."]
    assert (second["state"], second["waiting"]["record"], second["waiting"]["seconds"]) == ("recording", True, 3600)
    third = sessions.act(first["id"], {"record": 8})
    assert (third["state"], third["waiting"]["dial"]) == ("dialing", "+14105550111")
    last = sessions.act(first["id"], {"dial_result": "busy"})
    assert (last["state"], last["ending"], last["waiting"]) == ("ended", "completed", None)
    assert last["elapsed"] > 8
    assert last["ms"] >= 0
    whole = sessions.look(first["id"])
    assert len(whole["heard"]) == sum(len(part["heard"]) for part in (first, second, third, last))


def test_single_keys_are_held_until_the_entry_is_complete(app: Script) -> None:
    app.on("/voice", '<Gather action="/got"/>').on("/got", "<Gather/>")
    sessions = Sessions(app.line())
    sid = sessions.dial("", None)["id"]
    for keyed in ("2", "21"):
        assert sessions.act(sid, {"press": keyed[-1]})["waiting"]["keyed"] == keyed
    sessions.act(sid, {"silence": True})
    sessions.act(sid, {"press": "218"})
    assert [one.form["Digits"] for one in app.at("/got")] == ["21", "218"]
    assert app.at("/voice")[0].form["From"] == "anonymous"


def test_several_keys_at_once_are_a_whole_entry(app: Script) -> None:
    app.on("/voice", '<Gather action="/got"/>').on("/got", "<Gather/>")
    sessions = Sessions(app.line())
    sessions.act(sessions.dial("", None)["id"], {"press": "218"})
    assert app.at("/got")[0].form["Digits"] == "218"


def test_an_unknown_confidence_is_null(app: Script) -> None:
    sessions = Sessions(build(app).line())
    for confidence in (None, 0.3):
        sessions.act(sessions.dial("", None)["id"], {"say": "a hole", "confidence": confidence})
    sessions.act(sessions.dial("", None)["id"], {"say": "a hole"})
    assert [one.form.get("Confidence", "")[:3] for one in app.at("/need")] == ["", "0.3", "0.9"]


def test_the_clock_and_the_language_are_handed_on(app: Script) -> None:
    Sessions(build(app).line()).dial("", "es", "2026-11-24T22:30")
    headers = app.at("/voice")[0].headers
    assert (headers["X-OneCall-Now"], headers["X-OneCall-Language"]) == ("2026-11-24T22:30:00", "es")


def test_what_twilio_would_refuse_is_shown(app: Script) -> None:
    app.on("/voice", "<Say/>")
    snapshot = Sessions(app.line()).dial("", None)
    assert snapshot["refusal"] == {
        "code": 13520,
        "title": "Say: Invalid text",
        "message": "<Say> has nothing to say",
        "place": "line 1, column 49: /Response/Say[1]",
    }
    assert (snapshot["state"], snapshot["ending"]) == ("ended", "failed")


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"say": ""},
        {"say": 4},
        {"say": "a" * 10_001},
        {"say": "a", "confidence": 2},
        {"say": "a", "confidence": "high"},
        {"press": "a"},
        {"press": ""},
        {"record": -1},
        {"record": "long"},
        {"dial_result": "maybe"},
        {"dial_result": "busy", "seconds": -1},
        {"sing": True},
    ],
)
def test_an_action_that_is_none_is_refused_and_the_call_goes_on(app: Script, action: dict[str, Any]) -> None:
    sessions = Sessions(build(app).line())
    sid = sessions.dial("", None)["id"]
    with pytest.raises(BadAction):
        sessions.act(sid, action)
    assert sessions.look(sid)["state"] == "listening"


def test_nobody_acts_on_a_call_that_is_over_or_never_was(app: Script) -> None:
    sessions = Sessions(build(app).line())
    sid = sessions.dial("", None)["id"]
    sessions.act(sid, {"hangup": True})
    with pytest.raises(BadAction, match="over"):
        sessions.act(sid, {"silence": True})
    with pytest.raises(NoSuchCall):
        sessions.look("CA0")
    with pytest.raises(BadAction, match="date and time"):
        sessions.dial("", None, "tonight")


def test_an_act_that_reaches_nobody_says_why(app: Script) -> None:
    sessions = Sessions(build(app).line())
    sid = sessions.dial("", None)["id"]
    assert sessions.act(sid, {"record": 3})["ignored"] == "nothing is being recorded here"


def test_only_so_many_calls_are_kept_and_the_forgotten_are_hung_up(app: Script) -> None:
    clock = Clock()
    sessions = Sessions(build(app).line(), most=2, clock=clock)
    sids = []
    for _ in range(3):
        clock.now += 1
        sids.append(sessions.dial("", None)["id"])
    with pytest.raises(NoSuchCall):
        sessions.look(sids[0])
    assert [one.form["CallSid"] for one in app.at("/voice/status")] == sids[:1]
    assert [sessions.look(sid)["state"] for sid in sids[1:]] == ["listening", "listening"]


def test_a_call_that_nobody_touches_is_forgotten(app: Script) -> None:
    clock = Clock()
    sessions = Sessions(build(app).line(), age=60, clock=clock)
    sid = sessions.dial("", None)["id"]
    clock.now = 61
    with pytest.raises(NoSuchCall):
        sessions.act(sid, {"silence": True})
    sessions.dial("", None)
    assert [one.form["CallSid"] for one in app.at("/voice/status")] == [sid]


def test_many_calls_at_once_do_not_mix(app: Script) -> None:
    sessions = Sessions(build(app).line(), most=100)

    def one(number: int) -> tuple[str, str]:
        sid = sessions.dial(f"+1410555{number:04}", None)["id"]
        sessions.act(sid, {"say": f"number {number}"})
        return sid, sessions.act(sid, {"hangup": True})["ending"]

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(one, range(24)))
    assert {ending for _, ending in done} == {"hung_up"}
    said = {asked.form["CallSid"]: asked.form["SpeechResult"] for asked in app.at("/need")}
    assert said == {sid: f"number {number}" for number, (sid, _) in enumerate(done)}


def test_an_app_that_fails_is_a_snapshot_and_no_exception(app: Script) -> None:
    build(app).on("/voice", Answer(b"", 500))
    assert Sessions(app.line()).dial("", None)["refusal"]["code"] == 11200


def streamed(app: Script, sessions: Sessions) -> dict[str, Any]:
    """A call by microphone, at a question that is heard by stream."""
    url = app.base_url.replace("http", "ws") + "/stream"
    poll = '<Gather input="dtmf" timeout="1" numDigits="1" action="/keyed"/><Redirect>/heard</Redirect>'
    app.doors.add("/stream")
    app.on("/voice", f'<Start><Stream name="q1" url="{url}"/></Start>{poll}')
    app.on("/heard", poll, '<Stop><Stream name="q1"/></Stop><Say>A pothole.</Say><Gather input="dtmf speech"/>')
    app.on("/keyed", '<Stop><Stream name="q1"/></Stop><Say>A key.</Say><Gather/>')
    return sessions.dial("+14105550123", speaks=True)


def test_a_microphone_is_heard_by_the_lines_own_ear(app: Script) -> None:
    sessions = Sessions(app.line())
    first = streamed(app, sessions)
    assert first["waiting"]["sound"]
    sessions.sound(first["id"], tone(0.5).mulaw)
    sessions.sound(first["id"], tone(0.5).mulaw, "done")
    answer = sessions.act(first["id"], {"microphone": True})
    assert ([one["text"] for one in answer["heard"]], answer["waiting"]["sound"]) == (["A pothole."], False)
    assert tone(0.5).mulaw * 2 in app.sockets[0].sound


def test_any_other_act_takes_the_microphone_away(app: Script) -> None:
    sessions = Sessions(app.line())
    id_ = streamed(app, sessions)["id"]
    with ThreadPoolExecutor(1) as pool:
        listening = pool.submit(sessions.act, id_, {"microphone": True})
        assert [one["text"] for one in sessions.act(id_, {"press": "1"})["heard"]] == ["A key."]
        assert listening.result()["state"] == "listening"


def test_hanging_up_ends_a_message_by_microphone_as_it_does_at_twilio(app: Script) -> None:
    app.on("/voice", '<Record action="/left" maxLength="60" finishOnKey="#"/>').on("/left", "<Say>Thank you.</Say>")
    sessions = Sessions(app.line())
    id_ = sessions.dial("+14105550123", speaks=True)["id"]
    sessions.sound(id_, tone(2.0).mulaw, "hangup")
    assert sessions.act(id_, {"microphone": True})["state"] == "recording"
    assert app.at("/left") == []
    last = sessions.act(id_, {"hangup": True})
    assert (last["ending"], last["heard"]) == ("hung_up", [])
    [left] = app.at("/left")
    told = [left.form[name] for name in ("Digits", "CallStatus", "RecordingDuration")]
    assert told == ["hangup", "completed", "2"]


def test_who_hangs_up_without_a_word_leaves_no_message(app: Script) -> None:
    app.on("/voice", '<Record action="/left"/>').on("/left", "<Say>Thank you.</Say>")
    sessions = Sessions(app.line())
    id_ = sessions.dial("+14105550123", speaks=True)["id"]
    sessions.sound(id_, b"", "hangup")
    sessions.act(id_, {"microphone": True})
    sessions.act(id_, {"hangup": True})
    assert [one.form.get("Digits") for one in app.at("/left")] == []


def test_a_caller_without_a_microphone_says_so(app: Script) -> None:
    app.on("/voice", "<Gather input='speech'/>")
    sessions = Sessions(app.line())
    sessions.dial("+14105550123")
    sessions.dial("+14105550123", speaks=True)
    assert [one.headers.get("X-OneCall-Voice") for one in app.at("/voice")] == ["none", None]


def test_sound_ends_in_a_known_way(app: Script) -> None:
    app.on("/voice", "<Gather input='speech'/>")
    sessions = Sessions(app.line())
    id_ = sessions.dial("+14105550123", speaks=True)["id"]
    with pytest.raises(BadAction):
        sessions.sound(id_, b"", "never")

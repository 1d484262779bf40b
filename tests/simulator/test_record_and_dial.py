"""Messages left, transfers, and the end of calls."""

from __future__ import annotations

import pytest

from ivr.simulator.call import PhoneCall

from .scripted import Answer, Script

RECORD = '<Record action="/left" maxLength="30" timeout="4" recordingStatusCallback="/ready" {}/><Say>Not a word.</Say>'
DIAL = '<Dial action="/dialled" timeout="20" {}>+14105550111</Dial><Say>After.</Say>'


def recording(app: Script, more: str = "") -> PhoneCall:
    app.on("/voice", RECORD.format(more)).on("/left", "<Say>Thank you.</Say>").on("/ready", Answer(b"", 204))
    call = app.call()
    call.dial()
    return call


def dialing(app: Script, twiml: str = DIAL.format("")) -> PhoneCall:
    app.on("/voice", twiml).on("/dialled", "<Say>Back.</Say><Gather/>")
    call = app.call()
    call.dial()
    return call


def test_a_message_is_told_to_the_action_and_its_file_later(app: Script) -> None:
    call = recording(app)
    assert call.state == "recording"
    assert call.leave_message(12).said == "Thank you."
    [left], [ready] = app.at("/left"), app.at("/ready")
    assert (left.form["RecordingDuration"], left.form["Digits"]) == ("12", "")
    assert left.form["RecordingSid"].startswith("RE")
    assert left.form["RecordingUrl"].startswith("https://api.twilio.com/")
    assert (ready.form["RecordingSid"], ready.form["RecordingStatus"]) == (left.form["RecordingSid"], "completed")
    assert app.asked.index(left) < app.asked.index(ready)


def test_a_message_ends_at_its_longest(app: Script) -> None:
    recording(app).leave_message(300)
    assert app.at("/left")[0].form["RecordingDuration"] == "30"


def test_a_key_ends_a_message_and_is_told(app: Script) -> None:
    recording(app).press("#")
    assert app.at("/left")[0].form["Digits"] == "#"


def test_only_the_named_keys_end_a_message(app: Script) -> None:
    call = recording(app, 'finishOnKey="*"')
    assert call.press("1").ignored == "this key does not end the recording"
    call.press("*")
    assert app.at("/left")[0].form["Digits"] == "*"


def test_words_spoken_into_a_recording_are_a_message(app: Script) -> None:
    recording(app).say("one two three four five six seven eight nine ten")
    assert app.at("/left")[0].form["RecordingDuration"] == "4"


@pytest.mark.parametrize("act", ["wait", "nothing"])
def test_a_silent_recording_falls_through(app: Script, act: str) -> None:
    call = recording(app)
    turn = call.wait() if act == "wait" else call.leave_message(0)
    assert (turn.said, app.at("/left"), app.at("/ready")) == ("Not a word.", [], [])


def test_a_silent_recording_is_absent_where_that_is_asked_for(app: Script) -> None:
    recording(app, 'recordingStatusCallbackEvent="completed absent"').wait()
    assert app.at("/ready")[0].form["RecordingStatus"] == "absent"


def test_hanging_up_while_speaking_still_leaves_the_message(app: Script) -> None:
    call = recording(app)
    call.leave_message(9, "hangup")
    left = app.at("/left")[0].form
    assert (left["Digits"], left["RecordingDuration"], left["CallStatus"]) == ("hangup", "9", "completed")
    assert (call.ending, len(app.at("/ready"))) == ("hung_up", 1)


@pytest.mark.parametrize("result", ["busy", "no-answer", "failed", "canceled"])
def test_a_transfer_that_fails_comes_back_to_the_action(app: Script, result: str) -> None:
    call = dialing(app)
    assert (call.state, call.far_end(result).said) == ("dialing", "Back.")  # type: ignore[arg-type]
    form = app.at("/dialled")[0].form
    assert (form["DialCallStatus"], "DialCallDuration" in form) == (result, False)
    assert call.ending is None


def test_a_transfer_that_is_answered_is_completed_and_has_a_length(app: Script) -> None:
    dialing(app).far_end("answered", seconds=40)
    form = app.at("/dialled")[0].form
    assert (form["DialCallStatus"], form["DialCallDuration"]) == ("completed", "40")
    assert form["DialCallSid"].startswith("CA")
    assert form["DialCallSid"] != form["CallSid"]


def test_a_talk_ends_at_the_time_limit(app: Script) -> None:
    dialing(app, DIAL.format('timeLimit="60"')).far_end("answered", seconds=100)
    assert app.at("/dialled")[0].form["DialCallDuration"] == "60"


def test_nobody_answers_when_the_ring_time_is_over(app: Script) -> None:
    dialing(app).wait()
    assert app.at("/dialled")[0].form["DialCallStatus"] == "no-answer"


def test_with_an_action_later_verbs_never_run(app: Script) -> None:
    assert "After." not in dialing(app).far_end("busy").said


def test_without_an_action_the_next_verb_follows(app: Script) -> None:
    call = dialing(app, "<Dial>+14105550111</Dial><Say>After.</Say>")
    assert (call.far_end("busy").said, call.ending) == ("After.", "completed")


def test_a_call_that_ends_with_a_talk_was_transferred(app: Script) -> None:
    call = dialing(app, "<Dial>+14105550111</Dial>")
    call.far_end("answered")
    assert call.ending == "transferred"


def test_hanging_up_while_it_rings_cancels_the_transfer(app: Script) -> None:
    call = dialing(app)
    call.hang_up()
    form = app.at("/dialled")[0].form
    assert (form["DialCallStatus"], form["CallStatus"], call.ending) == ("canceled", "completed", "hung_up")


def test_hanging_up_after_the_talk_is_a_transfer(app: Script) -> None:
    call = dialing(app)
    call.far_end("answered", 30, then_hang_up=True)
    assert (app.at("/dialled")[0].form["DialCallStatus"], call.ending) == ("completed", "transferred")
    assert call.heard_since_last() == []


def test_words_and_keys_reach_nobody_while_it_rings(app: Script) -> None:
    call = dialing(app)
    assert call.say("hello?").ignored == call.press("1").ignored == "nobody has answered yet"
    assert call.state == "dialing"


@pytest.mark.parametrize(("caller_id", "refused"), [("+14105550100", 0), ("+14105550123", 0), ("+14105550999", 13214)])
def test_only_a_number_of_this_call_may_be_shown(app: Script, caller_id: str, refused: int) -> None:
    call = dialing(app, f'<Dial callerId="{caller_id}">+14105550111</Dial>')
    assert [refusal.code for refusal in call.refusals] == ([refused] if refused else [])


def test_the_called_party_hears_only_what_may_be_played_before_two_are_joined(app: Script) -> None:
    app.on("/whisper", "<Say>A caller from 311.</Say>")
    dial = '<Dial action="/dialled"><Number url="/whisper">+14105550111</Number></Dial>'
    assert dialing(app, dial).far_end("answered").refusals == []
    app.on("/whisper", "<Pause/>")
    assert dialing(app, dial).far_end("answered").refusals[0].code == 12200
    dialing(app, dial).far_end("busy")
    assert len(app.at("/whisper")) == 2


@pytest.mark.parametrize(("end", "ending"), [("<Hangup/>", "completed"), ("<Say>Bye</Say>", "completed")])
def test_the_app_learns_of_the_end_and_the_length(app: Script, end: str, ending: str) -> None:
    call = app.on("/voice", '<Pause length="61"/>' + end).call()
    call.dial()
    [status] = app.at("/voice/status")
    assert (status.form["CallStatus"], status.form["Duration"], call.ending) == ("completed", "2", ending)
    assert int(status.form["CallDuration"]) == round(call.elapsed)


def test_hanging_up_is_told_once(app: Script) -> None:
    call = app.on("/voice", "<Gather/>").call()
    call.dial()
    call.hang_up()
    assert (len(app.at("/voice/status")), call.ending) == (1, "hung_up")


@pytest.mark.parametrize(("reason", "status"), [("", "no-answer"), ('reason="busy"', "busy")])
def test_a_rejected_call_was_never_answered(app: Script, reason: str, status: str) -> None:
    app.on("/voice", f"<Reject {reason}/>").call().dial()
    assert app.at("/voice/status")[0].form["CallStatus"] == status


def test_a_callback_that_fails_is_found_and_does_not_end_the_call(app: Script) -> None:
    app.on("/left", "<Gather/>")
    call = recording(app)
    app.on("/left", "<Gather/>").on("/ready", Answer(b"", 500))
    call.leave_message(3)
    assert ([refusal.code for refusal in call.refusals], call.state) == ([15003], "listening")


def test_the_far_leg_tells_its_progress_after_the_action(app: Script) -> None:
    events = 'statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed"'
    app.on("/leg", Answer(b"", 204))
    dial = f'<Dial action="/dialled"><Number {events}>+14105550111</Number></Dial>'
    dialing(app, dial).far_end("answered", 40)
    told = [(one.form["SequenceNumber"], one.form["CallStatus"]) for one in app.at("/leg")]
    assert told == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]
    last, [action] = app.at("/leg")[-1], app.at("/dialled")
    assert (last.form["CallDuration"], last.form["CallSid"]) == ("40", action.form["DialCallSid"])
    assert last.form["ParentCallSid"] == action.form["CallSid"]
    assert app.asked.index(action) < app.asked.index(app.at("/leg")[0])


def test_a_leg_that_nobody_took_tells_why_and_only_its_end_unless_asked(app: Script) -> None:
    app.on("/leg", Answer(b"", 204))
    dialing(app, '<Dial><Number statusCallback="/leg">+14105550111</Number></Dial>').far_end("busy")
    assert [one.form["CallStatus"] for one in app.at("/leg")] == ["busy"]


def test_a_recorded_talk_is_told_to_the_action_and_later(app: Script) -> None:
    app.on("/ready", Answer(b"", 204))
    dial = DIAL.format('record="record-from-answer" recordingStatusCallback="/ready"')
    dialing(app, dial).far_end("answered", 40)
    assert app.at("/dialled")[0].form["RecordingSid"] == app.at("/ready")[0].form["RecordingSid"]
    assert app.at("/ready")[0].form["RecordingDuration"] == "40"
    dialing(app, dial).far_end("busy")
    assert ("RecordingSid" in app.at("/dialled")[1].form, len(app.at("/ready"))) == (False, 1)

"""What a caller says, presses or does not, and what Twilio makes of it in a Gather."""

from __future__ import annotations

import pytest

from ivr.simulator.call import CallEndedError, PhoneCall

from .scripted import Answer, Script, twiml

VOICE = 'voice="Polly.Joanna" language="en-US"'


def asking(app: Script, gather: str, after: str = "<Say>Nothing came.</Say><Hangup/>") -> PhoneCall:
    """A call that has come to `gather`, whose action is /got unless it says otherwise."""
    app.on("/voice", gather + after).on("/got", "<Say>Got it.</Say>")
    call = app.call()
    call.dial()
    return call


def got(app: Script) -> dict[str, str]:
    """What the last action was told besides what every request carries."""
    always = app.at("/voice")[0].form
    return {name: value for name, value in app.at("/got")[-1].form.items() if name not in always}


def test_speech_comes_with_its_confidence(app: Script) -> None:
    call = asking(app, '<Gather input="dtmf speech" action="/got"/>')
    assert call.say("there is a pothole", confidence=0.42).said == "Got it."
    assert got(app) == {"SpeechResult": "there is a pothole", "Confidence": "0.42000000", "Language": "en-US"}
    assert app.at("/got")[0].form["CallStatus"] == "in-progress"


def test_an_unknown_confidence_is_not_sent(app: Script) -> None:
    asking(app, '<Gather input="speech" action="/got"/>').say("yes", confidence=None)
    assert got(app) == {"SpeechResult": "yes", "Language": "en-US"}


def test_at_most_sixty_seconds_of_speech_are_heard(app: Script) -> None:
    asking(app, '<Gather input="speech" action="/got"/>').say("so " * 500)
    assert len(got(app)["SpeechResult"].split()) == 180


def test_enough_keys_are_sent_at_once(app: Script) -> None:
    asking(app, '<Gather numDigits="5" action="/got"/>').press("21218")
    assert got(app) == {"Digits": "21218", "FinishedOnKey": "", "msg": "Gather End"}


def test_the_finishing_key_ends_an_entry_and_is_not_part_of_it(app: Script) -> None:
    asking(app, '<Gather action="/got"/>').press("123#")
    assert (got(app)["Digits"], got(app)["FinishedOnKey"]) == ("123", "#")


def test_with_finishonkey_empty_every_key_is_part_of_the_entry(app: Script) -> None:
    asking(app, '<Gather finishOnKey="" numDigits="4" action="/got"/>').press("1#2*")
    assert got(app)["Digits"] == "1#2*"


def test_an_incomplete_entry_is_sent_after_the_timeout(app: Script) -> None:
    asking(app, '<Gather numDigits="5" action="/got"/>').press("212")
    assert got(app)["Digits"] == "212"


def test_keys_can_come_one_by_one(app: Script) -> None:
    call = asking(app, '<Gather action="/got"/>')
    for key in "123":
        assert call.press(key, hold=True).said == ""
    assert call.state == "listening"
    call.wait()
    assert got(app)["Digits"] == "123"


def test_keys_pressed_ahead_answer_the_next_question(app: Script) -> None:
    app.on("/voice", '<Gather numDigits="1" action="/second"/>')
    app.on("/second", '<Gather numDigits="2" action="/third"><Say>Which?</Say></Gather>').on("/third", "<Gather/>")
    call = app.call()
    call.dial()
    call.press("123")
    assert [one.form["Digits"] for one in app.at("/second") + app.at("/third")] == ["1", "23"]


def test_keys_pressed_ahead_of_no_question_are_lost(app: Script) -> None:
    app.on("/voice", '<Gather numDigits="1" action="/second"/>')
    app.on("/second", '<Record action="/got"/>').on("/got", '<Gather numDigits="1" action="/got"/>')
    call = app.call()
    call.dial()
    call.press("12")
    call.leave_message(5, "#")
    assert call.state == "listening"


@pytest.mark.parametrize(("wants", "act"), [("speech", "press"), ("dtmf", "say")])
def test_what_is_not_listened_for_reaches_nobody_and_the_question_stays_open(app: Script, wants: str, act: str) -> None:
    call = asking(app, f'<Gather input="{wants}" action="/got"/>')
    turn = call.press("1") if act == "press" else call.say("one")
    assert turn.ignored == ("keys are not heard here" if act == "press" else "speech is not heard here")
    assert (call.state, app.at("/got")) == ("listening", [])


def test_silence_falls_through_to_the_next_verb(app: Script) -> None:
    call = asking(app, '<Gather action="/got" timeout="7"/>')
    before = call.elapsed
    assert call.wait().said == "Nothing came."
    assert (app.at("/got"), call.ending) == ([], "completed")
    assert call.elapsed >= before + 7


def test_the_finishing_key_alone_is_no_input(app: Script) -> None:
    assert asking(app, '<Gather action="/got"/>').press("#").said == "Nothing came."
    assert app.at("/got") == []


def test_an_empty_result_is_sent_when_asked_for(app: Script) -> None:
    asking(app, '<Gather action="/got" actionOnEmptyResult="true"/>').wait()
    assert got(app)["Digits"] == ""


def test_an_empty_gather_at_the_end_of_a_document_ends_the_call(app: Script) -> None:
    call = asking(app, '<Gather action="/got"/>', after="")
    call.wait()
    assert call.ending == "completed"
    with pytest.raises(CallEndedError):
        call.say("hello?")


def test_without_an_action_the_same_document_is_asked_again(app: Script) -> None:
    app.on("/voice", '<Gather input="speech"><Say>Hello?</Say></Gather>')
    call = app.call()
    assert call.dial().said == call.say("hello").said == "Hello?"
    assert app.at("/voice")[1].form["SpeechResult"] == "hello"


def test_an_action_can_be_a_get(app: Script) -> None:
    asking(app, '<Gather numDigits="1" action="/got?s=1" method="GET"/>').press("4")
    assert app.at("/got")[0].method == "GET"
    assert app.at("/got")[0].form | {"Digits": "4", "s": "1"} == app.at("/got")[0].form


def test_keys_win_over_speech(app: Script) -> None:
    call = asking(app, '<Gather input="dtmf speech" action="/got"/>')
    call.press("4", hold=True)
    call.say("five")
    assert got(app)["Digits"] == "4"


def test_what_is_nested_is_heard_with_language_voice_and_node(app: Script) -> None:
    told = (("X-OneCall-Trace", '{"at": "main.need", "path": ["main.welcome", "main.need"]}'),)
    nested = f'<Gather><Say {VOICE}>Press 1.</Say><Pause length="2"/><Say voice="Polly.Lupe">Oprima 2.</Say></Gather>'
    app.on("/voice", Answer(twiml(nested), headers=told))
    call = app.call()
    call.dial()
    heard = [(item.kind, item.language, item.voice, item.text, item.node) for item in call.heard_since_last()]
    assert heard == [
        ("say", "en-US", "Polly.Joanna", "Press 1.", "main.need"),
        ("pause", "", "", "", "main.need"),
        ("say", "es-US", "Polly.Lupe", "Oprima 2.", "main.need"),
    ]
    assert call.trace == {"at": "main.need", "path": ["main.welcome", "main.need"]}


def test_the_trace_is_read_however_it_is_made_safe(app: Script) -> None:
    for header in ('{"at": "a.b"}', "%7B%22at%22%3A%20%22a.b%22%7D", "eyJhdCI6ICJhLmIifQ"):
        app.on("/voice", Answer(twiml("<Gather/>"), headers=(("X-OneCall-Trace", header),)))
        assert app.call().dial().node == "a.b"
    app.on("/voice", Answer(twiml("<Gather/>"), headers=(("X-OneCall-Trace", "nonsense"),)))
    assert app.call().dial().trace is None


def test_a_number_is_heard_as_a_number_unless_it_is_spelled(app: Script) -> None:
    app.on(
        "/voice",
        f"<Say {VOICE}>Your number is 26000014,\n  or <say-as interpret-as='digits'>26000014</say-as>"
        "<break time='500ms'/>. Ask <sub alias='Baltimore'>Balt.</sub></Say>",
    )
    assert app.call().dial().said == "Your number is 26,000,014, or 2 6 0 0 0 0 1 4. Ask Baltimore"


def test_partial_results_are_told_while_the_caller_speaks(app: Script) -> None:
    app.on("/partial", Answer(b"", 204))
    asking(app, '<Gather input="speech" action="/got" partialResultCallback="/partial"/>').say("there is a leak")
    assert app.at("/partial")[0].form["UnstableSpeechResult"] == "there is a leak"


def test_a_document_that_runs_in_a_circle_without_the_caller_is_refused(app: Script) -> None:
    call = app.on("/voice", "<Say>Hello</Say><Redirect>/voice</Redirect>").call()
    call.dial()
    assert (call.ending, call.refusals[0].code) == ("failed", 11215)
    assert len(app.at("/voice")) == 50


def test_a_circle_with_the_caller_in_it_is_none(app: Script) -> None:
    call = app.on("/voice", '<Gather timeout="1"/><Redirect>/voice</Redirect>').call()
    call.dial()
    for _ in range(60):
        call.wait()
    assert (call.state, call.refusals) == ("listening", [])


def test_a_missing_recorded_prompt_is_found(app: Script) -> None:
    app.on("/voice", "<Gather><Play>/prompts/en/hello.wav</Play></Gather>").on(
        "/prompts/en/hello.wav", Answer(b"", 404)
    )
    assert app.call().dial().refusals[0].code == 11200
    app.on("/prompts/en/hello.wav", Answer(b"<html>", kind="text/html"))
    assert app.call().dial().refusals[0].code == 13325
    app.on("/prompts/en/hello.wav", Answer(b"RIFF" + bytes(100_000), kind="audio/wav"))
    assert app.call().dial().refusals == []


def test_a_verb_that_is_not_simulated_yet_says_so(app: Script) -> None:
    call = app.on("/voice", "<Echo/>").call()
    assert "does not play <Echo> yet" in str(call.dial().refusals[0])


@pytest.mark.parametrize("verb", ["<Enqueue>agents</Enqueue>", "<Dial><Conference>room</Conference></Dial>"])
def test_what_needs_others_is_not_played_for_a_call_alone(app: Script, verb: str) -> None:
    call = app.on("/voice", verb).call()
    assert "only in an account that calls share" in str(call.dial().refusals[0])

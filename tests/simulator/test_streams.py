"""Media streams: what Twilio sends over them, when they begin and end, and what the network does to them."""

from __future__ import annotations

import threading
import time

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator import life
from ivr.simulator.call import PhoneCall
from ivr.simulator.mouth import Microphone
from ivr.simulator.network import Network
from ivr.simulator.sound import silence, tone
from ivr.speech.audio import Audio
from ivr.telephony import media
from tests.calls.hearing.sounds import Counter

from .scripted import Answer, Script, Socket

KEY = '<Gather input="dtmf" timeout="1" numDigits="1" finishOnKey="" action="/keyed">'
GATHER = KEY + "{}</Gather><Redirect>/heard</Redirect>"
STOP = '<Stop><Stream name="q1"/></Stop>'
DONE = STOP + "<Say>Thank you.</Say><Gather input='dtmf speech'/>"
WORDS = tone(1.5)


def start(app: Script, more: str = "", name: str = "q1") -> str:
    """A <Start><Stream> to the scripted app's own door."""
    url = app.base_url.replace("http", "ws") + "/stream"
    token = '<Parameter name="token" value="t0ken"/>'
    return f'<Start><Stream name="{name}" url="{url}" statusCallback="/streamed" {more}>{token}</Stream></Start>'


def asking(app: Script, *heard: str, **changes: object) -> PhoneCall:
    """A question heard by stream; heard: what the line answers each time it is asked what was heard."""
    app.doors.add("/stream")
    app.on("/streamed", Answer(b"", 204)).on("/keyed", DONE)
    app.on("/voice", start(app) + GATHER.format("<Say>What is it?</Say>"))
    app.on("/heard", *(heard or (GATHER.format(""), DONE)))
    call = app.call_over(changes.pop("network", Network()), **changes)  # type: ignore[arg-type]
    call.dial()
    return call


def carried(app: Script) -> Socket:
    """The only socket, when it is closed."""
    [socket] = app.sockets
    assert socket.ended.wait(5)
    return socket


def test_a_stream_says_what_it_is_about_to_carry(app: Script) -> None:
    call = asking(app)
    call.hang_up()
    connected, begun = carried(app).said[:2]
    assert connected == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
    assert (begun["event"], begun["sequenceNumber"], begun["streamSid"][:2]) == ("start", "1", "MZ")
    about = begun["start"]
    assert (about["callSid"], about["accountSid"]) == (call.sid, call._course.line.account_sid)
    assert (about["tracks"], about["customParameters"]) == (["inbound"], {"token": "t0ken"})
    assert about["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


def test_what_is_spoken_arrives_whole_and_in_order(app: Script) -> None:
    call = asking(app)
    turn = call.speak(WORDS, pace=0)
    assert (turn.said, turn.ignored, call.refusals) == ("Thank you.", "", [])
    socket = carried(app)
    assert WORDS.mulaw in socket.sound
    messages = socket.of("media")
    assert {len(Audio(message["media"]["payload"].encode()).mulaw) for message in messages} == {216}
    assert [message["media"]["chunk"] for message in messages] == [str(n + 1) for n in range(len(messages))]
    assert [message["media"]["timestamp"] for message in messages] == [str(n * 20) for n in range(len(messages))]
    numbers = [message["sequenceNumber"] for message in socket.said[1:]]
    assert numbers == [str(n + 1) for n in range(len(numbers))]
    assert all(isinstance(media.read(str(message).replace("'", '"')), media.Message) for message in socket.said)


def test_the_line_listens_while_it_speaks_itself(app: Script) -> None:
    call = asking(app)
    prompt = call.transcript[0].heard[0].seconds
    call.hang_up()
    assert len(carried(app).sound) / 8000 == pytest.approx(prompt, abs=0.05)


def test_the_socket_is_signed_for_the_address_the_document_names(app: Script) -> None:
    app.doors.add("/stream")
    stream = '<Start><Stream name="q1" url="wss://311.example.gov/stream"/></Start><Gather/>'
    app.on("/voice", stream)
    call = app.call_with(public_url="https://311.example.gov", auth_token="secret")
    call.dial()
    [socket] = app.sockets
    signature = socket.headers["X-Twilio-Signature"]
    assert RequestValidator("secret").validate("wss://311.example.gov/stream", {}, signature)
    assert (call.refusals, call.streams) == ([], ("q1",))


def test_a_stream_ends_with_stop_and_tells_so(app: Script) -> None:
    call = asking(app, DONE)
    call.speak(WORDS, pace=0)
    last = carried(app).said[-1]
    assert (last["event"], last["stop"]["callSid"], call.streams) == ("stop", call.sid, ())
    told = [(one.form["StreamName"], one.form["StreamEvent"]) for one in app.at("/streamed")]
    assert told == [("q1", "stream-started"), ("q1", "stream-stopped")]
    assert {one.form["StreamSid"] for one in app.at("/streamed")} == {last["streamSid"]}


def test_hanging_up_ends_every_stream(app: Script) -> None:
    call = asking(app)
    call.hang_up()
    assert carried(app).said[-1]["event"] == "stop"
    assert app.at("/streamed")[-1].form["StreamEvent"] == "stream-stopped"


def test_the_line_is_asked_what_was_heard_until_it_goes_on(app: Script) -> None:
    call = asking(app, *[GATHER.format("")] * 4, DONE)
    call.speak(WORDS, pace=0)
    assert len(app.at("/heard")) == 5


def test_silence_after_the_last_word_is_counted(app: Script) -> None:
    call = asking(app, GATHER.format(""), GATHER.format(""), GATHER.format(""), DONE)
    call.speak(Audio(tone(2).mulaw), pace=0)
    assert call.silences == [2.0]


def test_a_word_from_the_line_breaks_the_silence(app: Script) -> None:
    call = asking(app, GATHER.format(""), GATHER.format("<Say>One moment.</Say>"), GATHER.format(""), DONE)
    call.speak(tone(1), pace=0)
    assert call.silences == [1.0, 2.0]


def test_a_line_that_never_goes_on_is_left_after_a_while(app: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "EAR", 0.01)
    call = asking(app, GATHER.format(""))
    turn = call.speak(tone(0.5), pace=0)
    assert (turn.ignored, call.state) == ("the line said nothing for 20 s", "listening")
    assert call.silences[0] > 20


def test_real_time_is_real(app: Script) -> None:
    call = asking(app, GATHER.format(""), DONE)
    before = call.elapsed
    call.speak(tone(1), pace=0.25)
    assert 2.0 <= call.elapsed - before - call.transcript[-1].heard[0].seconds <= 3.5
    assert 1.0 <= call.silences[0] <= 2.0
    assert tone(1).mulaw in carried(app).sound


def test_a_key_after_the_last_word_ends_the_answer(app: Script) -> None:
    call = asking(app, GATHER.format(""))
    assert call.speak(tone(0.5), pace=0, then="1").said == "Thank you."
    assert (app.at("/keyed")[0].form["Digits"], call.silences) == ("1", [])


def test_after_the_pound_key_the_line_may_need_a_moment(app: Script) -> None:
    call = asking(app)
    app.on("/keyed", GATHER.format(""))
    assert call.press("#").said == "Thank you."
    assert app.at("/keyed")[0].form["Digits"] == "#"


def test_no_keys_go_over_a_one_way_stream(app: Script) -> None:
    call = asking(app)
    call.press("1")
    assert carried(app).of("dtmf") == []


def test_words_that_are_typed_are_not_heard_by_a_stream(app: Script) -> None:
    assert asking(app).say("a pothole").ignored.startswith("the line listens to sound here")


def test_waiting_lasts_until_the_line_goes_on(app: Script) -> None:
    call = asking(app, GATHER.format(""), GATHER.format(""), DONE)
    assert (call.wait().said, call.silences) == ("Thank you.", [])


def test_a_line_is_never_dead_while_the_caller_thinks(app: Script) -> None:
    asking(app)
    [socket] = app.sockets
    before, until = len(socket.said), time.monotonic() + 5
    while len(socket.said) < before + 25 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(socket.said) >= before + 25


def test_a_microphone_is_heard_while_it_is_open(app: Script) -> None:
    call, microphone = asking(app, *[GATHER.format("")] * 3, DONE), Microphone()
    microphone.put(WORDS.mulaw)
    microphone.close(key="")
    assert call.speak(microphone, pace=0.2).said == "Thank you."
    assert WORDS.mulaw in carried(app).sound


def test_what_the_caller_does_takes_the_microphone_away(app: Script) -> None:
    call, microphone = asking(app, GATHER.format("")), Microphone()
    threading.Timer(0.3, microphone.close, [True]).start()
    assert (call.speak(microphone).ignored, call.state) == ("", "listening")
    assert call.press("1").said == "Thank you."


def test_a_key_after_words_into_a_microphone_is_pressed(app: Script) -> None:
    call, microphone = asking(app, GATHER.format("")), Microphone()
    threading.Timer(0.2, microphone.close, [False, "1"]).start()
    assert call.speak(microphone, pace=0.5).said == "Thank you."
    assert app.at("/keyed")[0].form["Digits"] == "1"


def test_a_recording_through_a_microphone_ends_with_silence(app: Script) -> None:
    app.on("/voice", '<Record action="/left" timeout="2"/>').on("/left", "<Hangup/>")
    call, microphone = app.call(), Microphone()
    call.dial()
    threading.Timer(0.1, microphone.put, [tone(3).mulaw + silence(2.1).mulaw]).start()
    call.speak(microphone)
    assert app.at("/left")[0].form["RecordingDuration"] == "5"


@pytest.mark.parametrize(("end", "after"), [("", "1"), ("1", "")])
def test_a_key_ends_what_is_said_to_twilios_own_recogniser(app: Script, end: str, after: str) -> None:
    app.on("/voice", '<Gather input="dtmf speech" numDigits="1" action="/keyed"/>')
    app.on("/keyed", "<Say>Thank you.</Say><Gather/>")
    call, microphone = PhoneCall(app.line(), hears=Counter()), Microphone()
    call.dial()
    microphone.put(WORDS.mulaw)
    microphone.close(interrupted=not end, key=end)
    call.speak(microphone)
    assert (call.press(after).said if after else call.transcript[-1].said) == "Thank you."
    assert [(one.form.get("Digits"), one.form.get("SpeechResult")) for one in app.at("/keyed")] == [("1", None)]


def test_sound_at_a_question_of_twilios_own_recogniser_needs_one(app: Script) -> None:
    call = app.on("/voice", '<Gather input="speech"/>').call()
    call.dial()
    assert "no recogniser here" in call.speak(WORDS).ignored


def test_lost_messages_leave_gaps_in_the_count(app: Script) -> None:
    asking(app, network=Network(drop=0.2)).speak(WORDS, pace=0)
    chunks = [int(one["media"]["chunk"]) for one in carried(app).of("media")]
    assert chunks == sorted(set(chunks))
    assert 0.6 < len(chunks) / chunks[-1] < 0.95


def test_repeated_messages_are_the_same_twice(app: Script) -> None:
    asking(app, network=Network(repeat=0.3)).speak(WORDS, pace=0)
    chunks = [int(one["media"]["chunk"]) for one in carried(app).of("media")]
    assert chunks == sorted(chunks)
    assert len(chunks) > len(set(chunks)) == chunks[-1]


def test_late_messages_come_after_the_next(app: Script) -> None:
    asking(app, network=Network(reorder=0.3)).speak(WORDS, pace=0)
    chunks = [int(one["media"]["chunk"]) for one in carried(app).of("media")]
    assert chunks != sorted(chunks)
    assert sorted(chunks) == list(range(1, len(chunks) + 1))


def test_a_network_that_breaks_ends_the_stream_and_not_the_call(app: Script) -> None:
    call = asking(app, network=Network(cut=1.5))
    turn = call.speak(WORDS, pace=0)
    assert (turn.said, call.state) == ("Thank you.", "listening")
    assert [refusal.code for refusal in call.refusals] == [31903]
    assert carried(app).of("stop") == []
    assert app.at("/streamed")[-1].form["StreamError"].startswith("31903")


def test_a_socket_the_app_closes_is_an_error_of_its_stream(app: Script) -> None:
    app.hangs_up = 20
    call = asking(app)
    assert call.speak(WORDS, pace=0.1).said == "Thank you."
    assert {refusal.code for refusal in call.refusals} <= {31921, 31903}
    assert (len(call.refusals), app.at("/streamed")[-1].form["StreamEvent"]) == (1, "stream-error")


def test_a_stream_that_broke_before_the_caller_spoke_is_still_believed_to_be_heard(app: Script) -> None:
    call = asking(app, network=Network(cut=0.2))
    assert (call.streams, call.speak(WORDS, pace=0).said) == ((), "Thank you.")


def test_a_door_that_is_closed_does_not_end_the_call(app: Script) -> None:
    call = asking(app)
    app.doors.clear()
    again = app.call()
    again.dial()
    assert ([refusal.code for refusal in again.refusals], again.state) == ([31920], "listening")
    assert app.at("/streamed")[-1].form["StreamEvent"] == "stream-error"
    call.hang_up()


@pytest.mark.parametrize(
    ("twiml", "code", "why"),
    [
        ('<Start><Stream name="a" url="ws://311.example.gov/s"/></Start>', 11100, "nothing else is encrypted"),
        ('<Start><Stream name="a" url="https://311.example.gov/s"/></Start>', 11100, "wss://"),
        ('<Start><Stream name="a" url="wss://311.example.gov/s?t=1"/></Start>', 11100, "without a query"),
        ('<Start><Stream name="a"/></Start>', 11100, "no url"),
        ('<Start><Stream url="wss://h/s" track="mine"/></Start>', 12200, "inbound_track"),
        (f'<Start><Stream url="wss://h/s"><Parameter name="t" value="{"x" * 500}"/></Stream></Start>', 12200, "500"),
        ('<Start><Stream url="wss://h/s"><Parameter value="x"/></Stream></Start>', 12200, "no name"),
        ("<Stop><Stream/></Stop>", 12200, "must name"),
        ('<Stop><Stream name="never"/></Stop>', 12200, "no stream 'never'"),
    ],
)
def test_streams_twilio_would_not_start_are_refused(app: Script, twiml: str, code: int, why: str) -> None:
    call = app.on("/voice", twiml + "<Gather/>").call()
    call.dial()
    assert call.refusal
    assert (call.refusal.code, why in call.refusal.message) == (code, True)


def test_a_name_is_used_once_at_a_time(app: Script) -> None:
    app.doors.add("/stream")
    app.on("/voice", start(app) + start(app) + "<Gather/>").on("/streamed", Answer(b"", 204))
    call = app.call()
    call.dial()
    assert call.refusal
    assert "runs already" in call.refusal.message


def test_a_call_has_four_tracks_at_most(app: Script) -> None:
    app.doors.add("/stream")
    both = [start(app, 'track="both_tracks"', name) for name in ("a", "b", "c")]
    app.on("/streamed", Answer(b"", 204)).on("/voice", "".join(both) + "<Gather/>")
    call = app.call()
    call.dial()
    assert call.refusal
    assert "4 tracks" in call.refusal.message


def test_a_spoken_message_becomes_the_recordings_file(app: Script) -> None:
    kept: list[tuple[bytes, int]] = []

    class Keeps:
        def keep(self, sid: str, call: str, account: str, sound: Audio, seconds: int, source: str) -> None:
            kept.append((sound.mulaw, seconds))

    app.on("/voice", '<Record action="/left" timeout="3"/>').on("/left", "<Say>Thank you.</Say><Gather/>")
    call = app.call_with(shelf=Keeps())
    call.dial()
    assert call.speak(WORDS).said == "Thank you."
    assert (kept, app.at("/left")[0].form["RecordingDuration"]) == ([(WORDS.mulaw, 2)], "2")
    assert call.silences == [3.0]


def test_the_line_may_ask_for_a_moment_before_it_knows_the_words_of_a_recording(app: Script) -> None:
    app.on("/voice", '<Record action="/left" finishOnKey="#"/>').on(
        "/left", "<Say>One moment.</Say>" + GATHER.format("")
    )
    app.on("/heard", GATHER.format(""), "<Say>A pothole.</Say><Gather/>")
    call = app.call()
    call.dial()
    assert call.speak(silence(1), then="#").said == "One moment. A pothole."
    assert call.silences == [2.0]

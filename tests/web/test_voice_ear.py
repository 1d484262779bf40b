"""The voice door with the line's own ear: streams begun and ended, answers waited for, and what fails on the way."""

from __future__ import annotations

import pytest
import structlog

from ivr.calls.hearing.hearing import Hearing
from ivr.flow.events import Digits, HungUp, Recorded, Silence, Unheard, Utterance
from tests.web.test_listening import WORDS, FakeEar, standing
from tests.web.test_voice_door import Phone, apologised
from tests.web.voice_script import BASE, RECORDING, Script

MOMENT = Hearing("waiting")


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def ear() -> FakeEar:
    return FakeEar(MOMENT)


@pytest.fixture
def phone(script: Script, ear: FakeEar) -> Phone:
    """A call at a question that is streamed."""
    phone = Phone(script, ear=ear)
    phone.act(Digits="6")
    return phone


def verbs(phone: Phone) -> list[str]:
    return [verb.tag for verb in phone.document]


def redirected(phone: Phone) -> None:
    phone.post(phone.silence)


def test_a_streamed_question_starts_a_stream_and_says_what_it_is_let_in_with(phone: Phone) -> None:
    assert verbs(phone) == ["Say", "Start", "Gather", "Redirect"]
    stream = phone.document.find("Start/Stream")
    assert stream is not None
    assert stream.attrib["name"] == "q1"
    assert stream.attrib["url"] == "wss://311.example.gov/voice/stream"
    assert stream.find("Parameter").attrib == {"name": "token", "value": "TICKET"}  # type: ignore[union-attr]
    assert phone.said == "We listen in. Tell me."


def test_a_caller_whose_words_take_long_is_asked_for_a_moment_once(script: Script, ear: FakeEar, phone: Phone) -> None:
    told = len(script.told)
    ear.hearing = Hearing("speaking", quiet=3.0)
    redirected(phone)
    assert (verbs(phone), phone.said) == (["Gather", "Redirect"], "One moment.")
    redirected(phone)
    assert (verbs(phone), phone.said) == (["Gather", "Redirect"], "")
    ear.hearing = WORDS
    redirected(phone)
    assert (script.told[told:], phone.said) == ([Utterance("a pothole", 0.9, "en-US")], "You said: a pothole")


def test_what_only_waits_tells_the_test_phone_where_the_call_is(script: Script, ear: FakeEar) -> None:
    phone = Phone(script, simulator=True, ear=ear)
    phone.act(Digits="6")
    redirected(phone)
    assert verbs(phone) == ["Gather", "Redirect"]
    assert "main.streamed" in phone.answer.headers["X-OneCall-Trace"]


def test_while_nobody_has_spoken_twilio_asks_again_and_no_turn_is_taken(
    script: Script, ear: FakeEar, phone: Phone
) -> None:
    state, told = phone.action.split("&")[0], len(script.told)
    for times in (2, 3):
        redirected(phone)
        assert verbs(phone) == ["Gather", "Redirect"]
        assert phone.silence.endswith(f"&stream=q1&wait=3&heard={times}")
        assert phone.action.startswith(state + "&")
    assert len(script.told) == told
    assert ear.asked[-1] == 1


def test_words_that_are_final_are_the_answer_and_the_stream_ends_first(
    script: Script, ear: FakeEar, phone: Phone
) -> None:
    ear.hearing = standing("speaking", "a pot")
    redirected(phone)
    ear.hearing = WORDS
    redirected(phone)
    assert script.told[-1] == Utterance("a pothole", 0.9, "en-US")
    assert phone.said == "You said: a pothole"
    assert phone.document[0].tag == "Stop"
    assert phone.document[0][0].attrib == {"name": "q1"}


def test_who_says_nothing_is_asked_again_after_the_questions_own_time(script: Script, phone: Phone) -> None:
    for _ in range(3):
        redirected(phone)
    assert script.told[-1] == Silence()
    assert (phone.document[0].tag, phone.said) == ("Stop", "Are you still there?")


def test_a_key_is_an_answer_and_pound_takes_the_words(script: Script, ear: FakeEar, phone: Phone) -> None:
    action = phone.action
    phone.post(action, Digits="1")
    assert script.told[-1:] == [Digits("1")]
    assert phone.document[0].tag == "Stop"
    ear.hearing = WORDS
    phone.post(action, Digits="#")
    assert script.told[-1] == Utterance("a pothole", 0.9, "en-US")


def test_a_repeated_webhook_gets_the_same_bytes_while_it_waits_and_once_it_is_final(ear: FakeEar, phone: Phone) -> None:
    asks = phone.silence
    first = phone.post(asks).data
    assert phone.post(asks).data == first
    ear.hearing = WORDS
    final = phone.post(asks).data
    assert final != first
    assert phone.post(asks).data == final


def test_a_webhook_that_was_lost_is_made_up_for_by_the_next(script: Script, ear: FakeEar, phone: Phone) -> None:
    redirected(phone)
    late = phone.silence.replace("heard=2", "heard=5")
    ear.hearing = WORDS
    phone.post(late)
    assert script.told[-1] == Utterance("a pothole", 0.9, "en-US")


def test_a_broken_ear_is_told_and_the_caller_asked_once_more(script: Script, ear: FakeEar, phone: Phone) -> None:
    ear.hearing = standing("broken")
    redirected(phone)
    assert script.told[-1] == Unheard()
    assert phone.said == "I have trouble hearing you."
    assert verbs(phone) == ["Stop", "Gather", "Redirect"]


def test_who_has_gone_is_told_of(script: Script, phone: Phone) -> None:
    phone.post(phone.silence, CallStatus="completed")
    assert script.told[-1] == HungUp()


def test_consent_is_said_once_and_only_where_somebody_listens(script: Script, ear: FakeEar) -> None:
    phone = Phone(script)
    phone.act(Digits="6")
    assert (verbs(phone), phone.said) == (["Gather", "Redirect"], "Tell me.")
    phone = Phone(script, ear=ear)
    phone.act(Digits="6")
    phone.act(Digits="6")
    assert phone.said == "Tell me."
    assert verbs(phone) == ["Stop", "Start", "Gather", "Redirect"]


@pytest.mark.parametrize("error", [RuntimeError("the words of a caller"), SystemError("+14105550123")])
def test_an_ear_that_cannot_begin_leaves_the_question_to_twilio(script: Script, error: Exception) -> None:
    with structlog.testing.capture_logs() as logs:
        phone = Phone(script, ear=FakeEar(error=error))
        phone.act(Digits="6")
    assert verbs(phone) == ["Gather", "Redirect"]
    assert phone.document[0].attrib["input"] == "dtmf speech"
    assert "caller" not in str(logs)
    assert "4105550123" not in str(logs)
    phone.act(SpeechResult="a pothole", Confidence="0.8")
    assert script.told[-1] == Utterance("a pothole", 0.8)


def test_an_apology_ends_the_stream_so_that_nobody_listens_to_what_is_said_to_a_person(phone: Phone) -> None:
    broken = phone.action
    phone.post(broken, Digits="4")
    assert phone.document[0].tag == "Stop"
    assert phone.document.findtext("Dial/Number") == "+14105550188"
    phone.post("/voice/fallback", ErrorCode="11200", ErrorUrl=broken)
    assert phone.document[0].tag == "Stop"
    phone.post("/voice/fallback", ErrorCode="11200", ErrorUrl=f"{BASE}/voice/turn?s=x&stream=q1%22/>")
    assert phone.document[0].tag == "Say"


def test_a_person_is_called_only_after_the_stream_has_ended(phone: Phone) -> None:
    phone.act(Digits="2")
    assert [verb.tag for verb in phone.document] == ["Stop", "Dial"]


def test_a_forged_state_at_a_poll_is_an_apology_without_the_ear(ear: FakeEar, phone: Phone) -> None:
    ear.asked.clear()
    phone.post("/voice/turn?s=forged&stream=q1&heard=1")
    assert apologised(phone)
    assert ear.asked == []


# ------------------------------------------------------------------ recorded answers


def test_a_recorded_answer_is_waited_for_with_something_to_hear(script: Script, ear: FakeEar) -> None:
    phone = Phone(script, ear=ear)
    phone.act(Digits="7")
    assert verbs(phone) == ["Say", "Gather", "Record", "Redirect"]
    phone.post(phone.document[2].attrib["action"], RecordingSid=RECORDING, RecordingDuration="3")
    assert script.told[-1:] == [Recorded(RECORDING, 3)]
    assert (phone.said, verbs(phone)) == ("One moment.", ["Gather", "Redirect"])
    redirected(phone)
    assert ear.asked[-1] == RECORDING
    assert phone.silence.endswith(f"&recorded={RECORDING}&heard=2")
    ear.hearing = WORDS
    redirected(phone)
    assert script.told[-1] == Utterance("a pothole", 0.9, "en-US")
    assert verbs(phone)[0] == "Gather"


def test_a_recorded_answer_whose_words_do_not_come_is_not_waited_for_longer(script: Script, ear: FakeEar) -> None:
    phone = Phone(script, ear=ear)
    phone.act(Digits="7")
    phone.post(phone.document[2].attrib["action"], RecordingSid=RECORDING, RecordingDuration="3")
    for _ in range(3):
        redirected(phone)
    assert script.told[-1] == Unheard(RECORDING)
    assert phone.said == "I have trouble hearing you."


def test_words_nobody_can_make_out_now_are_not_recorded_for_it_but_free_text_is(script: Script) -> None:
    phone = Phone(script)
    phone.act(Digits="7")
    assert verbs(phone) == ["Gather", "Redirect"]
    phone.act(Digits="8")
    assert verbs(phone) == ["Say", "Gather", "Record", "Redirect"]


# ------------------------------------------------------------------ what Twilio tells of a stream


def test_what_twilio_tells_of_a_stream_is_taken_and_an_error_is_noted(phone: Phone) -> None:
    with structlog.testing.capture_logs() as logs:
        for event in ("stream-started", "stream-stopped", "stream-error", "", "nonsense"):
            phone.post("/voice/stream/status", StreamEvent=event, StreamError="+14105550123", StreamName="q1")
            assert phone.answer.status_code == 204
    assert [entry["event"] for entry in logs] == ["stream failed at Twilio"]
    assert "4105550123" not in str(logs)

"""The documents of those who meet a caller, as Twilio takes them; and nothing of the caller in them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from twilio.twiml.voice_response import Dial, VoiceResponse  # type: ignore[import-untyped]

from ivr.flow.directives import Enter, Hold, Prompt, Text
from ivr.flow.model import Voice
from ivr.simulator.document import Element, answer
from ivr.telephony.rooms import NotARoom, agent_room, gone, whisper
from ivr.telephony.twiml import Address, render

BASE = "https://311.example.gov"
NAME = "r_Zk3vQ9wq2b0T7yXf1aLd5"
AT = Address(BASE, "TOKEN", "+14105550100")
VOICES = {"en": Voice(name="English", voice="Polly.Joanna-Neural", locale="en-US")}
SIDED = "CA" + "0123456789abcdef" * 2
EVENTS = "start end join leave mute hold modify"


def say(text: str) -> Prompt:
    return Prompt("", "en", (Text(text),))


def read(body: bytes) -> Sequence[Element]:
    """The document as the test phone, which refuses what Twilio refuses, reads it."""
    return answer("text/xml", body, BASE)


def conference(body: bytes) -> Element:
    dial = next(verb for verb in read(body) if verb.name == "Dial")
    return dial.elements[0]


class TestHolding:
    def test_a_key_ends_the_music_and_after_it_twilio_asks_again(self) -> None:
        body = render([say("You are next in line."), Hold(40, "en/music.wav")], AT, VOICES)
        gather, redirect = read(body)
        assert [verb.name for verb in gather.elements] == ["Say", "Play"]
        assert gather.elements[1].text == f"{BASE}/voice/prompts/en/music.wav"
        wanted = {"input": "dtmf", "numDigits": "1", "timeout": "1", "action": f"{BASE}/voice/turn?s=TOKEN"}
        assert wanted.items() <= gather.attributes.items()
        assert redirect.text == f"{BASE}/voice/turn?s=TOKEN&silence=1"

    def test_without_music_it_is_silent_for_as_long(self) -> None:
        gather, _ = read(render([Hold(40)], AT, VOICES))
        [pause] = gather.elements
        assert (pause.name, pause.attributes) == ("Pause", {"length": "40"})


class TestTheRoom:
    def test_the_callers_is_as_twilios_library_builds_it(self) -> None:
        made = VoiceResponse()
        dial = Dial(action=f"{BASE}/voice/turn?s=TOKEN", method="POST")
        dial.conference(
            NAME,
            start_conference_on_enter=True,
            end_conference_on_exit=False,
            beep="false",
            participant_label="caller",
            status_callback=f"{BASE}/voice/room/status",
            status_callback_method="POST",
            status_callback_event=EVENTS,
        )
        made.append(dial)
        assert read(render([Enter(NAME)], AT, VOICES)) == read(str(made).encode())

    def test_who_is_alone_in_it_hears_twilios_own_music_which_does_not_end(self) -> None:
        assert "waitUrl" not in conference(render([Enter(NAME)], AT, VOICES)).attributes

    def test_nobody_who_leaves_ends_the_callers_call(self) -> None:
        for body in (render([Enter(NAME)], AT, VOICES), agent_room(NAME, BASE, "offer-1")):
            assert conference(body).get("endConferenceOnExit") == "false"

    def test_an_agents_telephone_is_hung_up_on_after_the_room(self) -> None:
        dial, hang_up = read(agent_room(NAME, BASE, "offer-1"))
        assert (dial.get("action"), hang_up.name) == ("", "Hangup")
        assert conference(agent_room(NAME, BASE, "offer-1")).get("participantLabel") == "offer-1"

    def test_a_supervisor_listens_and_whispers(self) -> None:
        assert conference(agent_room(NAME, BASE, "boss", muted=True)).get("muted") == "true"
        assert conference(agent_room(NAME, BASE, "boss", coached=SIDED)).get("coach") == SIDED

    @pytest.mark.parametrize(
        "name", ["+14105550123", "14105550123", "4105550123410555012341", "Ana", "a room " * 4, ""]
    )
    def test_a_name_that_may_be_somebodys_is_never_sent(self, name: str) -> None:
        with pytest.raises(NotARoom):
            render([Enter(name)], AT, VOICES)
        with pytest.raises(NotARoom):
            agent_room(name, BASE, "offer-1")

    def test_nor_is_a_label_or_a_call_that_is_none(self) -> None:
        with pytest.raises(NotARoom):
            agent_room(NAME, BASE, "+1 410 555 0123")
        with pytest.raises(NotARoom):
            agent_room(NAME, BASE, "boss", coached='CA"/>')


class TestTheWhisper:
    BODY = whisper([say("A pothole at Fifth & Main.")], BASE, f"{BASE}/voice/offer?o=1&t=2", VOICES)

    def test_it_is_said_twice_and_only_a_key_goes_on_from_it(self) -> None:
        first, second, end = read(self.BODY)
        assert (first.name, second.name, end.name) == ("Gather", "Gather", "Redirect")
        assert end.text == first.get("action")
        assert first.elements[0].text == second.elements[0].text == "A pothole at Fifth & Main."
        assert (first.get("numDigits"), first.get("input")) == ("1", "dtmf")
        assert first.get("action") == f"{BASE}/voice/offer?o=1&t=2"

    def test_who_comes_too_late_hears_so_and_is_hung_up_on(self) -> None:
        said, end = read(gone([say("The caller has gone.")], BASE, VOICES))
        assert (said.text, end.name) == ("The caller has gone.", "Hangup")

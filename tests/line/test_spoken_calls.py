"""Whole calls in sound: a synthesizer's voice, through the telephone and our WebSocket, into the offline ear;
or after a tone into a recording, which the worker fetches from Twilio's REST API and puts into words.

What the line knows of these answers it heard.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ivr.calls.outcomes import Outcomes
from ivr.db.embedded import Server
from ivr.simulator.call import PhoneCall
from ivr.simulator.network import CLEAR, Network
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from tests.calls.conftest import until
from tests.calls.line import TOKEN, RunningLine, running
from tests.speech.voices import needs

from .aloud import STORY, VOICE, Recorder, aloud, dialled, heard, home, streams, told, worker
from .talk import NOON, number, some_caller
from .webhooks import signed

pytestmark = needs(VOICE)
ADDRESS = "2400 North Charles Street"
LONGEST = 4.0
"""Seconds of silence that nobody who has spoken hears."""
AGO = 1200.0
"""Seconds since these recordings were made: of younger ones Twilio is about to tell."""
UNTOLD = Network(tells=False)


@pytest.fixture(scope="module")
def line(server: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningLine]:
    """A line that streams every question but two, which it records, with the offline ear alone."""
    city = home(tmp_path_factory.mktemp("home"))
    with running(server.url, template, tmp_path_factory.mktemp("data"), city) as made:
        until(lambda: streams(made), 60)
        yield made


def says(line: RunningLine, words: str = STORY, network: Network = CLEAR) -> PhoneCall:
    call = dialled(line, network)
    told(call, words)
    return call


def test_a_pothole_is_reported_aloud(line: RunningLine) -> None:
    call = heard(ADDRESS, lambda: says(line))
    for key in "3111111":
        if not call.trace or not call.trace["filed"]:
            call.press(key)
    call.hang_up()
    [filed] = Outcomes(line.rooms.engine, line.rooms.secrets, line.rooms.zone).filed(call.sid)
    assert (filed["service"], call.refusals) == ("pothole", [])
    assert "2400 North Charles" in str(filed["place"])


def test_nobody_who_has_spoken_waits_in_silence(line: RunningLine) -> None:
    call = dialled(line)
    told(call, "there is a pothole in the street", pace=1.0)
    assert call.silences
    assert max(call.silences) <= LONGEST
    call.hang_up()


def test_who_speaks_while_the_line_still_speaks_is_heard(line: RunningLine) -> None:
    def talks_over() -> PhoneCall:
        call = PhoneCall(line.line, some_caller(), now=NOON)
        call.talk_over(aloud(STORY))
        call.dial()
        call.wait()
        return call

    heard(ADDRESS, talks_over).hang_up()


def test_the_pound_key_in_mid_sentence_ends_it_and_what_was_said_counts(line: RunningLine) -> None:
    call = dialled(line)
    turn = told(call, f"{STORY} because", pace=1.0, then="#")
    # On a very busy machine its words come too late; nobody is then sent back to the beginning.
    assert ADDRESS in turn.said or "trouble hearing" in turn.said
    call.hang_up()


def test_danger_that_the_offline_ear_heard_is_asked_about(line: RunningLine) -> None:
    call = heard("in danger right now", lambda: says(line, "my house is on fire"))
    assert (call.streams, call.press("1").node) == ((), "emergency.wait")
    call.hang_up()


def test_who_hangs_up_in_mid_sentence_can_be_called_back_about_it(line: RunningLine) -> None:
    call = dialled(line)
    call.hang_up(saying=aloud(STORY))
    outcomes = Outcomes(line.rooms.engine, line.rooms.secrets, line.rooms.zone)
    until(lambda: "north charles" in str((outcomes.draft(call.sid) or {}).get("said")), 30)
    assert (outcomes.draft(call.sid) or {})["phone"] == call.caller


def test_a_network_that_loses_repeats_and_reorders_a_little_does_no_harm(line: RunningLine) -> None:
    network = Network(drop=0.01, repeat=0.05, reorder=0.05)
    heard("Pothole", lambda: says(line, "there is a pothole in the street", network)).hang_up()


def test_a_caller_whose_stream_breaks_is_asked_again_and_keys_work(line: RunningLine) -> None:
    call = dialled(line, Network(cut=1.0))
    turn = told(call, STORY)
    # On a busy machine the question's wait may be over before the break is known: then too they are asked again.
    assert "trouble hearing" in turn.said or "still there" in turn.said
    assert (call.streams, call.state) == ((), "listening")
    assert call.press("1").said
    call.hang_up()


def test_a_caller_who_only_types_is_asked_without_a_stream(line: RunningLine) -> None:
    call = PhoneCall(line.line, some_caller(), now=NOON, speaks=False)
    call.dial()
    assert (call.streams, "Pothole" in call.say("there is a pothole").said) == ((), True)
    call.hang_up()


# ------------------------------------------------------------------ recorded, and put into words afterwards


@dataclass(frozen=True)
class Afterwards:
    """Calls whose recordings a worker put into words when they were over. marked: what stood on the request of
    `told_twice` before; waits: a call that waited for its words while no worker ran."""

    recorder: Recorder
    marked: str
    waits: PhoneCall
    told_twice: PhoneCall
    never_told: PhoneCall
    cut_off: PhoneCall
    gone: PhoneCall
    danger: PhoneCall

    def words(self, call: PhoneCall) -> str:
        return self.recorder.words(call)


@pytest.fixture(scope="module")
def afterwards(line: RunningLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Afterwards]:
    shelf = Shelf(tmp_path_factory.mktemp("twilio"), clock=lambda: time.time() - AGO)
    with Rest(shelf, auth_token=TOKEN) as twilio:
        recorder = Recorder(line, twilio)
        calls = [
            tells_again(recorder, tells(recorder, "it has eaten two of my tires")),
            tells(recorder, "the water comes out of the wall", UNTOLD),
            is_cut_off(recorder.before_the_tone(), "there is glass everywhere"),
            is_cut_off(recorder.asked_where(), "twenty one hundred guilford avenue"),
            tells(recorder, "somebody was hit and he is not breathing"),
        ]
        waits = recorder.asked_where(UNTOLD)
        waits.speak(aloud("twenty one hundred guilford avenue"))
        marked = line.ivr("requests", "show", number_of(calls[0]))
        with worker(line, twilio):
            recorder.reconcile()
            until(lambda: not [call for call in calls if not recorder.words(call)], 60)
            until(lambda: twilio.messages, 60)
        yield Afterwards(recorder, marked, waits, *calls)


def tells(recorder: Recorder, words: str, network: Network = CLEAR) -> PhoneCall:
    """A pothole, with these words after the tone."""
    call = recorder.before_the_tone(network)
    call.speak(aloud(words))
    return recorder.files(call)


def tells_again(recorder: Recorder, call: PhoneCall) -> PhoneCall:
    """Twilio tells of its recording once more."""
    [kept] = recorder.twilio.shelf.of(call.sid)
    told = {"CallSid": call.sid, "RecordingSid": kept.sid, "RecordingStatus": "completed", "RecordingDuration": "3"}
    assert signed(f"{recorder.line.base}/voice/recording", told).send().status == 204
    return call


def is_cut_off(call: PhoneCall, words: str) -> PhoneCall:
    call.hang_up(saying=aloud(words))
    return call


def number_of(call: PhoneCall) -> str:
    return next(number(turn) for turn in call.transcript if number(turn))


def test_what_was_recorded_is_words_on_the_request_though_the_worker_came_later(afterwards: Afterwards) -> None:
    assert "not heard yet" in afterwards.marked
    assert "of my tires" in afterwards.words(afterwards.told_twice)


def test_a_recording_nobody_told_of_is_found_and_its_words_reach_the_request(afterwards: Afterwards) -> None:
    assert "comes out of the wall" in afterwards.words(afterwards.never_told)


def test_whoever_hangs_up_in_mid_recording_has_left_their_words_in_the_draft(afterwards: Afterwards) -> None:
    draft = afterwards.recorder.outcomes.draft(afterwards.cut_off.sid)
    assert draft
    assert (draft["place"], "glass" in str(draft["details"])) == ("2400 North Charles Street", True)


def test_and_so_has_who_is_gone_before_the_line_knows_what_was_said(afterwards: Afterwards) -> None:
    draft = afterwards.recorder.outcomes.draft(afterwards.gone.sid)
    assert draft
    assert (draft["service"], "guilford avenue" in str(draft["said"])) == ("pothole", True)


def test_whose_words_do_not_come_hears_something_at_once_and_is_asked_for_keys(afterwards: Afterwards) -> None:
    call = afterwards.waits
    assert "One moment" in call.transcript[-1].said
    assert "use the keys" in call.transcript[-1].said
    assert call.silences
    assert max(call.silences) <= LONGEST
    assert (call.state, call.refusals) == ("listening", [])


def test_danger_that_was_recorded_is_told_to_the_citys_number_without_a_word_of_it(afterwards: Afterwards) -> None:
    assert "breathing" in afterwards.words(afterwards.danger)
    [message] = afterwards.recorder.twilio.messages
    assert (message.to, "breathing" in message.body) == ("+14105550166", False)

"""What a webhook means that asks where the listening stands: for every state of the ear, and an ear that fails."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Event as Gate
from typing import get_args
from urllib.parse import parse_qs

import pytest

from ivr.calls.deadlines import Deadline
from ivr.calls.hearing.hearing import Hearing, Standing
from ivr.flow.directives import Listen
from ivr.flow.events import Dialed, Digits, Event, HungUp, Recorded, Silence, Unheard, Utterance
from ivr.flow.state import State
from ivr.telephony.webhook import Call
from ivr.web.listening import DONE, LATE, LONGEST, LOST, QUIET, Listening, Poll, asked

CALL = Call("CA1")
SID = "RE" + "0123456789abcdef" * 2
STREAM = Poll(3, times=1, wait=6)
RECORDING = Poll(3, SID, times=1)
WORDS = Hearing("heard", "a pothole", 0.9, "en-US", 2.0)
SAID = Utterance("a pothole", 0.9, "en-US")
REDIRECT = Silence()
"""What a webhook says that came by a redirect: nothing."""


@dataclass
class FakeEar:
    """Says `hearing`; raises `error`; waits for `gate`."""

    hearing: Hearing = WORDS
    error: Exception | None = None
    gate: Gate | None = None
    asked: list[object] = field(default_factory=list)

    def begin(self, call: Call, state: State, listen: Listen) -> str | None:
        self._answer("begin")
        return "TICKET"

    def heard(self, call: Call, turn: int) -> Hearing:
        return self._answer(turn)

    def recorded(self, call: Call, sid: str) -> Hearing:
        return self._answer(sid)

    def _answer(self, question: object) -> Hearing:
        self.asked.append(question)
        if self.gate:
            self.gate.wait(5)
        if self.error:
            raise self.error
        return self.hearing


def settled(hearing: Hearing, poll: Poll = STREAM, event: Event = REDIRECT) -> Event | Poll:
    return Listening(FakeEar(hearing)).settle(poll, CALL, event)


def standing(state: Standing, text: str = "") -> Hearing:
    return Hearing(state, text, 0.5 if text else None, "en-US", 1.0)


@pytest.mark.parametrize(
    ("hearing", "poll", "becomes"),
    [
        (WORDS, STREAM, SAID),
        (standing("waiting"), STREAM, replace(STREAM, times=2)),
        (standing("waiting"), replace(STREAM, times=6), Silence()),
        (standing("speaking", "a pot"), replace(STREAM, times=60), replace(STREAM, times=61)),
        (standing("speaking", "a pot"), replace(STREAM, times=LONGEST), Utterance("a pot", 0.5, "en-US")),
        (standing("speaking"), replace(STREAM, times=LONGEST), Unheard()),
        (standing("nothing"), STREAM, Silence()),
        (standing("broken"), STREAM, Unheard()),
        (standing("broken", "a pothole on"), STREAM, Utterance("a pothole on", 0.5, "en-US")),
        (standing("heard"), STREAM, Utterance("", None, "en-US")),
        (standing("heard"), RECORDING, Silence()),
        (WORDS, RECORDING, SAID),
        (standing("waiting"), RECORDING, replace(RECORDING, times=2)),
        (standing("waiting"), replace(RECORDING, times=LATE), Unheard(SID)),
        (standing("speaking"), replace(RECORDING, times=LATE), Unheard(SID)),
        (standing("nothing"), RECORDING, Silence()),
        (standing("broken"), RECORDING, Unheard(SID)),
    ],
)
def test_where_it_stands_is_what_happens_next(hearing: Hearing, poll: Poll, becomes: Event | Poll) -> None:
    assert settled(hearing, poll) == becomes


def test_who_has_finished_is_asked_for_a_moment_before_four_seconds_are_over_and_once() -> None:
    late = replace(standing("speaking", "a pot"), quiet=QUIET)
    asks = settled(late, replace(STREAM, times=7))
    assert asks == replace(STREAM, times=1, said=True, asks=True)
    assert isinstance(asks, Poll)
    again = asked(parse_qs(f"{asks.query.removeprefix('&')}&heard={asks.times}"), STREAM.turn)
    assert again == replace(asks, asks=False)
    assert settled(late, again) == replace(again, times=2)
    assert settled(replace(late, quiet=QUIET - 0.1)) == replace(STREAM, times=2)


def test_nobody_is_asked_about_for_ever() -> None:
    for hearing in [standing(state) for state in get_args(Standing)]:
        for start in (replace(STREAM, times=0), replace(RECORDING, times=0), replace(STREAM, times=0, done=True)):
            poll: Event | Poll = start
            for _ in range(LONGEST + 2):
                if not isinstance(poll, Poll):
                    break
                poll = settled(hearing, poll)
            assert not isinstance(poll, Poll)


# ------------------------------------------------------------------ keys


@pytest.mark.parametrize("keys", ["1", "0", "12", "1#"])
def test_a_key_ends_it(keys: str) -> None:
    ear = FakeEar()
    assert Listening(ear).settle(STREAM, CALL, Digits(keys)) == Digits(keys)
    assert ear.asked == []


@pytest.mark.parametrize(
    ("hearing", "becomes"),
    [
        (WORDS, SAID),
        (standing("waiting"), Digits("#")),
        (standing("nothing"), Digits("#")),
        (standing("broken"), Digits("#")),
        (standing("broken", "half a word"), Utterance("half a word", 0.5, "en-US")),
        (standing("speaking", "a pot"), replace(STREAM, times=1, done=True)),
    ],
)
def test_pound_takes_what_was_heard_so_far(hearing: Hearing, becomes: Event | Poll) -> None:
    assert settled(hearing, event=Digits("#")) == becomes


def test_after_pound_the_last_words_are_waited_for_and_not_longer() -> None:
    done = replace(STREAM, done=True)
    assert settled(WORDS, done) == SAID
    assert settled(standing("speaking", "a pot"), done) == replace(done, times=2)
    assert settled(standing("speaking", "a pot"), replace(done, times=DONE)) == Utterance("a pot", 0.5, "en-US")
    assert settled(standing("nothing"), replace(done, times=DONE)) == Digits("#")
    assert settled(standing("speaking", "a"), done, Digits("#")) == replace(done, times=2)


def test_whose_words_do_not_come_after_pound_is_asked_again_and_nothing_begins_anew() -> None:
    done = replace(STREAM, done=True)
    assert settled(standing("speaking"), replace(done, times=DONE)) == Unheard()
    assert settled(standing("broken"), done) == Unheard()


def test_a_key_while_a_recording_is_made_out_is_that_key() -> None:
    assert settled(WORDS, RECORDING, Digits("#")) == Digits("#")


# ------------------------------------------------------------------ what else a webhook may say


@pytest.mark.parametrize("event", [HungUp(), Dialed("completed"), Recorded("RE" + "f" * 32, 4)])
def test_what_has_nothing_to_do_with_it_goes_by(event: Event) -> None:
    ear = FakeEar()
    assert Listening(ear).settle(STREAM, CALL, event) == event
    assert ear.asked == []


def test_a_webhook_that_still_names_the_recording_is_no_new_one() -> None:
    assert settled(WORDS, RECORDING, Recorded(SID, 4)) == SAID


# ------------------------------------------------------------------ an ear that fails


def test_without_an_ear_nothing_is_streamed_and_nothing_is_heard() -> None:
    listening = Listening(None)
    assert listening.begin(CALL, State(), Listen(True, True, "en-US")) == ""
    assert listening.settle(STREAM, CALL, REDIRECT) == Unheard()


def test_an_ear_that_raises_is_asked_a_few_times_and_then_taken_for_broken() -> None:
    listening = Listening(FakeEar(error=RuntimeError("the words of a caller")))
    assert listening.begin(CALL, State(), Listen(True, True, "en-US")) == ""
    poll = listening.settle(STREAM, CALL, REDIRECT)
    assert poll == replace(STREAM, times=2, lost=1)
    assert listening.settle(replace(STREAM, times=9, lost=LOST), CALL, REDIRECT) == Unheard()


def test_an_ear_that_is_slow_holds_nobody_up() -> None:
    gate = Gate()
    listening = Listening(FakeEar(gate=gate), Deadline(0.02, rest=0.0))
    try:
        assert listening.settle(STREAM, CALL, REDIRECT) == replace(STREAM, times=2, lost=1)
        assert listening.begin(CALL, State(), Listen(True, True, "en-US")) == ""
    finally:
        gate.set()
        listening.deadline.close()


def test_an_ear_that_answers_again_is_trusted_again() -> None:
    assert settled(standing("waiting"), replace(STREAM, lost=2)) == replace(STREAM, times=2, lost=0)


def test_pound_is_not_forgotten_while_the_ear_fails() -> None:
    listening = Listening(FakeEar(error=OSError()))
    poll = listening.settle(STREAM, CALL, Digits("#"))
    assert poll == replace(STREAM, times=2, lost=1, done=True)
    assert listening.settle(replace(STREAM, done=True, lost=LOST), CALL, REDIRECT) == Unheard()


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    "poll",
    [STREAM, replace(STREAM, wait=12, times=40, done=True, lost=2), RECORDING, replace(RECORDING, times=3, lost=1)],
)
def test_an_address_says_it_all(poll: Poll) -> None:
    query = dict(part.split("=") for part in f"{poll.query}&heard={poll.times}".strip("&").split("&"))
    assert asked({name: [value] for name, value in query.items()}, poll.turn) == poll


@pytest.mark.parametrize(
    "query", [{}, {"heard": ["1"]}, {"recorded": ["RE1"]}, {"recorded": ['RE"/>']}, {"recorded": [""]}]
)
def test_other_addresses_are_ordinary_turns(query: dict[str, list[str]]) -> None:
    assert asked(query, 3) is None


@pytest.mark.parametrize("garbage", ["", "x", "-1", "1e9", "٣", "9999", "1.5"])
def test_a_number_that_is_none_counts_as_left_out(garbage: str) -> None:
    query = {"stream": ['q1"/><Dial>'], "heard": [garbage], "wait": [garbage], "lost": [garbage]}
    assert asked(query, 3) == Poll(3)

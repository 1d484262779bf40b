"""What Twilio tells beside the calls: whole, in part, or as garbage, something frozen comes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.telephony.callbacks import LegTold, RoomTold, answered_by, key, leg, room

CALL, CONFERENCE = "CA" + "0123456789abcdef" * 2, "CF" + "0123456789abcdef" * 2
NAMES = "StatusCallbackEvent FriendlyName ConferenceSid CallSid ParticipantLabel Muted Hold Coaching SequenceNumber"
NAMES += " ReasonConferenceEnded CallSidEndingConference CallStatus AnsweredBy CallDuration SipResponseCode Digits"


def form(**parameters: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in parameters.items()}


@pytest.mark.parametrize(
    ("sent", "event"),
    [
        ("conference-start", "start"),
        ("conference-end", "end"),
        ("participant-join", "join"),
        ("participant-leave", "leave"),
        ("participant-mute", "mute"),
        ("participant-unmute", "mute"),
        ("participant-hold", "hold"),
        ("participant-unhold", "hold"),
        ("participant-modify", "modify"),
        ("participant-speech-start", ""),
        ("join", ""),
    ],
)
def test_what_happened_in_a_room(sent: str, event: str) -> None:
    assert room(form(StatusCallbackEvent=sent)).event == event


def test_who_is_in_a_room_and_how() -> None:
    told = room(
        form(
            StatusCallbackEvent="participant-unmute",
            FriendlyName="r_Zk3vQ9wq2b0T7yXf1aLd5",
            ConferenceSid=CONFERENCE,
            CallSid=CALL,
            ParticipantLabel="caller",
            Muted="false",
            Hold="true",
            Coaching="false",
            SequenceNumber="7",
        )
    )
    assert told == RoomTold(
        "mute", "r_Zk3vQ9wq2b0T7yXf1aLd5", CONFERENCE, CALL, "caller", muted=False, held=True, sequence=7
    )


def test_why_a_room_ended() -> None:
    told = room(
        form(
            StatusCallbackEvent="conference-end",
            ReasonConferenceEnded="last-participant-left",
            CallSidEndingConference=CALL,
        )
    )
    assert (told.reason, told.ended_by) == ("last-participant-left", CALL)


def test_how_a_telephone_that_was_rung_fares() -> None:
    told = leg(form(CallSid=CALL, CallStatus="busy", SequenceNumber="2", CallDuration="0", SipResponseCode="603"))
    assert told == LegTold(CALL, "busy", "", 2, 0, 603)
    assert told.over
    assert not leg(form(CallSid=CALL, CallStatus="ringing")).over


@pytest.mark.parametrize(
    ("sent", "who"),
    [
        ("human", "human"),
        ("machine_start", "machine"),
        ("machine_end_beep", "machine"),
        ("machine_end_silence", "machine"),
        ("fax", "fax"),
        ("unknown", "unknown"),
        ("somebody new", "unknown"),
        ("", ""),
    ],
)
def test_only_a_person_is_a_person(sent: str, who: str) -> None:
    assert answered_by(form(AnsweredBy=sent)) == who


@pytest.mark.parametrize(("sent", "pressed"), [("1", "1"), ("#", "#"), ("", ""), ("12", ""), ("yes", ""), ("٣", "")])
def test_one_key_is_a_key(sent: str, pressed: str) -> None:
    assert key(form(Digits=sent)) == pressed


def test_nothing_told_is_nothing_known() -> None:
    assert (room({}), leg({}), key({})) == (RoomTold(""), LegTold(""), "")


@given(st.dictionaries(st.sampled_from(NAMES.split()), st.lists(st.text(max_size=80), max_size=2)))
def test_garbage_is_nobody_and_never_fails(sent: dict[str, list[str]]) -> None:
    told, rung = room(sent), leg(sent)
    assert told.conference == rung.call == told.ended_by == "" or "CallSid" in sent or "ConferenceSid" in sent
    assert not told.room or told.room.isascii()
    assert len(told.reason) <= 100
    assert len(key(sent)) <= 1

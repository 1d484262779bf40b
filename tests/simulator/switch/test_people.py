"""Whole hand-offs over a tiny call centre: callers, agents and REST together, and the races between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.call import PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone, NotRinging

from .conftest import TOKEN, here
from .desk import Desk, serve
from .floor import whom

ANN, BEN = "+14105550201", "sip:ben@desk.example"


class Floor:
    """The desk, its account, two agents and one caller."""

    def __init__(self, desk: Desk, account: Account, twilio: Client) -> None:
        self.desk, self.account, self.twilio = desk, account, twilio
        self.ann, self.ben = account.phone(ANN), account.phone(BEN)
        self.caller = PhoneCall(account.line, office=account)

    def calls(self, *agents: str) -> Floor:
        """The caller calls, and the first of these agents' telephones rings."""
        self.desk.agents = list(agents)
        self.caller.dial()
        first = self.account.phones[agents[0]]
        self.account.until(lambda: first.state == "ringing")
        return self

    def takes(self, phone: AgentPhone) -> Floor:
        """That agent takes the caller, and the two talk."""
        phone.answer()
        phone.press("1")
        self.account.until(lambda: bool(whom(phone)))
        self.account.settle()
        return self

    def rings(self, phone: AgentPhone) -> None:
        self.account.until(lambda: phone.state == "ringing")

    def participant(self, who: str, **changes: object) -> None:
        [room] = self.twilio.conferences.list(status="in-progress")
        self.twilio.conferences(room.sid).participants(who).update(**changes)
        self.account.settle()


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    desk = Desk()
    server = serve(desk)
    base = f"http://127.0.0.1:{server.server_port}"
    line = Line(base, TOKEN, voice="/voice", status="/status", fallback="")
    with Account(line) as account, Rest(Shelf(tmp_path), account=account) as rest:
        twilio = here(rest)
        desk.open(base, line.number, twilio)
        yield Floor(desk, account, twilio)
        desk.close()
        assert account.post.refusals == []
    server.shutdown()
    server.server_close()


def test_a_caller_who_waits_is_moved_into_a_room_with_the_agent_who_pressed_1(floor: Floor) -> None:
    floor.calls(ANN)
    assert floor.ann.answer().said == "A pothole, in Spanish. Press 1."
    assert floor.caller.state == "listening"
    floor.ann.press("1")
    floor.account.until(lambda: bool(whom(floor.ann)))
    floor.account.settle()
    assert (floor.caller.state, whom(floor.caller), whom(floor.ann)) == (
        "conference",
        {"agent"},
        {"caller"},
    )
    assert floor.desk.events == ["participant-join", "participant-join", "conference-start"]


def test_who_is_held_hears_music_and_nobody_and_comes_back(floor: Floor) -> None:
    floor.calls(ANN).takes(floor.ann)
    floor.participant("caller", hold=True, hold_url=f"{floor.desk.base}/announcement", hold_method="POST")
    assert floor.caller.transcript[-1].said == "You are now on hold."
    assert whom(floor.ann) == whom(floor.caller) == set()
    floor.participant("caller", hold=False)
    assert whom(floor.ann) == {"caller"}
    assert floor.desk.events[3:] == ["participant-hold", "participant-unhold"]


def test_who_is_muted_hears_and_is_not_heard(floor: Floor) -> None:
    floor.calls(ANN).takes(floor.ann)
    floor.participant("agent", muted=True)
    assert (whom(floor.ann), whom(floor.caller)) == ({"caller"}, set())
    assert floor.ann.say("can you hear me?").ignored == "nobody hears this"
    floor.participant("agent", muted=False)
    floor.ann.say("and now?")
    assert [item.text for item in floor.caller.transcript[-1].heard if item.kind == "voice"] == ["and now?"]


def test_the_agent_leaves_and_the_caller_stays(floor: Floor) -> None:
    floor.calls(ANN).takes(floor.ann)
    floor.ann.hang_up()
    floor.account.settle()
    assert (floor.caller.state, whom(floor.caller), floor.ann.state) == ("conference", set(), "idle")
    [room] = floor.twilio.conferences.list(status="in-progress")
    floor.twilio.conferences(room.sid).participants("caller").delete()
    floor.account.settle()
    assert (floor.caller.state, floor.caller.transcript[-1].said) == ("listening", "You are back on the line.")
    assert floor.twilio.conferences(room.sid).fetch().reason_conference_ended == "last-participant-kicked"


def test_voicemail_is_told_nothing_and_the_next_is_asked(floor: Floor) -> None:
    floor.calls(ANN, BEN)
    assert floor.ann.voicemail().said == ""
    floor.rings(floor.ben)
    floor.takes(floor.ben)
    assert (floor.desk.briefed, floor.caller.state) == (1, "conference")


@pytest.mark.parametrize(("act", "outcome"), [("decline", "busy"), ("let_ring", "no-answer")])
def test_who_does_not_take_it_makes_room_for_the_next(floor: Floor, act: str, outcome: str) -> None:
    floor.calls(ANN, BEN)
    getattr(floor.ann, act)()
    floor.rings(floor.ben)
    assert (floor.desk.outcomes, floor.caller.state, len(floor.ann.missed)) == ([outcome], "listening", 1)


def test_a_telephone_rings_as_long_as_was_asked_and_five_seconds(floor: Floor) -> None:
    floor.calls(ANN, BEN)
    floor.account.passes(24)
    assert floor.ann.state == "ringing"
    floor.account.passes(1)
    floor.rings(floor.ben)
    assert floor.desk.outcomes == ["no-answer"]


def test_key_2_declines_after_the_whisper(floor: Floor) -> None:
    floor.calls(ANN, BEN)
    floor.ann.answer()
    floor.ann.press("2")
    floor.rings(floor.ben)
    assert floor.desk.outcomes == ["completed"]


def test_the_caller_hangs_up_while_the_agents_telephone_rings(floor: Floor) -> None:
    floor.calls(ANN, BEN)
    floor.caller.hang_up()
    floor.account.until(lambda: floor.ann.state == "idle")
    floor.account.settle()
    assert (floor.desk.briefed, floor.desk.outcomes, floor.ben.calls) == (0, ["canceled"], [])
    with pytest.raises(NotRinging):
        floor.ann.answer()


def test_the_caller_hangs_up_while_the_agent_is_briefed(floor: Floor) -> None:
    floor.calls(ANN)
    floor.ann.answer()
    floor.caller.hang_up()
    floor.account.until(lambda: floor.ann.state == "idle")
    floor.account.settle()
    assert (floor.desk.outcomes, floor.desk.events) == (["completed"], [])


def test_the_callers_end_may_be_told_too_late(floor: Floor) -> None:
    """The call-centre cannot know yet; what it asks of Twilio then is refused."""
    floor.account.post.rule = lambda callback: "held" if callback.about == floor.caller.sid else "now"
    floor.calls(ANN)
    floor.caller.hang_up()
    floor.ann.answer()
    floor.ann.press("1")
    floor.account.settle()
    assert (floor.desk.briefed, floor.ann.state, whom(floor.ann)) == (1, "conference", set())
    [told] = floor.account.post.held
    floor.account.post.deliver(told)
    floor.account.until(lambda: floor.ann.state == "idle")


def test_a_telephone_that_loses_the_network_is_in_the_room_until_twilio_notices(floor: Floor) -> None:
    floor.calls(ANN).takes(floor.ann)
    floor.ann.lose_network()
    assert (whom(floor.caller), floor.desk.events[3:]) == (set(), [])
    floor.account.passes(20)
    floor.account.settle()
    assert (floor.desk.events[3:], floor.desk.outcomes) == (["participant-leave"], ["completed"])


def test_a_desk_set_without_network_is_known_to_be_gone_and_a_number_rings_to_nobody(floor: Floor) -> None:
    floor.ben.lose_network()
    floor.calls(ANN, BEN)
    floor.ann.lose_network()
    with pytest.raises(NotRinging):
        floor.ann.answer()
    floor.account.passes(25)
    floor.account.until(lambda: len(floor.desk.outcomes) == 2)
    assert floor.desk.outcomes == ["no-answer", "failed"]

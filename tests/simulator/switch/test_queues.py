"""Twilio's own queues: waiting, what is asked meanwhile, being taken, and every way out."""

from __future__ import annotations

import pytest
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.call import PhoneCall
from ivr.simulator.switch.account import Account

from ..scripted import Answer, Script
from .floor import caller, whom

ENQUEUE = '<Enqueue action="/out" waitUrl="/music" {}>agents</Enqueue>'
TAKE = '<Dial action="/taken"><Queue {}>agents</Queue></Dial>'


@pytest.fixture
def queue(app: Script) -> Script:
    app.on("/music", "<Play>https://sounds.example/a.mp3</Play>").on("/out", "<Say>Out.</Say><Gather/>")
    return app.on("/taken", "<Say>Done.</Say><Gather/>").on("/voice", ENQUEUE.format(""))


def takes(app: Script, account: Account, more: str = "", dial: str = TAKE) -> PhoneCall:
    app.on("/voice", dial.format(more))
    return caller(account, "+14105550201")


def result(app: Script) -> str:
    [out] = app.at("/out")
    return out.form["QueueResult"]


def test_who_waits_hears_music_again_and_again_and_how_long_it_has_been(queue: Script, account: Account) -> None:
    first, second = caller(account), caller(account, "+14105550124")
    account.passes(30)
    second.wait()
    assert (first.state, second.state) == ("queue", "queue")
    asked = queue.at("/music")[-1].form
    assert {name: asked[name] for name in ("QueuePosition", "CurrentQueueSize", "MaxQueueSize", "AvgQueueTime")} == {
        "QueuePosition": "2",
        "CurrentQueueSize": "2",
        "MaxQueueSize": "100",
        "AvgQueueTime": "0",
    }
    assert (int(asked["QueueTime"]) >= 30, asked["QueueSid"][:2], len(queue.at("/music"))) == (True, "QU", 3)


def test_the_first_who_came_is_taken_and_the_two_talk(queue: Script, account: Account) -> None:
    first, second = caller(account), caller(account, "+14105550124")
    agent = takes(queue, account)
    account.settle()
    assert (first.state, agent.state, second.state) == ("talk", "talk", "queue")
    assert (whom(first), whom(agent), whom(second)) == ({agent.sid}, {first.sid}, set())
    agent.say("Hello, this is Ann.")
    assert [item.text for item in first.transcript[-1].heard if item.kind == "voice"] == ["Hello, this is Ann."]


def test_two_agents_take_two_callers(queue: Script, account: Account) -> None:
    first, second = caller(account), caller(account, "+14105550124")
    agent, other = takes(queue, account), takes(queue, account)
    account.settle()
    assert (whom(agent), whom(other), account.queues.all["agents"].here) == ({first.sid}, {second.sid}, [])


def test_whoever_goes_the_other_goes_on_in_their_own_document(queue: Script, account: Account) -> None:
    first = caller(account)
    agent = takes(queue, account)
    account.passes(40)
    agent.hang_up()
    account.settle()
    assert (first.transcript[-1].said, result(queue)) == ("Out.", "bridged")
    queue.on("/voice", ENQUEUE.format(""))
    second, again = caller(account), takes(queue, account)
    account.passes(40)
    second.hang_up()
    account.settle()
    form = queue.at("/taken")[-1].form
    assert (again.transcript[-1].said, form["DialCallStatus"], form["DialCallSid"]) == (
        "Done.",
        "completed",
        second.sid,
    )
    assert form["DialCallDuration"] == "40"


def test_something_may_be_said_right_before_the_talk(queue: Script, account: Account) -> None:
    queue.on("/soon", "<Say>You are being connected.</Say>")
    first = caller(account)
    agent = takes(queue, account, 'url="/soon"')
    account.settle()
    assert (first.transcript[-1].said, whom(first)) == ("You are being connected.", {agent.sid})
    assert queue.at("/soon")[0].form["DequeingCallSid"] == agent.sid


def test_who_dials_an_empty_queue_waits_for_somebody_to_come(queue: Script, account: Account) -> None:
    caller(account).hang_up()
    agent = takes(queue, account)
    assert (agent.state, whom(agent)) == ("talk", set())
    queue.on("/voice", ENQUEUE.format(""))
    first = caller(account)
    account.settle()
    assert (whom(agent), whom(first)) == ({first.sid}, {agent.sid})


def test_nobody_comes_in_time(queue: Script, account: Account) -> None:
    caller(account).hang_up()
    agent = takes(queue, account)
    assert (agent.wait().said, queue.at("/taken")[0].form["DialCallStatus"]) == ("Done.", "no-answer")


def test_a_queue_that_never_was_cannot_be_dialled(app: Script, queue: Script, account: Account) -> None:
    assert takes(queue, account).transcript[-1].said == "Done."
    assert queue.at("/taken")[0].form["DialCallStatus"] == "failed"


def test_a_full_queue_takes_nobody_more(queue: Script, account: Account) -> None:
    queue.on("/voice", ENQUEUE.format('maxQueueSize="1"'))
    caller(account)
    assert caller(account, "+14105550124").transcript[-1].said == "Out."
    assert result(queue) == "queue-full"


def test_who_waits_may_choose_to_leave(queue: Script, account: Account) -> None:
    queue.on("/music", '<Gather numDigits="1" action="/choice"><Say>1 to leave.</Say></Gather>')
    queue.on("/choice", "<Leave/>")
    one = caller(account)
    assert (one.state, one.press("1").said, result(queue)) == ("listening", "Out.", "leave")


def test_who_chooses_nothing_waits_on(queue: Script, account: Account) -> None:
    queue.on("/music", '<Gather numDigits="1"><Say>1 to leave.</Say></Gather>')
    one = caller(account)
    one.wait()
    assert (one.state, one.wait().said) == ("queue", "1 to leave.")


def test_hanging_up_is_told_with_the_time_it_took(queue: Script, account: Account) -> None:
    one = caller(account)
    account.passes(45)
    one.hang_up()
    form = queue.at("/out")[0].form
    assert (form["QueueResult"], form["CallStatus"], int(form["QueueTime"]) >= 45) == ("hangup", "completed", True)
    assert account.queues.all["agents"].here == []


@pytest.mark.parametrize("music", [Answer(b"", 500), "<Record/>"])
def test_music_that_cannot_be_played_is_an_error_that_ends_the_waiting(
    queue: Script, account: Account, music: str | Answer
) -> None:
    queue.on("/music", music)
    assert (caller(account).transcript[-1].said, result(queue)) == ("Out.", "error")


@pytest.mark.parametrize(("taken", "told"), [(False, "redirected"), (True, "redirected-from-bridged")])
def test_a_call_that_is_moved_is_out_of_the_queue(
    queue: Script, account: Account, twilio: Client, taken: bool, told: str
) -> None:
    queue.on("/in", "<Say>Moved.</Say><Gather/>")
    one = caller(account)
    if taken:
        takes(queue, account)
        account.settle()
    twilio.calls(one.sid).update(url=f"{queue.base_url}/in")
    account.settle()
    assert (one.transcript[-1].said, one.state, result(queue)) == ("Moved.", "listening", told)


def test_a_caller_taken_at_the_moment_they_hang_up_leaves_the_agent_with_the_next_verb(
    queue: Script, account: Account
) -> None:
    first = caller(account)
    agent = takes(queue, account)
    first.hang_up()
    account.settle()
    assert (agent.transcript[-1].said, agent.state) == ("Done.", "listening")

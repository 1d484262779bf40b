"""Calls by REST: made, moved, ended, told of; and what is refused."""

from __future__ import annotations

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.rest import Rest
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import NotRinging

from ..scripted import Script
from .conftest import TOKEN
from .floor import ask, caller, refused, told

ANN, LINE = "+14105550201", "+14105550100"
ALL = ["initiated", "ringing", "answered", "completed"]
WAIT = "<Gather timeout='30'><Play>https://sounds.example/wait.mp3</Play></Gather><Redirect>/voice</Redirect>"


def made(twilio: Client, app: Script, **more: object) -> str:
    """A call to Ann, with all its callbacks; its sid."""
    usual = {"to": ANN, "from_": LINE, "url": f"{app.base_url}/brief", "status_callback": f"{app.base_url}/told"}
    return str(twilio.calls.create(**{**usual, "status_callback_event": ALL, **more}).sid)


@pytest.fixture
def briefing(app: Script) -> Script:
    return app.on("/brief", "<Gather><Say>A pothole.</Say></Gather>").on("/voice", WAIT)


def test_an_answered_call_is_told_step_by_step_and_signed(briefing: Script, account: Account, twilio: Client) -> None:
    ann = account.phone(ANN)
    sid = made(twilio, briefing)
    account.until(lambda: ann.state == "ringing")
    assert (ann.answer().said, twilio.calls(sid).fetch().status) == ("A pothole.", "in-progress")
    account.passes(61)
    ann.hang_up()
    account.settle()
    assert told(briefing) == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]
    last = briefing.at("/told")[-1]
    assert (last.form["CallDuration"], last.form["Duration"], last.form["Direction"]) == ("61", "2", "outbound-api")
    assert (last.form["CallSid"], last.form["From"], last.form["To"]) == (sid, LINE, ANN)
    signed = last.headers["X-Twilio-Signature"]
    assert RequestValidator(TOKEN).validate(f"{briefing.base_url}/told", last.form, signed)
    found = twilio.calls(sid).fetch()
    assert (found.status, found.direction, found.answered_by) == ("completed", "outbound-api", None)


@pytest.mark.parametrize(
    ("act", "status"), [("decline", "busy"), ("let_ring", "no-answer"), (None, "failed"), ("lose_network", "no-answer")]
)
def test_a_call_nobody_takes(briefing: Script, account: Account, twilio: Client, act: str, status: str) -> None:
    ann = account.phone(ANN if act else "+14105550999")
    made(twilio, briefing)
    account.settle()
    if act:
        getattr(ann, act)()
    account.passes(65)
    account.settle()
    assert told(briefing)[-1] == ("3", status)
    assert "2" not in [number for number, _ in told(briefing)]
    assert briefing.at("/brief") == []


def test_only_the_last_step_is_told_where_none_are_named(briefing: Script, account: Account, twilio: Client) -> None:
    twilio.calls.create(to=ANN, from_=LINE, twiml="<Response/>", status_callback=f"{briefing.base_url}/told")
    account.settle()
    assert told(briefing) == [("3", "failed")]


@pytest.mark.parametrize("by", ["human", "machine_start"])
def test_who_answers_is_told_with_the_document(briefing: Script, account: Account, twilio: Client, by: str) -> None:
    ann = account.phone(ANN)
    sid = made(twilio, briefing, machine_detection="Enable")
    account.settle()
    ann.answer() if by == "human" else ann.voicemail()
    [brief] = briefing.at("/brief")
    assert (brief.form["AnsweredBy"], twilio.calls(sid).fetch().answered_by) == (by, by)


def test_who_answers_is_told_beside_the_document_where_that_is_asked(
    briefing: Script, account: Account, twilio: Client
) -> None:
    ann, where = account.phone(ANN), f"{briefing.base_url}/told"
    made(
        twilio,
        briefing,
        machine_detection="Enable",
        async_amd="true",
        async_amd_status_callback=where,
        status_callback_event=["ringing"],
    )
    account.settle()
    ann.voicemail()
    account.settle()
    assert "AnsweredBy" not in briefing.at("/brief")[0].form
    assert [one.form.get("AnsweredBy") for one in briefing.at("/told")] == [None, "machine_start"]


def test_a_document_can_come_with_the_request(account: Account, twilio: Client) -> None:
    ann = account.phone("client:ann")
    twilio.calls.create(to="client:ann?case=7", from_=LINE, twiml="<Response><Say>Hello Ann.</Say></Response>")
    account.settle()
    assert (ann.answer().said, ann.state) == ("Hello Ann.", "idle")


def test_a_second_call_waits_its_second(app: Script, account: Account, rest: Rest, twilio: Client) -> None:
    with Account(account.line, calls_per_second=1) as slow, Rest(rest.shelf, account=slow) as its:
        first, second = slow.phone(ANN), slow.phone("sip:ben@desk.example")
        for to in (ANN, "sip:ben@desk.example", "+14105550999"):
            assert ask(its, "Calls.json", To=to, From=LINE, Twiml="<Response/>").json()["status"] == "queued"
        slow.work.settle()
        assert (first.state, second.state) == ("ringing", "idle")
        assert len(ask(its, "Calls.json?Status=queued", "GET").json()["calls"]) == 2
        slow.passes(1)
        assert second.state == "ringing"
        slow.settle()
        assert len(ask(its, "Calls.json?Status=failed", "GET").json()["calls"]) == 1


def test_a_telephone_that_is_in_use_is_busy(briefing: Script, account: Account, twilio: Client) -> None:
    ann = account.phone(ANN)
    made(twilio, briefing)
    account.settle()
    ann.answer()
    second = made(twilio, briefing)
    account.settle()
    assert (twilio.calls(second).fetch().status, ann.state) == ("busy", "listening")


def test_a_caller_who_waits_is_moved_at_once(briefing: Script, account: Account, twilio: Client) -> None:
    briefing.on("/in", "<Say>Somebody is there.</Say><Gather/>")
    waiting = caller(account)
    assert twilio.calls(waiting.sid).update(url=f"{briefing.base_url}/in").status == "in-progress"
    account.settle()
    assert (waiting.transcript[-1].said, waiting.state) == ("Somebody is there.", "listening")
    assert len(briefing.at("/voice")) == 1
    [moved] = briefing.at("/in")
    assert (moved.form["CallSid"], moved.form["CallStatus"], "Digits" in moved.form) == (
        waiting.sid,
        "in-progress",
        False,
    )


def test_a_document_that_comes_with_the_request_names_whole_addresses(
    briefing: Script, account: Account, twilio: Client
) -> None:
    waiting = caller(account)
    twilio.calls(waiting.sid).update(twiml="<Response><Redirect>/relative</Redirect></Response>")
    account.settle()
    assert ([refusal.code for refusal in waiting.refusals], waiting.ending) == ([11100], "failed")


def test_a_call_is_ended_by_request_whatever_it_does(briefing: Script, account: Account, twilio: Client) -> None:
    waiting = caller(account)
    twilio.calls(waiting.sid).update(status="canceled")
    account.settle()
    assert waiting.state == "listening"
    twilio.calls(waiting.sid).update(status="completed")
    account.settle()
    assert (waiting.ending, waiting.status, len(briefing.at("/voice/status"))) == ("completed", "completed", 1)


@pytest.mark.parametrize("status", ["canceled", "completed"])
def test_a_telephone_that_rings_stops_when_its_call_is_ended(
    briefing: Script, account: Account, twilio: Client, status: str
) -> None:
    ann = account.phone(ANN)
    sid = made(twilio, briefing)
    account.settle()
    assert (twilio.calls(sid).update(status=status).status, ann.state) == ("canceled", "idle")


def test_an_answer_that_comes_after_the_call_was_taken_back_is_none(
    briefing: Script, account: Account, twilio: Client
) -> None:
    ann = account.phone(ANN)
    sid = made(twilio, briefing)
    account.settle()
    assert ann.call
    twilio.calls(sid).update(status="canceled")
    assert account.dialler.answered(ann.call, "human") is False
    assert twilio.calls(sid).fetch().status == "canceled"
    with pytest.raises(NotRinging):
        ann.answer()


def test_a_move_that_comes_before_the_first_document_is_made_after_it(
    briefing: Script, account: Account, rest: Rest
) -> None:
    ann = account.phone(ANN)
    briefing.on("/in", "<Gather><Say>Moved.</Say></Gather>")
    ask(rest, "Calls.json", To=ANN, From=LINE, Url=f"{briefing.base_url}/brief")
    account.settle()
    assert ann.call
    assert account.dialler.answered(ann.call, "human")
    assert ask(rest, f"Calls/{ann.call.sid}.json", Url=f"{briefing.base_url}/in").status_code == 200
    account.work.settle()
    ann.call.begin()
    account.settle()
    assert [turn.said for turn in ann.call.transcript] == ["A pothole.", "Moved."]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": ""}, 21201),
        ({"To": "5550123"}, 21211),
        ({"To": "+1911"}, 21211),
        ({"From": ""}, 21213),
        ({"From": "+14105550777"}, 21210),
        ({"Url": "brief"}, 21205),
        ({"Url": "ftp://desk.example/brief"}, 21205),
        ({"Url": ""}, 21205),
        ({"Url": "", "Twiml": "<Response>" + " " * 4000 + "</Response>"}, 20001),
        ({"Timeout": "601"}, 20001),
        ({"Method": "PUT"}, 20001),
        ({"StatusCallback": "told"}, 21609),
        ({"StatusCallback": "https://a.example", "StatusCallbackEvent": "picked-up"}, 21626),
        ({"MachineDetection": "Maybe"}, 20001),
    ],
)
def test_calls_twilio_would_not_make(account: Account, rest: Rest, form: dict[str, str], code: int) -> None:
    usual = {"To": ANN, "From": LINE, "Url": "https://desk.example/brief"}
    assert (refused(ask(rest, "Calls.json", **{**usual, **form})), account.calls) == ((400, code), {})


def test_what_cannot_be_changed_any_more(briefing: Script, account: Account, rest: Rest) -> None:
    waiting = caller(account)
    assert refused(ask(rest, f"Calls/{waiting.sid}.json", Url="/in")) == (400, 21205)
    assert refused(ask(rest, f"Calls/{waiting.sid}.json")) == (400, 21205)
    assert refused(ask(rest, f"Calls/{waiting.sid}.json", Status="busy")) == (400, 20001)
    waiting.hang_up()
    for form in ({"Url": "https://a.example/in"}, {"Status": "completed"}):
        assert refused(ask(rest, f"Calls/{waiting.sid}.json", **form)) == (400, 21220)
    assert refused(ask(rest, f"Calls/CA{'0' * 32}.json", Status="completed")) == (404, 20404)
    assert refused(ask(rest, f"Calls/CA{'0' * 32}.json", "GET")) == (404, 20404)


def test_a_call_that_still_rings_cannot_be_moved(
    briefing: Script, account: Account, rest: Rest, twilio: Client
) -> None:
    account.phone(ANN)
    sid = made(twilio, briefing)
    account.settle()
    assert refused(ask(rest, f"Calls/{sid}.json", Url=f"{briefing.base_url}/in")) == (400, 21220)


def test_strangers_make_no_calls(account: Account, rest: Rest) -> None:
    rest.auth_token = "another"
    assert refused(ask(rest, "Calls.json", To=ANN, From=LINE, Twiml="<Response/>")) == (401, 20003)
    assert account.calls == {}


def test_a_callers_call_is_told_of_like_any(briefing: Script, account: Account, twilio: Client) -> None:
    waiting = caller(account)
    found = twilio.calls(waiting.sid).fetch()
    assert (found.direction, found.status, found.to, found._from) == ("inbound", "in-progress", LINE, "+14105550123")
    waiting.hang_up()
    assert [one.sid for one in twilio.calls.list(status="completed")] == [waiting.sid]

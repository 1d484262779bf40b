"""A <Dial> of telephones that are there: ringing, what is for the called alone, the talk, and its end."""

from __future__ import annotations

import pytest
from twilio.rest import Client  # type: ignore[import-untyped,unused-ignore]

from ivr.simulator.call import PhoneCall
from ivr.simulator.switch.account import Account

from ..scripted import Script
from .floor import caller, told, whom

ANN = "+14105550201"
LEG = 'url="/whisper" statusCallback="/told" statusCallbackEvent="initiated ringing answered completed"'


def dialling(app: Script, account: Account, inside: str = f"<Number {LEG}>{ANN}</Number>") -> PhoneCall:
    app.on("/after", "<Say>Back.</Say><Gather/>").on("/whisper", "<Say>For you alone.</Say>")
    app.on("/voice", f'<Dial action="/after" timeout="20">{inside}</Dial>')
    call = caller(account)
    account.settle()
    return call


def ended(app: Script) -> tuple[str, str]:
    [after] = app.at("/after")
    return after.form["DialCallStatus"], after.form.get("DialCallDuration", "")


@pytest.mark.parametrize(
    ("number", "inside"),
    [
        (ANN, ANN),
        (ANN, f"<Number>{ANN}</Number>"),
        ("client:ann", "<Client>ann</Client>"),
        ("client:ann", "<Client><Identity>ann</Identity></Client>"),
        ("sip:ann@desk.example", "<Sip>sip:ann@desk.example;transport=tls</Sip>"),
    ],
)
def test_every_kind_of_telephone_can_be_dialled(app: Script, account: Account, number: str, inside: str) -> None:
    ann = account.phone(number)
    call = dialling(app, account, inside)
    assert (call.state, ann.state) == ("talk", "ringing")
    ann.answer()
    assert ann.call
    assert (whom(call), whom(ann)) == ({ann.call.sid}, {call.sid})


def test_the_called_hears_what_is_for_them_before_the_two_are_joined(app: Script, account: Account) -> None:
    ann = account.phone(ANN)
    app.on("/key", "<Say>Here they are.</Say>")
    call = dialling(app, account)
    app.on("/whisper", '<Gather numDigits="1" action="/key"><Say>Press 1.</Say></Gather><Hangup/>')
    assert (ann.answer().said, whom(call)) == ("Press 1.", set())
    assert (ann.press("1").said, bool(whom(call))) == ("Here they are.", True)
    account.passes(33)
    ann.hang_up()
    account.settle()
    assert (call.transcript[-1].said, ended(app)) == ("Back.", ("completed", "33"))
    assert told(app) == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]
    assert {one.form["ParentCallSid"] for one in app.at("/told")} == {call.sid}
    assert {one.form["Direction"] for one in app.at("/told")} == {"outbound-dial"}


@pytest.mark.parametrize(("act", "status"), [("decline", "busy"), ("let_ring", "no-answer")])
def test_who_does_not_take_it(app: Script, account: Account, act: str, status: str) -> None:
    ann = account.phone(ANN)
    call = dialling(app, account)
    getattr(ann, act)()
    account.settle()
    assert (call.transcript[-1].said, ended(app)) == ("Back.", (status, ""))


def test_it_rings_as_long_as_the_document_says(app: Script, account: Account) -> None:
    ann = account.phone(ANN)
    dialling(app, account)
    account.passes(20)
    account.settle()
    assert (ended(app)[0], ann.state) == ("no-answer", "idle")


def test_the_caller_may_wait_as_long(app: Script, account: Account) -> None:
    ann = account.phone(ANN)
    assert (dialling(app, account).wait().said, ended(app)[0], ann.state) == ("Back.", "no-answer", "idle")


def test_the_first_who_answers_has_the_call(app: Script, account: Account) -> None:
    ann, ben = account.phone(ANN), account.phone("client:ben")
    call = dialling(app, account, f"<Number>{ANN}</Number><Client>ben</Client>")
    ben.answer()
    account.settle()
    assert (ann.state, [one.status for one in ann.missed], whom(call)) == (
        "idle",
        ["canceled"],
        {ben.call.sid},  # type: ignore[union-attr]
    )
    ben.hang_up()
    account.settle()
    assert (ended(app)[0], len(app.at("/after"))) == ("completed", 1)


def test_the_caller_hangs_up_while_it_rings(app: Script, account: Account) -> None:
    ann = account.phone(ANN)
    call = dialling(app, account)
    call.hang_up()
    account.settle()
    assert (ann.state, ended(app)[0], app.at("/whisper")) == ("idle", "canceled", [])


def test_the_caller_hangs_up_in_the_talk(app: Script, account: Account) -> None:
    ann = account.phone(ANN)
    call = dialling(app, account)
    ann.answer()
    call.hang_up()
    account.settle()
    assert (ann.state, call.ending, told(app)[-1]) == ("idle", "transferred", ("3", "completed"))


def test_a_caller_who_is_moved_lets_the_other_go(app: Script, account: Account, twilio: Client) -> None:
    ann = account.phone(ANN)
    call = dialling(app, account)
    ann.answer()
    twilio.calls(call.sid).update(twiml="<Response><Say>Moved.</Say><Gather/></Response>")
    account.settle()
    assert (call.transcript[-1].said, ann.state, app.at("/after")) == ("Moved.", "idle", [])


def test_a_number_nobody_has_here_is_played_by_the_test_itself(app: Script, account: Account) -> None:
    call = dialling(app, account, "+14105550111")
    assert (call.state, call.far_end("busy").said) == ("dialing", "Back.")

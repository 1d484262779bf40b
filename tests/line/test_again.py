"""Webhooks again: to the same process, to another one, after a restart, and with keys that were rotated."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from tests.calls.conftest import until
from tests.calls.line import HOME, TOKEN

from .conftest import Away, Published, away, beside, requests
from .webhooks import POTHOLE, Caller, Webhook, number, signed

WHOLE = (*POTHOLE, "1", "1", "3")


def whole_call(base: str) -> Caller:
    """A call from its answer to its end, with a request filed and its number repeated."""
    caller = Caller(base)
    caller.answer()
    for said in WHOLE:
        caller.say(said)
        if b"<Hangup/>" in caller.sent[-1][1].body:
            return caller
    raise AssertionError(caller.sent[-1][1].text)


def answered_alike(caller: Caller, base: str) -> None:
    for webhook, answer in caller.sent:
        again = webhook.send(base)
        assert (again.status, again.body) == (answer.status, answer.body), webhook.url.partition("?")[0]


def test_every_turn_of_a_call_is_answered_byte_for_byte_the_same_in_any_order(cut: Away) -> None:
    caller = whole_call(cut.line.base)
    answered_alike(caller, cut.line.base)
    caller.sent.reverse()
    answered_alike(caller, cut.line.base)
    assert len(requests(cut.database, caller.sid)) == 1


def test_a_second_process_of_this_machine_and_a_restarted_one_answer_alike(cut: Away) -> None:
    caller = whole_call(cut.line.base)
    with beside(cut.line) as second:
        answered_alike(caller, second.base)
    cut.kill()
    cut.line.start()
    answered_alike(caller, cut.line.base)
    assert len(requests(cut.database, caller.sid)) == 1


def test_another_machine_answers_every_turn_of_a_call_alike(cut: Away, tmp_path: Path) -> None:
    """But for the answering itself, whose moment only the first machine knows."""
    caller = whole_call(cut.line.base)
    until(lambda: requests(cut.database, caller.sid))
    (tmp_path / "other").mkdir()
    patient = {"ONECALL_PATIENCE_MS": "5000"}  # what was filed, only the database knows here
    with beside(cut.line, tmp_path / "other", **patient) as other:
        answered_alike(replace(caller, sent=caller.sent[1:]), other.base)
    assert len(requests(cut.database, caller.sid)) == 1


def test_a_call_may_go_to_another_process_at_every_turn(cut: Away) -> None:
    with beside(cut.line) as second:
        caller = Caller(cut.line.base)
        caller.answer()
        bases = [second.base, cut.line.base]
        for n, said in enumerate(WHOLE):
            more = {"Digits": said} if said.isdigit() else {"SpeechResult": said, "Confidence": "0.93"}
            webhook = caller.webhook(caller.sent[-1][1].action, **more)
            answer = webhook.send(bases[n % 2])
            assert answer.status == 200
            caller.sent.append((webhook, answer))
            if b"<Hangup/>" in answer.body:
                break
    assert b"<Hangup/>" in caller.sent[-1][1].body
    until(lambda: requests(cut.database, caller.sid))
    assert len(requests(cut.database, caller.sid)) == 1


def test_calls_in_progress_go_on_when_the_secret_is_rotated_and_its_requests_stay_readable(cut: Away) -> None:
    old = cut.line.env["SECRET_KEYS"]
    caller = Caller(cut.line.base)
    caller.answer()
    caller.say(*POTHOLE[:4])
    cut.wire.cut()
    waiting = whole_call(cut.line.base)  # its request lies sealed with the old key on this disk
    restarted(cut, SECRET_KEYS="a new secret of thirty-two characters, " + old)
    cut.wire.restore()
    last = caller.say(*POTHOLE[4:], "1")
    assert "Your request is in" in last.text
    until(lambda: requests(cut.database, waiting.sid), 45)
    until(lambda: requests(cut.database, caller.sid), 45)
    restarted(cut, SECRET_KEYS="a new secret of thirty-two characters")
    again = caller.turn(Digits="1")  # the number once more; the state was sealed anew since the rotation
    assert number(again) == number(last)


def test_calls_in_progress_go_on_when_twilios_token_is_rotated(cut: Away) -> None:
    caller = Caller(cut.line.base)
    caller.answer()
    restarted(cut, TWILIO_AUTH_TOKEN="the next token", TWILIO_AUTH_TOKEN_SECONDARY=TOKEN)
    said = {**caller.form, "Digits": "1"}
    action = caller.sent[-1][1].action
    for token, status in ((TOKEN, 200), ("the next token", 200), ("one more", 403)):
        assert signed(action, said, token).send().status == status


def restarted(cut: Away, **settings: str) -> None:
    cut.line.stop()
    cut.line.env = {**cut.line.env, **settings}
    cut.line.start()


def test_a_call_ends_in_the_words_it_began_with_whatever_is_published_and_restarted(
    published: Published, tmp_path: Path
) -> None:
    home = copied_home(tmp_path)
    with away(published, tmp_path / "data", home) as made:
        caller = Caller(made.line.base)
        caller.answer()
        prompts = home / "prompts" / "en.yaml"
        prompts.write_text(
            prompts.read_text().replace("Thank you for calling", "Welcome to").replace("Goodbye", "Ciao")
        )
        made.line.publish()
        until(lambda: "Welcome to" in Caller(made.line.base).answer().text)
        made.kill()
        made.line.start()
        assert "Goodbye" in caller.say(*WHOLE).text
        later = Caller(made.line.base)
        later.answer()
        assert "Ciao" in later.say(*WHOLE).text


@pytest.mark.parametrize("broken", ["flow: main\nstart: [", "\x00", "flow: other\n"])
def test_the_fallback_and_the_calls_need_neither_database_nor_flows_on_disk(
    published: Published, tmp_path: Path, broken: str
) -> None:
    home = copied_home(tmp_path)
    with away(published, tmp_path / "data", home) as made:
        made.wire.cut()
        (home / "flows" / "main.yaml").write_text(broken)
        made.kill()
        made.line.start()
        url = made.line.base + "/voice/fallback"
        form = {"ErrorCode": "11200", "CallSid": "CA" + "1" * 32}
        assert signed(url, form).send().sorry
        signature = RequestValidator(TOKEN).compute_signature(url, {})
        assert Webhook(url, signature=signature, method="GET").send().sorry
        assert "Baltimore" in Caller(made.line.base).answer().text


def copied_home(folder: Path) -> Path:
    """A home folder whose files may be changed."""
    for name in ("flows", "prompts"):
        shutil.copytree(HOME / name, folder / "home" / name)
    return folder / "home"

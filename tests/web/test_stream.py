"""The door of media streams, over real WebSockets: what is let in, what is heard, what is refused."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import simple_websocket
from flask import Flask
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped,unused-ignore]
from werkzeug.serving import make_server

from ivr.calls.deadlines import Deadline
from ivr.calls.hearing.ear import CityEar
from ivr.calls.hearing.hearing import Hearing
from ivr.calls.hearing.near import Near
from ivr.calls.hearing.room import ListeningRoom
from ivr.db.secrets import Secrets
from ivr.flow.directives import Listen
from ivr.flow.state import State
from ivr.speech.transcript import Expected
from ivr.telephony import media
from ivr.telephony.media import Format
from ivr.telephony.signature import Signatures
from ivr.telephony.ticket import MAX_AGE, Tickets
from ivr.web import guards, stream
from ivr.web.sockets import Sockets
from tests.calls.hearing.caller import Caller, until
from tests.calls.hearing.sounds import Counter, quiet, voice

KEY, TOKEN, CALL = "k" * 32, "twilio's token", "CA" + "1" * 32
ANSWER = (quiet(0.5), voice(0.8), quiet(1.1))


@dataclass
class Served:
    """A line that hears: its address, its ear, and what it did not hear."""

    url: str
    ear: CityEar
    counter: Counter
    sockets: Sockets
    room: ListeningRoom
    kept: list[tuple[Any, ...]]

    def begin(self, sid: str = CALL, turn: int = 3, **listen: Any) -> str:
        asked = Listen(True, True, "en-US", speech_timeout=1, by="stream", **listen)
        token = self.ear.begin(call(sid), State(turns=turn, at="main.need"), asked)
        assert token
        return token

    def caller(self, sid: str = CALL, turn: int = 3, **more: Any) -> Caller:
        return Caller(self.url, sid, self.begin(sid, turn), **more)

    def heard(self, sid: str = CALL, turn: int = 3) -> Hearing:
        return self.ear.heard(call(sid), turn)

    def settles(self, sid: str = CALL, turn: int = 3) -> tuple[str, str]:
        until(lambda: self.heard(sid, turn).settled)
        return self.heard(sid, turn).state, self.heard(sid, turn).text


def call(sid: str = CALL) -> Any:
    return SimpleNamespace(sid=sid, caller_number="+14105550123")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Served]:
    secrets, counter, kept = Secrets((KEY,)), Counter(), list[tuple[Any, ...]]()
    near = Near(tmp_path, secrets)
    room = ListeningRoom(lambda: counter, near, None, lambda *what: kept.append(what), limit=8)
    ear = CityEar(
        room,
        near,
        None,
        Tickets((KEY,)),
        Deadline(),
        able=lambda locale, closed: locale != "xx-XX",
        expected=lambda ticket: Expected((ticket.locale,), ("pothole",), ticket.closed),
        recording=lambda sid: Hearing("waiting"),
    )
    sockets = Sockets(6, media.MOST_BYTES, ear.tick)
    app = Flask(__name__)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    base = f"127.0.0.1:{server.server_port}"
    known = guards.checks(None, False, Signatures((TOKEN,), f"ws://{base}"))
    guards.register(app, stream.door(ear, sockets), known)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Served(f"ws://{base}/voice/stream", ear, counter, sockets, room, kept)
    sockets.close()
    ear.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_is_heard_while_it_is_spoken(line: Served) -> None:
    caller = line.caller().starts().says(quiet(0.5), voice(0.8))
    until(lambda: line.heard().state == "speaking")
    assert until(lambda: line.heard().text) == "one"
    caller.says(quiet(1.1))
    assert line.settles() == ("heard", "one")
    caller.stops()
    assert caller.closed_with() == 1000
    assert bytes(line.counter.fed)[: 8000 * 2] == b"".join(ANSWER)[: 8000 * 2]


def test_what_is_expected_is_told_to_the_ear(line: Served) -> None:
    line.caller().starts().says(*ANSWER)
    assert line.settles()[0] == "heard"
    assert line.counter.expected == [Expected(("en-US",), ("pothole",), False)]


@pytest.mark.parametrize("seed", range(3))
def test_pieces_out_of_order_and_repeated_are_heard_as_spoken(line: Served, seed: int) -> None:
    caller, dice = line.caller().starts(), random.Random(seed)
    pieces = caller.pieces(*ANSWER)
    mixed = sorted(range(len(pieces)), key=lambda n: n + dice.uniform(0, 8))
    for n in mixed:
        caller.sends(pieces[n], *([pieces[n]] if dice.random() < 0.3 else []))
    caller.stops()
    assert line.settles() == ("heard", "one")
    sound = b"".join(ANSWER)
    assert sound.startswith(bytes(line.counter.fed))
    assert len(line.counter.fed) > len(sound) - 8000 * 0.2


def test_missing_pieces_are_silence_and_no_word_is_lost(line: Served) -> None:
    caller = line.caller().starts()
    pieces = caller.pieces(quiet(0.5), voice(0.8), quiet(0.4), voice(0.6), quiet(1.4))
    caller.sends(*pieces[:70], *pieces[80:])
    assert line.settles() == ("heard", "one two")
    assert bytes(line.counter.fed)[70 * 160 : 80 * 160] == b"\xff" * 1600


def test_the_pound_key_ends_the_answer_at_once(line: Served) -> None:
    line.caller().starts().says(quiet(0.5), voice(0.8)).presses("#")
    assert line.settles() == ("heard", "one")


def test_a_stream_that_is_stopped_is_heard_to_its_end(line: Served) -> None:
    line.caller().starts().says(quiet(0.5), voice(0.8)).stops()
    assert line.settles() == ("heard", "one")


def test_a_dropped_socket_leaves_what_was_final(line: Served) -> None:
    caller = line.caller().starts().says(quiet(0.5), voice(0.8), quiet(0.4), voice(0.1))
    until(lambda: line.heard().text)
    caller.drops()
    state, text = line.settles()
    assert (state, text.split()[0]) == ("broken", "one")


def test_nobody_speaks(line: Served) -> None:
    line.caller().starts().says(quiet(2))
    until(lambda: line.heard().state == "waiting")
    assert not line.heard().settled


def test_a_stream_that_was_announced_and_never_came_is_broken(line: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    line.begin()
    assert line.heard().state == "waiting"
    monkeypatch.setattr("ivr.calls.hearing.notice.ABSENT", 0.0)
    assert line.heard().state == "broken"


def test_a_stream_nobody_announced_is_broken(line: Served) -> None:
    assert line.heard("CA" + "9" * 32, 1).state == "broken"


# ---------------------------------------------------------------------- who is let in


def refused(line: Served, caller: Caller) -> bool:
    return caller.closed_with() == 1008 and not line.counter.expected


def test_a_ticket_of_another_call_is_refused(line: Served) -> None:
    assert refused(line, Caller(line.url, "CA" + "2" * 32, line.begin()).starts())


@pytest.mark.parametrize("token", ["", "x", "é" * 600, "A" * 480])
def test_what_is_no_ticket_is_refused(line: Served, token: str) -> None:
    assert refused(line, Caller(line.url, CALL, token).starts())


def test_a_ticket_is_good_for_ten_minutes(line: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token = line.begin()
    now = line.ear._clock
    monkeypatch.setattr(line.ear, "_clock", lambda: now() + MAX_AGE + 2)
    assert refused(line, Caller(line.url, CALL, token).starts())


def test_one_answer_is_listened_to_once(line: Served) -> None:
    first = line.caller().starts().says(quiet(0.5))
    until(lambda: line.room.listening)
    assert line.caller().starts().closed_with() == 1008
    first.says(voice(0.8), quiet(1.1))
    assert line.settles() == ("heard", "one")
    assert line.caller().starts().closed_with() == 1008


def test_sound_of_another_kind_is_refused(line: Served) -> None:
    assert refused(line, line.caller().starts(Format("audio/x-l16", 16000, 1)))


def test_a_wrong_signature_is_refused_and_a_missing_one_is_not(line: Served) -> None:
    right = RequestValidator(TOKEN).compute_signature(line.url, {})
    line.caller(**{"X-Twilio-Signature": right}).starts().says(*ANSWER)
    assert line.settles() == ("heard", "one")
    with pytest.raises(simple_websocket.ConnectionError):
        Caller(line.url, CALL, "x", **{"X-Twilio-Signature": "wrong"})


def test_a_plain_request_is_no_stream(line: Served) -> None:
    assert requests.get(line.url.replace("ws", "http"), timeout=5).status_code == 400


def test_too_many_are_refused_politely_and_heard_by_gather(line: Served) -> None:
    callers = [line.caller("CA" + f"{n:032}").starts().says(quiet(0.1)) for n in range(6)]
    until(lambda: line.sockets.full)
    with pytest.raises(simple_websocket.ConnectionError) as full:
        line.caller("CA" + "7" * 32)
    assert full.value.status_code == 503
    line.room.limit = 6
    assert line.ear.begin(call("CA" + "8" * 32), State(turns=1), Listen(True, True, "en-US", by="stream")) is None
    callers[0].stops()
    callers[0].closed_with()
    line.caller("CA" + "6" * 32).starts().says(*ANSWER)
    assert line.settles("CA" + "6" * 32) == ("heard", "one")


def test_a_language_no_ear_knows_is_heard_by_gather(line: Served) -> None:
    assert line.ear.begin(call(), State(turns=1), Listen(True, True, "xx-XX", by="stream")) is None


def test_the_same_question_gets_the_same_ticket(line: Served) -> None:
    assert line.begin() == line.begin()
    assert line.begin() != line.begin(turn=4)


# ---------------------------------------------------------------------- what should not come


def test_some_garbage_is_overheard(line: Served) -> None:
    caller = line.caller().starts().sends("", "{}", "garbage", '{"event":"media","media":{}}', '{"event":"new"}')
    caller.says(*ANSWER)
    assert line.settles() == ("heard", "one")


def test_much_garbage_closes_the_socket(line: Served) -> None:
    assert line.caller().sends(*["garbage"] * 20).closed_with() == 1008


def test_a_message_too_large_closes_the_socket(line: Served) -> None:
    assert line.caller().starts().sends("x" * (media.MOST_BYTES + 1)).closed_with() == 1009


def test_bytes_close_the_socket(line: Served) -> None:
    caller = line.caller()
    caller.socket.send(b"\x00\x01")
    assert caller.closed_with() == 1003


def test_frames_that_are_no_frames_close_the_socket(line: Served) -> None:
    caller = line.caller().starts()
    caller.socket.sock.sendall(b"\xff" * 200)
    assert caller.closed_with() in (1002, 1006)


def test_who_says_nothing_is_not_waited_for(line: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "STARTS", 0.1)
    assert line.caller().closed_with() == 1008
    monkeypatch.setattr(stream, "IDLE", 0.1)
    assert line.caller().starts().closed_with() == 1001


def test_who_floods_before_it_says_who_it_is_is_sent_away(line: Served) -> None:
    caller = line.caller()
    caller.socket.sock.sendall(b"\x8a\x80\x00\x00\x00\x00" * 2_000)
    assert caller.closed_with() == 1008


def test_sockets_that_are_only_held_open_keep_no_caller_out(line: Served) -> None:
    strangers = [line.caller("CA" + f"{n:032}") for n in range(20)]
    line.caller("CA" + "7" * 32).starts().says(*ANSWER)
    assert line.settles("CA" + "7" * 32) == ("heard", "one")
    assert strangers[0].closed_with() == 1013


class Stuck(Counter):
    """An ear that never says that it has told all."""

    def listen(self, expected: Expected, tell: Any) -> Any:
        stream = super().listen(expected, tell)
        stream.finish = lambda: None  # type: ignore[method-assign]
        return stream


def test_an_ear_that_is_stuck_is_given_up_though_the_last_socket_is_closed(
    line: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.calls.hearing.listening.SLOWEST", 0.3)
    line.room._ear = Stuck
    caller = line.caller().starts().says(quiet(0.5), voice(0.8), quiet(0.1))
    until(lambda: line.heard().state == "speaking")
    caller.drops()
    assert line.settles()[0] == "broken"


class Unable(Counter):
    """An ear that cannot even begin."""

    def listen(self, expected: Expected, tell: Any) -> Any:
        raise RuntimeError("can't start new thread")


def test_an_ear_that_cannot_begin_takes_no_place_and_no_time(line: Served) -> None:
    line.room._ear = Unable
    assert line.caller().starts().closed_with() == 1008
    assert line.settles() == ("broken", "")
    assert line.room.listening == 0


def test_one_bad_socket_does_not_disturb_another(line: Served) -> None:
    good = line.caller("CA" + "3" * 32).starts().says(*ANSWER[:2])
    line.caller("CA" + "4" * 32).sends(*["garbage"] * 20).closed_with()
    good.says(ANSWER[2])
    assert line.settles("CA" + "3" * 32) == ("heard", "one")


def test_the_line_says_goodbye_when_it_stops(line: Served) -> None:
    caller = line.caller().starts().says(quiet(0.3), voice(0.5), quiet(0.4), voice(0.5))
    until(lambda: line.heard().text)
    line.sockets.close()
    assert caller.closed_with() == 1001
    line.ear.close()
    assert line.heard().state == "broken"
    assert line.heard().text.startswith("one")

"""Many at once: whatever callers, agents and REST do at the same time, nothing hangs, and nobody is left anywhere."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from ivr.simulator.call import CallEndedError, PhoneCall
from ivr.simulator.rest import Rest
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone, NotOnACall, NotRinging

from ..scripted import Answer, Script
from .floor import ask, conference

AGENTS = ("+14105550201", "sip:ben@desk.example", "client:cleo")
OVER = (CallEndedError, NotOnACall, NotRinging)


@pytest.fixture
def busy(app: Script) -> Script:
    app.on("/voice", '<Gather timeout="9"/><Enqueue waitUrl="/music">agents</Enqueue><Redirect>/voice</Redirect>')
    app.on("/room-1", conference().replace(">room<", ">one<")).on("/room-2", conference('endConferenceOnExit="true"'))
    app.on("/take", '<Dial action="/after"><Queue>agents</Queue></Dial>').on("/music", "<Say>Wait.</Say>")
    app.on(
        "/dial", f'<Dial action="/after"><Number url="/music">{AGENTS[0]}</Number></Dial><Redirect>/voice</Redirect>'
    )
    return app.on("/after", "<Gather/>").on("/told", Answer(b"", 204)).on("/room", Answer(b"", 204))


def acts(call: PhoneCall, phone: AgentPhone, rest: Rest, base: str) -> list[Callable[[], object]]:
    """What can be done to or by these two."""

    def moved(sid: str, path: str) -> object:
        return ask(rest, f"Calls/{sid}.json", Url=f"{base}/{path}")

    sids = [call.sid, phone.call.sid if phone.call else call.sid]
    paths = ["room-1", "room-2", "take", "dial", "voice"]
    moves: list[Callable[[], object]] = [partial(moved, sid, path) for sid in sids for path in paths]
    offer = {"To": phone.number, "From": "+14105550100", "Url": f"{base}/room-1", "StatusCallback": f"{base}/told"}
    asked = partial(ask, rest, "Calls.json", "POST", **offer)
    owners: list[Callable[[], object]] = [phone.answer, phone.decline, phone.hang_up, phone.wait]
    return [*moves, *owners, partial(phone.press, "1"), asked, call.wait, call.wait, call.hang_up]


def play(seed: int, app: Script, account: Account, rest: Rest, steps: int) -> None:
    def one(number: int) -> None:
        chance = random.Random(seed * 100 + number)
        phone = account.phones[AGENTS[number]]
        for _ in range(3):
            call = PhoneCall(account.line, office=account)
            call.dial()
            for _ in range(steps):
                try:
                    chance.choice(acts(call, phone, rest, app.base_url))()
                except OVER:
                    continue

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(AGENTS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


def close(account: Account) -> None:
    """Everybody hangs up, and whoever still rings lets it be."""
    account.settle()
    account.passes(70)
    account.settle()
    for call in account.live():
        with suppress(CallEndedError):  # another who hung up took them along
            call.hang_up()
    account.settle()


def check(account: Account) -> None:
    assert [call.sid for call in account.live()] == []
    assert [room.name for room in account.rooms.all.values() if room.status != "completed" or room.seats] == []
    assert [queue.name for queue in account.queues.all.values() if queue.here or queue.takers] == []
    assert {phone.state for phone in account.phones.values()} == {"idle"}
    assert all(account.hears(sid) == frozenset() for sid in account.calls)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_hangs_and_nobody_is_left(busy: Script, account: Account, rest: Rest, seed: int) -> None:
    for number in AGENTS:
        account.phone(number)
    play(seed, busy, account, rest, steps=8)
    close(account)
    check(account)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 40))
def test_nothing_hangs_for_long(busy: Script, account: Account, rest: Rest, seed: int) -> None:
    for number in AGENTS:
        account.phone(number)
    play(seed, busy, account, rest, steps=40)
    close(account)
    check(account)

"""The account's own threads and clock, and how it delivers callbacks."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from ivr.simulator.switch.account import Account
from ivr.simulator.switch.post import Callback, Handling
from ivr.simulator.switch.work import NothingHappened, Work

from ..scripted import Answer, Script


def test_tasks_of_one_lane_keep_their_order_on_many_threads() -> None:
    work, done, gate = Work(threads=3), list[int](), threading.Event()

    def slow(number: int) -> None:
        assert gate.wait(10)
        done.append(number)

    for number in range(4):
        work.do("slow", partial(slow, number))
    other = threading.Event()
    work.do("other", other.set)
    assert other.wait(10)
    gate.set()
    work.settle()
    work.stop()
    assert done == [0, 1, 2, 3]


def test_the_clock_stands_still_until_it_is_moved_and_then_keeps_its_order() -> None:
    work, done = Work(), list[str]()
    work.later(20, "a", lambda: done.append("late"))

    def early() -> None:
        done.append("early")
        work.later(5, "c", lambda: done.append("between"))

    work.later(10, "b", early)
    work.later(15, "d", lambda: done.append("never")).cancel()
    work.settle()
    assert done == []
    work.passes(20)
    work.stop()
    assert (done, work.now) == (["early", "between", "late"], 20)


def test_a_clock_that_runs_does_by_itself_what_is_due() -> None:
    work, rang = Work(pace=0.001), threading.Event()
    work.later(30, "a", rang.set)
    assert rang.wait(10)
    work.stop()
    assert work.now >= 30


def test_what_fails_is_told_to_whoever_waits() -> None:
    work = Work()
    work.do("a", lambda: [][0])
    with pytest.raises(IndexError):
        work.settle()
    work.stop()


def test_what_does_not_come_about_is_not_waited_for_for_ever() -> None:
    with pytest.raises(NothingHappened):
        Work().until(lambda: False, timeout=0.01)


def callbacks(app: Script, *events: str) -> list[Callback]:
    return [Callback("CA1", event, f"{app.base_url}/told", "POST", {"Event": event}) for event in events]


def told(app: Script) -> list[str]:
    return [one.form["Event"] for one in app.at("/told")]


@pytest.mark.parametrize(
    ("handling", "order"),
    [
        ("now", ["a", "b", "c"]),
        ("twice", ["a", "b", "b", "c"]),
        ("swapped", ["a", "c", "b"]),
        ("held", ["a", "c"]),
        ("never", ["a", "c"]),
    ],
)
def test_callbacks_come_as_they_are_told_to(
    app: Script, account: Account, handling: Handling, order: list[str]
) -> None:
    account.post.rule = lambda callback: handling if callback.event == "b" else "now"
    for callback in callbacks(app, "a", "b", "c"):
        account.post.send(callback)
    account.settle()
    assert told(app) == order


def test_held_callbacks_are_delivered_in_any_order_and_as_often_as_one_likes(app: Script, account: Account) -> None:
    account.post.rule = lambda _: "held"
    first, second = callbacks(app, "a", "b")
    account.post.send(first)
    account.post.send(second)
    account.post.deliver(second, first, second)
    account.settle()
    assert (told(app), account.post.held) == (["b", "a", "b"], [])


def test_a_callback_that_is_answered_wrongly_is_remembered(app: Script, account: Account) -> None:
    app.on("/told", Answer(b"", 500))
    account.post.send(callbacks(app, "a")[0])
    account.settle()
    assert [refusal.code for refusal in account.post.refusals] == [15003]

"""An ear that fails is left alone, and tried again by one."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.speech.breaker import Breaker, Rule

RULE = Rule(failures=3, window=10, rest=5, refused=60, probe=20)


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def broken(clock: Clock) -> Breaker:
    breaker = Breaker(clock, RULE)
    for _ in range(3):
        breaker.failed()
    return breaker


def test_a_few_failures_open_it_for_a_while() -> None:
    clock = Clock()
    breaker = Breaker(clock, RULE)
    breaker.failed()
    breaker.failed()
    assert breaker.allows()
    assert not breaker.open
    breaker.failed()
    assert not breaker.allows()
    assert breaker.open


def test_failures_that_lie_far_apart_do_not() -> None:
    clock = Clock()
    breaker = Breaker(clock, RULE)
    for _ in range(10):
        breaker.failed()
        clock.now += 6
    assert breaker.allows()


def test_what_works_in_between_counts() -> None:
    breaker = Breaker(Clock(), RULE)
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.worked()
    assert breaker.allows()


def test_one_tries_after_the_rest_and_the_others_wait() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now += 5
    assert not breaker.open
    assert breaker.allows()
    assert breaker.open
    assert not breaker.allows()
    breaker.worked()
    assert breaker.allows()
    assert breaker.allows()


def test_a_try_that_fails_opens_it_again() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now += 5
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now += 5
    assert breaker.allows()


def test_a_try_nobody_told_the_outcome_of_is_forgotten() -> None:
    clock = Clock()
    breaker = broken(clock)
    clock.now += 5
    assert breaker.allows()
    clock.now += 20
    assert breaker.allows()


def test_a_refusal_opens_it_at_once_and_for_longer() -> None:
    clock = Clock()
    breaker = Breaker(clock, RULE)
    breaker.failed(refused=True)
    clock.now += 59
    assert not breaker.allows()
    clock.now += 1
    assert breaker.allows()

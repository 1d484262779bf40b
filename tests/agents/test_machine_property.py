"""Any interleaving of callers, agents and a Twilio that is late, says things twice, in any order or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from ivr.agents import events as e

from .world import Call, World

DESKS = ("desk", "police", "interpreter")
AGENTS = ("ana", "ben", "cy")
NUMBER = range(31)
YES_NO = (False, True)


Machine = Any
When = Callable[[Machine], bool]
PLAYS: list[tuple[str, When, Mapping[str, Sequence[Any]]]] = []


def happens(when: When, **choices: Sequence[Any]) -> Callable[[Callable[..., None]], Any]:
    """What may happen at such times, in so many ways: a rule of hypothesis, and a throw of the dice (walk)."""

    def known(play: Callable[..., None]) -> Any:
        PLAYS.append((play.__name__, when, choices))
        drawn: dict[str, Any] = {name: st.sampled_from(ways) for name, ways in choices.items()}
        return precondition(when)(rule(**drawn)(play))  # type: ignore[no-untyped-call]

    return known


def always(self: Machine) -> bool:
    return True


def some(is_one: Callable[[Call], bool]) -> When:
    """A rule for the times when there is such a call."""
    return lambda self: any(call.live and is_one(call) for call in self.world.calls.values())


def few(self: Machine) -> bool:
    """Room for one more: most of what goes wrong needs two callers, nothing needs four."""
    return len(self.world.handoffs) < 12 and sum(not one.ended for one in self.world.handoffs.values()) < 3


def talking(self: Machine) -> bool:
    return any(one.phase == "joined" and one.offer for one in self.world.handoffs.values())


def in_company(self: Machine) -> bool:
    return any(one.legs for one in self.world.handoffs.values())


class People(RuleBasedStateMachine):
    """Two or three callers at most, three agents, of whom one is a supervisor when one is needed."""

    @initialize(ordered=st.booleans(), asked=st.lists(st.booleans(), min_size=1, max_size=3), steps=st.integers(0, 30))
    def opens(self, ordered: bool, asked: list[bool], steps: int) -> None:
        self.world = World(ordered=ordered, presence=dict.fromkeys(AGENTS, "available"))
        self.found: list[tuple[str, e.Found]] = []
        for call_back in asked:
            self.somebody_asks(call_back)
        for _ in range(steps):
            self.world.goes_on()

    def pick(self, among: list[Any], n: int) -> Any:
        return among[n % len(among)] if among else None

    def a_call(self, n: int, is_one: Callable[[Call], bool]) -> Call | None:
        found: Call | None = self.pick([call for call in self.world.calls.values() if call.live and is_one(call)], n)
        return found

    def a_handoff(self, n: int) -> str:
        open_ones = [one.id for one in self.world.handoffs.values() if not one.ended]
        chosen: str = self.pick(open_ones or list(self.world.handoffs), n)
        return chosen

    # ------------------------------------------------------------------ callers

    @happens(few, call_back=[False, False, False, True])
    def somebody_asks(self, call_back: bool) -> None:
        call = self.world.inbound(f"caller {len(self.world.calls)}")
        if call_back:
            call.at = "over"
        self.world.ask(call, call_back=call_back)

    @happens(lambda self: few(self) and some(lambda call: call.at == "flow")(self), n=NUMBER)
    def somebody_in_the_flow_asks_again(self, n: int) -> None:
        call = self.a_call(n, lambda call: call.at == "flow")
        if call and self.world.tell(call.hid, e.CallerChose(call.sid, "wait")).ended:
            call.at = "queue"
            self.world.ask(call)

    @happens(some(lambda call: call.tie == e.CALLER), n=NUMBER)
    def a_caller_hangs_up(self, n: int) -> None:
        call = self.a_call(n, lambda call: call.tie == e.CALLER)
        if call:
            self.world.ends(call, "hung_up")

    @happens(some(lambda call: call.at == "queue"), n=NUMBER)
    def a_caller_asks_for_the_next_document(self, n: int) -> None:
        call = self.a_call(n, lambda call: call.tie == e.CALLER and call.at == "queue")
        if call:
            self.world.fetch(call)

    @happens(some(lambda call: call.tie == e.CALLER and bool(call.room)), n=NUMBER)
    def a_caller_falls_out_of_the_room(self, n: int) -> None:
        call = self.a_call(n, lambda call: call.tie == e.CALLER and bool(call.room))
        if call:
            self.world.goes(call, "flow")
            self.world.fetch(call)

    @happens(some(lambda call: call.at == "queue"), n=NUMBER, choice=["call_back", "call_back", "message", "go_on"])
    def a_caller_chooses(self, n: int, choice: Any) -> None:
        call = self.a_call(n, lambda call: call.tie == e.CALLER and call.at == "queue")
        if call:
            self.world.tell(call.hid, e.CallerChose(call.sid, choice))
            self.world.fetch(call)

    @happens(some(lambda call: call.at in ("flow", "queue")), n=NUMBER, minutes=[-5, 1, 20, 600])
    def a_caller_chooses_when_to_be_called(self, n: int, minutes: int) -> None:
        call = self.a_call(n, lambda call: call.tie == e.CALLER and call.at in ("flow", "queue"))
        if call:
            at = self.world.now + timedelta(minutes=minutes)
            self.world.tell(call.hid, e.CallerChose(call.sid, "call_back", at))
            self.world.fetch(call)

    # ------------------------------------------------------------------ agents

    @happens(lambda self: "available" in self.world.presence.values(), n=NUMBER, agent=AGENTS)
    def the_matcher_chooses(self, n: int, agent: str) -> None:
        self.world.match(self.a_handoff(n), agent)

    @happens(some(lambda call: call.at == "ringing"), n=NUMBER, machine=[False, False, False, True])
    def a_telephone_is_picked_up(self, n: int, machine: bool) -> None:
        call = self.a_call(n, lambda call: call.at == "ringing")
        if call:
            self.world.picks_up(call, machine=machine)

    @happens(some(lambda call: call.at == "brief"), n=NUMBER, key="11112")
    def a_key_is_pressed(self, n: int, key: str) -> None:
        call = self.a_call(n, lambda call: call.at == "brief")
        if call:
            self.world.presses(call, key)

    @happens(some(lambda call: call.at == "brief"), n=NUMBER)
    def no_key_is_pressed(self, n: int) -> None:
        call = self.a_call(n, lambda call: call.at == "brief")
        if call:
            self.world.no_key(call)

    @happens(some(lambda call: call.tie != e.CALLER), n=NUMBER, how=["hung_up", "no_answer", "busy", "failed", "lost"])
    def a_telephone_ends(self, n: int, how: Any) -> None:
        call = self.a_call(n, lambda call: call.tie != e.CALLER)
        if call:
            self.world.ends(call, how)

    def a_talk(self, n: int) -> tuple[str, str, str]:
        """A hand-off, the agent who has it, and somebody else who is in its room, or may be."""
        talks = [one for one in self.world.handoffs.values() if one.phase == "joined" and one.offer]
        with_others = [one for one in talks if one.legs]
        one = self.pick(with_others or talks or list(self.world.handoffs.values()), n)
        agent = one.offer.agent if one.offer else AGENTS[n % 3]
        others = [leg.who for leg in one.legs] or [*AGENTS, "desk"]
        return one.id, agent, others[n % len(others)]

    @happens(talking, n=NUMBER, kind=DESKS, hold=YES_NO, steps=range(10))
    def the_agent_calls_a_desk_in(self, n: int, kind: Any, hold: bool, steps: int) -> None:
        hid, agent, _ = self.a_talk(n)
        self.world.tell(hid, e.CalledIn(agent, kind, f"desk {kind}", hold))
        self.for_a_while_all_goes_as_it_should(steps, n)

    @happens(talking, n=NUMBER, to=AGENTS, hold=YES_NO, steps=range(10))
    def the_agent_calls_a_colleague_in(self, n: int, to: str, hold: bool, steps: int) -> None:
        hid, agent, _ = self.a_talk(n)
        self.world.invite(hid, to, e.CalledIn(agent, "colleague", to, hold))
        self.for_a_while_all_goes_as_it_should(steps, n)

    @happens(talking, n=NUMBER, who=AGENTS, mode=["talk", "listen", "whisper"])
    def a_supervisor_comes(self, n: int, who: str, mode: Any) -> None:
        self.world.invite(self.a_talk(n)[0], who, e.SupervisorCame(who, mode))

    @happens(in_company, n=NUMBER, mode=["talk", "listen", "whisper"])
    def the_supervisor_changes_the_mode(self, n: int, mode: Any) -> None:
        hid, _, who = self.a_talk(n)
        self.world.invite(hid, who, e.SupervisorCame(who, mode))

    @happens(talking, n=NUMBER, on=YES_NO, what=[e.Held, e.Held, e.Muted])
    def the_agent_holds_or_mutes(self, n: int, on: bool, what: Any) -> None:
        hid, agent, _ = self.a_talk(n)
        self.world.tell(hid, what(agent, on))

    @happens(in_company, n=NUMBER)
    def the_agent_hands_on(self, n: int) -> None:
        hid, agent, who = self.a_talk(n)
        cold = [e.HandedOn(agent, "desk", "desk", warm=False), e.HandedOn(agent, "queue", "police", warm=False)]
        self.world.tell(hid, [e.HandedOn(agent, "person", who), e.HandedOn(agent, "person", who), *cold][n % 4])

    @happens(talking, n=NUMBER, what=[e.AgentGone, e.AgentLeft, e.Finished])
    def the_agent_goes(self, n: int, what: Any) -> None:
        hid, agent, _ = self.a_talk(n)
        self.world.tell(hid, what(agent))

    @happens(in_company, n=NUMBER)
    def somebody_is_dropped(self, n: int) -> None:
        hid, _, who = self.a_talk(n)
        self.world.tell(hid, e.Dropped(who))

    @happens(always, n=NUMBER, who=AGENTS, what=[e.AgentGone, e.AgentLeft, e.Finished])
    def anybody_goes_anywhere(self, n: int, who: str, what: Any) -> None:
        self.world.tell(self.a_handoff(n), what(who))

    @happens(always, n=NUMBER)
    def the_floor_takes_an_offer_back_or_closes(self, n: int) -> None:
        one = self.world.handoffs[self.a_handoff(n)]
        self.world.tell(one.id, e.OfferWithdrawn(one.offer.id) if one.offer and n % 2 else e.QueueClosed())

    @happens(lambda self: "away" in self.world.presence.values(), who=AGENTS)
    def an_agent_is_available_again(self, who: str) -> None:
        if self.world.presence[who] == "away":
            self.world.presence[who] = "available"

    @happens(always, steps=range(1, 15), n=NUMBER, fate=["done", "done", "late", "forgotten"])
    def for_a_while_all_goes_as_it_should(self, steps: int, n: int, fate: str = "done") -> None:
        """Chance alone seldom brings anybody together: most of what can go wrong does so later."""
        self.world.goes_on(n, fate)
        for _ in range(steps):
            self.world.goes_on(n)

    # ------------------------------------------------------------------ Twilio, jobs, time

    @happens(lambda self: any(self.world.jobs.values()), n=NUMBER, fate=["done", "late", "forgotten", "refused"])
    def a_job_is_done(self, n: int, fate: str) -> None:
        self.world.work(self.pick([lane for lane, jobs in self.world.jobs.items() if jobs], n), fate)

    @happens(lambda self: self.world.wire, n=NUMBER, fate=["once", "once", "once", "twice", "never"])
    def a_word_arrives(self, n: int, fate: str) -> None:
        at = n % len(self.world.wire)
        hid, event = self.world.wire[at]
        if fate != "twice":
            self.world.wire.pop(at)
        if fate != "never":
            self.world.tell(hid, event)

    @happens(lambda self: self.world.deadlines, n=range(6))
    def a_clock_strikes(self, n: int) -> None:
        due = sorted(range(len(self.world.deadlines)), key=lambda one: self.world.deadlines[one][1].at)
        self.world.strikes(due[n % len(due)])

    @happens(always, n=NUMBER)
    def the_reconciler_asks(self, n: int) -> None:
        hid = self.a_handoff(n)
        self.found.append((hid, self.world.look(hid)))

    @happens(lambda self: self.found, n=NUMBER)
    def the_reconciler_tells(self, n: int) -> None:
        self.world.tell(*self.found.pop(n % len(self.found)))

    @happens(always)
    def the_process_starts_again(self) -> None:
        """What was on the wire is lost; the reconciler asks about everything."""
        self.world.wire.clear()
        for hid in self.world.handoffs:
            self.world.tell(hid, self.world.look(hid))

    # ------------------------------------------------------------------ the end

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self.world.settle(reconciled=False)
        assert not self.world.bound, "an agent is never free again"
        assert "busy" not in self.world.presence.values()
        self.world.settle(reconciled=True)
        for call in self.world.calls.values():
            assert not call.room, f"left in a room: {call}"
            assert call.tie == e.CALLER or not call.live, f"rings or waits for nobody: {call}"
            assert call.at in ("over", "flow", "message"), f"kept waiting after the end: {call}"


def play(examples: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=quiet, database=None
        ),
    )


def walk(seed: int, steps: int) -> None:
    """A long day, thrown by dice: ten times as far in the same time, and nothing is made simpler when it goes wrong."""
    dice, people = Random(seed), People()
    people.opens(bool(seed % 2), [dice.random() < 0.3 for _ in range(dice.randint(1, 3))], dice.randint(0, 30))
    for _ in range(steps):
        name, _, ways = dice.choice([play for play in PLAYS if play[1](people)])
        getattr(people, name)(**{key: dice.choice(values) for key, values in ways.items()})
    people.teardown()


def test_whatever_happens_in_whatever_order_nobody_is_lost() -> None:
    play(120, 30)


@pytest.mark.parametrize("seed", range(60))
def test_long_days_end_well_too(seed: int) -> None:
    walk(seed, 150)


@pytest.mark.soak
def test_so_do_thousands_of_longer_ones() -> None:
    for seed in range(100, 4100):
        walk(seed, 250)


@pytest.mark.soak
def test_so_it_is_in_thousands_of_long_days() -> None:
    play(4000, 80)

"""A world around the machine: callers, agents, a store that keeps its promises, and a Twilio that keeps few.

Words of Twilio travel on a wire where they are late, doubled, in any order, or lost. A job may die after Twilio did
what it asked and before that was written down; then it is done again. What the store does in one transaction happens
at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from ivr.agents import actions as a
from ivr.agents import events as e
from ivr.agents import orders, place
from ivr.agents.handoff import TOGETHER, Handoff, keeper
from ivr.agents.machine import begin, step
from ivr.agents.rules import Rules

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
RULES = Rules(wait=timedelta(minutes=5), owed=timedelta(hours=2), tries=2)

ASKING = e.PickedUp | e.Voicemail | e.Pressed | e.NoKey | e.Answered
"""Events of a telephone that Twilio waits for an answer to."""


@dataclass
class Call:
    """A call at Twilio. who: a caller or a person. at: ringing, over, queue, flow, brief, message, or `room <tie>`."""

    sid: str
    who: str
    hid: str
    tie: str
    at: str
    inbound: bool = False

    @property
    def live(self) -> bool:
        return self.at != "over"

    @property
    def room(self) -> str:
        return self.at.removeprefix("room ") if self.at.startswith("room ") else ""


@dataclass
class World:
    now: datetime = MORNING
    rules: Rules = RULES
    handoffs: dict[str, Handoff] = field(default_factory=dict)
    presence: dict[str, str] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    jobs: dict[str, list[tuple[str, a.Asking]]] = field(default_factory=lambda: defaultdict(list))
    deadlines: list[tuple[str, a.Deadline]] = field(default_factory=list)
    wire: list[tuple[str, e.Event]] = field(default_factory=list)
    drafts: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    looks: set[str] = field(default_factory=set)
    seqs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ordered: bool = True

    # ------------------------------------------------------------------ the store

    def ask(self, call: Call, *, call_back: bool = False) -> str:
        """A caller is to be given to a person; the id of the hand-off."""
        hid = f"H{len(self.handoffs) + 1}"
        asked = e.Asked(call.sid, len(self.handoffs), "services", "asked", 3, "en", "" if call_back else call.sid)
        begun = begin(hid, asked, self.now, self.rules)
        call.hid = hid
        self._commit(begun.handoff, begun.actions)
        return hid

    def tell(self, hid: str, event: e.Event) -> Handoff:
        """One transaction: the event, the row, and everything that follows from it."""
        before = self.handoffs[hid]
        after = step(before, event, self.now, self.rules)
        assert after == step(before, event, self.now, self.rules), "not pure"
        self._commit(after.handoff, after.actions)
        self.check()
        self._nothing_rings_for_nobody(before, after.handoff, event)
        return after.handoff

    def _commit(self, handoff: Handoff, actions: tuple[a.Action, ...]) -> None:
        hid = handoff.id
        self.handoffs[hid] = handoff
        for action in actions:
            match action:
                case a.Release(agent, presence, why):
                    assert self.bound.get(agent) == hid, f"{hid} frees {agent}, who is not its: {why}"
                    self.presence[agent] = {"free": "available"}.get(presence, presence)
                    if presence != "wrap_up":
                        del self.bound[agent]
                case a.Deadline():
                    self.deadlines.append((hid, action))
                case a.SaveDraft():
                    self.drafts.add(hid)
                case a.Look():
                    self.looks.add(hid)
                case a.Show() | a.Match():
                    pass
                case _:
                    key = orders.key(action)
                    again = key in self.keys
                    assert not again or isinstance(action, a.HangUp), f"done already, it would be thought: {key}"
                    self.keys.add(key)
                    if not again:
                        self.jobs[orders.lane(action)].append((hid, action))

    def match(self, hid: str, agent: str) -> None:
        """The matcher's transaction: the agent is free, and is taken."""
        if self.presence.get(agent) == "available":
            self.presence[agent], self.bound[agent] = "busy", hid
            self.tell(hid, e.Matched(agent))

    def invite(self, hid: str, who: str, event: e.Event) -> None:
        """A colleague or supervisor is called in: taken in the same transaction, or not at all."""
        if self.bound.get(who) == hid:
            self.tell(hid, event)
        elif self.presence.get(who) == "available":
            self.presence[who], self.bound[who] = "busy", hid
            self.tell(hid, event)

    # ------------------------------------------------------------------ Twilio

    def dials(self, who: str, hid: str, tie: str) -> Call:
        call = Call(f"CA{len(self.calls) + 1}", who, hid, tie, "ringing")
        self.calls[call.sid] = call
        return call

    def inbound(self, who: str) -> Call:
        call = Call(f"CA{len(self.calls) + 1}", who, "", e.CALLER, "queue", inbound=True)
        self.calls[call.sid] = call
        return call

    def goes(self, call: Call, at: str) -> None:
        """Out of the room it is in, into the next place; rooms tell it on the wire."""
        room = call.room
        if room == at.removeprefix("room "):
            return
        if room:
            self.wire.append((call.hid, e.Left(room, call.tie, call.sid, self._seq(room))))
        call.at = at
        if call.room:
            self.wire.append((call.hid, e.Entered(call.room, call.tie, call.sid, self._seq(call.room))))

    def _seq(self, room: str) -> int:
        self.seqs[room] += 1
        return self.seqs[room] if self.ordered else 0

    def ends(self, call: Call, how: e.Gone) -> None:
        """The call is over; its status is told on the wire."""
        if not call.live:
            return
        self.goes(call, "over")
        mine: e.Event = e.CallerHungUp(call.sid) if call.tie == e.CALLER else e.LegEnded(call.tie, call.sid, how)
        self.wire.append((call.hid, mine))

    def fetch(self, call: Call) -> None:
        """Twilio asks for the caller's next document."""
        if not call.live:
            return
        handoff = self.tell(call.hid, e.CallerFetched(call.sid))
        here = place.caller(handoff, call.sid)
        self.goes(call, f"room {here.room}" if here.where == "room" else here.where)

    def picks_up(self, call: Call, *, machine: bool = False) -> None:
        """Somebody or something answers a telephone that rings."""
        if call.tie == self.handoffs[call.hid].dial or call.who.startswith("caller"):
            return self._caller_picks_up(call, machine)
        if call.who.startswith("desk"):
            return self.goes(call, f"room {self.handoffs[call.hid].room or 'none'}")
        call.at = "brief"
        self._hears(call, self.tell(call.hid, e.PickedUp(call.tie, call.sid)))
        if machine and call.at == "brief":
            self._hears(call, self.tell(call.hid, e.Voicemail(call.tie, call.sid)))

    def _caller_picks_up(self, call: Call, machine: bool) -> None:
        by: Literal["person", "machine"] = "machine" if machine else "person"
        handoff = self.tell(call.hid, e.Answered(call.tie, call.sid, by))
        here = place.dialled(handoff, call.tie, call.sid, by)
        call.tie = e.CALLER if here in ("room", "queue") else call.tie
        if here in ("over", "message"):
            self.ends(call, "hung_up")
        else:
            self.goes(call, f"room {handoff.room}" if here == "room" else "queue")

    def presses(self, call: Call, key: str) -> None:
        self._hears(call, self.tell(call.hid, e.Pressed(call.tie, call.sid, "1" if key == "1" else "2")))

    def no_key(self, call: Call) -> None:
        self._hears(call, self.tell(call.hid, e.NoKey(call.tie, call.sid)))

    def _hears(self, call: Call, handoff: Handoff) -> None:
        """The answer to a telephone's question."""
        match place.leg(handoff, call.tie, call.sid):
            case "brief":
                assert handoff.caller not in ("gone",), "briefed about a caller who has gone"
            case "room" if call.live:
                self.goes(call, f"room {handoff.room}")
            case _:
                self.ends(call, "hung_up")

    def work(self, lane: str, fate: str = "done") -> None:
        """The first job of a lane. fate: done · late (done, its answer is on the wire) · forgotten (done, and the job
        died before it said so) · refused."""
        if not self.jobs.get(lane):
            return
        hid, action = self.jobs[lane][0]
        if not place.wanted(self.handoffs[hid], action):
            self.jobs[lane].pop(0)
            return
        if fate != "forgotten":
            self.jobs[lane].pop(0)
        if fate == "refused":
            self._refuses(hid, action)
        else:
            self._does(hid, action, fate)

    def _refuses(self, hid: str, action: a.Asking) -> None:
        """It would not, after all tries: they take their time."""
        self.now += timedelta(seconds=30)
        match action:
            case a.Ring(tie) | a.Dial(tie) | a.CallCaller(tie):
                self.tell(hid, e.RingFailed(tie, "twilio"))
            case a.MoveIntoRoom(leg) | a.MoveBack(leg):
                self.tell(hid, e.MoveFailed(leg, "twilio"))

    def _does(self, hid: str, action: a.Asking, fate: str) -> None:
        match action:
            case a.Ring(tie, who) | a.Dial(tie, _, who):
                self._answers(hid, e.Rang(tie, self.dials(who, hid, tie).sid), fate)
            case a.CallCaller(tie):
                self._answers(hid, e.Rang(tie, self.dials("caller back", hid, tie).sid), fate)
            case a.HangUp(leg):
                assert not self.calls[leg].inbound, "the line hangs up on a caller"
                self.ends(self.calls[leg], "hung_up")
            case a.MoveIntoRoom(leg) | a.MoveBack(leg):
                assert self.calls[leg].hid == hid, "moved by a hand-off that is over, out of the next one"
                if self.calls[leg].live:
                    self.fetch(self.calls[leg])
                else:
                    self._answers(hid, e.MoveFailed(leg, "gone"), fate)

    def _answers(self, hid: str, event: e.Event, fate: str) -> None:
        if fate == "late":
            self.wire.append((hid, event))
        elif fate == "done":
            self.tell(hid, event)

    def look(self, hid: str) -> e.Found:
        """What Twilio would answer the reconciler now."""
        ours = [call for call in self.calls.values() if call.hid == hid and call.live]
        return e.Found(
            self.handoffs[hid].version,
            frozenset(call.sid for call in ours),
            {call.sid: call.room for call in ours if call.room},
            tuple((call.tie, call.sid) for call in ours if call.tie != e.CALLER),
        )

    def goes_on(self, n: int = 0, fate: str = "done") -> None:
        """The next thing that happens when nothing goes wrong and everybody is willing."""
        ringing = [call for call in self.calls.values() if call.at == "ringing"]
        asked = [call for call in self.calls.values() if call.at == "brief"]
        waiting = [one for one in self.handoffs.values() if one.phase == "waiting"]
        free = [agent for agent, presence in self.presence.items() if presence == "available"]
        lanes = [lane for lane, jobs in self.jobs.items() if jobs]
        if lanes:
            self.work(lanes[n % len(lanes)], fate)
        elif self.wire:
            self.tell(*self.wire.pop(0))
        elif asked:
            self.presses(asked[n % len(asked)], "1")
        elif ringing:
            self.picks_up(ringing[n % len(ringing)])
        elif waiting and free:
            one = waiting[n % len(waiting)]
            self.now = max([self.now, *(clock.at for clock in one.clocks if clock.kind == "due")])
            self.match(one.id, free[n % len(free)])

    def until(self, hid: str, phase: str) -> Handoff:
        """All goes as it should until the hand-off is there."""
        for _ in range(100):
            if self.handoffs[hid].phase == phase:
                return self.handoffs[hid]
            self.goes_on()
        raise AssertionError(f"it does not come to {phase}: {self.handoffs[hid]}")

    def rest(self) -> None:
        """Every job done and every word told, nothing else."""
        while any(self.jobs.values()) or self.wire:
            for lane in [lane for lane, jobs in self.jobs.items() if jobs]:
                self.work(lane)
            while self.wire:
                self.tell(*self.wire.pop(0))

    def phone(self, who: str) -> Call:
        """The newest call of this person or caller."""
        return [call for call in self.calls.values() if call.who == who][-1]

    # ------------------------------------------------------------------ time

    def strikes(self, number: int) -> None:
        """A deadline's job runs, at its time."""
        hid, due = self.deadlines.pop(number)
        self.now = max(self.now, due.at)
        self.tell(hid, e.TimeUp(due.kind, due.at, due.who))

    def settle(self, *, reconciled: bool) -> None:
        """Nobody does anything more; Twilio's own limits, the clocks and the jobs run out, one after the other."""
        for _ in range(400):
            for call in [call for call in self.calls.values() if call.live]:
                self._idle(call)
            for lane in [lane for lane, jobs in self.jobs.items() if jobs]:
                self.work(lane)
            if reconciled:
                for hid in self.handoffs:
                    self.tell(hid, self.look(hid))
            if not any(self.jobs.values()) and self._settled():
                return
            if self.deadlines and not any(self.jobs.values()):
                self.strikes(min(range(len(self.deadlines)), key=lambda n: self.deadlines[n][1].at))
        raise AssertionError(f"it never ends: {[h for h in self.handoffs.values() if not h.ended]}")

    def _settled(self) -> bool:
        return all(one.ended and not one.clocks for one in self.handoffs.values())

    def _idle(self, call: Call) -> None:
        if call.at == "ringing":
            self.ends(call, "no_answer")
        elif call.at == "brief":
            self.no_key(call)
        elif call.at == "queue":
            self.fetch(call)

    # ------------------------------------------------------------------ what always holds

    def check(self) -> None:
        """What people.md promises ("What always holds"), of every hand-off, after every step."""
        held: dict[str, str] = {}
        for handoff in self.handoffs.values():
            self.holds(handoff)
            for agent in _people(handoff):
                assert agent not in held, f"{agent} has two callers: {held[agent]}, {handoff.id}"
                held[agent] = handoff.id
        assert held == self.bound, f"presence and hand-offs differ: {held} {self.bound}"

    def holds(self, one: Handoff) -> None:
        kinds = {clock.kind for clock in one.clocks}
        told = {(hid, due.kind, due.at, due.who) for hid, due in self.deadlines}
        alone = not (one.offer or one.legs or one.room)
        match one.phase:
            case "waiting":
                assert kinds & {"wait", "due"}, "waits without a limit"
                assert alone, "waits, and has somebody"
            case "offered" | "ringing" | "briefing":
                assert one.offer, "offered to nobody"
                assert kinds & {"offer", "pick_up", "key"}, "offered without an end"
                assert one.caller != "gone", "offered for a caller who has gone"
            case "calling":
                assert one.offer, "the caller is dialled for nobody"
                assert "dial" in kinds, "dialled without an end"
            case "joining":
                assert one.offer or keeper(one), "joins nobody"
                assert "join" in kinds, "joins without an end"
            case "joined":
                assert one.caller == "room", "joined, and the caller is elsewhere"
                assert (one.offer and one.offer.inside) or keeper(one), "alone in the room"
                assert "talk" in kinds, "joined without an end"
            case "wrap_up":
                assert one.writing, "waits for a note of nobody"
                assert alone, "over, and has somebody"
            case _:
                assert one.why, "ended without a reason"
                assert alone, "ended, and has somebody"
                assert not one.writing, "ended, and somebody writes"
                assert kinds <= {"back"}, "ended, and a clock runs"
                helped = one.phase in ("done", "called_back") or one.why in ("message", "go_on")
                assert helped or one.id in self.drafts, "ended without a person and without a draft"
        assert not one.held or one.phase in TOGETHER, "on hold for nobody"
        if one.caller in ("door", "room") and not one.room:
            assert "back" in kinds or one.backs >= self.rules.backs, "in a room, and nobody brings them back"
        for clock in one.clocks:
            assert (one.id, clock.kind, clock.at, clock.who) in told, f"a clock without a job: {clock}"

    def _nothing_rings_for_nobody(self, before: Handoff, after: Handoff, event: e.Event) -> None:
        """A telephone that was let go, or that nobody waits for, is being hung up from this step on."""
        told = {event.leg} if isinstance(event, e.Rang | e.Entered) else set()
        for sid in (_telephones(before) | told) - _telephones(after):
            call = self.calls.get(sid)
            ends = any(isinstance(job, a.HangUp) and job.leg == sid for jobs in self.jobs.values() for _, job in jobs)
            asks = isinstance(event, ASKING) and event.leg == sid  # the answer ends it
            assert call is None or call.tie == e.CALLER or not call.live or ends or asks, f"rings for nobody: {call}"


def _telephones(handoff: Handoff) -> set[str]:
    agents = {handoff.offer.leg} if handoff.offer else set()
    dialled = {handoff.caller_leg} if handoff.caller not in ("gone", "none") else set()
    return agents | dialled | {leg.sid for leg in handoff.legs}


def _people(handoff: Handoff) -> list[str]:
    """Everybody whose presence this hand-off holds."""
    asked = [handoff.offer.agent] if handoff.offer else []
    return [*asked, *handoff.writing, *(leg.who for leg in handoff.legs if leg.kind in ("colleague", "supervisor"))]

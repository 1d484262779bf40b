"""Twilio and everybody's telephones, as a process of its own: callers who come by the hour that was drawn, and agents.

`python -m bench.floor.telephones FILE`, with the hour and the addresses as JSON in FILE. It serves Twilio's REST API,
says `ready` and waits for a line on its input; then it tells on its output, a JSON object a line: how far it is, and
which agent's talk is over (`finish`), so that their browser writes the note. Its last line is what became of all.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from ivr.simulator.call import CallEndedError, PhoneCall
from ivr.simulator.http import Line
from ivr.simulator.rest import Rest
from ivr.simulator.shelf import Shelf
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.telephone import AgentPhone, NotOnACall, NotRinging

NOON = datetime(2026, 11, 18, 12)
"""What the line is told the time is: its queues are open."""
PICK_UP, LISTEN, NOTE, CHOICE, GOODBYE = 3.0, 6.0, 0.12, 40.0, 5.0
"""Seconds until an agent picks up, and then presses 1; the note's share of their time; seconds between two rounds of
the queue's document; and until a caller hangs up whose talk is over."""
SHORTEST = 1.5
"""Real seconds of the shortest talk: who hangs up while they are being connected has not talked."""
RAMP = 5.0
"""Callers a real second who come before the hour begins."""
KEYS = {("services", "en"): "0", ("services", "es"): "0", ("police", "en"): "police"}
LATE = 90.0
"""Real seconds that the floor gets for who is still on the line when the hour is over."""


@dataclass
class Visit:
    """One call of a caller. nth: -1, who was there before the hour. hold: seconds an agent was to be theirs."""

    nth: int
    group: int
    call: PhoneCall
    leaves: bool
    talked: bool = False
    hold: float | None = None


@dataclass
class Town:
    """told: the hour (bench.floor.load), the addresses, `factor`: how much faster its seconds pass than real ones."""

    account: Account
    told: Any
    say: Callable[[Any], None]
    visits: dict[str, Visit] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    begun: float | None = None
    talking: int = 0
    writing: int = 0
    parted: set[str] = field(default_factory=set)
    asked: int = 0

    def __post_init__(self) -> None:
        self.before = [deque(group) for group in self.told["before"]]
        self.holds = [
            deque(c["hold"] for c in self.told["callers"] if c["group"] == n) for n in range(len(self.before))
        ]
        self.phones: dict[str, tuple[int, int]] = {}
        self.open: list[tuple[str, AgentPhone]] = []

    @property
    def now(self) -> float:
        return self.account.work.now

    def later(self, seconds: float, lane: str, act: Callable[[], object]) -> None:
        def safely() -> None:
            try:
                act()
            except (CallEndedError, NotRinging, NotOnACall) as crossed:
                self.wrong[type(crossed).__name__] += 1
            except Exception as problem:
                self.wrong[repr(problem)[:120]] += 1

        self.account.work.later(max(0.0, seconds), lane, safely)

    # ------------------------------------------------------------------ callers

    def comes(self, nth: int, group: int, leaves: bool) -> None:
        number = f"+1410{(nth if nth >= 0 else 90_000 + len(self.visits)) % 10_000_000:07d}"
        language = self.told["groups"][group]["language"]
        call = PhoneCall(self.account.line, number, now=NOON, language=language, office=self.account)
        visit = Visit(nth, group, call, leaves)
        call.dial()
        self.visits[call.sid] = visit
        if self.told["groups"][group]["queue"] == "police":
            call.say("I lost my wallet and want the police lost property office")
        call.press("0")
        self.asked += 1
        self._waits(visit)

    def _waits(self, visit: Visit) -> None:
        """Every round of the music the line asks whether they stay: they do."""

        def round_() -> None:
            if visit.call.state == "listening" and not visit.talked and not visit.call.ending:
                visit.call.wait()
            if not visit.talked and not visit.call.ending:
                self._waits(visit)

        self.later(CHOICE, f"caller {visit.call.sid}", round_)

    # ------------------------------------------------------------------ agents

    def hire(self, agent: int, number: str, group: int) -> None:
        phone = self.account.phone(number, lambda phone: self._rings(agent, group, phone))
        self.phones[phone.number] = (agent, group)

    def _rings(self, agent: int, group: int, phone: AgentPhone) -> None:
        rang, lane = self.now, f"agent {agent}"
        self.later(PICK_UP, lane, lambda: self._picks_up(agent, group, phone, rang))

    def _picks_up(self, agent: int, group: int, phone: AgentPhone, rang: float) -> None:
        phone.answer()
        self.later(LISTEN, f"agent {agent}", lambda: self._takes(agent, group, phone, rang))

    def _takes(self, agent: int, group: int, phone: AgentPhone, rang: float) -> None:
        phone.press("1")
        with self.lock:
            self.talking += 1
            before = self.begun is None
            if before:
                self.open.append((phone.number, phone))
            else:
                hold = self.holds[group].popleft() if self.holds[group] else 1.0
        if not before:
            self._will_part(agent, phone, rang, hold)

    def _will_part(self, agent: int, phone: AgentPhone, rang: float, hold: float) -> None:
        ends = max(rang + hold * (1 - NOTE), self.now + SHORTEST * self.told["factor"])
        with self.lock:
            self.open.append((phone.number, phone))
        self.later(ends - self.now, f"agent {agent}", lambda: self._parts(agent, phone, rang + hold, hold))

    def _parts(self, agent: int, phone: AgentPhone, note: float, hold: float | None = None) -> None:
        """Half of them are ended by the caller. A talk that has not begun yet is waited for."""
        if phone.call and phone.call.sid in self.parted:
            return
        mine = self._caller_of(phone)
        if mine is None:
            if phone.state != "idle":
                self.later(1.0, f"agent {agent}", lambda: self._parts(agent, phone, note + 1, hold))
                return
            self.wrong["an agent without a caller"] += 1
            return
        if phone.call:
            self.parted.add(phone.call.sid)
        mine.hold, mine.talked = hold, True
        if mine.leaves:
            mine.call.hang_up()
        else:
            phone.hang_up()
            self.later(GOODBYE, f"caller {mine.call.sid}", mine.call.hang_up)
        with self.lock:
            self.talking -= 1
            self.writing += 1
        self.later(note - self.now, f"agent {agent}", lambda: self._writes(agent))

    def _writes(self, agent: int) -> None:
        self.say({"finish": agent})
        with self.lock:
            self.writing -= 1

    def _caller_of(self, phone: AgentPhone) -> Visit | None:
        room = self.account.rooms.of(phone.call.sid) if phone.call else None
        if room is None or len(room.seats) < 2:
            return None
        return next((self.visits[sid] for sid in list(room.seats) if sid in self.visits), None)

    # ------------------------------------------------------------------ the hour

    def ramp(self) -> None:
        """Who is there before the hour begins."""
        early = list(chain.from_iterable(repeat(n, len(group)) for n, group in enumerate(self.before)))
        for nth, group in enumerate(early):
            leaves = nth % 2 == 0
            seconds = nth / RAMP * self.told["factor"]
            self.later(seconds, f"early {nth}", lambda group=group, leaves=leaves: self.comes(-1, group, leaves))  # type: ignore[misc]
        self.expected = len(early)

    def begin(self) -> None:
        """The hour begins: who talks goes on for as long as was drawn; the others come when they come."""
        with self.lock:
            self.begun, early, self.open = self.now, self.open, []
        for number, phone in early:
            agent, group = self.phones[number]
            self._will_part(agent, phone, self.begun, self.before[group].popleft() if self.before[group] else 1.0)
        for nth, one in enumerate(self.told["callers"]):
            self.later(
                one["at"], f"comes {nth}",
                lambda nth=nth, one=one: self.comes(nth, one["group"], one["leaves"]),  # type: ignore[misc]
            )  # fmt: skip

    def progress(self) -> dict[str, Any]:
        live = [visit for visit in list(self.visits.values()) if not visit.call.ending]
        return {
            "minute": None if self.begun is None else round((self.now - self.begun) / 60, 1),
            "asked": self.asked,
            "talking": self.talking,
            "writing": self.writing,
            "on_the_line": len(live),
            "wrong": sum(self.wrong.values()),
        }

    def close(self) -> None:
        """The hour is over and nobody waits: whoever still talks comes to an end, some at a time."""
        seconds = 0.0
        for number, phone in list(self.open):
            agent, _ = self.phones[number]
            if phone.state != "idle" and self._caller_of(phone):
                seconds += self.told["factor"] / 6
                self.later(seconds, f"agent {agent}", lambda a=agent, p=phone: self._cut(a, p))  # type: ignore[misc]

    def _cut(self, agent: int, phone: AgentPhone) -> None:
        if phone.state != "idle" and self._caller_of(phone):
            self._parts(agent, phone, self.now)

    def ends(self) -> list[dict[str, Any]]:
        return [
            {"sid": sid, "nth": one.nth, "group": one.group, "talked": one.talked, "hold": one.hold,
             "ending": one.call.ending, "refusals": [str(refusal) for refusal in one.call.refusals]}
            for sid, one in self.visits.items()
        ]  # fmt: skip


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text())
    line = Line(f"http://127.0.0.1:{told['port']}", told["token"])
    saying = threading.Lock()

    def say(what: Any) -> None:
        with saying:
            print(json.dumps(what), flush=True)

    pace = 1 / told["factor"]
    with (
        Account(line, calls_per_second=1000 * pace, threads=told["threads"], pace=pace) as account,
        Rest(Shelf(Path(told["folder"])), account=account, port=told["rest"]),
    ):
        town = Town(account, told, say)
        for agent, one in enumerate(told["agents"]):
            town.hire(agent, one["telephone"], one["group"])
        say({"ready": len(town.phones)})
        _play(town, say)
        say({"ends": town.ends(), "wrong": dict(town.wrong), "at": datetime.now(UTC).isoformat()})


def _play(town: Town, say: Callable[[Any], None]) -> None:
    """Steps are told on the input: ramp, begin, close, over."""
    over = threading.Event()

    def listen() -> None:
        for row in sys.stdin:
            match row.strip():
                case "ramp":
                    town.ramp()
                case "begin":
                    town.begin()
                case "close":
                    town.close()
                case "over":
                    break
        over.set()

    threading.Thread(target=listen, daemon=True).start()
    while not over.wait(1.0):
        with suppress(RuntimeError):  # a caller came while it was counted
            say(town.progress())


if __name__ == "__main__":
    main()

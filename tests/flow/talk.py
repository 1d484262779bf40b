"""A conversation with the engine alone, for tests: events in, words and waits out, the state sealed between turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from ivr.calls.folders import read
from ivr.flow import loader
from ivr.flow.book import Book
from ivr.flow.directives import Directive, Leave, Listen, Note, Prompt, Seek, Understand, Work
from ivr.flow.engine import Moment, traced_step
from ivr.flow.events import Answered, Digits, Event, Failed, Place, Resolved, Room, Silence, Understood, Utterance
from ivr.flow.meaning import Meaning
from ivr.flow.state import State
from ivr.telephony.seal import Sealer

HOME = Path(__file__).parents[2]
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("America/New_York"))
SEALER = Sealer(("k" * 32,))


@cache
def the_book() -> Book:
    """The city's own flows, as they are in the repository."""
    loaded = loader.load(read(HOME))
    assert loaded.book is not None, "\n".join(map(str, loaded.problems))
    return loaded.book


@cache
def the_book_heard_by(by: str) -> Book:
    """The city's own flows, in a city that records or streams wherever that fits."""
    files = dict(read(HOME))
    files["flows/city.yaml"] += f"\nhearing: {{listen: {by}, consent: {{en: We listen in., es: Escuchamos.}}}}\n"
    loaded = loader.load(files)
    assert loaded.book is not None, "\n".join(map(str, loaded.problems))
    return loaded.book


Worker = Callable[[Work], Resolved | Failed]
People = Callable[[Seek | Leave], Place | Room | Resolved | Failed]


def everything_works(work: Work) -> Resolved | Failed:
    """A city whose records are there and whose requests are filed."""
    match work.job:
        case "file_request" | "file_message":
            return Resolved("filed", {"number": f"26-2000001{work.nth}", "due": "2026-11-26"})
        case _:
            found = {"number": "26-20000019", "service": "pothole", "status": "open", "agency": "transportation"}
            return Resolved(
                "found", {**found, "received": "2026-11-20", "due": "2026-11-26", "status_note": "", "late": ""}
            )


def nobody(asked: Seek | Leave) -> Place | Room | Resolved | Failed:
    """A line on which no agents take calls."""
    return Resolved("failed")


@dataclass
class Talk:
    """One call. `means` answers Understand; by default what was said is the value, well understood."""

    book: Book = field(default_factory=the_book)
    work: Worker = everything_works
    people: People = nobody
    now: datetime = TUESDAY
    state: State = field(default_factory=State)
    out: tuple[Directive, ...] = ()
    path: tuple[str, ...] = ()
    works: list[Work] = field(default_factory=list)
    sought: list[Seek | Leave] = field(default_factory=list)

    def answer(self, language: str | None = None, caller_known: bool = True) -> Talk:
        return self.send(Answered(language, caller_known))

    def press(self, *keys: str) -> Talk:
        for each in keys:
            self.send(Digits(each))
        return self

    def silence(self, times: int = 1) -> Talk:
        for _ in range(times):
            self.send(Silence())
        return self

    def say(self, text: str, meaning: Meaning | None = None, heard: float | None = 0.9) -> Talk:
        """An utterance, and what understanding makes of it."""
        meant = meaning or Meaning(value=text, confidence=0.95)
        return self.send(Utterance(text, heard), lambda ask: Understood(meant, heard, ask.text))

    def send(self, event: Event, meant: Callable[[Understand], Understood] | None = None) -> Talk:
        """Sends the event and answers what the engine asks for, until it waits for the caller."""
        out: list[Directive] = []
        path: list[str] = []
        following: Event | None = event
        while following is not None:
            step, went = traced_step(self.book, self.state, following, Moment(self.now))
            *said, last = step.directives
            assert all(isinstance(d, Prompt | Note) for d in said)
            self.state, path, out = step.state, [*path, *went], [*out, *said]
            match last:
                case Understand():
                    following = meant(last) if meant else Understood(Meaning(), None, last.text)
                case Work():
                    self.works.append(last)
                    following = self.work(last)
                case Seek() | Leave():
                    self.sought.append(last)
                    following = self.people(last)
                case _:
                    out.append(last)
                    following = None
        self.out, self.path = tuple(out), tuple(path)
        # Between two turns the state travels in an address: whatever does not survive that is lost to a real call too.
        self.state = SEALER.open(SEALER.seal(self.state, "CA1"), "CA1", self.now.timestamp())
        return self

    @property
    def at(self) -> str:
        return self.state.at

    @property
    def slots(self) -> dict[str, str]:
        return dict(self.state.slots)

    @property
    def words(self) -> str:
        """What was said in this turn."""
        prompts = [d for d in self.out if isinstance(d, Prompt)]
        return " ".join(getattr(part, "text", "") for prompt in prompts for part in prompt.parts)

    @property
    def prompts(self) -> list[str]:
        """The keys of the prompts said in this turn."""
        return [d.key for d in self.out if isinstance(d, Prompt)]

    @property
    def notes(self) -> list[str]:
        return [d.name for d in self.out if isinstance(d, Note)]

    @property
    def listening(self) -> Listen:
        wait = self.out[-1]
        assert isinstance(wait, Listen), wait
        return wait

    def later(self, **delta: float) -> Talk:
        """The same call, some time later."""
        from datetime import timedelta

        self.now += timedelta(**delta)
        return self

    def with_slots(self, **slots: str) -> Talk:
        self.state = replace(self.state, slots={**self.state.slots, **slots})
        return self

"""The picture of the machine, drawn by the machine: each phase is told each event, and where it goes is an arrow."""

from __future__ import annotations

from datetime import UTC, datetime

from ivr.agents import events as e
from ivr.agents.handoff import Clock, Handoff, Phase
from ivr.agents.machine import begin, step

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = """# The hand-off's machine

What becomes of a caller's way to a person, drawn by the program itself (`ivr docs`); what the words mean is told in
[The people](decisions/people.md). What happens and is not in the table of a phase does not end that phase.

"""
_ASKED = e.Asked("CA1", 0, "services", "asked", 3, "en", "CA1")
_CALLED = e.Asked("CA1", 0, "services", "draft", 3, "en", "")
_AGENT: tuple[e.Event, ...] = (
    e.Matched("ana"), e.Rang("1.1", "CA2"), e.PickedUp("1.1", "CA2"), e.Pressed("1.1", "CA2", "1"),
    e.Entered("1.1", "1.1", "CA2"),
)  # fmt: skip
_LINE: tuple[e.Event, ...] = (*_AGENT, e.Entered("1.1", e.CALLER, "CA1"), e.AgentLeft("ana"))
_CALL_BACK: tuple[e.Event, ...] = (*_AGENT, e.Rang("1.2", "CA3"))
_WORDS: dict[str, e.Event] = {
    "an agent is matched": e.Matched("ana"),
    "it rings": e.Rang("1.1", "CA2"),
    "Twilio does not ring": e.RingFailed("1.1", "twilio"),
    "picked up": e.PickedUp("1.1", "CA2"),
    "key 1": e.Pressed("1.1", "CA2", "1"),
    "key 2": e.Pressed("1.1", "CA2", "2"),
    "no key": e.NoKey("1.1", "CA2"),
    "voicemail": e.Voicemail("1.1", "CA2"),
    "the agent hangs up": e.LegEnded("1.1", "CA2", "hung_up"),
    "the agent's line is lost": e.LegEnded("1.1", "CA2", "lost"),
    "the console is closed": e.AgentGone("ana"),
    "the offer is withdrawn": e.OfferWithdrawn("1.1"),
    "the caller answers": e.Answered("1.2", "CA3", "person"),
    "a machine answers": e.Answered("1.2", "CA3", "machine"),
    "the caller is in the room": e.Entered("1.1", e.CALLER, "CA1"),
    "the caller drops out of the room": e.Left("1.1", e.CALLER, "CA1"),
    "the caller hangs up": e.CallerHungUp("CA1"),
    "the caller cannot be moved": e.MoveFailed("CA1", "twilio"),
    "a call-back is chosen": e.CallerChose("CA1", "call_back"),
    "a message is chosen": e.CallerChose("CA1", "message"),
    "the queue closes": e.QueueClosed(),
    "handed on, cold, to a queue": e.HandedOn("ana", "queue", "police", warm=False),
    "the agent is done": e.Finished("ana"),
}


def page() -> str:
    """docs/handoff.md: the arrows as Mermaid, and what every phase makes of every event as a table."""
    found = arrows()
    drawn = [f"    {here} --> {there}: {' · '.join(told)}" for (here, there), told in _grouped(found).items()]
    begun = ["    [*] --> waiting: asked, or a call-back is owed"]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *begun, *drawn, "```"])
    rows = [f"| {here} | {word} | {there} |" for here, word, there in found]
    return HEAD + diagram + "\n\n| in phase | what happens | becomes |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def arrows() -> list[tuple[Phase, str, Phase]]:
    """(phase, what happens, phase after) wherever the phase changes."""
    return [
        (phase, word, after)
        for phase, sample in samples().items()
        for word, after in _outcomes(sample).items()
        if after != phase
    ]


def samples() -> dict[Phase, Handoff]:
    """A hand-off in each phase that has not ended, brought there by what usually happens."""
    found: dict[Phase, Handoff] = {}
    for asked, way in ((_ASKED, _LINE), (_CALLED, _CALL_BACK)):
        handoff = begin("1", asked, NOON).handoff
        found.setdefault(handoff.phase, handoff)
        for event in way:
            handoff = step(handoff, event, NOON).handoff
            found.setdefault(handoff.phase, handoff)
    return found


def _outcomes(sample: Handoff) -> dict[str, Phase]:
    told = {word: step(sample, event, NOON).handoff.phase for word, event in _WORDS.items()}
    for clock in sample.clocks:
        told[f"the clock `{clock.kind}` runs out"] = _struck(sample, clock).phase
    return told


def _struck(sample: Handoff, clock: Clock) -> Handoff:
    """After this clock has run out, and after Twilio was asked and knew nothing of it either."""
    after = step(sample, e.TimeUp(clock.kind, clock.at, clock.who), clock.at).handoff
    again = next((one for one in after.clocks if one.asked and (one.kind, one.who) == (clock.kind, clock.who)), None)
    return _struck(after, again) if again else after


def _grouped(found: list[tuple[Phase, str, Phase]]) -> dict[tuple[Phase, Phase], list[str]]:
    grouped: dict[tuple[Phase, Phase], list[str]] = {}
    for here, word, there in found:
        grouped.setdefault((here, there), []).append(word.replace("`", ""))
    return grouped

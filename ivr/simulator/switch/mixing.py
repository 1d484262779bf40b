"""Who hears whom in a conference: pure, from its seats alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.simulator.stay import Music


@dataclass
class Seat:
    """One participant. coach: the sid of the call this one whispers to, or "". beep: true, false, onEnter or onExit.

    starts, ends: startConferenceOnEnter, endConferenceOnExit. wait: what is played before the conference begins, hold:
    while on hold; None: nothing. lost: the network is gone, and Twilio has not noticed yet.
    """

    sid: str
    label: str = ""
    muted: bool = False
    held: bool = False
    coach: str = ""
    starts: bool = True
    ends: bool = False
    beep: str = "true"
    wait: Music | None = None
    hold: Music | None = None
    lost: bool = False

    @property
    def name(self) -> str:
        return self.label or self.sid


def hears(seats: Iterable[Seat]) -> Mapping[str, frozenset[str]]:
    """Of each sid, the sids it hears, once the conference has begun.

    Whoever is on hold neither hears nor is heard; whoever is muted is not heard; a coach is heard by the one coached
    alone, and hears all.
    """
    there = [seat for seat in seats if not (seat.held or seat.lost)]
    return {
        listener.sid: frozenset(
            speaker.sid
            for speaker in there
            if speaker.sid != listener.sid and not speaker.muted and speaker.coach in ("", listener.sid)
        )
        for listener in there
    }

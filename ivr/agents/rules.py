"""How long each step of a hand-off may take, and how often it is tried: a city's own numbers, with what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """offer: until an agent's telephone rings · pick_up: it rings; longer than Twilio is told to let it ring, so that
    Twilio's word comes first · key: the whisper and 1 or 2 · join: both in the room · dial: a called-back caller's
    telephone rings · talk: Twilio's own limit of a call · write: after-call work · leg: a colleague's or a desk's
    telephone, until it is in · ask: Twilio is asked who is in a room of which it has not told · back: a caller is out
    of the room again · wait: for a person, on the line · again: at least so much of it is left to a caller who was cut
    off · settle: between the end of a call and the next one to that telephone · choose: the longest a caller who chose
    a call-back stays on the line to say when · pause: between two tries · owed: a call-back is kept so long · apart:
    before an agent is asked again for the same · mend: before one is whose telephone could not be rung.
    tries, backs: how often a caller is dialled, and brought back from a room, in all. company: other telephones in a
    room at most.
    """

    offer: timedelta = timedelta(seconds=15)
    pick_up: timedelta = timedelta(seconds=28)
    key: timedelta = timedelta(seconds=30)
    join: timedelta = timedelta(seconds=20)
    dial: timedelta = timedelta(seconds=50)
    talk: timedelta = timedelta(seconds=14_400)
    write: timedelta = timedelta(seconds=180)
    leg: timedelta = timedelta(seconds=60)
    ask: timedelta = timedelta(seconds=8)
    back: timedelta = timedelta(seconds=20)
    wait: timedelta = timedelta(seconds=1_200)
    again: timedelta = timedelta(seconds=300)
    settle: timedelta = timedelta(seconds=60)
    choose: timedelta = timedelta(seconds=240)
    pause: timedelta = timedelta(seconds=900)
    owed: timedelta = timedelta(days=2)
    apart: timedelta = timedelta(seconds=300)
    mend: timedelta = timedelta(seconds=10)
    tries: int = 3
    backs: int = 5
    company: int = 4


USUAL = Rules()

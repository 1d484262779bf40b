"""What the engine wants done next.

Step.directives is any number of Prompt and Note, then exactly one that ends the step: a wait for the caller (Listen,
Record, Transfer, Hold, Enter, Disconnect) or work whose answer is the next event (Understand, Work, Seek, Leave).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ivr.flow.meaning import Want
from ivr.flow.model import By, Priority, Reason


@dataclass(frozen=True, slots=True)
class Text:
    """Words to speak."""

    text: str


@dataclass(frozen=True, slots=True)
class Spell:
    """Characters to speak one by one: a reference or telephone number, with a short rest at each space or hyphen."""

    text: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A recorded prompt: a path under prompts/, `en/greeting.wav`."""

    path: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt in one language. `key` is its name in prompts/*.yaml, or empty for words given in place."""

    key: str
    language: str
    parts: tuple[Text | Spell | Sound, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A trace for the journal: what of importance happened (`emergency_told`, `asked_for_person` …)."""

    name: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for keys and speech. Times in seconds; `digits`: how many keys to wait for, None: until #.

    locale: BCP-47 of the recogniser; hints at most 500 of at most 100 characters.
    by: how speech is to be heard; whoever cannot hear it that way now listens by `gather`, and the caller notices
    nothing. near: what is known of the place that is asked for, so that the streets near it are expected; empty where
    no place is asked. closed: the hints are all the answers there are (yes and no, a few options). later: the words of
    a recording are not needed to go on. consent: said first, and only when it is recorded or streamed indeed. tone:
    said last, and only when it is recorded.
    """

    keys: bool
    speech: bool
    locale: str
    digits: int | None = 1
    finish_on_key: str = ""
    timeout: int = 6
    speech_timeout: int = 2
    speech_model: str = "default"
    hints: tuple[str, ...] = ()
    by: By = "gather"
    near: str = ""
    closed: bool = False
    later: bool = False
    consent: tuple[Prompt, ...] = ()
    tone: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Await:
    """Wait for the words of a recording (its `sid`): answered by Utterance, or by Unheard when they do not come."""

    sid: str


@dataclass(frozen=True, slots=True)
class Record:
    """Record the caller's voice: at most max_seconds, ended by `silence` seconds of quiet or #."""

    max_seconds: int
    silence: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Connect the caller to `number` (E.164), ringing at most `timeout` seconds. `line` is its name in city.yaml."""

    line: str
    number: str
    timeout: int


Why = Literal["call_back", "message", "go_on", "emergency", "too_late"]
"""Where a caller who waits goes instead. too_late: their place was known when the call had gone on without it."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Find a person for this caller; answered by Place, by Room, or by Resolved with one of SOUGHT. Asked again and
    again while the caller waits, and when they come out of a room: each time is a sign of life.

    turn: names the asking within the call; all that belongs to one asking has the same. priority: of the queue, or
    what the reason makes of it. language: what the caller speaks now, whom the agent should understand. ring: seconds
    an agent's telephone rings. patience: seconds after which nobody waits any longer (too_long). overflow: seconds
    after which the caller is connected by telephone (overflow); None: not now.
    """

    queue: str
    turn: int
    reason: Reason
    priority: Priority
    language: str
    skills: tuple[str, ...] = ()
    ring: int = 20
    patience: int = 1800
    overflow: int | None = None


SOUGHT = ("closed", "too_long", "overflow", "desk", "completed", "call_back", "message", "go_on", "failed")
"""How waiting for a person may end. overflow: by the telephone of the line where the queue flows over to · desk: of
another line, in the slot `line` · completed: they have spoken with a person · call_back, message, go_on: as the caller
chose before, for a webhook that comes late."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The caller no longer waits in line (`turn`: of the asking, as in Seek), and goes another way; answered by
    Resolved: left, or failed. call_back: the place is kept, the line calls; told again with another `at`, that is when.

    at: not called before this moment (aware), None: as soon as it is their turn.
    """

    turn: int
    why: Why
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Wait for a person: a key, or the end of the music, is the next turn; speech is not heard.

    seconds: how long where there is no music. music: a recording's path under prompts/, of about as many seconds; or
    empty.
    """

    seconds: int
    music: str = ""


@dataclass(frozen=True, slots=True)
class Enter:
    """Enter the room where a person is or will be in a moment; its end is the next turn (Dialed).

    room: a random name with nothing of the caller in it.
    """

    room: str


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Hang up."""


@dataclass(frozen=True, slots=True)
class Understand:
    """Tell me what `text` means in `language`; answered by Understood. `private`: keep the words out of the journal."""

    text: str
    language: str
    want: Want
    private: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """Do a Job of the model with these slots; answered by Resolved or Failed. `nth` counts filings within the call."""

    job: str
    slots: Mapping[str, str]
    language: str
    nth: int = 0


Wait = Listen | Await | Record | Transfer | Hold | Enter | Disconnect
Directive = Prompt | Note | Wait | Understand | Work | Seek | Leave
Ending = Literal["completed", "transferred", "hung_up", "gave_up"]

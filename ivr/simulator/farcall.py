"""One call kept by another process, as a terminal sees it: like PhoneCall, but others may change it meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from ivr.simulator.course import Ending
from ivr.simulator.document import Element
from ivr.simulator.far import Far
from ivr.simulator.heard import Heard
from ivr.simulator.refusal import Refusal
from ivr.simulator.snapshot import Snapshot
from ivr.simulator.stay import Kind
from ivr.simulator.turn import Did, Turn
from ivr.simulator.waits import Dialing, DialResult, Listening, Recording, Staying, Wait

LONGEST = 90.0
"""Seconds that `wait` waits for others at most."""


class FarCall:
    """far: where it is kept. The acts are PhoneCall's; `news` is what others did. Errors: Far's.

    people: whom this call hears, by the names of their telephones.
    """

    def __init__(self, far: Far, caller: str, now: datetime | None = None, language: str | None = None) -> None:
        self._far, self._lock = far, threading.RLock()
        self._asked = (caller, language, now.isoformat() if now else None)
        self._names: Mapping[str, str] = {}
        self._shown: Snapshot = {"at": 0, "seen": "", "people": [], "waiting": None, "ending": None, "elapsed": 0}
        self.refusals: list[Refusal] = []

    # -------------------------------------------------------------- what can be seen

    @property
    def waiting(self) -> Wait | None:
        found = self._shown["waiting"]
        return _wait(found) if found else None

    @property
    def ending(self) -> Ending | None:
        ending: Ending | None = self._shown["ending"]
        return ending

    @property
    def elapsed(self) -> float:
        return float(self._shown["elapsed"])

    @property
    def waits_for_others(self) -> bool:
        """Music, until somebody comes, or a room: it goes on without the caller."""
        return bool(self._shown.get("holding")) or isinstance(self.waiting, Staying)

    @property
    def people(self) -> list[str]:
        return [self._who(each) for each in self._shown["people"]]

    # -------------------------------------------------------------- what the caller does

    def dial(self) -> Turn:
        with self._lock:
            self._names = {one["number"]: one.get("name", "") for one in self._far.telephones()}
            return self._taken(Did("dial"), self._far.dial(*self._asked))

    def say(self, text: str, confidence: float | None = 0.9) -> Turn:
        return self._act(Did("say", text, confidence), say=text, confidence=confidence)

    def press(self, keys: str) -> Turn:
        return self._act(Did("press", keys), press=keys, hold=False)

    def leave_message(self, seconds: int) -> Turn:
        return self._act(Did("record", seconds=seconds), record=seconds)

    def far_end(self, result: DialResult, seconds: int = 30) -> Turn:
        return self._act(Did("transfer", result, seconds=seconds), dial_result=result, seconds=seconds)

    def hang_up(self) -> Turn:
        return self._act(Did("hang up"), hangup=True)

    def wait(self) -> Turn:
        """Until the line goes on: by itself where it asks something, by others' doing where it waits for them."""
        if not self.waits_for_others:
            return self._act(Did("silence"), silence=True)
        for _ in range(round(LONGEST / 4)):
            if turn := self.news():
                return turn
        return Turn(Did("silence"))

    def news(self) -> Turn | None:
        """What others have done, once they have; None: nothing for a few seconds, or something was done here."""
        before = self._shown
        found = self._far.news(before["id"], before["at"], before["seen"])
        with self._lock:
            if found.get("quiet") or self._shown is not before:
                return None
            return self._taken(Did("moved"), found)

    # -------------------------------------------------------------- inside

    def _act(self, did: Did, **action: Any) -> Turn:
        with self._lock:
            return self._taken(did, self._far.act(self._shown["id"], {**action, "after": self._shown["at"]}))

    def _taken(self, did: Did, shown: Snapshot) -> Turn:
        before, self._shown = self._shown, shown
        heard = [self._heard(item) for item in shown["heard"]] + self._met(before["people"], shown)
        refused = shown["refusal"] if not self.refusals else None
        new = [Refusal(refused["code"], refused["message"], refused["place"])] if refused else []
        self.refusals += new
        moved = did.kind == "moved"
        return Turn(did, heard, 0.0 if moved else shown["ms"], shown["trace"], new, shown["ignored"] or "")

    def _heard(self, item: Mapping[str, Any]) -> Heard:
        kind, text = item.get("kind", "say"), item["text"]
        if kind == "play":
            return Heard(
                kind, "", "", "(music)" if "music" in text else f"({text.rpartition('/')[2]})", item["seconds"]
            )
        words = f"{self._who(item['voice'])}: {text}" if kind == "voice" else text
        return Heard(kind, item["language"], item["voice"], words, item["seconds"], item["node"])

    def _met(self, before: list[str], shown: Snapshot) -> list[Heard]:
        if shown["ending"]:
            return []
        came = [f"({self._who(each)} is on the line)" for each in shown["people"] if each not in before]
        went = [f"({self._who(each)} has left the line)" for each in before if each not in shown["people"]]
        return [Heard("play", "", "", words, 0.0) for words in went + came]

    def _who(self, voice: str) -> str:
        return self._names.get(voice) or voice


def _wait(found: Mapping[str, Any]) -> Wait:
    """What it waits for, as far as a terminal wants to know."""
    seconds = str(found["seconds"])
    if found.get("stay") in get_args(Kind):
        return Staying(_verb("Dial"), found["stay"], "", int(seconds))
    if found["record"]:
        return Recording(_verb("Record", maxLength=seconds))
    if found["dial"]:
        return Dialing(_verb("Dial", text=found["dial"], timeout=seconds), "")
    heard = " ".join(name for name, on in (("dtmf", found["keys"]), ("speech", found["speech"])) if on)
    return Listening(_verb("Gather", input=heard, timeout=seconds))


def _verb(name: str, text: str = "", **attributes: str) -> Element:
    return Element(name, attributes, (text,) if text else (), 0, 0, "")

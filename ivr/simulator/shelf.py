"""Where the test phone puts what it recorded: a folder, so that every process of this machine sees the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ivr.speech.audio import Audio

_NAME = re.compile(r"RE[0-9A-Za-z]+")
MOST = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """One recording. seconds: as Twilio rounds them. made, ready: Unix time; its file is there from `ready` on.

    source: RecordVerb or DialVerb.
    """

    sid: str
    call_sid: str
    account_sid: str
    seconds: int
    made: float
    ready: float
    source: str = "RecordVerb"


class Shelf:
    """delay: seconds until the file of a new recording can be had. most: kept at a time; the oldest makes room."""

    def __init__(
        self, folder: Path, delay: float = 0.0, most: int = MOST, clock: Callable[[], float] = time.time
    ) -> None:
        self.delay = delay
        self._folder, self._most, self._clock = folder, most, clock

    def keep(
        self, sid: str, call_sid: str, account_sid: str, sound: Audio | bytes | Path, seconds: int, source: str = ""
    ) -> Kept:
        """Puts a recording here. sound: bytes and files are served as they are, whatever they hold."""
        now = self._clock()
        kept = Kept(sid, call_sid, account_sid, seconds, now, now + self.delay, source or "RecordVerb")
        self._folder.mkdir(parents=True, exist_ok=True)
        self._make_room()
        if isinstance(sound, Path):
            shutil.copyfile(sound, self._file(sid, "wav"))
        else:
            self._file(sid, "wav").write_bytes(sound.wav() if isinstance(sound, Audio) else sound)
        draft = self._file(sid, "new")
        draft.write_text(json.dumps(asdict(kept)))
        os.replace(draft, self._file(sid, "json"))
        return kept

    def find(self, sid: str) -> Kept | None:
        if not _NAME.fullmatch(sid):
            return None
        try:
            return Kept(**json.loads(self._file(sid, "json").read_text()))
        except FileNotFoundError:
            return None

    def file(self, kept: Kept, kind: str = "wav") -> Path | None:
        """The sound; None: it is not there yet, or not of that kind. mp3: only where somebody put one beside it."""
        path = self._file(kept.sid, kind)
        return path if self._clock() >= kept.ready and path.is_file() else None

    def ready(self, kept: Kept) -> bool:
        return self._clock() >= kept.ready

    def of(self, call_sid: str = "") -> list[Kept]:
        """All recordings, or those of one call; the latest first, as Twilio lists them."""
        found = [kept for kept in self._all() if call_sid in ("", kept.call_sid)]
        return sorted(found, key=lambda kept: kept.made, reverse=True)

    def delete(self, sid: str) -> bool:
        """False: there was none."""
        if self.find(sid) is None:
            return False
        for kind in ("json", "wav", "mp3"):
            self._file(sid, kind).unlink(missing_ok=True)
        return True

    def _all(self) -> Iterator[Kept]:
        for path in self._folder.glob("RE*.json"):
            if kept := self.find(path.stem):
                yield kept

    def _make_room(self) -> None:
        for kept in self.of()[self._most - 1 :]:
            self.delete(kept.sid)

    def _file(self, sid: str, kind: str) -> Path:
        return self._folder / f"{sid}.{kind}"

"""Publishing what an administrator saves, as long as `ivr run` stands: checked first, told either way."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from ivr.bootstrap.rooms import Rooms
from ivr.calls.folders import Files, read
from ivr.calls.publish import Published, Refused
from ivr.config import Settings
from ivr.flow import problems

LOOK = 0.5  # seconds between two looks; what changed must look the same twice: an editor may be in the middle of saving
AGAIN = 3.0
KINDS = (".yaml", ".wav", ".mp3")

Stamp = tuple[tuple[str, int, int], ...]


def stamp(home: Path) -> Stamp:
    """Changes when a file of the line under `home` is written, added or removed."""
    return tuple(sorted(_files(home / "flows")) + sorted(_files(home / "prompts")))


def whole(home: Path, seen: Stamp) -> Files | None:
    """The files that bear this stamp; None when one was saved meanwhile: half of it may be read, half of it not yet."""
    files = read(home)
    return files if stamp(home) == seen else None


class Watch:
    """Looks at flows/ and prompts/ of the settings' home in a thread of its own, until `stop`.

    seen: the stamp of what is published now.
    """

    def __init__(self, settings: Settings, say: Callable[[str], None], seen: Stamp) -> None:
        self._home, self._say, self._seen = settings.home, say, seen
        self._rooms = Rooms(settings)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(2)
        self._rooms.engine.dispose()

    def _look(self) -> None:
        before = self._seen
        while not self._stop.wait(LOOK):
            now = stamp(self._home)
            if now == before and now != self._seen and self._publish(now):
                self._seen = now
            before = now

    def _publish(self, now: Stamp) -> bool:
        """Whether these files have been dealt with; if not, the next look tries again."""
        try:
            if (files := whole(self._home, now)) is None:
                return False
            result = self._rooms.library.publish(files, "ivr run", datetime.now(UTC))
        except Exception as problem:  # the database is away, a file was removed while it was read: both pass
            self._say(f"The change is not published yet ({type(problem).__name__}); trying again.")
            self._stop.wait(AGAIN)
            return False
        self._tell(result)
        return True

    def _tell(self, result: Published | Refused) -> None:
        match result:
            case Published(version, warnings, _):
                self._say(f"Published version {version}; new calls hear it. {problems.summary(warnings)}")
            case Refused(found):
                self._say(problems.render_text(found) + "Not published: calls go on with the version before.")


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in folder.rglob("*"):
        if path.suffix in KINDS and path.parent != folder / "calls":
            try:
                found = os.stat(path)
            except OSError:
                continue
            yield str(path), found.st_mtime_ns, found.st_size

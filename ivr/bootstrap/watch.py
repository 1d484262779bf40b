"""Publishing what an administrator saves, as long as `ivr run` stands: checked first, told either way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ivr.bootstrap.rooms import Rooms
from ivr.calls.folders import read
from ivr.calls.publish import Published, Refused
from ivr.config import Settings
from ivr.flow import problems

LOOK = 0.7


class Watch:
    """Looks at flows/ and prompts/ of the settings' home in a thread of its own, until `stop`."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings, self._say = settings, say
        self._stop = threading.Event()
        self._seen = self._stamp()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(2)

    def _look(self) -> None:
        while not self._stop.wait(LOOK):
            stamp = self._stamp()
            if stamp != self._seen:
                self._seen = stamp
                self._publish()

    def _publish(self) -> None:
        try:
            library = Rooms(self._settings).library
            result = library.publish(read(self._settings.home), "ivr run", datetime.now(UTC))
        except Exception as problem:  # an editor may be in the middle of saving; the next look tries again
            self._say(f"The change could not be published: {type(problem).__name__}")
            return
        match result:
            case Published(version, warnings, _):
                self._say(f"Published {version}; new calls hear it. {problems.summary(warnings)}")
            case Refused(found):
                self._say(problems.render_text(found) + "\nNot published: calls go on with the version before.")

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        home = self._settings.home
        files = [p for folder in ("flows", "prompts") for p in _files(home / folder)]
        return tuple((str(p), s.st_mtime_ns, s.st_size) for p in files if (s := _stat(p)))


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".wav", ".mp3") and "calls" not in p.parts)


def _stat(path: Path):  # type: ignore[no-untyped-def]
    try:
        return path.stat()
    except OSError:
        return None

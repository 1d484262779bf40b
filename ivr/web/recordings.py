"""The door for staff to one recording: a page that plays it beside its words.

One comes in by a link of a quarter of an hour that names who it is for, or signed in. Whoever comes in is written down
before anything is shown; where that cannot be written, nothing is. No address works for anybody else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

import structlog
from flask import Blueprint, Response, g, request, url_for

from ivr.calls.recordings.links import NoPass, Pass, Passes, Purpose
from ivr.calls.recordings.outlines import outline
from ivr.calls.recordings.recording import Alert, Heard, Opening, Recording
from ivr.speech.storing import NotStored, Storage, StorageError
from ivr.web import pages
from ivr.web.played import Played, played

PIECE = 2 * 1024 * 1024
"""Bytes of one answer at most, two minutes of sound: a player that listens slowly keeps no thread of the line busy."""
KIND = "audio/wav"

log = structlog.get_logger(__name__)


class Cabinet(Protocol):
    """What the door needs of ivr.calls.recordings.reading.Cabinet; each may raise: the database is away."""

    def find(self, sid: str) -> Heard | None: ...
    def numbers(self, recording: Recording) -> Sequence[str]: ...
    def alert(self, sid: str) -> Alert | None: ...
    def openings(self, sid: str) -> Sequence[Opening]: ...
    def opened(self, sid: str, who: str, what: str, link: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who is signed in. mark: names this sign-in and this recording in the log of openings."""

    who: str
    mark: str


@dataclass(frozen=True)
class Archive:
    """Recordings, where their sound is, and who may come in. now: aware, in the city. city: its name.

    signed_in: who listens without a link, by the recording's name and what for; or what to answer them. It may raise.
    None: there is no door for signing in.
    """

    cabinet: Cabinet
    place: Callable[[], Storage]
    passes: Passes
    now: Callable[[], datetime]
    city: Callable[[], str]
    signed_in: Callable[[str, Purpose], Listener | Response] | None = None

    @cached_property
    def storage(self) -> Storage:
        """Made when the first recording is played."""
        return self.place()

    def allowed(self) -> Response | None:
        """The guard `staff`: lets in who holds a valid link to the recording of this address, or is signed in."""
        sid = str((request.view_args or {}).get("sid", ""))
        purpose: Purpose = "sound" if request.endpoint == "recordings.sound" else "page"
        if self.signed_in and "k" not in request.args:
            return self._known(self.signed_in, sid, purpose)
        try:
            g.recording_pass = self.passes.read(request.args.get("k", ""), sid, purpose, self.now())
        except NoPass:
            log.warning("recording_refused", route=request.endpoint)
            return self.trouble("rec_no_link", 403)
        return None

    def _known(
        self, signed_in: Callable[[str, Purpose], Listener | Response], sid: str, purpose: Purpose
    ) -> Response | None:
        try:
            found = signed_in(sid, purpose)
        except ValueError:  # no name of a recording, so that nobody has written it down
            return self.trouble("rec_missing", 404)
        except Exception as problem:
            log.error("recording_not_shown", error=type(problem).__name__)
            return self.trouble("rec_away", 503)
        if isinstance(found, Response):
            return found
        g.recording_pass = Pass(sid, found.who, purpose, found.mark, 0)
        return None

    def shown(self, holder: Pass) -> Played | None:
        """The page's values; that it is opened is written down first."""
        heard = self.cabinet.find(holder.sid)
        if heard is None:
            return None
        self.cabinet.opened(holder.sid, holder.who, "page", holder.link, self.now())
        it, about = heard.recording, self.cabinet
        told = about.numbers(it), about.alert(it.sid), about.openings(it.sid)
        return played(heard, *told, pages.reader_language(), self.now())

    def trouble(self, key: str, status: int) -> Response:
        return _unlisted(pages.page("recording_trouble.html", status, city=self.city(), trouble=key))


def door(archive: Archive) -> Blueprint:
    """The blueprint `recordings`; its routes expect the guard `staff` (Archive.allowed)."""
    blueprint = Blueprint("recordings", __name__)

    @blueprint.get("/recordings/<sid>")
    def show(sid: str) -> Response:
        holder: Pass = g.recording_pass
        try:
            it = archive.shown(holder)
        except Exception as problem:  # whatever is wrong with the database, a person reads a sentence
            log.error("recording_not_shown", error=type(problem).__name__)
            return archive.trouble("rec_away", 503)
        if it is None:
            return archive.trouble("rec_missing", 404)
        key: dict[str, Any] = {"k": archive.passes.for_sound(holder, archive.now())} if "k" in request.args else {}
        sound = url_for("recordings.sound", sid=sid, **key)
        bars = _outline(archive, it)
        return _unlisted(
            pages.page("recording.html", city=archive.city(), it=it, sound=sound, who=holder.who, bars=bars)
        )

    @blueprint.get("/recordings/<sid>/sound")
    def sound(sid: str) -> Response:
        holder: Pass = g.recording_pass
        try:
            heard = archive.cabinet.find(sid)
            if heard is None or not heard.recording.playable:
                return _unlisted(Response(status=404))
            archive.cabinet.opened(sid, holder.who, "sound", holder.link, archive.now())
            return _unlisted(_sound(archive.storage, heard.recording.storage_key))
        except NotStored:
            return _unlisted(Response(status=404))
        except Exception as problem:
            log.error("recording_not_played", error=type(problem).__name__)
            return _unlisted(Response(status=503))

    return blueprint


def _sound(storage: Storage, key: str) -> Response:
    """The whole file, or the part that is asked for and no more than PIECE of it: a player asks for the next."""
    size = storage.size(key)
    asked = request.range
    if asked is None:
        answer = Response(storage.open(key), 200, content_type=KIND)
        answer.headers["Content-Length"] = str(size)
    elif (part := asked.range_for_length(size)) is None:
        answer = Response(status=416)
        answer.headers["Content-Range"] = f"bytes */{size}"
    else:
        start, end = part[0], min(part[1], part[0] + PIECE)
        answer = Response(storage.open(key, start, end), 206, content_type=KIND)
        answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        answer.headers["Content-Length"] = str(end - start)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Disposition"] = "inline"
    return answer


def _outline(archive: Archive, it: Played) -> Sequence[int]:
    if not it.playable:
        return ()
    try:
        return outline(archive.storage, f"{it.sid}.wav")
    except (StorageError, ValueError):
        return ()


def _unlisted(response: Response) -> Response:
    """Kept by nobody, found by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return pages.secure(response)

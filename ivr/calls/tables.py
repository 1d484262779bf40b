"""The tables of the calls: what happened in each, what was recorded, callers' languages, every published version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ivr.db.base import Base

_EMPTY = text("''")


class CallRow(Base):
    """One call. `last_n` and `last_at` are of its newest turn; `ended_at` stays empty while nobody knows of an end."""

    __tablename__ = "calls"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    caller_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    version: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    last_n: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    status: Mapped[str | None]
    seconds: Mapped[int | None]
    filed: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index(None, "caller_hash", "started_at"),
        Index(None, "started_at"),
        Index("ix_calls_open", "last_at", postgresql_where=text("ended_at IS NULL")),
    )


class TurnRow(Base):
    """One answered webhook. `words`: what was heard and understood, encrypted; empty when it was personal data."""

    __tablename__ = "turns"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str]
    node_before: Mapped[str]
    node_after: Mapped[str]
    language: Mapped[str]
    words: Mapped[bytes | None]
    confidence: Mapped[float | None]
    meaning: Mapped[dict[str, Any]]
    notes: Mapped[list[str]]
    milliseconds: Mapped[float]

    __table_args__ = (Index("ix_turns_at", "at", postgresql_using="brin"),)


class NoteRow(Base):
    """A trace of importance (`emergency_told`, `asked_for_person` …); outlives the words of its turn."""

    __tablename__ = "call_notes"

    call_sid: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (Index(None, "note", "at"),)


class CallerRow(Base):
    """The language a caller is greeted in next time; the number itself is nowhere."""

    __tablename__ = "callers"

    caller_hash: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    last_called: Mapped[datetime]


class RecordingRow(Base):
    """One recording: Twilio's (RE…), or sound of a stream that no ear had heard yet (KS…).

    status: completed | absent, Twilio's word. attached_at: when it was joined to the message that was filed with it.
    kind: message | answer | stream, "" while nobody knows; turn: the turn it was said in, where that is known.
    outcome: how it ended (ivr/calls/recordings/outcome.py), "" while work on it is under way; attempts, tried_at: of
    fetching and hearing it. storage_key: where its sound is kept; after deleted_at it is kept no more.
    """

    __tablename__ = "recordings"

    sid: Mapped[str] = mapped_column(primary_key=True)
    call_sid: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    seconds: Mapped[int]
    arrived_at: Mapped[datetime]
    attached_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(server_default=_EMPTY)
    turn: Mapped[int | None]
    language: Mapped[str] = mapped_column(server_default=_EMPTY)
    media_type: Mapped[str] = mapped_column(server_default=_EMPTY)
    size: Mapped[int | None]
    storage_key: Mapped[str] = mapped_column(server_default=_EMPTY)
    outcome: Mapped[str] = mapped_column(server_default=_EMPTY)
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    tried_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    transcribed_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    searched_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deleted_at_twilio: Mapped[datetime | None]
    deleted_by: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (
        CheckConstraint("kind IN ('', 'message', 'answer', 'stream')", name="kind"),
        Index("ix_recordings_kept", "arrived_at", postgresql_where=text("deleted_at IS NULL")),
        Index("ix_recordings_waiting", "tried_at", postgresql_where=text("outcome = ''")),
    )


class TranscriptRow(Base):
    """What was heard in a recording. `sealed`: text and words with their times, encrypted; the rest says nothing of it.

    language: BCP-47. engine: google | offline. seconds: of sound; billed: of them, those that are paid for.
    """

    __tablename__ = "transcripts"

    recording_sid: Mapped[str] = mapped_column(ForeignKey("recordings.sid"), primary_key=True)
    sealed: Mapped[bytes]
    language: Mapped[str]
    engine: Mapped[str]
    confidence: Mapped[float | None]
    seconds: Mapped[float]
    billed: Mapped[float]
    at: Mapped[datetime]


class AlertRow(Base):
    """Danger that was found in words after they were said; once for each source of a call: a recording's sid, or
    what the caller said last (`said/…`), once of each kind.

    kind: danger | crisis. told_at: when the city's number had the message; outcome: sent | no_number | refused …
    (ivr/calls/recordings/texting.py), summing: in the summary that is being sent, "" while it is being told.
    """

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    call_sid: Mapped[str]
    source: Mapped[str]
    kind: Mapped[str]
    found_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default=_EMPTY)

    __table_args__ = (UniqueConstraint("call_sid", "source"), Index(None, "found_at"))


class OpeningRow(Base):
    """Who opened a recording, when, and what of it: link | page | sound | deleted. One line a link and kind of opening.

    `times` counts a player's requests for pieces of the same sound. Kept after the recording is gone.
    """

    __tablename__ = "recording_openings"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    recording_sid: Mapped[str] = mapped_column(index=True)
    who: Mapped[str]
    what: Mapped[str]
    link: Mapped[str]
    at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (UniqueConstraint("link", "what"),)


class VersionRow(Base):
    """One published version of flows/ and prompts/: the files themselves, packed (see folders.pack)."""

    __tablename__ = "flow_versions"

    version: Mapped[str] = mapped_column(primary_key=True)
    files: Mapped[bytes]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    replaced_at: Mapped[datetime | None]


class CurrentRow(Base):
    """The version new calls begin with: one row."""

    __tablename__ = "flow_current"

    single: Mapped[bool] = mapped_column(primary_key=True, default=True, server_default=text("true"))
    version: Mapped[str] = mapped_column(ForeignKey("flow_versions.version"))
    since: Mapped[datetime]

    __table_args__ = (CheckConstraint("single", name="one_row"),)


class GazetteerRow(Base):
    """One published gazetteer: the file itself, found by its SHA-256 in hexadecimal."""

    __tablename__ = "gazetteers"

    digest: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class CurrentGazetteerRow(Base):
    """The gazetteer every machine answers with: one row."""

    __tablename__ = "gazetteer_current"

    single: Mapped[bool] = mapped_column(primary_key=True, default=True, server_default=text("true"))
    digest: Mapped[str] = mapped_column(ForeignKey("gazetteers.digest"))
    since: Mapped[datetime]

    __table_args__ = (CheckConstraint("single", name="one_row"),)

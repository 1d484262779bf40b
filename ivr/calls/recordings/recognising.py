"""Recognising: the sound of a recording becomes words, sealed; joining and searching them follow as jobs."""

from __future__ import annotations

from dataclasses import replace

import structlog

from ivr.calls import jobs
from ivr.calls.hearing import phrases
from ivr.calls.recordings import outlines, store
from ivr.calls.recordings.desk import Desk
from ivr.calls.recordings.errors import NotNow
from ivr.calls.recordings.outcome import Outcome
from ivr.calls.recordings.outlines import Outline
from ivr.calls.recordings.pieces import Stored, Wave, look, pieces
from ivr.calls.recordings.recording import Recording, tongue
from ivr.flow.book import Book
from ivr.speech.errors import EarAway, EarRefused, NotAudio, SpeechError, TooLong
from ivr.speech.storing import NotStored, StorageAway
from ivr.speech.transcript import LANGUAGES, Expected, Transcript, Word

log = structlog.get_logger(__name__)

LONGEST = 2 * 3600.0
"""Seconds that are heard; Twilio records no longer than 4 hours, and what is fetched holds 109 minutes."""
MISSED = 2.0
"""Seconds that may be missing of what Twilio told before a recording counts as cut short."""
SLOWEST = 2.0
"""How much longer than the sound an ear may take."""
PHRASES = 500


def hear(desk: Desk, sid: str, *, last: bool = False) -> Outcome | None:
    """Has a recording heard, once; None: there is nothing to do. Else how it ended, which is written down.

    NotNow: another time may do. last: there is no other time soon.
    """
    with desk.engine.begin() as connection:
        recording = store.find(connection, sid)
        if recording is None or recording.transcribed or not recording.playable:
            return None
        store.tried(connection, sid, desk.now())
    try:
        made, outcome = _heard(desk, recording, Stored(desk.storage, recording.storage_key))
    except NotStored:
        _fetch_again(desk, recording)
        return None
    except (SpeechError, StorageAway) as problem:
        return _failed(desk, recording, problem, last)
    desk.step("recognised")
    with desk.engine.begin() as connection:
        store.heard(connection, sid, made, desk.secrets, desk.now(), outcome)
        jobs.defer(connection, jobs.JOIN, once=sid, sid=sid)
        jobs.defer(connection, jobs.SEARCH, once=sid, sid=sid)
    desk.step("heard")
    desk.told({recording.call_sid})
    log.info("recording_heard", recording=sid, outcome=outcome, engine=made.engine, seconds=round(made.seconds))
    return outcome


def expected(recording: Recording, book: Book) -> Expected:
    """The call's language first; the words of the city's services, the likeliest first."""
    first = tongue(recording.language)
    others = tuple(language for language in LANGUAGES if language != first)
    return Expected((first, *others), phrases.needs(book, first[:2])[:PHRASES])


def _heard(desk: Desk, recording: Recording, file: Stored) -> tuple[Transcript, Outcome]:
    """What is said in the file, and what to call that. SpeechError."""
    wave = look(file)
    if wave.seconds == 0:
        return Transcript("", tongue(recording.language)), "empty"
    if wave.seconds > LONGEST:
        raise TooLong
    asked = expected(recording, desk.book_of(recording))
    made = _whole(desk, file, wave, asked)
    return made, _named(made, wave, recording)


def _named(made: Transcript, wave: Wave, recording: Recording) -> Outcome:
    if not made.text.strip():
        return "silent"
    missing = recording.sid.startswith("RE") and wave.seconds + MISSED < recording.seconds
    return "cut" if wave.cut or missing else "heard"


def _whole(desk: Desk, file: Stored, wave: Wave, asked: Expected) -> Transcript:
    """Every piece, one after the other, as one transcript, and its outline. NotNow: the worker is told to end."""
    parts, outline = list[Transcript](), Outline(wave.seconds)
    for start, sound in pieces(file, wave):
        outline.add(start, sound)
        if desk.ending.is_set():
            raise NotNow
        with desk.ear() as ear:
            if ear is None:
                raise EarAway("there is no ear")
            part = ear.recognize(sound, asked, 30.0 + SLOWEST * sound.seconds)
        parts.append(_moved(part, start))
    outlines.keep(desk.storage, file, outline)
    return replace(_one(parts), seconds=round(wave.seconds, 3))


def _moved(part: Transcript, by: float) -> Transcript:
    words = tuple(Word(w.text, round(w.start + by, 3), round(w.end + by, 3), w.confidence) for w in part.words)
    return replace(part, words=words)


def _one(parts: list[Transcript]) -> Transcript:
    """The parts as one: sure as they are on the average of their lengths, in the language most of it is in."""
    said = [part for part in parts if part.text.strip()] or parts
    lengths = {part.language: sum(p.seconds for p in said if p.language == part.language) for part in said}
    sure = [(part.confidence, len(part.text)) for part in said if part.confidence is not None]
    weight = sum(length for _, length in sure)
    return Transcript(
        text=" ".join(part.text.strip() for part in said).strip(),
        language=max(lengths, key=lambda language: lengths[language]),
        words=tuple(word for part in said for word in part.words),
        confidence=round(sum(c * length for c, length in sure) / weight, 4) if weight else None,
        engine=said[0].engine,
        seconds=sum(part.seconds for part in parts),
        billed=sum(part.billed for part in parts),
    )


def _fetch_again(desk: Desk, recording: Recording) -> None:
    """The table says it is here, and it is not: a folder was emptied. Twilio may have it still."""
    log.error("recording_lost_here", recording=recording.sid, remedy="restore ONECALL_RECORDINGS; it is fetched again")
    with desk.engine.begin() as connection:
        if recording.at_twilio:
            jobs.defer(connection, jobs.FETCH, once=recording.sid, sid=recording.sid)
        else:
            store.ended(connection, recording.sid, "gone")


def _failed(desk: Desk, recording: Recording, problem: Exception, last: bool) -> Outcome:
    match problem:
        case NotAudio():
            outcome: Outcome = "not_audio"
        case TooLong():
            outcome = "too_long"
        case EarRefused():
            outcome = "refused"
        case EarAway() | StorageAway() | _ if last:
            outcome = "unheard"
        case _:
            raise NotNow(type(problem).__name__) from None
    with desk.engine.begin() as connection:
        store.ended(connection, recording.sid, outcome)
    log.warning("recording_not_heard", recording=recording.sid, outcome=outcome)
    return outcome

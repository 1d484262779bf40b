"""What agents are shown of a call: both sides of it in order, as sure as it was heard, and nothing private."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from ivr.agents.screens import Heard, Said, Understood
from ivr.calls import conversation, store
from ivr.calls.deadlines import Deadline
from ivr.calls.gathered import Gathered
from ivr.calls.hearing.notice import Notice
from ivr.calls.hearing.store import Far
from ivr.calls.memory import Memory
from ivr.calls.recordings import store as recordings
from ivr.calls.records import Batch, CallEnded, Overheard
from ivr.db.local import LocalStore
from ivr.db.secrets import Secrets
from ivr.speech.transcript import Transcript

from .build import NOON, turn

SECRETS = Secrets(["a secret of thirty-two characters and more"])
OTHERS = (("sinkhole", 0.3),)
SPOKEN = (
    turn(n=1, event="Answered", heard="", confidence=None, said="Baltimore 311."),
    turn(n=2, said="Is it about a pothole?", gathered={"service": Gathered("pothole", 0.6, OTHERS)}),
    turn(n=3, event="Digits", heard="1", said="Where is it?", gathered={"service": Gathered("pothole")}),
)


def write(engine: Engine, *turns: object, others: tuple[object, ...] = ()) -> None:
    batch = Batch(list(turns), {"CA1": turns[-1]} if turns else {}, list(others))  # type: ignore[arg-type,dict-item]
    store.write(engine, SECRETS, batch)


def told(engine: Engine) -> list[tuple[str, str]]:
    return [(one.who, one.text) for one in conversation.heard(engine, SECRETS, "CA1").said]


def test_both_sides_are_told_in_order_with_keys_and_how_well_it_was_heard(database: Engine) -> None:
    write(database, *SPOKEN)
    assert conversation.heard(database, SECRETS, "CA1").said == (
        Said(3, "line", "Baltimore 311.", "en"),
        Said(4, "caller", "there is a pothole", "en", sure=0.9),
        Said(5, "line", "Is it about a pothole?", "en"),
        Said(6, "caller", "1", "en", keyed=True),
        Said(7, "line", "Where is it?", "en"),
    )


def test_what_a_need_may_have_been_besides_stays_known_after_the_caller_s_yes(database: Engine) -> None:
    write(database, *SPOKEN)
    assert conversation.heard(database, SECRETS, "CA1").understood == (Understood("service", "pothole", None, OTHERS),)


def test_of_long_waiting_the_last_word_is_told(database: Engine) -> None:
    waits = [turn(n=n, event="Digits", heard="", before="agent.connect", after="agent.connect", said=f"Place {9 - n}.")
             for n in range(4, 8)]  # fmt: skip
    write(database, *SPOKEN, *waits)
    assert told(database)[-2:] == [("line", "Where is it?"), ("line", "Place 2.")]


def test_a_private_answer_leaves_neither_words_nor_what_was_made_of_them(database: Engine) -> None:
    known = {"name": Gathered("Ada", 0.9)}
    write(database, turn(n=2, heard="Ada", said="Ada, is that right?", gathered=known, private=True))
    assert conversation.heard(database, SECRETS, "CA1") == Heard()


def test_without_the_key_nothing_is_told(database: Engine) -> None:
    write(database, *SPOKEN)
    assert conversation.heard(database, Secrets(["another secret of thirty characters"]), "CA1").said == ()


def test_a_recording_is_being_written_down_until_it_has_words(database: Engine) -> None:
    write(database, turn(n=2, event="Recorded", heard="RE1"))
    assert conversation.heard(database, SECRETS, "CA1").said == (Said(4, "caller", "", "en", live=True),)
    with database.begin() as connection:
        connection.exec_driver_sql("INSERT INTO recordings (sid, call_sid, status, seconds, arrived_at)"
                                   " VALUES ('RE1', 'CA1', 'completed', 3, now())")  # fmt: skip
        made = Transcript("hay un bache", "es-US", confidence=0.7)
        recordings.heard(connection, "RE1", made, SECRETS, NOON, "heard")
    assert conversation.heard(database, SECRETS, "CA1").said == (Said(4, "caller", "hay un bache", "es", sure=0.7),)
    write(database, turn(n=3, heard="hay un bache"))
    assert told(database) == [("caller", "hay un bache")]


def test_words_are_seen_while_they_are_spoken_and_once_when_they_are_an_answer(database: Engine) -> None:
    write(database, *SPOKEN)
    heard: list[object] = []
    Far(database, SECRETS, heard.append).put(
        [Notice("CA1", 3, "speaking", 1.0, 0.0, 1.0, "me", "by the", "", None, "en-US")]
    )
    assert conversation.heard(database, SECRETS, "CA1").said[-1] == Said(8, "caller", "by the", "en", live=True)
    assert heard == [{"CA1"}]
    write(database, turn(n=4, heard="by the school"))
    assert told(database)[-1] == ("caller", "by the school")


def test_the_last_words_of_who_was_cut_off_stand_at_the_end(database: Engine) -> None:
    write(database, *SPOKEN)
    last = Overheard("CA1", 3, "en", NOON, "it is by the church", "+14105550123")
    write(database, others=(last, CallEnded("CA1", "completed", 9, NOON)))
    assert told(database)[-1] == ("caller", "it is by the church")


def test_the_journal_tells_of_which_calls_there_are_new_turns(
    database: Engine, local: LocalStore, secrets: Secrets, tmp_path: Path
) -> None:
    heard: list[set[str]] = []
    memory = Memory(database, local, secrets, Deadline(), folder=tmp_path, told=lambda sids: heard.append(set(sids)))
    memory.journal.put(SPOKEN[0])
    assert memory.journal.flush()
    memory.close()
    assert heard == [{"CA1"}]


def test_the_journal_tells_which_calls_broke_off_each_once(
    database: Engine, local: LocalStore, secrets: Secrets, tmp_path: Path
) -> None:
    left: list[set[str]] = []
    told = lambda sids: left.append(set(sids))  # noqa: E731
    memory = Memory(database, local, secrets, Deadline(), folder=tmp_path, broke_off=told)
    for record in (turn(known={"service": "pothole"}), CallEnded("CA1", "completed", 9, NOON), turn("CA2", n=1)):
        memory.journal.put(record)
        assert memory.journal.flush()
    memory.close()
    assert left == [set(), {"CA1"}, set()]

"""What is heard in one process is known in every other: of this machine at once, of the line a little later."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ivr.calls.deadlines import Deadline
from ivr.calls.hearing.ear import CityEar
from ivr.calls.hearing.hearing import Hearing
from ivr.calls.hearing.listening import Asked
from ivr.calls.hearing.near import KEPT, Near
from ivr.calls.hearing.notice import STALE, Notice
from ivr.calls.hearing.room import ListeningRoom, NotListened
from ivr.calls.hearing.store import Far
from ivr.calls.hearing.telling import Telling
from ivr.db.secrets import Secrets
from ivr.speech.transcript import Expected
from ivr.telephony.ticket import Tickets
from tests.calls.hearing.caller import until
from tests.calls.hearing.sounds import Counter, frames, quiet, voice

KEY = "k" * 32
SECRETS = Secrets((KEY,))
ASKED = Asked("CA1", 3, Expected(("en-US",)), 1.0)


def machine(folder: Path, engine: Engine | None = None) -> tuple[CityEar, ListeningRoom]:
    """One process of a machine, which has the data folder."""
    near = Near(folder, SECRETS)
    far = Far(engine, SECRETS) if engine is not None else None
    room = ListeningRoom(Counter, near, far, lambda *what: None)
    ear = CityEar(
        room,
        near,
        far,
        Tickets((KEY,)),
        Deadline(2.0),
        able=lambda locale, closed: True,
        expected=lambda ticket: Expected(),
        recording=lambda sid: Hearing("waiting"),
    )
    return ear, room


def notice(standing: Any = "speaking", text: str = "", now: float | None = None, **more: Any) -> Notice:
    at = time.time() if now is None else now
    return Notice("CA1", 3, standing, at, at, at, more.pop("owner", "me"), text, more.pop("final", ""), **more)


CALL: Any = SimpleNamespace(sid="CA1")


def test_another_process_knows_the_words_within_milliseconds(tmp_path: Path) -> None:
    (_, here), (there, _) = machine(tmp_path), machine(tmp_path)
    listening = here.begin(ASKED)
    for frame in frames(quiet(0.5) + voice(0.8) + quiet(1.1)):
        listening.feed(frame)
    began = time.monotonic()
    until(lambda: there.heard(CALL, 3).state == "heard")
    assert time.monotonic() - began < 5
    assert there.heard(CALL, 3).text == "one"
    assert [hearing.text for hearing in there.live("CA1")] == ["one"]
    here.close()


def test_an_answer_is_listened_to_by_one_process(tmp_path: Path) -> None:
    (_, here), (_, there) = machine(tmp_path), machine(tmp_path)
    here.begin(ASKED)
    with pytest.raises(NotListened):
        there.begin(ASKED)
    here.close()


def test_a_process_that_gives_no_sign_of_life_has_died_and_its_final_words_stay(tmp_path: Path) -> None:
    near, (ear, _) = Near(tmp_path, SECRETS), machine(tmp_path)
    near.put([notice("speaking", "my street is dar", time.time(), final="my street")])
    assert ear.heard(CALL, 3).text == "my street is dar"
    near.put([notice("speaking", "my street is dar", time.time() - STALE - 0.1, final="my street")])
    assert (ear.heard(CALL, 3).state, ear.heard(CALL, 3).text) == ("broken", "my street")


def test_signs_of_life_are_given_while_anything_is_listened_to(tmp_path: Path) -> None:
    near, (_, room) = Near(tmp_path, SECRETS), machine(tmp_path)
    room.begin(ASKED)
    first = near.find("CA1", 3)
    assert first
    until(lambda: (now := near.find("CA1", 3)) and now.beat > first.beat + 0.4)
    room.close()
    last = near.find("CA1", 3)
    assert last
    assert last.standing == "broken"


def test_what_is_settled_stays_so(tmp_path: Path) -> None:
    near = Near(tmp_path, SECRETS)
    telling = Telling(near, None, "me", lambda: 0)
    telling.put(notice("heard", "a pothole", final="a pothole"))
    telling.put(notice("speaking", "no"))
    telling.close()
    found = near.find("CA1", 3)
    assert found
    assert found.text == "a pothole"


def test_words_are_sealed_in_the_file_and_forgotten(tmp_path: Path) -> None:
    near = Near(tmp_path, SECRETS)
    near.put([notice("heard", "my name is Ada Lovelace", final="my name is Ada Lovelace")])
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"CA1" in files
    assert b"Lovelace" not in files
    assert Near(tmp_path, Secrets(("x" * 32,))).find("CA1", 3) is None
    near.prune(time.time() + KEPT)
    assert near.find("CA1", 3) is None


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "hearing.db").write_bytes(b"this is no database" * 100)
    (ear, room) = machine(tmp_path)
    room.begin(ASKED)
    assert ear.heard(CALL, 3).state == "waiting"
    room.close()


def test_where_no_file_can_be_written_this_process_hears_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    (ear, room) = machine(tmp_path / "data")
    listening = room.begin(ASKED)
    for frame in frames(quiet(0.5) + voice(0.8) + quiet(1.1)):
        listening.feed(frame)
    assert (ear.heard(CALL, 3).state, ear.heard(CALL, 3).text) == ("heard", "one")
    room.close()


# ---------------------------------------------------------------------- another machine


def test_another_machine_knows_the_words_through_the_database(tmp_path: Path, database: Engine) -> None:
    (_, here), (there, _) = machine(tmp_path / "a", database), machine(tmp_path / "b", database)
    listening = here.begin(ASKED)
    until(lambda: there.heard(CALL, 3).state == "waiting")
    for frame in frames(quiet(0.5) + voice(0.8)):
        listening.feed(frame)
    until(lambda: there.heard(CALL, 3).text == "one")
    for frame in frames(quiet(1.1)):
        listening.feed(frame)
    until(lambda: there.heard(CALL, 3).state == "heard")
    here.close()
    with database.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM hearings WHERE settled")).scalar() == 1


def test_what_was_announced_there_does_not_hide_what_is_heard_here(tmp_path: Path, database: Engine) -> None:
    """The webhook and the socket may come to two machines, and their news in either order."""
    far = Far(database, SECRETS)
    far.put([notice("heard", "a pothole", final="a pothole")])
    far.put([notice("waiting", owner="")])
    found = far.find("CA1", 3, time.time())
    assert found
    assert found.text == "a pothole"


def test_a_database_that_is_away_costs_nothing(tmp_path: Path, database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE hearings RENAME TO away"))
    (ear, room) = machine(tmp_path, database)
    listening = room.begin(ASKED)
    for frame in frames(quiet(0.5) + voice(0.8) + quiet(1.1)):
        listening.feed(frame)
    assert ear.heard(CALL, 3).text == "one"
    room.close()


# ---------------------------------------------------------------------- a process that is killed

LISTENS = """
import sys, time
from pathlib import Path
from tests.calls.hearing.test_telling import ASKED, machine
from tests.calls.hearing.sounds import frames, quiet, voice
_, room = machine(Path(sys.argv[1]))
listening = room.begin(ASKED)
for frame in frames(quiet(0.5) + voice(0.8) + quiet(0.5) + voice(0.3)):
    listening.feed(frame)
print("listening", flush=True)
while True:
    listening.feed(voice(0.1)); time.sleep(0.1)
"""


def test_a_killed_process_loses_no_final_word(tmp_path: Path) -> None:
    ear, _ = machine(tmp_path)
    with subprocess.Popen([sys.executable, "-c", LISTENS, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"listening\n"
        until(lambda: ear.heard(CALL, 3).text == "one two")
        process.kill()
        process.wait()
        killed = time.monotonic()
    until(lambda: ear.heard(CALL, 3).state == "broken")
    assert ear.heard(CALL, 3).text == "one"
    assert time.monotonic() - killed < STALE + 10


def test_words_of_a_process_that_is_gone_are_deleted_though_nobody_calls(tmp_path: Path) -> None:
    near = Near(tmp_path, SECRETS)
    near.put([notice("heard", "a word", time.time() - KEPT - 1, owner="gone")])
    telling = Telling(near, None, "me", lambda: 0)
    now = time.time()
    telling.put(Notice("CA2", 1, "waiting", now, now, now, "me"))
    assert until(lambda: near.find("CA1", 3) is None)
    telling.close()


def test_words_are_deleted_also_when_the_line_falls_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.calls.hearing.telling.PRUNE", 0.1)
    monkeypatch.setattr("ivr.calls.hearing.telling.KEPT", 0.3)
    telling = Telling(near := Near(tmp_path, SECRETS), None, "me", lambda: 0)
    telling.put(notice("heard", "a word"))
    assert telling.flush()
    assert near.find("CA1", 3)
    assert until(lambda: near.find("CA1", 3) is None)
    telling.close()


def test_a_clock_that_is_put_back_stops_no_sign_of_life(tmp_path: Path) -> None:
    now = [time.time()]
    telling = Telling(near := Near(tmp_path, SECRETS), None, "me", lambda: 1, lambda: now[0])
    telling.put(notice(now=now[0]))
    assert telling.flush()
    now[0] -= 3600
    telling.put(notice(now=now[0]))
    until(lambda: (found := near.find("CA1", 3)) and found.beat < now[0] + 60)
    now[0] += 10
    assert until(lambda: (found := near.find("CA1", 3)) and found.beat == now[0], 3)
    telling.close()

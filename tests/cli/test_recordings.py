"""`ivr recordings`: listed without words, shown and played for a name, deleted, and what is dangerous in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from ivr.calls.recordings import store
from ivr.calls.recordings.links import Passes
from ivr.calls.recordings.outcome import ENDED
from ivr.calls.recordings.recording import last_words
from ivr.calls.register import PostgresRegister
from ivr.db.secrets import Secrets
from ivr.requests.filing import Filing
from ivr.requests.numbers import reference
from ivr.speech.transcript import Transcript, Word

from .conftest import KEY, Ivr

SID, NUMBER = "RE" + "0" * 32, reference(2026, 4000)
AT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture
def env(database: Engine, database_url: str, tmp_path: Path) -> dict[str, str]:
    """One request with one recording that was heard, and found dangerous."""
    secrets = Secrets((KEY,))
    filed = Filing("CA1/0", "hydrant", "en", AT, call_sid="CA1", details="", recordings=(SID,))
    PostgresRegister(database, secrets).file(filed, NUMBER, "water", None)
    words = Transcript(
        "it leaks", "en-US", (Word("it", 0, 0.4, 0.9), Word("leaks", 0.5, 1, 0.7)), 0.8, "google", 3.0, 3.0
    )
    with database.begin() as connection:
        store.arrive(connection, SID, "CA1", AT, seconds=3, kind="answer", language="en")
        store.heard(connection, SID, words, secrets, AT, "heard")
        store.alert(connection, "CA1", SID, "possible_danger", AT)
    return {"DATABASE_URL": database_url, "SECRET_KEYS": KEY, "ONECALL_DATA": str(tmp_path)}


def openings(database: Engine) -> list[tuple[str, str]]:
    with database.connect() as connection:
        rows = connection.execute(text("SELECT who, what FROM recording_openings ORDER BY id"))
        return [(row.who, row.what) for row in rows]


def test_the_list_tells_no_word(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    told = ivr("recordings", "list", **env).stdout
    assert told == f"2026-11-24 12:00  {SID}  answer  3  en  heard\n"
    assert json.loads(ivr("recordings", "list", "--json", **env).stdout)[0]["sid"] == SID
    assert openings(database) == []


def test_the_list_tells_in_a_sentence_how_each_ended(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    with database.begin() as connection:
        for outcome in ENDED:
            store.arrive(connection, f"RE-{outcome}", "CA2", AT, seconds=3)
            store.ended(connection, f"RE-{outcome}", outcome)
    lines = ivr("recordings", "list", **env).stdout.splitlines()
    for outcome, sentence in ENDED.items():
        assert [line for line in lines if f"RE-{outcome} " in line and line.endswith(sentence)], outcome


def test_how_an_alert_was_told_is_listed(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    for outcome, told in (("summed", "told in a summary"), ("no_number", "not told: no_number")):
        with database.begin() as connection:
            store.alert_told(connection, 1, outcome, None)
        assert told in ivr("recordings", "alerts", **env).stdout


def test_one_is_shown_with_its_words_and_that_is_written_down(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    told = json.loads(ivr("recordings", "show", SID, "--json", **env).stdout)
    assert (told["words"], told["sure"], told["requests"]) == ("it leaks", 0.8, [NUMBER])
    assert told["word_times"][1] == {"text": "leaks", "start": 0.5, "end": 1.0, "sure": 0.7}
    assert [what for _, what in openings(database)] == ["words"]
    assert "it leaks" in ivr("recordings", "show", SID, **env).stdout


def test_a_link_is_made_for_a_name(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    told = ivr(
        "recordings", "listen", SID, "--by", "Dana  Reyes", PUBLIC_BASE_URL="https://311.example.gov", **env
    ).stdout
    assert told.startswith(f"https://311.example.gov/recordings/{SID}?k=")
    token = told.strip().partition("?k=")[2]
    assert Passes(Secrets((KEY,))).read(token, SID, "page", datetime.now(UTC)).who == "Dana Reyes"
    assert openings(database) == [("Dana Reyes", "link")]


def test_nobody_without_a_name(ivr: Ivr, env: dict[str, str]) -> None:
    assert ivr("recordings", "listen", SID, **env).exit_code == 2
    assert ivr("recordings", "listen", SID, "--by", " ", **env).exit_code == 2


def test_one_is_deleted_by_the_worker(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    assert "by the worker" in ivr("recordings", "delete", SID, "--by", "Dana", "--yes", **env).stdout
    with database.connect() as connection:
        job = connection.execute(text("SELECT task_name, args FROM procrastinate_jobs")).one()
    assert (job.task_name, job.args) == ("calls.delete_recording", {"sid": SID, "by": "Dana"})


def test_danger_is_listed(ivr: Ivr, env: dict[str, str]) -> None:
    assert ivr("recordings", "alerts", **env).stdout == f"1  2026-11-24 12:00  possible_danger  {SID}  being told\n"


def test_there_is_none(ivr: Ivr, env: dict[str, str]) -> None:
    for command in (["show", "RE404"], ["listen", "RE404", "--by", "Dana"], ["delete", "RE404", "--by", "Dana"]):
        answer = ivr("recordings", *command, **env)
        assert (answer.exit_code, answer.stderr) == (1, "There is no recording RE404.\n")


def test_a_request_is_shown_with_what_was_recorded(ivr: Ivr, env: dict[str, str]) -> None:
    told = ivr("requests", "show", NUMBER, **env).stdout
    assert f"  {SID}  answer, 3 s, en-US, 80% sure: “it leaks”" in told
    recorded = json.loads(ivr("requests", "show", NUMBER, "--json", **env).stdout)["recordings"]
    assert recorded[0]["transcript"] == "it leaks"
    assert recorded[0]["words"][0] == {"text": "it", "start": 0.0, "end": 0.4, "confidence": 0.9}


def test_transcripts_are_sealed_anew_with_a_new_key(ivr: Ivr, env: dict[str, str]) -> None:
    new = "n" * 32
    assert "1 transcripts" in ivr("requests", "reseal", **{**env, "SECRET_KEYS": f"{new},{KEY}"}).stdout
    assert "it leaks" in ivr("recordings", "show", SID, **{**env, "SECRET_KEYS": new}).stdout


def test_danger_in_last_words_is_listed_with_its_call(ivr: Ivr, env: dict[str, str], database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("DELETE FROM alerts"))
        assert store.alert(connection, "CA2", last_words("danger"), "danger", AT)
    told = ivr("recordings", "alerts", **env).stdout
    assert told.endswith("  2026-11-24 12:00  danger  last words of CA2  being told\n")
    (alert,) = json.loads(ivr("recordings", "alerts", "--json", **env).stdout)
    assert (alert["sid"], alert["last_words_of"]) == ("", "CA2")

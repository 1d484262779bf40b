"""What callers said in vain is listed with what they meant in the end; nothing that tells who they are."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from ivr.calls import store
from ivr.calls.records import Batch, TurnRecord
from ivr.calls.review import Vain, said_in_vain, words_of
from ivr.db.secrets import Secrets

from .build import NOON, turn

LOST = {"meaning": {"intent": "other", "confidence": 0.1}, "notes": ("not_understood",), "after": "main.need"}


def written(engine: Engine, secrets: Secrets, *turns: TurnRecord) -> None:
    partial(store.write, engine, secrets)(Batch(turns=list(turns), calls={t.call_sid: t for t in turns}))


def listed(engine: Engine, secrets: Secrets, **asked: object) -> list[Vain]:
    return said_in_vain(engine, secrets, NOON - timedelta(days=1), **asked)  # type: ignore[arg-type]


def test_what_was_not_understood_is_listed_with_the_service_of_the_draft(database: Engine, secrets: Secrets) -> None:
    lost = turn(n=2, heard="it ate my wheel", **LOST)
    later = turn(n=4, heard="a pothole", known={"service": "pothole"})
    written(database, secrets, turn(n=1, event="Answered", heard="", meaning={}), lost, later)
    (found,) = listed(database, secrets)
    assert (found.id, found.said, found.end, found.heard, found.meant) == (
        "CA1/2",
        "it ate my wheel",
        "reprompt",
        "other",
        "pothole",
    )


def test_what_was_taken_back_is_the_utterance_before_the_no(database: Engine, secrets: Secrets) -> None:
    written(
        database,
        secrets,
        turn(n=2, heard="the light is broken"),
        turn(n=3, heard="no a street light", meaning={"value": "no", "confidence": 0.9}, notes=("corrected",)),
    )
    assert [(one.said, one.end) for one in listed(database, secrets)] == [("the light is broken", "correction")]


def test_who_got_a_person_without_asking_for_one_is_listed(database: Engine, secrets: Secrets) -> None:
    mumbled = turn(n=2, heard="mumble", after="agent.start", meaning={"intent": "other", "confidence": 0.1})
    asked = turn("CA2", 2, heard="operator", after="agent.start", meaning={"link": "operator", "confidence": 0.9})
    written(database, secrets, mumbled, asked)
    assert [(one.said, one.end) for one in listed(database, secrets)] == [("mumble", "person")]


def test_what_was_understood_is_not_listed(database: Engine, secrets: Secrets) -> None:
    written(database, secrets, turn(n=2), turn(n=3, heard="yes", meaning={"value": "yes", "confidence": 1.0}))
    assert listed(database, secrets) == []


def test_private_words_are_never_listed(database: Engine, secrets: Secrets) -> None:
    written(database, secrets, turn(n=2, heard="four one oh", private=True, **LOST))
    assert listed(database, secrets) == []
    assert words_of(database, secrets, "CA1/2") is None


def test_numbers_places_and_names_are_masked(database: Engine, secrets: Secrets) -> None:
    said = "my name is john smith at 2401 north charles street call four one oh five five five zero one two three"
    written(database, secrets, turn(n=2, heard=said, **LOST))
    (found,) = listed(database, secrets)
    for secret in ("john", "smith", "2401", "charles", "five", "one"):
        assert secret not in found.said.split()
    assert words_of(database, secrets, "CA1/2") == ("en", found.said)


def test_a_language_and_a_limit_are_kept_to(database: Engine, secrets: Secrets) -> None:
    written(database, secrets, *(turn(n=n, language=lang, **LOST) for n, lang in ((2, "en"), (3, "es"), (4, "es"))))
    assert [one.id for one in listed(database, secrets, language="es")] == ["CA1/4", "CA1/3"]
    assert [one.id for one in listed(database, secrets, limit=1)] == ["CA1/4"]


def test_words_that_no_key_opens_any_more_are_left_out(database: Engine, secrets: Secrets) -> None:
    written(database, secrets, turn(n=2, **LOST))
    assert listed(database, Secrets(["z" * 32])) == []


@pytest.mark.parametrize("id_", ["", "CA1", "CA1/99", "CA1/x", "/", "CA1/2/3"])
def test_an_id_that_is_none_finds_nothing(database: Engine, secrets: Secrets, id_: str) -> None:
    written(database, secrets, turn(n=2, **LOST))
    assert words_of(database, secrets, id_) is None
